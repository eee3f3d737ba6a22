"""Recording where a school's teachers went: once a year, after the November census."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from alliance.actions.facts.standing import settle_workforce
from alliance.actions.facts.whose import check_own, check_school
from alliance.actions.versions import locked
from alliance.choices import FactSource
from alliance.logic.facts.retention import Counts
from alliance.models import Partner, User, WorkforceSnapshot
from foundation import words
from foundation.refusal import Refused

EARLIEST = 2010
"""The first year of the November census."""


@dataclass(frozen=True)
class WorkforceDetails:
    """What the form holds: the cohort of the November before, and where they are at this one."""

    census_year: int
    teachers: int
    stayed: int
    moved_within: int = 0
    moved_elsewhere: int = 0
    left: int = 0
    unknown: int = 0
    vacancies: int | None = None
    note: str = ""

    @property
    def counts(self) -> Counts:
        return Counts(
            self.teachers, self.stayed, self.moved_within, self.moved_elsewhere, self.left, self.unknown
        )


@transaction.atomic
def record_workforce(
    *, partner: Partner, details: WorkforceDetails, source: FactSource, by: User | None
) -> WorkforceSnapshot:
    """Add what one source says of one census. Raises Refused.

    Here and below `by` is None where the school's own system acts.
    """
    partner = locked(partner)
    check_school(partner)
    check_workforce(details)
    _check_once(partner, details, source)
    snapshot = WorkforceSnapshot.objects.create(partner=partner, source=source, **asdict(details))
    _settle(partner, details.census_year)
    snapshot.refresh_from_db()
    return snapshot


@transaction.atomic
def change_workforce(
    *,
    snapshot: WorkforceSnapshot,
    version: int | None,
    details: WorkforceDetails,
    source: FactSource,
    by: User | None,
) -> WorkforceSnapshot:
    """Change what the same source said. Raises ChangedMeanwhile, Refused."""
    partner = locked(snapshot.partner)
    snapshot = locked(snapshot, version)
    check_own(snapshot, source)
    check_workforce(details)
    _check_once(partner, details, source, but=snapshot)
    before = snapshot.census_year
    for name, value in asdict(details).items():
        setattr(snapshot, name, value)
    snapshot.stands = snapshot.stands and before == details.census_year
    snapshot.save()
    _settle(partner, before, details.census_year)
    snapshot.refresh_from_db()
    return snapshot


@transaction.atomic
def remove_workforce(
    *, snapshot: WorkforceSnapshot, source: FactSource, by: User | None, version: int | None = None
) -> None:
    """Take back what the same source said; another source's then counts. Raises ChangedMeanwhile, Refused."""
    partner = locked(snapshot.partner)
    snapshot = locked(snapshot, version)
    check_own(snapshot, source)
    snapshot.delete()
    _settle(partner, snapshot.census_year)


def census_day(year: int) -> date:
    """The first Thursday of November, when the census is taken."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7)


def check_workforce(details: WorkforceDetails) -> None:
    """Raises Refused for what cannot be, whoever says it."""
    day = census_day(details.census_year)
    if details.census_year < EARLIEST:
        raise Refused(f"The November census began in {EARLIEST}. Check the year.", field="census_year")
    if day > timezone.localdate():
        raise Refused(
            f"The census of {details.census_year} is taken on {words.day(day)}. Record it afterwards.",
            field="census_year",
        )
    if details.teachers < 1:
        raise Refused("Write how many teachers there were a year before: at least one.", field="teachers")
    if wrong := details.counts.disagreement:
        raise Refused(wrong, field="stayed", code="does_not_add_up")


def workforce_of(snapshot: WorkforceSnapshot) -> dict[str, Any]:
    """The details of the snapshot as they are saved now."""
    return {name: getattr(snapshot, name) for name in WorkforceDetails.__dataclass_fields__}


def _check_once(
    partner: Partner, details: WorkforceDetails, source: FactSource, *, but: WorkforceSnapshot | None = None
) -> None:
    same = WorkforceSnapshot.objects.filter(partner=partner, census_year=details.census_year, source=source)
    there = same.exclude(pk=but.pk if but else None).first()
    if there is not None:
        raise Refused(
            f"November {details.census_year} is recorded for {partner.name} already. Change what is there.",
            field="census_year",
            code="already_recorded",
            existing=there.public_id,
        )


def _settle(partner: Partner, *years: int) -> None:
    settle_workforce(WorkforceSnapshot.objects.filter(partner=partner, census_year__in=years))
