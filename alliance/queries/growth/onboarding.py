"""What has to be in place for a newcomer, what the records say about it, and the places of a year.

Other parts of the portal say how their records settle an item: `register_onboarding_check`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from alliance.choices import OnboardingItem
from alliance.logic.academic_year import AcademicYear
from alliance.models import ApiCredential, Contact, OnboardingCapacity, OnboardingTick, Partner, Prospect
from foundation import words


@dataclass(frozen=True)
class InPlace:
    """What the records say: a few words without a name, and when it came to be, if that is known."""

    words: str


Check = Callable[[Partner], InPlace | None]
"""The partner → what is in place, or None."""
_CHECKS: dict[OnboardingItem, Check] = {}
_WAYS: dict[OnboardingItem, str] = {}


def register_onboarding_check(item: OnboardingItem, check: Check, *, route: str = "") -> None:
    """Let records settle an item. `route` names the page of a partner on which to do it; it takes slug and
    public_id. Raises ValueError where an item has another check already.
    """
    if _CHECKS.setdefault(item, check) is not check:
        raise ValueError(f"{item.label} is settled by another check already.")
    if route:
        _WAYS[item] = route


def way_to(item: OnboardingItem) -> str:
    """The name of the page on which an item is done; "" where it is ticked by hand."""
    return _WAYS.get(item, "")


@dataclass(frozen=True)
class ChecklistLine:
    """One item: settled by the records (`found`), by hand (`tick`), or not yet."""

    item: OnboardingItem
    found: InPlace | None
    tick: OnboardingTick | None

    @property
    def is_done(self) -> bool:
        return self.found is not None or self.tick is not None

    @property
    def words(self) -> str:
        """The item within a sentence: "API credential made", "agreement signed"."""
        label = str(self.item.label)
        return label if label[:2].isupper() else label[:1].lower() + label[1:]

    @property
    def note(self) -> str:
        if self.tick is not None:
            return self.tick.note
        return self.found.words if self.found else ""


def checklist_of(prospect: Prospect) -> list[ChecklistLine]:
    """Every item. Of one that is a partner by now what was in place then: the records go on changing."""
    rows = OnboardingTick.objects.filter(prospect=prospect).select_related("done_by")
    ticks = {OnboardingItem(row.item): row for row in rows}
    partner = prospect.partner if prospect.is_open else None
    return [
        ChecklistLine(
            item,
            _CHECKS[item](partner) if partner is not None and item in _CHECKS and item not in ticks else None,
            ticks.get(item),
        )
        for item in OnboardingItem
    ]


@dataclass(frozen=True)
class Places:
    """The places of one year and how many are used."""

    year: AcademicYear
    places: int
    used: int

    @property
    def left(self) -> int:
        return self.places - self.used

    @property
    def said(self) -> str:
        """4 of 4 places are used."""
        are = "is" if self.used == 1 else "are"
        return f"{self.used} of {words.counted(self.places, 'place')} {are} used"


def places_of(year: AcademicYear) -> Places | None:
    """None where nobody has said how many there are."""
    row = OnboardingCapacity.objects.filter(academic_year=year.start).first()
    return Places(year, row.places, row.used) if row is not None else None


def has_contacts(partner: Partner) -> InPlace | None:
    """Somebody to write to first, checked."""
    contacts = Contact.objects.filter(partner=partner)
    if not contacts.filter(is_main=True, verified_at__isnull=False).exists():
        return None
    return InPlace(f"{words.counted(contacts.count(), 'contact')}, the main one verified")


def has_credential(partner: Partner) -> InPlace | None:
    """A credential that works."""
    live = ApiCredential.objects.of(partner.alliance_id).live(timezone.now()).filter(partner=partner).count()
    return InPlace(words.counted(live, "API credential")) if live else None
