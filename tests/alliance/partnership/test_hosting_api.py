"""A school's own system says whether it hosts trainees, by the rules of the pages; never another's."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from alliance.models import HostingPreference, Partner
from foundation.tenancy.scope import acting_within
from tests.alliance.test_api_access import assert_problem
from tests.api_client import EVERY_SCOPE, System, system_of
from tests.factories.alliance import PartnerFactory, SchoolFactory
from tests.factories.partnership import HostingFactory

pytestmark = pytest.mark.django_db
PATH = "hosting-preferences"
NOT_OPEN = {"appetite": "not_open", "reasons": ["staff", "no_mentors"], "note": "Ask again in May"}
LOOKING = {"appetite": "actively_looking"}


@pytest.fixture
def own(alliance: Any) -> Partner:
    return PartnerFactory(name="Own", school=SchoolFactory(trust_uid="5001"))


@pytest.fixture
def system(own: Partner) -> System:
    return system_of(own)


def test_a_school_says_so_once_and_takes_it_back_by_saying_something_else(system: System, own: Any) -> None:
    first = system.send("put", PATH, NOT_OPEN)
    data = first.json()["data"]
    assert (first.status_code, system.get(first["Location"]).json()["data"]) == (201, data)
    assert (data["partner_id"], data["appetite"], data["reasons"], data["note"]) == (
        str(own.public_id),
        "not_open",
        ["no_mentors", "staff"],
        "Ask again in May",
    )
    then = system.send("put", PATH, LOOKING)
    assert (then.status_code, then.json()["data"]["id"]) == (200, data["id"])
    said = HostingPreference.objects.get()
    assert (said.partner, said.appetite, said.reasons, said.note) == (own, "actively_looking", [], "")
    assert said.verified_by is None


def test_saying_it_again_confirms_it(system: System, own: Partner) -> None:
    long_ago = timezone.now() - timedelta(days=300)
    for method, path, body in (
        ("put", PATH, LOOKING),
        ("patch", f"{PATH}/{HostingFactory(partner=own).public_id}", {}),
    ):
        HostingPreference.objects.update(verified_at=long_ago)
        assert system.send(method, path, body).status_code == 200
        assert HostingPreference.objects.get().verified_on == timezone.localdate()


def test_it_is_told_in_the_feed(system: System) -> None:
    said = system.send("put", PATH, NOT_OPEN).json()["data"]
    told = [each for each in system.get("changes").json()["data"] if each["type"] == "hosting_preference"]
    assert told == [said]


def test_some_of_it_is_changed_unless_somebody_came_first(system: System, own: Partner) -> None:
    path = f"{PATH}/{HostingFactory(partner=own, note='Maths').public_id}"
    read = system.get(path)["ETag"]
    changed = system.send("patch", path, {"appetite": "interested"}, **{"If-Match": read})
    assert (changed.status_code, changed.json()["data"]["note"]) == (200, "Maths")
    assert_problem(system.send("patch", path, LOOKING, **{"If-Match": read}), 412, "stale")
    assert HostingPreference.objects.get().appetite == "interested"


@pytest.mark.parametrize(
    ("body", "status", "code", "pointers"),
    [
        ({"appetite": "not_open"}, 422, "refused", ["/reasons"]),
        ({"appetite": "perhaps"}, 400, "invalid", ["/appetite"]),
        ({"note": "Maths"}, 400, "invalid", ["/appetite"]),
        ({**NOT_OPEN, "reasons": ["weather"]}, 400, "invalid", ["/reasons"]),
        ({**NOT_OPEN, "reasons": "staff"}, 400, "invalid", ["/reasons"]),
        ({**LOOKING, "verified_at": "2026-01-01"}, 400, "invalid", ["/verified_at"]),
        ({**LOOKING, "note": "x" * 301}, 400, "invalid", ["/note"]),
    ],
)
def test_what_cannot_be_is_said_member_by_member(
    system: System, body: Any, status: int, code: str, pointers: list[str]
) -> None:
    problem = assert_problem(system.send("put", PATH, body), status, code)
    assert [each["pointer"] for each in problem["errors"]] == pointers
    assert HostingPreference.objects.count() == 0


def test_the_same_request_is_answered_again_and_not_done_again(system: System) -> None:
    key = {"Idempotency-Key": "7f3d"}
    first = system.send("put", PATH, LOOKING, **key)
    HostingPreference.objects.update(appetite="interested")
    again = system.send("put", PATH, LOOKING, **key)
    assert (again.status_code, again.content, again["Idempotency-Replayed"]) == (201, first.content, "true")
    assert HostingPreference.objects.get().appetite == "interested"
    assert system.send("put", PATH, NOT_OPEN, **key).status_code == 422


def test_a_trust_says_it_for_its_schools_in_one_list(own: Partner, alliance: Any) -> None:
    trust = PartnerFactory(school=None, organisation="trust", trust_uid="5001", name="Trust")
    sister = PartnerFactory(school=SchoolFactory(trust_uid="5001"))
    HostingFactory(partner=sister)
    rows = [{**NOT_OPEN, "partner_id": str(each.public_id)} for each in (own, sister, trust)]
    refused = assert_problem(system_of(trust).send("put", PATH, rows), 422, "rows_refused")
    assert [each["pointer"] for each in refused["errors"]] == ["/2/appetite"]
    assert HostingPreference.objects.get().appetite == "actively_looking"
    answer = system_of(trust).send("put", f"{PATH}?mode=per_row", rows).json()
    assert [row["status"] for row in answer["data"]] == [201, 200, 422]
    assert answer["meta"] == {"created": 1, "updated": 1, "refused": 1}
    assert {said.partner.name: said.appetite for said in HostingPreference.objects.all()} == {
        own.name: "not_open",
        sister.name: "not_open",
    }


def test_nobody_says_it_for_another_school(system: System, alliance: Any, other_alliance: Any) -> None:
    other = PartnerFactory(school=SchoolFactory(trust_uid="5001"))
    theirs = HostingFactory(partner=other)
    with acting_within(other_alliance):
        elsewhere = HostingFactory()
    for said in (theirs, elsewhere):
        body = {**LOOKING, "partner_id": str(said.partner.public_id)}
        problem = assert_problem(system.send("put", PATH, body), 400, "invalid")
        assert [each["pointer"] for each in problem["errors"]] == ["/partner_id"]
        assert_problem(system.send("patch", f"{PATH}/{said.public_id}", NOT_OPEN), 404, "not_found")
    assert [said.appetite for said in HostingPreference.objects.all()] == ["actively_looking"]


def test_it_needs_its_own_scope_and_a_credential(own: Partner) -> None:
    others = [scope for scope in EVERY_SCOPE if scope != "write:hosting"]
    said = HostingFactory(partner=own)
    for method, path in (("put", PATH), ("patch", f"{PATH}/{said.public_id}")):
        problem = assert_problem(
            system_of(own, others).send(method, path, NOT_OPEN), 403, "permission_denied"
        )
        assert problem["detail"] == "This credential lacks the scope write:hosting."
    assert system_of(own, ["read:partners", "write:hosting"]).send("put", PATH, NOT_OPEN).status_code == 200


def test_there_is_nothing_to_remove(system: System, own: Partner) -> None:
    path = f"{PATH}/{HostingFactory(partner=own).public_id}"
    assert_problem(system.send("delete", path), 405, "method_not_allowed")
