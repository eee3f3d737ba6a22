"""Whom a row of a staff list means: by the partner's own number, TRN or e-mail address, never by name alone.

A partner's system is shown its own people only, so it also matches among those only: it cannot learn from a
TRN that somebody works elsewhere. What that leaves twice is merged by the alliance (docs/adr/0019).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Lower

from alliance.models import Employment, Person
from alliance.models.roster.person import PersonQuerySet


@dataclass(frozen=True)
class Clue:
    """What a row says of a person. `partner_id` is where they work."""

    partner_id: int
    name: str
    reference: str = ""
    trn: str = ""
    email: str = ""

    @property
    def identifies(self) -> bool:
        """Whether it says more than a name."""
        return bool(self.reference or self.trn or self.email)


@dataclass(frozen=True)
class Match:
    """`person` is who is meant; else `problem` says why that cannot be told; `namesake` works at the same
    partner under the same name, and may be the same person.
    """

    person: Person | None = None
    problem: str = ""
    namesake: Person | None = None


@dataclass(frozen=True)
class KnownPeople:
    """Those whom some rows may mean, in three queries however many rows there are."""

    by_reference: dict[tuple[int, str], Person] = field(default_factory=dict)
    by_trn: dict[str, list[Person]] = field(default_factory=dict)
    by_email: dict[str, list[Person]] = field(default_factory=dict)
    by_name: dict[tuple[int, str], list[Person]] = field(default_factory=dict)

    @classmethod
    def of(cls, clues: Iterable[Clue], people: PersonQuerySet) -> "KnownPeople":
        """`people` are those whom the reader may see."""
        clues = list(clues)
        known = people.known()
        trns, emails = {clue.trn for clue in clues} - {""}, {clue.email for clue in clues} - {""}
        found = cls()
        by_number = known.filter(Q(trn__in=trns) | Q(email__in=emails) | Q(further_emails__overlap=[*emails]))
        by_trn, by_email = defaultdict(list), defaultdict(list)
        for person in by_number.order_by("pk"):
            by_trn[person.trn].append(person)
            for email in person.emails:
                by_email[email].append(person)
        found.by_trn.update({trn: people for trn, people in by_trn.items() if trn})
        found.by_email.update(by_email)
        places = {clue.partner_id for clue in clues}
        references = {clue.reference for clue in clues} - {""}
        names = {clue.name.lower() for clue in clues}
        here = Employment.objects.filter(partner__in=places, person__in=known.values("pk"))
        named = here.annotate(named=Lower("person__full_name"))
        meant = named.filter(Q(reference__in=references) | Q(named__in=names))
        for employment in meant.select_related("person").order_by("pk"):
            if employment.reference:
                found.by_reference[employment.partner_id, employment.reference] = employment.person
            same = found.by_name.setdefault((employment.partner_id, employment.person.name.casefold()), [])
            if employment.person not in same:
                same.append(employment.person)
        return found

    def match(self, clue: Clue) -> Match:
        """Whom the row means."""
        if clue.reference and (person := self.by_reference.get((clue.partner_id, clue.reference))):
            return Match(person)
        for found, what in ((self.by_trn.get(clue.trn, []), "TRN"), (self._by_email(clue), "e-mail address")):
            if len(found) > 1:
                return Match(problem=_several(found, what))
            if found:
                return _same(found[0], clue, what)
        namesakes = self.by_name.get((clue.partner_id, clue.name.casefold()), [])
        return Match(namesake=namesakes[0] if namesakes else None)

    def _by_email(self, clue: Clue) -> list[Person]:
        """A mailbox may be shared: the address alone means nobody."""
        return [person for person in self.by_email.get(clue.email, []) if _share_a_name(person, clue.name)]


def match(clue: Clue, people: PersonQuerySet) -> Match:
    """Whom one row means."""
    return KnownPeople.of([clue], people).match(clue)


def _same(person: Person, clue: Clue, what: str) -> Match:
    if _share_a_name(person, clue.name):
        return Match(person)
    return Match(
        problem=f"The {what} is {person.name}’s here, and the row says {clue.name}. Check both: if they are "
        "one person, correct the name of one of them first."
    )


def _several(found: list[Person], what: str) -> str:
    return (
        f"{len(found)} people here have this {what}: {found[0].name} and {found[1].name}. Merge them "
        "first if they are one person, or add a staff reference to the row."
    )


def _share_a_name(person: Person, name: str) -> bool:
    """A first or a last name in common: people marry, and are called by a short name."""
    return not set(person.name.casefold().split()).isdisjoint(name.casefold().split())
