"""What a partner's system sees: its own in full, of the others what is shared, of strangers nothing."""

import uuid
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alliance.choices import Organisation
from alliance.models import Partner
from foundation.tenancy.scope import acting_within
from tests.api_client import System, system_of
from tests.factories.alliance import ContactFactory, PartnerFactory, PartnerRoleFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(alliance: Any) -> Partner:
    return PartnerFactory(name="Own", school=SchoolFactory(name="Own"), listed=False)


@pytest.fixture
def system(own: Partner) -> System:
    return system_of(own)


@pytest.fixture
def neighbours(own: Partner, other_alliance: Any) -> dict[str, Partner]:
    """One partner of each standing, and one of another alliance; each with a contact of the same name."""
    found = {
        "Listed": PartnerFactory(name="Listed", school=SchoolFactory(name="Listed")),
        "Unlisted": PartnerFactory(name="Unlisted", school=SchoolFactory(name="Unlisted"), listed=False),
        "Former": PartnerFactory(
            name="Former", school=SchoolFactory(name="Former"), left_on=date(2025, 8, 31)
        ),
    }
    with acting_within(other_alliance):
        found["Stranger"] = PartnerFactory(name="Stranger", school=SchoolFactory(name="Stranger"))
        ContactFactory(partner=found["Stranger"], name="Stranger")
    for name in ("Listed", "Unlisted", "Former"):
        ContactFactory(partner=found[name], name=name)
    ContactFactory(partner=own, name="Own")
    return found


EXPECTED = {"partners": ["Own", "Listed"], "schools": ["Own", "Listed"], "contacts": ["Own"]}


@pytest.mark.parametrize("path", EXPECTED)
def test_a_list_holds_its_own_and_what_is_shared(path: str, system: System, neighbours: Any) -> None:
    assert system.names(path) == EXPECTED[path]


@pytest.mark.parametrize("path", EXPECTED)
def test_a_single_object_is_seen_exactly_where_the_list_shows_it(
    path: str, system: System, neighbours: dict[str, Partner], own: Partner
) -> None:
    seen = []
    for name, partner in {"Own": own, **neighbours}.items():
        with acting_within(partner.alliance_id):
            thing = {"partners": partner, "schools": partner.school, "contacts": partner.contacts.get()}[path]
        response = system.get(f"{path}/{thing.public_id}")
        assert response.status_code in (200, 404)
        seen += [name] if response.status_code == 200 else []
    assert seen == EXPECTED[path]


def test_the_full_state_holds_the_same_as_the_lists(system: System, neighbours: Any) -> None:
    state = system.get("changes?limit=5000").json()["data"]
    assert [(each["type"], each["name"]) for each in state] == [
        (path.removesuffix("s"), name) for path, names in EXPECTED.items() for name in names
    ]


def test_a_trusts_credential_sees_its_schools_in_full(alliance: Any) -> None:
    trust = PartnerFactory(name="Trust", school=None, organisation=Organisation.TRUST, trust_uid="5001")
    of_trust = PartnerFactory(name="Ours", school=SchoolFactory(trust_uid="5001"), listed=False)
    of_another = PartnerFactory(name="Theirs", school=SchoolFactory(trust_uid="5002"), listed=False)
    for partner in (trust, of_trust, of_another):
        ContactFactory(partner=partner, name=partner.name)
    system = system_of(trust)
    assert system.names("partners") == ["Trust", "Ours"]
    assert system.names("contacts") == ["Trust", "Ours"]
    assert [each["urn"] for each in system.objects("schools")] == [str(of_trust.school.urn)]


def test_a_school_of_a_trust_does_not_see_the_trusts_other_schools(alliance: Any) -> None:
    own = PartnerFactory(name="Own", school=SchoolFactory(trust_uid="5001"), listed=False)
    PartnerFactory(name="Sister", school=SchoolFactory(trust_uid="5001"), listed=False)
    assert system_of(own).names("partners") == ["Own"]


def test_partners_without_a_trust_are_no_trusts_schools(alliance: Any) -> None:
    """The empty UID is not a trust that all schools without one belong to."""
    own = PartnerFactory(
        name="Own", school=None, organisation=Organisation.OTHER, reason="Charity", listed=False
    )
    PartnerFactory(name="Alone", school=SchoolFactory(trust_uid=""), listed=False)
    assert system_of(own).names("partners") == ["Own"]


def test_a_partner_that_has_left_sees_only_itself(alliance: Any, neighbours: Any, own: Partner) -> None:
    system = system_of(own)
    Partner.objects.filter(pk=own.pk).update(left_on=date(2026, 1, 31))
    assert system.names("partners") == ["Own"]


def test_the_reason_for_a_partner_is_told_to_itself_only(alliance: Any) -> None:
    fields = {"school": None, "organisation": Organisation.OTHER}
    own = PartnerFactory(name="Own", reason="Runs our venue", **fields)
    PartnerFactory(name="Other", reason="A delicate matter", **fields)
    partners = system_of(own).objects("partners")
    assert [(each["name"], each["reason"]) for each in partners] == [
        ("Own", "Runs our venue"),
        ("Other", None),
    ]


def test_a_partner_reads_as_documented(system: System, own: Partner) -> None:
    PartnerRoleFactory(partner=own, academic_year=2099, kind="member")
    PartnerRoleFactory(partner=own, academic_year=2025, kind="training_partner")
    PartnerRoleFactory(partner=own, academic_year=2025, kind="member")
    own.refresh_from_db()
    data = system.get(f"partners/{own.public_id}").json()["data"]
    assert datetime.fromisoformat(data.pop("updated_at")) == own.updated_at
    assert data == {
        "id": str(own.public_id),
        "type": "partner",
        "version": 1,
        "organisation": "school",
        "other_kind": "",
        "name": "Own",
        "school_id": str(own.school.public_id),
        "urn": str(own.school.urn),
        "trust_uid": "",
        "ukprn": "",
        "local_authority_code": None,
        "address": "",
        "reason": "",
        "listed": False,
        "joined_on": "2024-09-01",
        "left_on": None,
        "roles": [
            {"kind": "member", "academic_year": "2025/26"},
            {"kind": "training_partner", "academic_year": "2025/26"},
            {"kind": "member", "academic_year": "2099/00"},
        ],
    }


def test_text_of_any_kind_survives_the_way(system: System, own: Partner) -> None:
    name = 'St "Ælfgifu\'s" \\ \u2028 </script> \n\t😀 {}%s%%'
    Partner.objects.filter(pk=own.pk).update(name=name)
    assert system.names("partners") == [name]


def test_every_update_raises_the_version_however_it_is_made(system: System, own: Partner) -> None:
    Partner.objects.filter(pk=own.pk).update(name="Renamed")
    own.name = "Saved by an instance that knows the old version"
    own.save()
    assert system.get(f"partners/{own.public_id}").json()["data"]["version"] == 3


class TestPaging:
    @pytest.fixture(autouse=True)
    def partners(self, own: Partner) -> list[str]:
        return ["Own", *[PartnerFactory(name=f"Partner {number}").name for number in range(6)]]

    @pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 5000])
    def test_pages_of_any_size_hold_each_object_once(
        self, limit: int, system: System, partners: list[str]
    ) -> None:
        pages = system.pages(f"partners?limit={limit}")
        assert [each["name"] for page in pages for each in page["data"]] == partners
        assert [len(page["data"]) for page in pages[:-1]] == [limit] * (len(pages) - 1)
        assert pages[-1]["data"]
        assert "next" not in pages[-1]["links"]

    @pytest.mark.parametrize("path", ["partners", "schools"])
    def test_objects_come_and_go_between_pages(self, path: str, system: System) -> None:
        first = system.get(f"{path}?limit=3").json()
        Partner.objects.filter(name__in=["Partner 0", "Partner 3"]).update(left_on=date(2026, 1, 31))
        PartnerFactory(name="Newcomer", school=SchoolFactory(name="Newcomer"))
        rest = [each for page in system.pages(first["links"]["next"]) for each in page["data"]]
        seen = [each["id"] for each in first["data"] + rest]
        assert len(seen) == len(set(seen)) == 7
        assert rest[-1]["name"] == "Newcomer"

    def test_a_page_takes_the_same_queries_whatever_its_size(self, system: System) -> None:
        counts = []
        for limit in (1, 6):
            system.get("partners")
            with CaptureQueriesContext(connection) as queries:
                system.get(f"partners?limit={limit}")
            counts.append([query["sql"].split(None, 1)[0] for query in queries])
        assert counts[0] == counts[1]
        assert len([word for word in counts[0] if word == "SET"]) >= 1
        assert len(counts[0]) == 8  # the last of them asks for the oldest writer, before the rows

    def test_links_are_whole_addresses_of_this_resource(self, system: System, own: Partner) -> None:
        base = f"http://testserver/api/v1/alliances/{system.slug}/partners"
        links = system.get("partners?limit=2").json()["links"]
        assert links["self"] == f"{base}?limit=2"
        assert links["next"].startswith(f"{base}?after=")
        assert links["next"].endswith("&limit=2")

    def test_an_empty_list_is_a_list(self, system: System) -> None:
        body = system.get("contacts").json()
        assert (body["data"], set(body["links"])) == ([], {"self"})


class TestEntityTags:
    def test_what_the_client_has_is_not_sent_again(self, system: System, own: Partner) -> None:
        path = f"partners/{own.public_id}"
        tag = system.get(path)["ETag"]
        again = system.get(path, **{"If-None-Match": f'"other", W/{tag}'})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)

    def test_any_change_is_another_tag(self, system: System, own: Partner) -> None:
        path = f"partners/{own.public_id}"
        tag = system.get(path)["ETag"]
        PartnerRoleFactory(partner=own)
        assert system.get(path, **{"If-None-Match": tag}).status_code == 200


def test_an_id_that_is_nobodys_is_404(system: System) -> None:
    for path in EXPECTED:
        assert system.get(f"{path}/{uuid.uuid4()}").status_code == 404
