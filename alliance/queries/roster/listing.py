"""The list of people: a page of it, or all of it, as rows ready to be shown."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Subquery, Value, When

from alliance.models import Employment, Partner, Person
from alliance.models.roster.person import PersonQuerySet
from alliance.queries.roster.filters import PeopleFilters, narrowed
from alliance.queries.roster.record import sees_in_full
from foundation.lists.sorting import Sorting

PAGE_SIZE = 50
SORTS = ("name", "partner", "post", "since", "email")
BY_NAME = Sorting("name")
MOST_POSTS = 12
PERSON = ("public_id", "given_name", "family_name", "email", "trn")
WORK = ("person", "partner__name", "post", "fte", "started_on", "ended_on", "reference")
"""What a row says of a person, and of where they work."""


@dataclass(frozen=True)
class PersonRow:
    """A person as lists show them. `post`, `partner` and the days are those of the employment that runs, or
    of the last one; `others` counts the further ones that run. Who has left the reader's school is not seen
    `in_full`: without address and TRN.
    """

    public_id: UUID
    name: str
    family_name: str
    email: str
    trn: str
    in_full: bool
    post: str = ""
    partner: str = ""
    fte: Decimal | None = None
    started_on: date | None = None
    ended_on: date | None = None
    reference: str = ""
    is_current: bool = False
    others: int = 0


@dataclass(frozen=True)
class PeopleList:
    """What a list is made from: whom the reader sees, narrowed and sorted how, on which day."""

    member: Any
    filters: PeopleFilters
    sort: Sorting
    today: date

    @property
    def people(self) -> PersonQuerySet:
        found: PersonQuerySet = Person.objects.visible_to(self.member).known()
        return found

    def total(self) -> int:
        return self.people.count()

    def matching(self) -> int:
        """Of all who work somewhere today the employments are counted: an index has them by person."""
        if self.member.is_staff and self.filters == PeopleFilters():
            return people_at_work(self.today)
        return narrowed(self.people, self.filters, self.member).count()

    def page(self, number: int) -> list[PersonRow]:
        """The rows of page `number`, from 1."""
        start = (number - 1) * PAGE_SIZE
        return self._rows(self._ordered()[start : start + PAGE_SIZE])

    def first(self, most: int) -> list[PersonRow]:
        return self._rows(self._ordered()[:most])

    def all(self) -> list[PersonRow]:
        return self._rows(self._ordered())

    def _ordered(self) -> PersonQuerySet:
        people = narrowed(self.people, self.filters, self.member)
        down, column = self.sort.descending, self.sort.column
        by_name = ("family_name", "given_name", "id")
        if column == "name":
            return people.order_by(*(f"-{each}" if down else each for each in by_name))
        if column == "email":
            return self._with_addresses(people).order_by("-seen" if down else "seen", *by_name)
        shown = {"partner": "partner__name", "post": "post", "since": "started_on"}[column]
        works = Employment.objects.visible_to(self.member).filter(person=OuterRef("pk"))
        first = works.order_by(F("ended_on").desc(nulls_first=True), "-started_on", "-pk").values(shown)[:1]
        by = F("shown").desc(nulls_last=True) if down else F("shown").asc(nulls_last=True)
        return people.annotate(shown=Subquery(first)).order_by(by, *by_name)

    def _with_addresses(self, people: PersonQuerySet) -> PersonQuerySet:
        if self.member.is_staff:
            return people.annotate(seen=F("email"))
        in_full = Person.objects.in_full_for(self.member).values("pk")
        return people.annotate(seen=Case(When(pk__in=in_full, then="email"), default=Value("")))

    def _rows(self, people: PersonQuerySet) -> list[PersonRow]:
        listed = list(people.only(*PERSON))
        works: dict[int, list[Employment]] = defaultdict(list)
        found = Employment.objects.visible_to(self.member).filter(person__in=[each.pk for each in listed])
        for work in found.select_related("partner").only(*WORK).order_by("-started_on", "-pk"):
            works[work.person_id].append(work)
        return [self._row(person, works[person.pk]) for person in listed]

    def _row(self, person: Person, works: list[Employment]) -> PersonRow:
        in_full = sees_in_full(works, self.member, self.today)
        running = [work for work in works if work.is_running(self.today)]
        row = PersonRow(
            public_id=person.public_id,
            name=person.name,
            family_name=person.family_name,
            email=person.email if in_full else "",
            trn=person.trn if in_full else "",
            in_full=in_full,
            is_current=bool(running),
        )
        if not works:
            return row
        work = (running or works)[0]
        return replace(
            row,
            post=work.post,
            partner=work.partner.name,
            fte=work.fte,
            started_on=work.started_on,
            ended_on=work.ended_on,
            reference=work.reference,
            others=max(0, len(running) - 1),
        )


def people_at_work(today: date) -> int:
    """How many people of the alliance work at a partner."""
    erased = Person.objects.filter(pk=OuterRef("person"), erased_at__isnull=False)
    works = Employment.objects.running(today).filter(~Exists(erased))
    count: int = works.aggregate(people=Count("person", distinct=True))["people"]
    return count


def posts_in_use(member: Any) -> list[str]:
    """The names of posts that most people have, by name."""
    works = Employment.objects.visible_to(member).exclude(post="").values("post")
    most = works.annotate(people=Count("post")).order_by("-people", "post")[:MOST_POSTS]
    return sorted(row["post"] for row in most)


def partners_with_people(member: Any) -> list[tuple[str, str]]:
    """Public id and name of the partners where somebody the member sees works or worked, by name."""
    works = Employment.objects.visible_to(member).values("partner")
    found = Partner.objects.filter(pk__in=works).order_by("name").values_list("public_id", "name")
    return [(str(public_id), name) for public_id, name in found]
