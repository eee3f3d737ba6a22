"""What a partner is a specialist in: added with its proof, changed, removed."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.actions.versions import locked
from alliance.logic.partnership.specialisms import is_area
from alliance.models import Partner, Specialism, User
from foundation import words
from foundation.refusal import Refused

EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True)
class SpecialismDetails:
    """What the form holds. Without `expires_on` it counts until it is taken back."""

    kind: str
    area: str
    proof: str
    awarded_on: date
    expires_on: date | None = None
    proof_url: str = ""


@transaction.atomic
def add_specialism(*, partner: Partner, details: SpecialismDetails, by: User) -> Specialism:
    """Raises Refused."""
    partner = locked(partner)
    specialism = Specialism(partner=partner)
    _write(specialism, details)
    return specialism


@transaction.atomic
def update_specialism(
    *, specialism: Specialism, version: int, details: SpecialismDetails, by: User
) -> Specialism:
    """Change one that is still as its editor saw it. Raises ChangedMeanwhile, GoneMeanwhile, Refused."""
    locked(specialism.partner)
    specialism = locked(specialism, version)
    _write(specialism, details)
    return specialism


@transaction.atomic
def remove_specialism(*, specialism: Specialism, by: User) -> None:
    """Take out what was entered by mistake; the trail keeps it. One that ran out stays, and says so."""
    Specialism.objects.filter(pk=specialism.pk).delete()


def _write(specialism: Specialism, details: SpecialismDetails) -> None:
    if not is_area(details.kind, details.area):
        raise Refused("Choose what the specialism is in.", field="area")
    today = timezone.localdate()
    if not EARLIEST <= details.awarded_on <= today:
        raise Refused(f"Write a day from {words.day(EARLIEST)} to today.", field="awarded_on")
    if details.expires_on is not None and details.expires_on <= details.awarded_on:
        raise Refused("Write a day after the one it was awarded on.", field="expires_on")
    same = Specialism.objects.filter(
        partner=specialism.partner, kind=details.kind, area=details.area, awarded_on=details.awarded_on
    )
    if same.exclude(pk=specialism.pk).exists():
        raise Refused(
            f"This specialism, awarded on {words.day(details.awarded_on)}, is there already.", field="area"
        )
    for name in ("kind", "area", "proof", "proof_url", "awarded_on", "expires_on"):
        setattr(specialism, name, getattr(details, name))
    specialism.save()
