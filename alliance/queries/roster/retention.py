"""Whom a retention rule would remove, and when: the same answer for the page and for the clock."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone

from alliance.choices import RetentionKind, Role
from alliance.logic.retention import months_after
from alliance.models import Contact, Employment, Membership, Person, RetentionRule
from foundation.tenancy.scope import current_alliance_id

SHORTEST_MONTH = 28
"""Days that a month has at least: whoever left later than that many months ago is never due."""


@dataclass(frozen=True)
class Due:
    """Somebody who would be removed: on which day, and since when they are gone."""

    kind: RetentionKind
    record: Any
    name: str
    where: str
    left_on: date
    due_on: date


def rules() -> dict[RetentionKind, RetentionRule]:
    return {RetentionKind(rule.kind): rule for rule in RetentionRule.objects.all()}


def due_until(kind: RetentionKind, months: int, day: date) -> list[Due]:
    """Whom a rule of so many months removes by that day, the first of them first."""
    latest = day - timedelta(days=SHORTEST_MONTH * months)
    found = [
        Due(kind, record, name, where, left_on, months_after(left_on, months))
        for record, name, where, left_on in FINDERS[kind](latest)
    ]
    return sorted((each for each in found if each.due_on <= day), key=lambda each: (each.due_on, each.name))


Gone = list[tuple[Any, str, str, date]]


def _former_staff(latest: date) -> Gone:
    """Who has an employment behind them and none that runs or is to begin, and no access today."""
    kept = Employment.objects.filter(ended_on=None).values("person")
    members = Membership.objects.current().filter(alliance=current_alliance_id()).values("user")
    last = (
        Employment.objects.order_by().values("person").annotate(last=Max("ended_on")).filter(last__lte=latest)
    )
    ended = {row["person"]: row["last"] for row in last.exclude(person__in=kept)}
    people = Person.objects.known().filter(pk__in=ended).exclude(user__in=members)
    where = {
        work.person_id: work.partner.name
        for work in Employment.objects.filter(person__in=ended).select_related("partner").order_by("ended_on")
    }
    return [(person, person.name, where[person.pk], ended[person.pk]) for person in people]


def _former_members(latest: date) -> Gone:
    ended = Membership.objects.filter(alliance=current_alliance_id(), user__is_operator=False)
    gone = ended.exclude(pk__in=Membership.objects.current().values("pk")).select_related("user", "alliance")
    found = []
    for member in gone.exclude(roles__contains=[Role.OWNER]):
        day = timezone.localdate(member.ended_at) if member.ended_at else member.ends_on
        if day is not None and day <= latest:
            found.append((member, str(member.user), str(member.alliance), day))
    return found


def _contacts(latest: date) -> Gone:
    left = Contact.objects.filter(partner__left_on__lte=latest).select_related("partner")
    return [
        (contact, contact.name, contact.partner.name, contact.partner.left_on)
        for contact in left
        if contact.partner.left_on is not None
    ]


FINDERS = {
    RetentionKind.FORMER_STAFF: _former_staff,
    RetentionKind.FORMER_MEMBERS: _former_members,
    RetentionKind.CONTACTS: _contacts,
}
