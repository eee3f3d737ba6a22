"""Whom a survey can ask: sources of people, which apps register in their `apps.py`."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, F, When
from django.utils import timezone

from alliance.choices import PartnerKind, PhaseGroup, Role
from alliance.logic.academic_year import AcademicYear
from alliance.models import Contact, Membership, PartnerRole
from foundation.tenancy.scope import current_alliance_id


@dataclass(frozen=True)
class Asked:
    """Somebody to ask. `facts` are what the answers may be counted by, fact → the word people read
    (`alliance.logic.feedback.facts`).
    """

    name: str
    email: str
    partner_id: int | None = None
    facts: dict[str, str] = field(default_factory=dict)


People = Callable[[], Iterable[Asked]]


@dataclass(frozen=True)
class Audience:
    """A source of people under a name; `people` is called within the alliance's scope."""

    key: str
    label: str
    people: People


_audiences: dict[str, Audience] = {}


def register_audience(audience: Audience) -> None:
    """Let surveys be sent to these people. Raises ValueError when the key is taken by another."""
    if _audiences.setdefault(audience.key, audience) != audience:
        raise ValueError(f"An audience called {audience.key} is registered already.")


def audiences() -> list[Audience]:
    return list(_audiences.values())


def audience_named(key: str) -> Audience | None:
    return _audiences.get(key)


def people_of(audience: Audience) -> list[Asked]:
    """Each address once, the first that it stands for; who has none cannot be asked."""
    found: dict[str, Asked] = {}
    for person in audience.people():
        if person.email:
            found.setdefault(person.email.lower(), person)
    return list(found.values())


def main_contacts() -> Iterator[Asked]:
    """The main contact of each current partner; who has no address is reached through its mailbox."""
    return _contacts(main_only=True)


def all_contacts() -> Iterator[Asked]:
    return _contacts(main_only=False)


def members() -> Iterator[Asked]:
    """Everybody who can log in to the alliance today, by the first of their roles."""
    current = Membership.objects.current().filter(alliance=current_alliance_id()).select_related("user")
    for member in current.order_by("pk"):
        facts = {"role": str(Role(member.roles[0]).label)}
        yield Asked(str(member.user), member.user.email, member.partner_id, facts)


def _contacts(*, main_only: bool) -> Iterator[Asked]:
    kinds = kinds_of_partners(timezone.localdate())
    contacts = Contact.objects.filter(partner__left_on=None)
    reached: Any = F("email")
    if main_only:
        contacts = contacts.filter(is_main=True)
        reached = Case(When(email="", then=F("partner__mailbox")), default=reached)
    contacts = contacts.annotate(reached=reached).exclude(reached="").order_by("pk")
    shown = ("name", "reached", "partner", "partner__school__phase_group")
    for name, email, partner_id, phase in contacts.values_list(*shown):
        facts = {
            "kind": kinds.get(partner_id, "No kind this year"),
            "phase": str(PhaseGroup(phase).label) if phase else "Not a school",
        }
        yield Asked(name, email, partner_id, facts)


def kinds_of_partners(today: date) -> dict[int, str]:
    """The part each partner plays this year; of several the first in the order of the code list."""
    year = AcademicYear.for_date(today).start
    order = {kind.value: place for place, kind in enumerate(PartnerKind)}
    roles = PartnerRole.objects.filter(academic_year=year).values_list("partner", "kind")
    ordered = sorted(roles, key=lambda role: order[role[1]], reverse=True)
    return {partner_id: str(PartnerKind(kind).label) for partner_id, kind in ordered}


AUDIENCES = (
    Audience("main_contacts", "Main contacts of partners", main_contacts),
    Audience("contacts", "All contacts of partners", all_contacts),
    Audience("members", "Everybody who can log in", members),
)
