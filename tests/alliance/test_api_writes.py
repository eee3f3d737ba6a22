"""A partner's own system adds, changes and removes its contacts, by the rules of the pages."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.choices import Organisation
from alliance.models import Contact, Partner
from alliance.queries.credentials import names_of_credentials
from foundation.audit.timeline import timeline_of
from foundation.tenancy.scope import acting_within
from tests.alliance.test_api_access import assert_problem
from tests.api_client import EVERY_SCOPE, System, system_of
from tests.factories.alliance import ContactFactory, PartnerFactory, SchoolFactory

pytestmark = pytest.mark.django_db

LEAH = {"name": "Leah Winterbourne", "post": "Headteacher", "email": "Leah@Fernwold.example"}


@pytest.fixture
def own(alliance: Any) -> Partner:
    return PartnerFactory(name="Own", school=SchoolFactory(trust_uid="5001"))


@pytest.fixture
def system(own: Partner) -> System:
    return system_of(own)


def names() -> list[str]:
    return list(Contact.objects.order_by("pk").values_list("name", flat=True))


def test_a_contact_is_added_as_on_the_page(system: System, own: Partner) -> None:
    response = system.send("post", "contacts", LEAH)
    assert response.status_code == 201
    contact = Contact.objects.get()
    data = response.json()["data"]
    assert (contact.partner, contact.email, contact.is_main, contact.verified_by) == (
        own,
        "leah@fernwold.example",
        True,
        None,
    )
    assert (data["name"], data["email"], data["version"]) == (LEAH["name"], contact.email, 1)
    assert contact.verified_at is not None
    assert response["Location"] == f"http://testserver/api/v1/alliances/{system.slug}/contacts/{data['id']}"
    again = system.get(response["Location"])
    assert (again.json()["data"], again["ETag"]) == (data, response["ETag"])


def test_it_is_told_in_the_change_feed(system: System) -> None:
    system.send("post", "contacts", LEAH)
    told = [each for each in system.get("changes").json()["data"] if each["type"] == "contact"]
    assert [each["name"] for each in told] == [LEAH["name"]]


def test_its_history_names_the_system_that_wrote(system: System, alliance: Any) -> None:
    system.send("post", "contacts", LEAH)
    contact = Contact.objects.get()
    contact.is_main = False
    contact.save()
    told = [(entry.who, entry.title) for entry in timeline_of(contact)]
    assert told == [("The portal", "Contact changed"), ("Own: Arbor sync", "Contact added")]


def test_another_alliances_system_is_named_to_nobody(system: System, other_alliance: Any) -> None:
    with acting_within(other_alliance):
        theirs = system_of(PartnerFactory(name="Theirs"))
    ids = [system.credential.pk, theirs.credential.pk]
    assert names_of_credentials(ids) == {system.credential.pk: "Own: Arbor sync"}


def test_a_contact_that_is_there_is_409_and_named(system: System) -> None:
    made = system.send("post", "contacts", LEAH).json()["data"]["id"]
    problem = assert_problem(system.send("post", "contacts", LEAH), 409, "already_contact")
    assert problem["existing_id"] == made
    assert problem["detail"] == "Leah Winterbourne is a contact of Own already."
    assert names() == [LEAH["name"]]


@pytest.mark.parametrize(
    ("body", "status", "code", "pointers"),
    [
        ({"name": "Leah"}, 422, "refused", ["/email"]),
        ({"post": "Head"}, 400, "invalid", ["/name"]),
        ({**LEAH, "email": "leah"}, 400, "invalid", ["/email"]),
        ({**LEAH, "name": "x" * 151}, 400, "invalid", ["/name"]),
        ({**LEAH, "name": "Le\x00ah"}, 400, "invalid", ["/name"]),
        ({**LEAH, "name": "Le\ud800ah"}, 400, "invalid", ["/name"]),
        ({**LEAH, "version": 7, "alliance_id": 1}, 400, "invalid", ["/alliance_id", "/version"]),
        ({**LEAH, "partner_id": "own"}, 400, "invalid", ["/partner_id"]),
        ("Leah", 400, "invalid", [""]),
        (7, 400, "invalid", [""]),
        (None, 400, "invalid", ["/name"]),
    ],
)
def test_what_cannot_be_is_said_member_by_member(
    body: Any, status: int, code: str, pointers: list[str], system: System
) -> None:
    problem = assert_problem(system.send("post", "contacts", body), status, code)
    assert sorted(each["pointer"] for each in problem["errors"]) == pointers
    assert names() == []


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{", "application/json", 400, "parse_error"),
        (b"\xff", "application/json", 400, "parse_error"),
        (b"[" * 100_000, "application/json", 400, "parse_error"),
        (b'{"name": NaN}', "application/json", 400, "parse_error"),
        (b"name=Leah", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b" " * 2_700_000, "application/json", 413, "too_large"),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem(
    body: bytes, kind: str, status: int, code: str, system: System
) -> None:
    response = system.client.post(
        f"/api/v1/alliances/{system.slug}/contacts",
        data=body,
        content_type=kind,
        headers={"Authorization": f"Bearer {system.text}"},
    )
    assert_problem(response, status, code)


class TestWhose:
    """Own, or a trust's own schools; nobody else's, and what is nobody's is told from nothing."""

    @pytest.fixture
    def others(self, own: Partner, other_alliance: Any) -> dict[str, Contact]:
        neighbour = ContactFactory(partner=PartnerFactory(name="Neighbour"), name="Neighbour")
        with acting_within(other_alliance):
            stranger = ContactFactory(partner=PartnerFactory(name="Stranger"), name="Stranger")
        return {"neighbour": neighbour, "stranger": stranger}

    @pytest.mark.parametrize("whose", ["neighbour", "stranger"])
    def test_not_somebody_elses(self, whose: str, system: System, others: dict[str, Contact]) -> None:
        theirs = others[whose]
        with acting_within(theirs.alliance_id):
            partner_id = str(theirs.partner.public_id)
        body = {**LEAH, "partner_id": partner_id}
        problem = assert_problem(system.send("post", "contacts", body), 400, "invalid")
        assert [(each["pointer"], each["code"]) for each in problem["errors"]] == [
            ("/partner_id", "not_found")
        ]
        path = f"contacts/{theirs.public_id}"
        assert_problem(system.send("patch", path, {"name": "Mine"}), 404, "not_found")
        assert_problem(system.send("delete", path), 404, "not_found")
        with acting_within(theirs.alliance_id):
            theirs.refresh_from_db()
        assert theirs.name == whose.capitalize()

    def test_a_trust_writes_for_its_schools(self, own: Partner) -> None:
        trust = PartnerFactory(name="Trust", school=None, organisation=Organisation.TRUST, trust_uid="5001")
        body = {**LEAH, "partner_id": str(own.public_id)}
        assert system_of(trust).send("post", "contacts", body).status_code == 201
        assert Contact.objects.get().partner == own

    def test_a_school_does_not_write_for_its_trust(self, system: System) -> None:
        trust = PartnerFactory(name="Trust", school=None, organisation=Organisation.TRUST, trust_uid="5001")
        body = {**LEAH, "partner_id": str(trust.public_id)}
        assert_problem(system.send("post", "contacts", body), 400, "invalid")

    def test_reading_is_not_writing(self, own: Partner) -> None:
        contact = ContactFactory(partner=own, name="Arun")
        reader = system_of(own, [scope for scope in EVERY_SCOPE if scope.startswith("read:")])
        for method, path in (
            ("post", "contacts"),
            ("patch", f"contacts/{contact.public_id}"),
            ("delete", f"contacts/{contact.public_id}"),
        ):
            problem = assert_problem(reader.send(method, path, LEAH), 403, "permission_denied")
            assert problem["detail"] == "This credential lacks the scope write:contacts."
        assert names() == ["Arun"]

    def test_writing_is_not_reading(self, own: Partner) -> None:
        contact = ContactFactory(partner=own, name="Arun")
        writer = system_of(own, ["write:contacts"])
        assert writer.send("patch", f"contacts/{contact.public_id}", {"post": "Head"}).status_code == 200
        assert_problem(writer.get("contacts"), 403, "permission_denied")


class TestChanging:
    @pytest.fixture
    def contact(self, own: Partner) -> Contact:
        return ContactFactory(partner=own, name="Arun", email="arun@example.org", post="Bursar")

    def test_only_what_is_sent_changes(self, system: System, contact: Contact) -> None:
        answer = system.send("patch", f"contacts/{contact.public_id}", {"post": "Headteacher"})
        assert answer.status_code == 200
        data = answer.json()["data"]
        assert (data["name"], data["email"], data["post"]) == ("Arun", "arun@example.org", "Headteacher")
        assert data["version"] == 2

    def test_a_rule_is_the_pages_own(self, system: System, contact: Contact) -> None:
        change = {"email": "", "phone": ""}
        problem = assert_problem(
            system.send("patch", f"contacts/{contact.public_id}", change), 422, "refused"
        )
        assert problem["errors"][0]["pointer"] == "/email"
        assert "a contact can be reached" in problem["detail"]

    def test_it_does_not_move_to_another_partner(self, system: System, contact: Contact) -> None:
        change = {"partner_id": str(PartnerFactory().public_id)}
        assert_problem(system.send("patch", f"contacts/{contact.public_id}", change), 400, "invalid")

    def test_what_has_changed_since_it_was_read_is_412(self, system: System, contact: Contact) -> None:
        path = f"contacts/{contact.public_id}"
        read = system.get(path)["ETag"]
        first = system.send("patch", path, {"post": "Head"}, **{"If-Match": read})
        assert first.status_code == 200
        for method in ("patch", "delete"):
            assert_problem(system.send(method, path, {"post": "Cook"}, **{"If-Match": read}), 412, "stale")
        contact.refresh_from_db()
        assert contact.post == "Head"
        assert system.send("delete", path, **{"If-Match": first["ETag"]}).status_code == 204
        assert names() == []

    def test_the_tag_of_a_compressed_answer_matches_too(self, system: System, contact: Contact) -> None:
        path = f"contacts/{contact.public_id}"
        tag = system.get(path)["ETag"][:-1] + '-gzip"'
        assert system.send("patch", path, {"post": "Head"}, **{"If-Match": tag}).status_code == 200
        assert system.send("patch", path, {"post": "Cook"}, **{"If-Match": "*"}).status_code == 200

    def test_what_changes_between_reading_and_writing_is_not_overwritten(
        self, system: System, contact: Contact, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from alliance.api import contacts as api

        def interrupted(member: Any) -> Any:
            Contact.objects.filter(pk=contact.pk).update(post="Changed meanwhile")
            return known(member)

        known, path = api.saved_contact, f"contacts/{contact.public_id}"
        tag = system.get(path)["ETag"]
        monkeypatch.setattr(api, "saved_contact", interrupted)
        assert_problem(system.send("patch", path, {"name": "B"}), 409, "changed_meanwhile")
        assert_problem(system.send("patch", path, {"name": "B"}, **{"If-Match": tag}), 412, "stale")
        assert names() == ["Arun"]

    def test_it_is_removed_once(self, system: System, contact: Contact) -> None:
        path = f"contacts/{contact.public_id}"
        assert system.send("delete", path).status_code == 204
        assert_problem(system.send("delete", path), 404, "not_found")


class TestBulk:
    ROWS = (
        {"name": "Arun", "email": "arun@example.org"},
        {"name": "Bea"},
        {"name": "Cem", "email": "cem@example"},
        {"name": "Dot", "phone": "01234"},
        {"name": "ARUN", "email": "Arun@example.org"},
        "Eve",
    )

    def test_all_or_nothing_names_what_is_wrong_with_which_row(self, system: System) -> None:
        problem = assert_problem(system.send("post", "contacts", list(self.ROWS)), 422, "rows_refused")
        assert problem["detail"] == "4 of 6 rows cannot be saved, so none was."
        assert [each["pointer"] for each in problem["errors"]] == ["/1/email", "/2/email", "/4/name", "/5"]
        assert names() == []

    def test_per_row_adds_those_that_can_be(self, system: System) -> None:
        answer = system.send("post", "contacts?mode=per_row", list(self.ROWS))
        assert answer.status_code == 200
        data = answer.json()["data"]
        assert [(row["index"], row["status"]) for row in data] == [
            (0, 201),
            (1, 422),
            (2, 400),
            (3, 201),
            (4, 409),
            (5, 400),
        ]
        assert data[4]["id"] == data[0]["id"]
        assert answer.json()["meta"] == {"created": 2, "refused": 4}
        assert names() == ["Arun", "Dot"]

    def test_all_of_them_when_all_can_be(self, system: System) -> None:
        rows = [self.ROWS[0], self.ROWS[3]]
        answer = system.send("post", "contacts?mode=all_or_nothing", rows)
        assert answer.json()["meta"] == {"created": 2, "refused": 0}
        assert names() == ["Arun", "Dot"]

    @pytest.mark.parametrize("number", [0, 5_001])
    def test_too_many_or_none_are_refused(self, number: int, system: System) -> None:
        assert_problem(system.send("post", "contacts", [{}] * number), 422, "too_many_rows")

    def test_an_unknown_mode_is_400(self, system: System) -> None:
        problem = assert_problem(system.send("post", "contacts?mode=some", [LEAH]), 400, "bad_parameter")
        assert problem["errors"][0]["pointer"] == "?mode"

    def test_a_row_takes_the_same_queries_however_many_there_are(self, system: System) -> None:
        counts = []
        for number in (1, 3):
            rows = [{"name": f"N{n}", "email": f"{n}@{number}.example"} for n in range(number)]
            with CaptureQueriesContext(connection) as queries:
                assert system.send("post", "contacts", rows).status_code == 200
            counts.append(len(queries))
        assert counts[1] - counts[0] == 2 * 8, json.dumps([each["sql"][:80] for each in queries], indent=1)
