"""Staff lists: 200 imported twice are 200 people, one bad row of 200 comes back alone, and the undo."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.actions.roster.import_people import PeopleTarget
from alliance.models import Employment, Partner, Person
from foundation.importer import actions
from foundation.importer.carrying_out import apply_batch, undo_batch, waiting, written
from foundation.importer.choices import Outcome
from foundation.importer.models import Import
from foundation.importer.target import Entry, Plan
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import PartnerFactory, UserFactory
from tests.factories.roster import EmploymentFactory

pytestmark = pytest.mark.django_db
TARGET = PeopleTarget()
HEADS = "URN,Forename,Surname,Work email,TRN,Job title,FTE,Start date,Staff code"


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory(name="Fernwold Primary", school__urn=800_777)


def staff_list(rows: int, *, code: bool = True) -> list[str]:
    return [
        f"800777,Amira{n},Osgodby{n},a{n}@fernwold.example,{1_000_000 + n},Class teacher,0.8,1/9/2025,"
        f"{f'T-{n}' if code else ''}"
        for n in range(rows)
    ]


def imported(lines: list[str]) -> Import:
    """Brought, checked and written, as somebody at the page would have it."""
    by = UserFactory()
    content = "\n".join([HEADS, *lines]).encode()
    source = actions.start_import(target=TARGET, name="staff.csv", content=[content], by=by)
    actions.choose_columns(source=source, target=TARGET, columns=source.columns, has_heads=True, by=by)
    while waiting(source).exists():
        apply_batch(source, TARGET, by=by)
    return source


def outcomes(source: Import) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in source.data_rows():
        found[row.outcome] = found.get(row.outcome, 0) + 1
    return found


@pytest.mark.parametrize("code", [True, False], ids=["by staff code", "by TRN"])
def test_a_list_of_200_imported_twice_is_200_people(partner: Partner, code: bool) -> None:
    first = imported(staff_list(200, code=code))
    assert (outcomes(first), Person.objects.count()) == ({Outcome.CREATE: 200}, 200)
    again = imported(staff_list(200, code=code))
    assert outcomes(again) == {Outcome.SKIP: 200}
    assert (Person.objects.count(), Employment.objects.count()) == (200, 200)


def test_one_bad_row_of_200_comes_back_with_its_reason_and_199_are_saved(partner: Partner) -> None:
    lines = staff_list(200)
    lines[57] = lines[57].replace("800777", "123456")
    source = imported(lines)
    assert (outcomes(source), Person.objects.count()) == ({Outcome.CREATE: 199, Outcome.ERROR: 1}, 199)
    (bad,) = source.data_rows().filter(outcome=Outcome.ERROR)
    assert (bad.cells[2], bad.reason) == (
        "Osgodby57",
        "No partner has the URN 123456. Check it, or add the school as a partner first.",
    )


def entry(**cells: str) -> Entry:
    given = {"urn": "800777", "name": "Amira Osgodby", **cells}
    return Entry(2, {key: TARGET.field(key).parse(cell) for key, cell in given.items()})


def plan(**cells: str) -> Plan:
    return TARGET.plan([entry(**cells)])[0]


def known(partner: Partner, **fields: Any) -> Employment:
    return EmploymentFactory(
        partner=partner, person__given_name="Amira", person__family_name="Osgodby", **fields
    )


@pytest.mark.parametrize("clue", [{"reference": "T-17"}, {"trn": "1234567"}, {"email": "Amira@Old.example"}])
def test_somebody_is_known_again_by(partner: Partner, clue: dict[str, str]) -> None:
    work = known(
        partner,
        reference="T-17",
        person__trn="1234567",
        person__email="a.osgodby@new.example",
        person__further_emails=["amira@old.example"],
    )
    found = plan(**clue)
    assert (found.outcome, found.carries and found.carries.person) in {
        (Outcome.SKIP, None),
        (Outcome.UPDATE, work.person),
    }
    assert found.identity == f"person {work.person_id} {partner.pk}"


def test_a_new_address_comes_first_and_the_one_before_stays_known(partner: Partner) -> None:
    work = known(partner, reference="T-17", person__email="amira@old.example")
    given = entry(reference="T-17", email="amira@new.example")
    TARGET.apply(given, TARGET.plan([given])[0], by=UserFactory())
    work.person.refresh_from_db()
    assert work.person.emails == ["amira@new.example", "amira@old.example"]


def test_a_name_alone_means_nobody(partner: Partner) -> None:
    known(partner, person__trn="1234567")
    alone, with_clue = plan(), plan(reference="T-18")
    assert (alone.outcome, alone.reason.startswith("Somebody called Amira Osgodby works there already")) == (
        Outcome.SKIP,
        True,
    )
    assert (with_clue.outcome, with_clue.changes[-1].label) == (Outcome.CREATE, "Likely duplicate")


def test_somebody_who_moved_is_known_again_by_trn_at_their_new_school(partner: Partner) -> None:
    old = EmploymentFactory(person__given_name="Amira", person__family_name="Osgodby", person__trn="1234567")
    given = entry(trn="1234567", started_on="5/1/2026", post="Head of science")
    TARGET.apply(given, TARGET.plan([given])[0], by=UserFactory())
    assert Person.objects.count() == 1
    assert set(Employment.objects.values_list("person", "partner")) == {
        (old.person_id, old.partner_id),
        (old.person_id, partner.pk),
    }


@pytest.mark.parametrize(
    ("cell", "expected"), [("0.8", "0.80"), ("80%", "0.80"), ("1", "1"), ("0,6", "0.60")]
)
def test_fte_is_read_as_people_write_it(cell: str, expected: str) -> None:
    assert str(TARGET.field("fte").parse(cell)) in {
        expected,
        f"{float(expected):.2f}",
        f"{float(expected):g}",
    }


def test_the_undo_takes_back_exactly_what_was_written(partner: Partner) -> None:
    work = known(partner, reference="T-1", person__email="amira@old.example", post="Teacher")
    before = list(Person.objects.values("given_name", "family_name", "email", "further_emails", "trn"))
    posts = list(Employment.objects.values("person", "partner", "post", "fte", "started_on", "ended_on"))
    by = UserFactory()
    source = imported(staff_list(3))
    source_rows = Person.objects.count()
    assert (source_rows, Person.objects.get(pk=work.person_id).family_name) == (3, "Osgodby1")
    while written(source).exists():
        undo_batch(source, TARGET, by=by)
    assert list(Person.objects.values(*before[0])) == before
    assert list(Employment.objects.values(*posts[0])) == posts


def test_the_undo_leaves_whoever_was_changed_since(partner: Partner) -> None:
    source = imported(staff_list(2))
    Person.objects.filter(family_name="Osgodby0").update(given_name="Mira")
    while written(source).exists():
        undo_batch(source, TARGET, by=UserFactory())
    assert [person.name for person in Person.objects.all()] == ["Mira Osgodby0"]


def test_the_check_asks_as_often_for_three_rows_as_for_one(partner: Partner, other_alliance: Any) -> None:
    with acting_within(other_alliance):
        EmploymentFactory(reference="T-0")
    for rows in (1, 3):
        entries = [
            entry(reference=f"T-{n}", trn=f"{1_000_000 + n}", email=f"{n}@f.example") for n in range(rows)
        ]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            plans = TARGET.plan(entries)
        assert (len(queries), {each.outcome for each in plans}) == (4, {Outcome.CREATE})
