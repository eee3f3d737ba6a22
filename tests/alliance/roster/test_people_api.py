"""Staff through the API: told by the school's own reference, and read by whoever employs them."""

from datetime import date
from typing import Any

import pytest

from alliance.choices import ApiScope
from alliance.models import Employment, Partner, Person
from tests.alliance.test_api_access import assert_problem
from tests.api_client import System, system_of
from tests.factories.alliance import PartnerFactory, SchoolFactory
from tests.factories.roster import EmploymentFactory

pytestmark = pytest.mark.django_db
AMIRA = {
    "given_name": "Amira",
    "family_name": "Osgodby",
    "email": "Amira@Fernwold.example",
    "trn": "1234567",
    "post": "Class teacher",
    "fte": "0.80",
    "started_on": "2025-09-01",
}
PATH = "people/by-reference/T-17"


@pytest.fixture
def own(alliance: Any) -> Partner:
    return PartnerFactory(name="Own", school=SchoolFactory(trust_uid="5001"))


@pytest.fixture
def system(own: Partner) -> System:
    return system_of(own)


def test_a_person_is_put_by_the_schools_own_reference_and_twice_is_once(system: System, own: Partner) -> None:
    first, again = system.send("put", PATH, AMIRA), system.send("put", PATH, AMIRA)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first["Location"].endswith(f"/people/{first.json()['data']['id']}")
    assert again.json()["data"] == first.json()["data"]
    assert system.get(PATH).json()["data"] == first.json()["data"]
    assert first.json()["data"] == {
        **{key: AMIRA[key] for key in ("given_name", "family_name", "trn")},
        "id": str(Person.objects.get().public_id),
        "type": "staff_person",
        "version": 1,
        "updated_at": first.json()["data"]["updated_at"],
        "email": "amira@fernwold.example",
        "further_emails": [],
        "erased": False,
    }
    (work,) = system.objects("employments")
    assert (work["reference"], work["post"], work["fte"], work["started_on"], work["ended_on"]) == (
        "T-17",
        "Class teacher",
        0.8,
        "2025-09-01",
        None,
    )
    assert (work["person_id"], work["partner_id"]) == (first.json()["data"]["id"], str(own.public_id))


def test_what_is_left_out_stays_and_null_takes_away(system: System) -> None:
    system.send("put", PATH, {**AMIRA, "ended_on": "2026-08-31"})
    system.send("put", PATH, {"family_name": "Marrick", "ended_on": None})
    person, work = Person.objects.get(), Employment.objects.get()
    assert (person.name, person.trn, person.email) == ("Amira Marrick", "1234567", "amira@fernwold.example")
    assert (work.post, work.started_on, work.ended_on) == ("Class teacher", date(2025, 9, 1), None)


def test_a_list_sent_twice_is_said_once(system: System) -> None:
    rows = [
        {**AMIRA, "reference": f"T-{n}", "trn": f"{1_000_000 + n}", "email": f"a{n}@f.example"}
        for n in range(20)
    ]
    answers = [system.send("put", "people", rows).json()["meta"] for _ in range(2)]
    assert answers == [
        {"created": 20, "updated": 0, "refused": 0},
        {"created": 0, "updated": 20, "refused": 0},
    ]
    assert (Person.objects.count(), Employment.objects.count()) == (20, 20)


@pytest.mark.parametrize(("mode", "status", "saved"), [("per_row", 200, 2), ("all_or_nothing", 422, 0)])
def test_a_bad_row_of_a_list_is_named(system: System, mode: str, status: int, saved: int) -> None:
    rows = [
        {**AMIRA, "reference": "T-1"},
        {**AMIRA, "reference": "T-2", "trn": "12"},
        {**AMIRA, "reference": "T-3", "trn": "", "email": ""},
    ]
    answer = system.send("put", f"people?mode={mode}", rows)
    assert (answer.status_code, Person.objects.count()) == (status, saved)
    if mode == "per_row":
        outcomes = answer.json()["data"]
        assert [each["status"] for each in outcomes] == [201, 400, 201]
        assert outcomes[1]["errors"][0]["pointer"] == "/trn"
    else:
        assert answer.json()["errors"][0]["pointer"] == "/1/trn"


def test_a_trust_says_who_works_at_its_schools_and_nobody_at_anothers(alliance: Any, own: Partner) -> None:
    trust = system_of(PartnerFactory(organisation="trust", school=None, trust_uid="5001", name="Trust"))
    other = PartnerFactory()
    assert trust.send("put", PATH, {**AMIRA, "partner_id": str(own.public_id)}).status_code == 201
    problem = trust.send("put", PATH, {**AMIRA, "partner_id": str(other.public_id)})
    assert (problem.status_code, problem.json()["errors"][0]["pointer"]) == (400, "/partner_id")
    assert Employment.objects.get().partner == own


def test_a_credential_reads_the_people_of_its_own_schools_only(system: System, own: Partner) -> None:
    mine, other = EmploymentFactory(partner=own), EmploymentFactory(person__family_name="Marrick")
    elsewhere = EmploymentFactory(person=mine.person)
    assert [each["id"] for each in system.objects("people")] == [str(mine.person.public_id)]
    assert [each["id"] for each in system.objects("employments")] == [str(mine.public_id)]
    for path in (f"people/{other.person.public_id}", f"employments/{elsewhere.public_id}"):
        assert_problem(system.get(path), 404, "not_found")


def test_reading_and_writing_are_asked_for_apart(own: Partner) -> None:
    reader = system_of(own, scopes=[ApiScope.READ_PEOPLE])
    assert reader.get("people").status_code == 200
    assert_problem(reader.send("put", PATH, AMIRA), 403, "permission_denied")
    stranger = system_of(own, scopes=[ApiScope.READ_PARTNERS])
    assert_problem(stranger.get("people"), 403, "permission_denied")
    assert_problem(stranger.get("changes?types=staff_person"), 403, "permission_denied")


def test_a_reference_taken_from_the_address_may_hold_spaces(system: System) -> None:
    assert system.send("put", "people/by-reference/T%2017", AMIRA).status_code == 201
    assert Employment.objects.get().reference == "T 17"


def test_one_person_is_no_list(system: System) -> None:
    assert_problem(system.send("put", "people", AMIRA), 400, "parse_error")
    assert_problem(system.send("put", PATH, {**AMIRA, "salary": 1}), 400, "invalid")
