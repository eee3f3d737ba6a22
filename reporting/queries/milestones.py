"""The report's days in the calendar: when a year's figures close, and what became of each version.

A version has no planned days: it is locked, approved and published when people do it. What is still to come
is the last day of a year, which its figures describe.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from alliance.logic.academic_year import AcademicYear
from foundation import words
from foundation.calendars import Item, Source
from reporting import policy
from reporting.choices import EditionState, RemovalKind
from reporting.models import Edition, Removal
from reporting.queries.editions import years_with_records

MAKING = (
    ("figures locked", "frozen_at"),
    ("draft ready to review", "drafted_at"),
    ("approved", "approved_at"),
)
"""What staff see of a version in the making, and since when."""
FOR_READERS = (("published", "published_at"), ("withdrawn", "withdrawn_at"))


def report_milestones(member: Any, first: date, last: date) -> Iterator[Item]:
    """Of the versions that the member may see; one that was set aside has none."""
    steps = (*MAKING, *FOR_READERS) if policy.see_drafts.test(member) else FOR_READERS
    if policy.see_drafts.test(member):
        yield from _closing(member.alliance.slug, first, last)
    versions = Edition.objects.visible_to(member).exclude(state=EditionState.SET_ASIDE)
    withdrawals = Removal.objects.done().filter(kind=RemovalKind.WITHDRAW, edition=OuterRef("pk"))
    for edition in versions.annotate(withdrawn_at=Subquery(withdrawals.values("agreed_at")[:1])):
        days: dict[date, list[tuple[str, datetime]]] = {}
        for said, field in steps:
            if moment := getattr(edition, field):
                days.setdefault(timezone.localdate(moment), []).append((said, moment))
        for day, taken in days.items():
            if first <= day <= last:
                yield _milestone(edition, day, taken, member.alliance.slug)


def _closing(slug: str, first: date, last: date) -> Iterator[Item]:
    """The last day of each year that has records: what is not in them by then is not in its figures."""
    years = [AcademicYear(start) for start in range(first.year - 1, last.year + 1)]
    ending = [year for year in years if first <= year.last_day <= last]
    known = set(years_with_records(timezone.localdate())) if ending else set()
    for year in ending:
        if year in known:
            yield Item(
                key=f"closes-{year.slug}",
                title=f"Impact report {year}: last day that its figures count",
                starts=year.last_day,
                ends=year.last_day,
                href=reverse("insight", kwargs={"slug": slug}),
            )


def _milestone(edition: Edition, day: date, taken: list[tuple[str, datetime]], slug: str) -> Item:
    """What became of a version on one day: whoever locks its figures may well approve it after lunch."""
    year = AcademicYear(edition.academic_year)
    return Item(
        key=f"{edition.public_id}-{day.isoformat()}",
        title=f"Impact report {year}, version {edition.number}: {words.listed([said for said, _ in taken])}",
        starts=day,
        ends=day,
        href=reverse("report", kwargs={"slug": slug, "year": year, "number": edition.number}),
        changed_at=max(moment for _, moment in taken),
    )


SOURCE = Source("impact_reports", "Impact reports", policy.see_reports, report_milestones, order=60)
