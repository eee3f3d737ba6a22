"""Agreements in any state, made by the portal's own actions."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from alliance.actions.agreements.drafting import Content, draft_agreement
from alliance.actions.agreements.ending import renew
from alliance.actions.agreements.signing import countersign, send_for_signature
from alliance.choices import Party
from alliance.logic.agreements import Owed
from alliance.models import Agreement, AgreementDocument, Partner
from alliance.queries.agreements import AGREEMENT_KIND
from foundation.approvals.actions import Approver, decide
from foundation.approvals.models import Approval
from tests.factories.alliance import PartnerFactory

HEAD = Approver("Hana Reyes", "hana.reyes@fernwold.example")


def content(**changes: Any) -> Content:
    today = timezone.localdate()
    usual: dict[str, Any] = {
        "title": "Partnership agreement",
        "terms": "We work together.\n\nEach keeps its own budget.",
        "starts_on": today,
        "ends_on": today + timedelta(days=364),
        "tier": "Core",
        "fee_pence": 185_000,
        "obligations": (
            Owed(Party.PARTNER, "Host two trainees", "Professional tutor", today + timedelta(days=100)),
            Owed(Party.ALLIANCE, "Offer five places", "CPD lead"),
        ),
    }
    return Content(**{**usual, **changes})


def draft(partner: Partner | None = None, *, by: Any, **changes: Any) -> Agreement:
    return draft_agreement(partner=partner or PartnerFactory(), content=content(**changes), by=by)


def sent(partner: Partner | None = None, *, by: Any, **changes: Any) -> Agreement:
    return send_for_signature(agreement=draft(partner, by=by, **changes), approver=HEAD, by=by)


def approval_of(agreement: Agreement) -> Approval:
    one: Approval = Approval.objects.about(AGREEMENT_KIND, agreement.public_id).latest("id")
    return one


def signed(partner: Partner | None = None, *, by: Any, **changes: Any) -> Agreement:
    agreement = sent(partner, by=by, **changes)
    decide(approval=approval_of(agreement), agreed=True, name="Hana Reyes")
    agreement.refresh_from_db()
    return agreement


def in_force(partner: Partner | None = None, *, by: Any, **changes: Any) -> Agreement:
    return countersign(agreement=signed(partner, by=by, **changes), name="Priya Nandwani", by=by)


def ending(days: int, *, by: Any, partner: Partner | None = None, **changes: Any) -> Agreement:
    """In force, with its last day so many days from today."""
    today: date = timezone.localdate()
    first, last = today - timedelta(days=300), today + timedelta(days=days)
    return in_force(partner, by=by, starts_on=first, ends_on=last, **changes)


def renewed(partner: Partner | None = None, *, by: Any, **changes: Any) -> tuple[Agreement, Agreement]:
    """One with 50 days left, and the next, which both have signed."""
    agreement = ending(50, by=by, partner=partner, **changes)
    following = renew(agreement=agreement, by=by)
    send_for_signature(agreement=following, approver=HEAD, by=by)
    decide(approval=approval_of(following), agreed=True, name="Hana Reyes")
    following = countersign(agreement=following, name="Priya Nandwani", by=by)
    agreement.refresh_from_db()
    return agreement, following


def sent_for_signature(partner: Partner, canary: str) -> Agreement:
    """One that the partner can see and sign, with a file; every word of it names whose it is."""
    owed = (Owed(Party.PARTNER, f"{canary} hosts two trainees", "Professional tutor"),)
    agreement = sent(partner, by=None, title=f"{canary} agreement", obligations=owed)
    path = Path(str(agreement.alliance.public_id)) / "agreements" / f"{agreement.public_id}.pdf"
    (settings.MEDIA_ROOT / path).parent.mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / path).write_bytes(b"%PDF-1.7")
    AgreementDocument.objects.create(
        agreement=agreement, signatures=0, path=str(path), sha256="0" * 64, pages=1
    )
    return agreement
