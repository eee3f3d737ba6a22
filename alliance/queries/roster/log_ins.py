"""Which member of the alliance a person may be."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from alliance.models import Alliance, Membership, Person
from alliance.queries.people import members
from foundation import words

MOST = 20
"""Of those found; more is a search to narrow."""


@dataclass(frozen=True)
class Candidate:
    """A member, and whose their log-in is by now; None where it is nobody's."""

    membership_id: UUID
    name: str
    email: str
    roles: str
    partner: str
    taken_by: Person | None


@dataclass(frozen=True)
class Candidates:
    found: tuple[Candidate, ...]
    more: int
    """How many others were found."""


def likely(alliance: Alliance, person: Person) -> Candidates:
    """Members with the person's name or one of their addresses."""
    alike = Q(user__full_name__iexact=person.name) | Q(user__email__in=person.emails)
    return _candidates(members(alliance).filter(alike))


def called(alliance: Alliance, text: str) -> Candidates:
    """Members with these words in name or address."""
    return _candidates(members(alliance, search=text))


def member_of(alliance: Alliance, person: Person) -> Membership | None:
    """The membership that the person's log-in has here, present or former."""
    if person.user_id is None:
        return None
    theirs = Membership.objects.filter(alliance=alliance, user=person.user_id)
    return theirs.select_related("user", "partner").first()


def _candidates(found: QuerySet[Membership]) -> Candidates:
    listed = list(found.select_related("user", "partner").order_by("user__full_name", "pk")[:MOST])
    taken = {
        person.user_id: person for person in Person.objects.filter(user__in=[one.user_id for one in listed])
    }
    more = found.count() - len(listed) if len(listed) == MOST else 0
    return Candidates(tuple(_candidate(one, taken.get(one.user_id)) for one in listed), more)


def _candidate(member: Membership, taken_by: Person | None) -> Candidate:
    return Candidate(
        membership_id=member.public_id,
        name=str(member.user),
        email=member.user.email,
        roles=words.listed(member.role_labels),
        partner=member.partner.name if member.partner else "",
        taken_by=taken_by,
    )
