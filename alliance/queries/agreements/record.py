"""One agreement, with what belongs to it; and those of one partner."""

from typing import Any
from uuid import UUID

from alliance import policy
from alliance.logic.agreements import digest_of
from alliance.models import (
    Agreement,
    AgreementDocument,
    AgreementNotice,
    AgreementTemplate,
    Novation,
    Obligation,
    Partner,
)
from alliance.queries.agreements.names import AGREEMENT_KIND
from alliance.queries.agreements.showing import said_by
from foundation.approvals.models import Approval
from foundation.audit.timeline import timeline_of
from foundation.checking import CODE_DIGITS, in_groups
from foundation.ui.items import TimelineEntry


def find_agreement(member: Any, public_id: UUID) -> Agreement | None:
    """One that the member sees."""
    visible = Agreement.objects.visible_to(member)
    found = visible.select_related("partner__school", "previous", "alliance", "alliance_signed_by")
    one: Agreement | None = found.filter(public_id=public_id).first()
    return one


def find_template(public_id: UUID) -> AgreementTemplate | None:
    one: AgreementTemplate | None = AgreementTemplate.objects.filter(public_id=public_id).first()
    return one


def templates() -> list[AgreementTemplate]:
    return list(AgreementTemplate.objects.order_by("name"))


def agreements_of(partner: Partner, member: Any) -> list[Agreement]:
    """The latest first."""
    visible = Agreement.objects.visible_to(member).filter(partner=partner)
    return list(visible.select_related("partner").order_by("-starts_on", "-id"))


def agreements_to_sign(member: Any) -> list[Agreement]:
    """What waits for the signature of the partner that this member may sign for."""
    if member.partner_id is None or not policy.sign_agreement.test(member, None):
        return []
    waiting = Agreement.objects.to_sign().filter(partner=member.partner_id)
    return list(waiting.order_by("sent_at"))


def obligations_of(agreement: Agreement) -> list[Obligation]:
    return list(Obligation.objects.filter(agreement=agreement).order_by("id"))


def find_obligation(agreement: Agreement, public_id: UUID) -> Obligation | None:
    one: Obligation | None = Obligation.objects.filter(agreement=agreement, public_id=public_id).first()
    return one


def next_of(agreement: Agreement) -> Agreement | None:
    one: Agreement | None = Agreement.objects.filter(previous=agreement).first()
    return one


def novations_of(agreement: Agreement) -> list[Novation]:
    return list(Novation.objects.filter(agreement=agreement).order_by("id"))


def approvals_of(agreement: Agreement) -> list[Approval]:
    """Who was asked to sign it, the latest first."""
    about = Approval.objects.about(AGREEMENT_KIND, agreement.public_id)
    return list(about.select_related("asked_by").order_by("-id"))


def signatures_on(agreement: Agreement) -> int:
    return sum(at is not None for at in (agreement.partner_signed_at, agreement.alliance_signed_at))


def document_of(agreement: Agreement) -> AgreementDocument | None:
    """The file that shows all of its signatures, once it is made."""
    made = AgreementDocument.objects.filter(agreement=agreement, signatures=signatures_on(agreement))
    one: AgreementDocument | None = made.first()
    return one


def check_code(agreement: Agreement) -> str:
    """As it stands on the document, or will."""
    document = document_of(agreement)
    return in_groups(((document and document.digest) or digest_now(agreement))[:CODE_DIGITS])


def digest_now(agreement: Agreement) -> str:
    """Of what it says with the signatures it has, under the name that the alliance has now."""
    said = said_by(agreement, alliance=agreement.alliance.name, signatures=signatures_on(agreement))
    return digest_of(said)


def history_of(agreement: Agreement, *, limit: int) -> list[TimelineEntry]:
    parts = [(Obligation, "agreement"), (Novation, "agreement"), (AgreementNotice, "agreement")]
    return timeline_of(agreement, parts=parts, limit=limit)
