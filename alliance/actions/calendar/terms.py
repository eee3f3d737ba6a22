"""Term dates and INSET days: added, changed, removed, by form and from a table."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from alliance.actions.versions import locked
from alliance.choices import TermKind
from alliance.logic.academic_year import AcademicYear
from alliance.models import LocalAuthority, TermDate, User
from foundation import words
from foundation.refusal import Refused

LONGEST_INSET = 10
"""Days on end: more is a slip of the pen."""


@dataclass(frozen=True)
class TermDetails:
    """`local_authority` is whose schools keep it; None for all that have no dates of their own."""

    kind: TermKind
    name: str
    starts_on: date
    ends_on: date
    local_authority: LocalAuthority | None = None


@transaction.atomic
def add_term(*, details: TermDetails, by: User) -> TermDate:
    """Add a term or INSET days. Raises Refused."""
    _check(details)
    return _saved(TermDate(**vars(details)))


@transaction.atomic
def change_term(*, term: TermDate, version: int | None = None, details: TermDetails, by: User) -> TermDate:
    """Change one that is still as the editor saw it. Raises ChangedMeanwhile, GoneMeanwhile, Refused."""
    term = locked(term, version)
    _check(details, besides=term)
    for name, value in vars(details).items():
        setattr(term, name, value)
    return _saved(term)


@transaction.atomic
def remove_term(*, term: TermDate, by: User) -> None:
    """Take it out of the calendar; the trail keeps it."""
    TermDate.objects.filter(pk=term.pk).delete()


def _saved(term: TermDate) -> TermDate:
    """Two who write at once both pass the check; the database lets one of them through."""
    try:
        with transaction.atomic():
            term.save()
    except IntegrityError as error:
        raise Refused(
            "Somebody else has just saved a term of these schools that these days lie in.", field="starts_on"
        ) from error
    return term


def _check(details: TermDetails, besides: TermDate | None = None) -> None:
    if details.ends_on < details.starts_on:
        raise Refused("The last day is before the first.", field="ends_on")
    if AcademicYear.for_date(details.starts_on) != AcademicYear.for_date(details.ends_on):
        raise Refused(
            "It reaches from one academic year into the next: a year ends on 31 August.", field="ends_on"
        )
    if details.kind == TermKind.INSET:
        if (details.ends_on - details.starts_on).days >= LONGEST_INSET:
            raise Refused(f"INSET takes {LONGEST_INSET} days on end at most.", field="ends_on")
        return
    others = TermDate.objects.between(details.starts_on, details.ends_on).filter(
        kind=TermKind.TERM, local_authority=details.local_authority
    )
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if other := others.first():
        raise Refused(
            f"{other.name} is from {words.day(other.starts_on)} to {words.day(other.ends_on)}: these days "
            "lie in it. Change one of the two.",
            field="starts_on",
        )
