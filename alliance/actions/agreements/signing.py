"""Two signatures: the partner's, by the signed link or in the portal, then the alliance's."""

from django.db import transaction
from django.utils import timezone

from alliance.actions.agreements.refusals import locked, refuse_unless
from alliance.choices import AgreementState
from alliance.models import Agreement, Partner, User
from alliance.queries.agreements import AGREEMENT_DOCUMENT, AGREEMENT_KIND
from alliance.queries.agreements.record import signatures_on
from foundation import words
from foundation.approvals.actions import ApprovalClosed, Approver, ask, decide, withdraw_all_about
from foundation.approvals.models import Approval
from foundation.jobs.queue import enqueue
from foundation.refusal import Refused


@transaction.atomic
def send_for_signature(*, agreement: Agreement, approver: Approver, by: User) -> Agreement:
    """Ask somebody of the partner to sign; from now on what it says stays. Raises WrongState, Refused."""
    partner = Partner.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement.partner_id)
    agreement = locked(agreement)
    refuse_unless(agreement, agreement.is_draft, "It has been sent already.")
    if partner.left_on is not None:
        raise Refused(f"{partner.name} left on {words.day(partner.left_on)}. Let it rejoin first.")
    if not approver.email:
        raise Refused(f"{approver.name} has no e-mail address here. Add it, or choose somebody else.")
    if agreement.ends_on <= timezone.localdate():
        raise Refused("Its last day has passed. Change the days first.")
    school = agreement.partner.school
    agreement.state, agreement.sent_at = AgreementState.SENT, timezone.now()
    agreement.party, agreement.party_urn = agreement.partner.name, str(school.urn) if school else ""
    agreement.save()
    ask(
        kind=AGREEMENT_KIND,
        subject=agreement.public_id,
        title=f"{agreement.title}, {agreement.partner.name}",
        approver=approver,
        by=by,
    )
    return agreement


@transaction.atomic
def take_back(*, agreement: Agreement, by: User) -> Agreement:
    """Back to a draft, before it is signed: the links that were sent stop working. Raises WrongState."""
    withdraw_all_about(kind=AGREEMENT_KIND, subject=agreement.public_id)
    agreement = locked(agreement)
    refuse_unless(agreement, agreement.state == AgreementState.SENT, "Only what nobody signed is taken back.")
    return back_to_draft(agreement)


@transaction.atomic
def answer_in_portal(
    *, agreement: Agreement, agreed: bool, name: str, remark: str, seen: str, by: User
) -> Approval:
    """Somebody who may sign for the partner answers while signed in. Raises ApprovalClosed, Refused."""
    waiting = Approval.objects.about(AGREEMENT_KIND, agreement.public_id).waiting().order_by("-id").first()
    if waiting is None:
        raise ApprovalClosed("Nobody is asked to sign this agreement now. Ask the alliance to send it.")
    return decide(approval=waiting, agreed=agreed, name=name, remark=remark, by=by, seen=seen)


def sign_for_partner(agreement: Agreement, *, name: str) -> None:
    """The partner's signature: what an approval's yes does. Raises WrongState."""
    agreement = locked(agreement)
    refuse_unless(agreement, agreement.state == AgreementState.SENT, "It cannot be signed any more.")
    agreement.state = AgreementState.SIGNED
    agreement.partner_signed_at, agreement.partner_signed_name = timezone.now(), name
    agreement.save()
    want_document(agreement)


def decline_for_partner(agreement: Agreement) -> None:
    """The partner's no: a draft again, so that what stands in the way can be changed. Raises WrongState."""
    agreement = locked(agreement)
    refuse_unless(agreement, agreement.state == AgreementState.SENT, "It cannot be answered any more.")
    back_to_draft(agreement)


def back_to_draft(agreement: Agreement) -> Agreement:
    """Save one that was sent, and that the caller has locked, as a draft; who was asked is another matter."""
    agreement.state, agreement.sent_at = AgreementState.DRAFT, None
    agreement.party = agreement.party_urn = ""
    agreement.save()
    return agreement


@transaction.atomic
def countersign(*, agreement: Agreement, name: str, by: User) -> Agreement:
    """The alliance's signature. In force from its first day; the one that it renews is then renewed.

    Raises WrongState.
    """
    # The older one first, as whatever holds both does.
    previous = locked(agreement.previous) if agreement.previous else None
    agreement = locked(agreement)
    waits = agreement.state == AgreementState.SIGNED and agreement.alliance_signed_at is None
    refuse_unless(agreement, waits, "The alliance signs once, after the partner.")
    agreement.alliance_signed_at, agreement.alliance_signed_name = timezone.now(), name
    agreement.alliance_signed_by = by
    if agreement.starts_on <= timezone.localdate():
        agreement.state = AgreementState.ACTIVE
    agreement.save()
    if previous is not None and previous.is_in_force:
        previous.state = AgreementState.RENEWED
        previous.save()
    want_document(agreement)
    return agreement


def want_document(agreement: Agreement) -> None:
    """Have its PDF made with the signatures it has now."""
    subject = f"{agreement.public_id}:{signatures_on(agreement)}"
    enqueue(AGREEMENT_DOCUMENT, alliance=agreement.alliance_id, subject=subject)
