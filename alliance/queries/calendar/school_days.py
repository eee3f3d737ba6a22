"""Terms, INSET and bank holidays: as dates in the calendar, and for whoever counts school days."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from alliance import policy
from alliance.choices import TermKind
from alliance.logic.academic_year import AcademicYear
from alliance.models import TermDate
from foundation.calendars import Item, Source
from foundation.calendars.bank_holidays import bank_holidays_between


def terms_of(year: AcademicYear, *, local_authority_id: int | None = None) -> list[TermDate]:
    """The terms of a year that schools of this authority keep: its own, or where it has none the alliance's.

    In order. Empty where nobody has written them down: then say "term dates assumed".
    """
    return _kept(year, TermKind.TERM, local_authority_id)


def inset_of(year: AcademicYear, *, local_authority_id: int | None = None) -> list[TermDate]:
    """The INSET days of a year, of this authority or else of the alliance."""
    return _kept(year, TermKind.INSET, local_authority_id)


def _kept(year: AcademicYear, kind: TermKind, local_authority_id: int | None) -> list[TermDate]:
    rows = TermDate.objects.of_year(year).filter(kind=kind)
    rows = rows.filter(Q(local_authority=None) | Q(local_authority=local_authority_id))
    found = list(rows.order_by("starts_on", "pk"))
    own = [row for row in found if row.local_authority_id is not None]
    return own or [row for row in found if row.local_authority_id is None]


def term_items(member: Any, first: date, last: date) -> Iterator[Item]:
    """A term is shown by its first and its last day: it would fill every page in between."""
    slug = member.alliance.slug
    rows = TermDate.objects.between(first, last).select_related("local_authority")
    for row in rows.order_by("starts_on", "pk"):
        if row.kind == TermKind.INSET:
            yield _item(row, slug, row.name, row.starts_on, row.ends_on)
            continue
        for word, day in (("begins", row.starts_on), ("ends", row.ends_on)):
            if first <= day <= last:
                yield _item(row, slug, f"{row.name} {word}", day, day, word)


def _item(row: TermDate, slug: str, title: str, starts: date, ends: date, word: str = "") -> Item:
    whose = f"{title}, {row.local_authority.name}" if row.local_authority else title
    year = AcademicYear.for_date(row.starts_on).slug
    return Item(
        key=f"{row.public_id}{'-' if word else ''}{word}",
        title=whose,
        starts=starts,
        ends=ends,
        href=f"{reverse('term_dates', args=[slug])}?year={year}",
        changed_at=row.updated_at,
    )


def bank_holiday_items(member: Any, first: date, last: date) -> Iterator[Item]:
    """The same for everybody; as far ahead as the government has named them."""
    for holiday in bank_holidays_between(first, last):
        note = f" ({holiday.note.lower()})" if holiday.note else ""
        yield Item(
            key=holiday.on.isoformat(), title=f"{holiday.name}{note}", starts=holiday.on, ends=holiday.on
        )


SOURCES = (
    Source("terms", "Terms and INSET", policy.see_calendar, term_items, 10),
    Source("bank_holidays", "Bank holidays", policy.see_calendar, bank_holiday_items, 20),
)
