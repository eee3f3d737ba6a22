"""What a school says about hosting trainees: stated, and confirmed again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from alliance.actions.versions import check_version, locked
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
def state_hosting(
    *, partner: Partner, details: HostingDetails, version: int | None = None, by: User | None
) -> HostingPreference:
    """Keep what the school says now, confirmed today; `version` is that of what it said last, where the one
    who says it has read that. Raises ChangedMeanwhile, Refused.
    """
    partner = locked(partner)
    if partner.school_id is None:
        raise Refused("Only schools host trainees.", field="appetite")
    not_open = details.appetite == HostingAppetite.NOT_OPEN
    reasons = [reason for reason in NotHostingReason.values if reason in details.reasons] if not_open else []
    if not_open and not reasons:
        raise Refused("Say why the school is not open to trainees: one reason or more.", field="reasons")
    said = HostingPreference.objects.select_for_update(of=("self",)).filter(partner=partner).first()
    preference = said or HostingPreference(partner=partner)
    check_version(preference, version)
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
