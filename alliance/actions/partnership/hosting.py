"""What a school says about hosting trainees: stated, and confirmed again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from alliance.actions.versions import locked
from alliance.choices import HostingAppetite, NotHostingReason
from alliance.models import HostingPreference, Partner, User
from foundation.refusal import Refused


@dataclass(frozen=True)
class HostingDetails:
    """What the form holds."""

    appetite: HostingAppetite
    reasons: Sequence[str] = ()
    note: str = ""


@transaction.atomic
def state_hosting(*, partner: Partner, details: HostingDetails, by: User | None) -> HostingPreference:
    """Keep what the school says now, confirmed today. Raises Refused."""
    partner = locked(partner)
    if partner.school_id is None:
        raise Refused("Only schools host trainees.", field="appetite")
    not_open = details.appetite == HostingAppetite.NOT_OPEN
    reasons = [reason for reason in NotHostingReason.values if reason in details.reasons] if not_open else []
    if not_open and not reasons:
        raise Refused("Say why the school is not open to trainees: one reason or more.", field="reasons")
    preference = HostingPreference.objects.filter(partner=partner).first() or HostingPreference(
        partner=partner
    )
    preference.appetite, preference.reasons, preference.note = details.appetite, reasons, details.note
    preference.verified_at, preference.verified_by = timezone.now(), by
    preference.save()
    return preference


@transaction.atomic
def confirm_hosting(*, preference: HostingPreference, by: User) -> HostingPreference:
    """They were asked, and it is still so."""
    preference = locked(preference)
    preference.verified_at, preference.verified_by = timezone.now(), by
    preference.save(update_fields=["verified_at", "verified_by", "updated_at"])
    return preference
