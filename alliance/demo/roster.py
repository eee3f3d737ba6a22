"""Who works at the partners of the demo: staff lists, somebody who moved, and two who may be one person."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from alliance.actions.roster.details import EmploymentDetails
from alliance.actions.roster.employments import move_on
from alliance.choices import Organisation
from alliance.demo.names import FAMILY, GIVEN
from alliance.models import Employment, Partner, Person

POSTS = (
    "Headteacher",
    "Deputy headteacher",
    "SENCO",
    "Head of year",
    "Class teacher",
    "Class teacher",
    "Early career teacher",
    "Teaching assistant",
)
FULL, PARTS = Decimal(1), (Decimal("0.6"), Decimal("0.8"))
FIRST_TRN = 2_000_000
"""Invented: teachers' numbers of this kind are long given out, and belong to nobody here."""


def make_roster(partners: Sequence[Partner], today: date, *, seed: str) -> None:
    """Eight people at each school; what hangs together between schools is made last."""
    random = Random(f"roster {seed}")  # noqa: S311  # invented data is meant to be the same everywhere
    schools = [each for each in partners if each.organisation == Organisation.SCHOOL and each.left_on is None]
    people, works = [], []
    for place, school in enumerate(schools):
        for number, post in enumerate(POSTS):
            person = _person(random, place * len(POSTS) + number)
            people.append(person)
            works.append(_work(random, person, school, post, number, today))
    Person.objects.bulk_create(people)
    Employment.objects.bulk_create(works)
    _somebody_moved(works, schools, today)
    _twice(works[4], schools[0])


def _person(random: Random, number: int) -> Person:
    given, family = random.choice(GIVEN), random.choice(FAMILY)
    has_email, has_trn = random.random() < 0.9, random.random() < 0.7
    return Person(
        given_name=given,
        family_name=family,
        email=f"{given}.{family}{number}@staff.example".lower() if has_email else "",
        trn=str(FIRST_TRN + number) if has_trn else "",
    )


def _work(random: Random, person: Person, school: Partner, post: str, number: int, today: date) -> Employment:
    begun = date(today.year - random.randint(1, 9), random.choice((1, 4, 9)), 1)
    has_left = number == len(POSTS) - 1 and random.random() < 0.5
    return Employment(
        person=person,
        partner=school,
        post=post,
        fte=random.choice(PARTS) if number > 3 and random.random() < 0.3 else FULL,
        started_on=begun,
        ended_on=today - timedelta(days=random.randint(30, 300)) if has_left else None,
        reference=f"T-{number + 1:04}",
        has_ended=has_left,
    )


def _somebody_moved(works: Sequence[Employment], schools: Sequence[Partner], today: date) -> None:
    """A teacher of the first school is head of year at the second since last term."""
    if len(schools) > 1:
        move_on(
            employment=works[5],
            partner=schools[1],
            details=EmploymentDetails("Head of year", FULL, today - timedelta(days=60), None, "T-0100"),
            by=None,
        )


def _twice(work: Employment, school: Partner) -> None:
    """The same teacher once more, as a list without TRN and e-mail address brought them."""
    again = Person.objects.create(given_name=work.person.given_name, family_name=work.person.family_name)
    Employment.objects.create(person=again, partner=school, post="Teacher", started_on=work.started_on)
