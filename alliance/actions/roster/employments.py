"""Where a person works: begun, corrected, ended, moved on."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from alliance.actions.roster.details import EmploymentDetails
from alliance.actions.versions import locked
from alliance.models import Employment, Partner, Person, User
from foundation import words
from foundation.refusal import GoneMeanwhile, Refused

DAY = timedelta(days=1)


class Overlaps(Refused):
    """The person works at this partner already at that time."""

    code = "overlaps"


class ReferenceTaken(Refused):
    """The partner's own number names somebody else."""

    code = "reference_taken"


@transaction.atomic
def add_employment(
    *, person: Person, partner: Partner, details: EmploymentDetails, by: User | None
) -> Employment:
    """Somebody begins to work at a partner, or did once. Raises Overlaps, ReferenceTaken, Refused."""
    person = locked(person)
    if person.is_erased:
        raise GoneMeanwhile(person.name)
    details = details.cleaned()
    _check(person, partner, details)
    employment = Employment(person=person, partner=partner)
    _write(employment, details)
    return employment


@transaction.atomic
def update_employment(
    *, employment: Employment, version: int | None, details: EmploymentDetails, by: User | None
) -> Employment:
    """Correct what is written of it. Raises ChangedMeanwhile, Overlaps, ReferenceTaken, Refused."""
    person = locked(employment.person)
    employment = locked(employment, version)
    details = details.cleaned()
    _check(person, employment.partner, details, besides=employment)
    if details != EmploymentDetails.of(employment):
        _write(employment, details)
    return employment


@transaction.atomic
def end_employment(
    *, employment: Employment, ended_on: date, by: User | None, version: int | None = None
) -> Employment:
    """Their last day there. What they did stays theirs. Raises ChangedMeanwhile, Refused."""
    employment = locked(employment, version)
    details = replace(EmploymentDetails.of(employment), ended_on=ended_on)
    return update_employment(employment=employment, version=None, details=details, by=by)


@transaction.atomic
def move_on(
    *, employment: Employment, partner: Partner, details: EmploymentDetails, by: User | None
) -> Employment:
    """Another post, there or at another partner, from `details.started_on`: the one before ends the day
    before, so that the history stays. Raises Refused.
    """
    employment = locked(employment)
    if details.started_on is None:
        raise Refused("Write the first day of the new post.", field="started_on")
    if employment.started_on and details.started_on <= employment.started_on:
        raise Refused(
            f"The new post begins after the one before, which began on {words.day(employment.started_on)}.",
            field="started_on",
        )
    if employment.ended_on is None or employment.ended_on >= details.started_on:
        end_employment(employment=employment, ended_on=details.started_on - DAY, by=by)
    return add_employment(person=employment.person, partner=partner, details=details, by=by)


@transaction.atomic
def note_ends(now: datetime) -> int:
    """Whose last day has passed, of the alliance in scope: who employed them sees less of them from now on,
    and the change feed tells so. How many they were.
    """
    past = Employment.objects.filter(has_ended=False, ended_on__lt=timezone.localdate(now))
    people = Person.objects.filter(pk__in=past.values("person")).order_by("pk")
    list(people.select_for_update(of=("self",), no_key=True).values_list("pk"))
    return int(past.update(has_ended=True))


@transaction.atomic
def record_employment(
    *, person: Person, partner: Partner, details: EmploymentDetails, by: User | None
) -> Employment:
    """As a list of the partner's staff says it: corrects the latest employment there, or begins one.

    A list that names a later first day and another post tells of a new post: the one before ends.
    """
    latest = latest_of(person, partner)
    if latest is None:
        return add_employment(person=person, partner=partner, details=details, by=by)
    if is_another_post(latest, details):
        return move_on(employment=latest, partner=partner, details=details, by=by)
    return update_employment(employment=latest, version=None, details=details, by=by)


def latest_of(person: Person, partner: Partner) -> Employment | None:
    """The employment there that began last."""
    found = Employment.objects.filter(person=person, partner=partner).select_related("person", "partner")
    latest: Employment | None = found.order_by(F("started_on").desc(nulls_last=True), "-pk").first()
    return latest


def is_another_post(latest: Employment, details: EmploymentDetails) -> bool:
    """Whether a list that says `details` tells of a new post rather than corrects the latest one."""
    if details.started_on is None or latest.started_on is None or details.started_on <= latest.started_on:
        return False
    has_ended = latest.ended_on is not None and latest.ended_on < details.started_on
    return has_ended or details.post != latest.post


def _check(
    person: Person, partner: Partner, details: EmploymentDetails, besides: Employment | None = None
) -> None:
    others = Employment.objects.filter(partner=partner).exclude(pk=besides.pk if besides else None)
    for other in others.filter(person=person):
        if _overlap(other, details):
            since = f" since {words.day(other.started_on)}" if other.started_on else ""
            raise Overlaps(
                f"{person.name} works at {partner.name} already{since}. End that employment first, or change "
                "it.",
                field="started_on",
                existing=other.public_id,
            )
    if details.reference:
        taken = others.filter(reference=details.reference).exclude(person=person).select_related("person")
        if other := taken.first():
            raise ReferenceTaken(
                f"At {partner.name} the staff reference {details.reference} is {other.person.name}’s.",
                field="reference",
                existing=other.public_id,
            )


def _overlap(one: Employment, other: EmploymentDetails) -> bool:
    ends_before = (
        one.ended_on is not None and other.started_on is not None and one.ended_on < other.started_on
    )
    begins_after = (
        one.started_on is not None and other.ended_on is not None and one.started_on > other.ended_on
    )
    return not ends_before and not begins_after


def _write(employment: Employment, details: EmploymentDetails) -> None:
    employment.post, employment.fte = details.post, details.fte
    employment.started_on, employment.ended_on = details.started_on, details.ended_on
    employment.reference = details.reference
    employment.save()
