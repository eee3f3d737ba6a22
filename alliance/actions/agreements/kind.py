"""Agreements as something that a head is asked to sign."""

from django.urls import reverse

from alliance import policy
from alliance.actions.agreements.signing import decline_for_partner, sign_for_partner
from alliance.models import Agreement
from alliance.queries.agreements import AGREEMENT_KIND, shown_to_sign
from foundation.approvals.actions import ApprovalClosed
from foundation.approvals.kinds import ApprovalKind, Shown
from foundation.approvals.models import Approval


class AgreementKind(ApprovalKind):
    """Yes is the partner's signature; no makes it a draft again, with the reason told to whoever sent it."""

    key = AGREEMENT_KIND
    label = "Agreements"
    may_manage = policy.change_agreements

    def shown(self, approval: Approval) -> Shown | None:
        agreement = _agreement(approval)
        return None if agreement is None else shown_to_sign(agreement)

    def agreed(self, approval: Approval) -> None:
        sign_for_partner(_there(approval), name=approval.decided_name)

    def declined(self, approval: Approval) -> None:
        decline_for_partner(_there(approval))

    def page(self, approval: Approval, slug: str) -> str:
        return reverse("agreement", args=[slug, approval.subject])


def _agreement(approval: Approval) -> Agreement | None:
    found = Agreement.objects.select_related("partner", "alliance").filter(public_id=approval.subject)
    one: Agreement | None = found.first()
    return one


def _there(approval: Approval) -> Agreement:
    agreement = _agreement(approval)
    if agreement is None:
        raise ApprovalClosed("This agreement is no longer there. Ask the alliance.")
    return agreement
