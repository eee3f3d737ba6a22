"""A school's own system records its teachers and pupils, by the rules of the pages; others' it never sees."""

from typing import Any

import pytest

from alliance.choices import FactSource
from alliance.models import Partner, PupilMeasure, WorkforceSnapshot
from foundation.tenancy.scope import acting_within
from tests.alliance.test_api_access import assert_problem
from tests.api_client import System, system_of
from tests.factories.alliance import PartnerFactory, SchoolFactory
from tests.factories.facts import MeasureFactory, WorkforceFactory

pytestmark = pytest.mark.django_db

TEACHERS = {"census_year": 2024, "teachers": 43, "stayed": 38, "moved_within": 2, "left": 3}
PUPILS = {"academic_year": "2023/24", "measure": "ks2_rwm_expected", "value": 63, "cohort": 30}


@pytest.fixture
def own(alliance: Any) -> Partner:
    return PartnerFactory(name="Own", school=SchoolFactory(trust_uid="5001"))


@pytest.fixture
def system(own: Partner) -> System:
    return system_of(own)


def test_teachers_are_recorded_as_the_schools_own_word(system: System, own: Partner) -> None:
    response = system.send("post", "workforce-snapshots", TEACHERS)
    data = response.json()["data"]
    assert (response.status_code, WorkforceSnapshot.objects.get().partner) == (201, own)
    assert {name: data[name] for name in TEACHERS} == TEACHERS
    assert (data["source"], data["counts"], data["unknown"], data["vacancies"]) == ("school", True, 0, None)
    assert system.get(response["Location"]).json()["data"] == data


def test_groups_that_do_not_add_up_are_refused_with_the_difference(system: System) -> None:
    problem = assert_problem(
        system.send("post", "workforce-snapshots", {**TEACHERS, "left": 1}), 422, "does_not_add_up"
    )
    assert problem["detail"] == "These add up to 41; you said 43 teachers: 2 are missing."
    assert WorkforceSnapshot.objects.count() == 0


def test_pupils_are_recorded_and_told_in_the_feed(system: System) -> None:
    made = system.send("post", "pupil-measures", {**PUPILS, "group": "girls"}).json()["data"]
    assert (made["academic_year"], made["group"], made["state"], made["value"]) == (
        "2023/24",
        "girls",
        "value",
        63.0,
    )
    told = [each for each in system.get("changes").json()["data"] if each["type"] == "pupil_measure"]
    assert told == [made]


def test_no_figure_is_three_different_things(system: System) -> None:
    hidden = {**PUPILS, "state": "suppressed", "because": "too_few", "value": None, "cohort": 4}
    missing = {**PUPILS, "group": "eal", "state": "not_published", "value": None}
    zero = {**PUPILS, "group": "boys", "value": 0}
    said = [system.send("post", "pupil-measures", body).json()["data"] for body in (hidden, missing, zero)]
    assert [(each["state"], each["value"], each["because"]) for each in said] == [
        ("suppressed", None, "too_few"),
        ("not_published", None, ""),
        ("value", 0.0, ""),
    ]


@pytest.mark.parametrize(
    ("path", "body", "status", "code", "pointers"),
    [
        ("pupil-measures", {**PUPILS, "measure": "joy"}, 400, "invalid", ["/measure"]),
        ("pupil-measures", {**PUPILS, "academic_year": "2023"}, 400, "invalid", ["/academic_year"]),
        ("pupil-measures", {**PUPILS, "academic_year": "2023/25"}, 400, "invalid", ["/academic_year"]),
        ("pupil-measures", {**PUPILS, "value": 101}, 422, "refused", ["/value"]),
        ("pupil-measures", {**PUPILS, "value": None}, 422, "refused", ["/value"]),
        ("pupil-measures", {**PUPILS, "source": "dfe"}, 400, "invalid", ["/source"]),
        ("workforce-snapshots", {**TEACHERS, "stayed": -1}, 400, "invalid", ["/stayed"]),
        ("workforce-snapshots", {"census_year": 2024}, 400, "invalid", ["/stayed", "/teachers"]),
        ("workforce-snapshots", {**TEACHERS, "census_year": 2099}, 422, "refused", ["/census_year"]),
    ],
)
def test_what_cannot_be_is_said_member_by_member(
    system: System, path: str, body: Any, status: int, code: str, pointers: list[str]
) -> None:
    problem = assert_problem(system.send("post", path, body), status, code)
    assert sorted(each["pointer"] for each in problem["errors"]) == pointers
    assert (WorkforceSnapshot.objects.count(), PupilMeasure.objects.count()) == (0, 0)


def test_a_progress_8_of_a_year_without_one_is_refused_with_why(system: System) -> None:
    body = {"academic_year": "2024/25", "measure": "ks4_progress8", "value": 0.4}
    problem = assert_problem(system.send("post", "pupil-measures", body), 422, "no_such_measure")
    assert problem["detail"].startswith("There is no Progress 8 for 2024/25: the pupils have no key stage 2")


def test_what_is_there_is_409_and_named(system: System) -> None:
    made = system.send("post", "pupil-measures", PUPILS).json()["data"]["id"]
    problem = assert_problem(system.send("post", "pupil-measures", PUPILS), 409, "already_recorded")
    assert problem["existing_id"] == made


def test_it_is_changed_and_removed(system: System) -> None:
    made = system.send("post", "workforce-snapshots", TEACHERS)
    path = f"workforce-snapshots/{made.json()['data']['id']}"
    changed = system.send("patch", path, {"stayed": 39, "left": 2}, **{"If-Match": system.get(path)["ETag"]})
    assert (changed.status_code, changed.json()["data"]["stayed"]) == (200, 39)
    assert_problem(system.send("patch", path, {"stayed": 40}), 422, "does_not_add_up")
    assert_problem(system.send("delete", path, **{"If-Match": made["ETag"] or '"old"'}), 412, "stale")
    assert system.send("delete", path).status_code == 204
    assert WorkforceSnapshot.objects.count() == 0


def test_what_the_dfe_or_staff_say_is_read_and_not_changed(system: System, own: Partner) -> None:
    for source in (FactSource.DFE, FactSource.ALLIANCE):
        measure = MeasureFactory(partner=own, source=source, stands=source == FactSource.DFE)
        path = f"pupil-measures/{measure.public_id}"
        assert system.get(path).json()["data"]["source"] == source
        assert_problem(system.send("patch", path, {"value": 99}), 422, "another_source")
        assert_problem(system.send("delete", path), 422, "another_source")


@pytest.mark.parametrize(("mode", "kept", "status"), [("all_or_nothing", 0, 422), ("per_row", 2, 200)])
def test_a_list_is_added_whole_or_row_by_row(system: System, mode: str, kept: int, status: int) -> None:
    rows = [{**PUPILS, "group": group} for group in ("girls", "boys", "wizards")]
    response = system.send("post", f"pupil-measures?mode={mode}", rows)
    assert (response.status_code, PupilMeasure.objects.count()) == (status, kept)


def test_a_credential_without_the_scope_neither_reads_nor_writes(own: Partner) -> None:
    reader, other = system_of(own, ["read:school_facts"]), system_of(own, ["read:partners"])
    assert reader.get("pupil-measures").status_code == 200
    assert_problem(reader.send("post", "pupil-measures", PUPILS), 403, "permission_denied")
    assert_problem(other.get("pupil-measures"), 403, "permission_denied")
    assert [each["type"] for each in other.get("changes").json()["data"]] == ["partner"]


def test_a_trust_writes_for_its_schools(own: Partner, alliance: Any) -> None:
    trust = system_of(PartnerFactory(school=None, organisation="trust", trust_uid="5001", name="Trust"))
    body = {**PUPILS, "partner_id": str(own.public_id)}
    assert trust.send("post", "pupil-measures", body).status_code == 201
    problem = assert_problem(trust.send("post", "pupil-measures", PUPILS), 422, "not_a_school")
    assert problem["detail"].startswith("Trust is not a school.")


class TestWhose:
    """Nobody else's: neither another school's of the alliance nor another alliance's."""

    @pytest.fixture
    def theirs(self, own: Partner, other_alliance: Any) -> list[tuple[str, Any, int]]:
        neighbour = PartnerFactory(name="Neighbour")
        found = [
            ("workforce-snapshots", WorkforceFactory(partner=neighbour), neighbour.alliance_id),
            ("pupil-measures", MeasureFactory(partner=neighbour), neighbour.alliance_id),
        ]
        with acting_within(other_alliance):
            stranger = PartnerFactory(name="Stranger")
            found += [
                ("workforce-snapshots", WorkforceFactory(partner=stranger), other_alliance.pk),
                ("pupil-measures", MeasureFactory(partner=stranger), other_alliance.pk),
            ]
        return found

    def test_it_is_neither_listed_nor_read_nor_written(
        self, system: System, theirs: list[tuple[str, Any, int]]
    ) -> None:
        mine = {name: system.send("post", name, body).json()["data"]["id"] for name, body in BODIES.items()}
        for path, fact, alliance_id in theirs:
            assert [each["id"] for each in system.objects(path)] == [mine[path]]
            there = f"{path}/{fact.public_id}"
            assert_problem(system.get(there), 404, "not_found")
            assert_problem(system.send("patch", there, {"note": "mine"}), 404, "not_found")
            assert_problem(system.send("delete", there), 404, "not_found")
            with acting_within(alliance_id):
                fact.refresh_from_db()
                partner_id = str(fact.partner.public_id)
            assert fact.note == ""
            body = {**BODIES[path], "partner_id": partner_id}
            assert_problem(system.send("post", path, body), 400, "invalid")

    def test_the_feed_tells_nothing_of_it(self, system: System, theirs: list[tuple[str, Any, int]]) -> None:
        types = {each["type"] for each in system.objects("changes?limit=5000")[:50]}
        assert types & {"workforce_snapshot", "pupil_measure"} == set()


BODIES = {"workforce-snapshots": TEACHERS, "pupil-measures": PUPILS}
