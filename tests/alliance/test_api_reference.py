"""The codes that objects hold, with what they mean."""

from typing import Any

import pytest
from django.test import Client

from alliance.choices import Organisation, PartnerKind, Phase
from alliance.models import LocalAuthority
from tests.api_client import System, system_of
from tests.factories.alliance import ContactFactory, PartnerFactory, PartnerRoleFactory, SchoolFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/reference-data"
CODES = {
    "organisation": "organisation",
    "status": "school_status",
    "phase": "phase",
    "phase_group": "phase_group",
    "local_authority_code": "local_authority",
    "kind": "partner_kind",
}
"""Member of an object: the list that its codes are of."""


@pytest.fixture
def system(alliance: Any) -> System:
    authority = LocalAuthority.objects.create(code="806", name="Middlesbrough")
    partner = PartnerFactory(school=SchoolFactory(local_authority=authority))
    PartnerRoleFactory(partner=partner)
    ContactFactory(partner=partner)
    PartnerFactory(school=None, organisation=Organisation.OTHER, reason="Charity")
    return system_of(partner)


def labels(name: str) -> dict[str, str]:
    return {each["code"]: each["label"] for each in Client().get(ADDRESS).json()["data"][name]}


def test_each_list_has_its_codes_with_their_labels(system: System) -> None:
    assert labels("phase") == dict(Phase.choices)
    assert labels("partner_kind") == dict(PartnerKind.choices)
    assert labels("local_authority") == {"806": "Middlesbrough", "999": "Eastmoor"}


def test_every_code_of_an_object_is_in_its_list(system: System) -> None:
    seen = {}
    for each in system.get("changes?limit=100").json()["data"]:
        for member in (each, *each.get("roles", ())):
            for name, of in CODES.items():
                if member.get(name) is not None:
                    seen.setdefault(of, set()).add(member[name])
    assert set(seen) == set(CODES.values())
    for of, codes in seen.items():
        assert codes <= set(labels(of)), of


def test_anybody_may_keep_it_and_ask_whether_it_has_changed(system: System) -> None:
    first = Client().get(ADDRESS)
    assert first["Cache-Control"] == "public, max-age=3600"
    assert first["Vary"] == "Accept, Accept-Encoding"
    again = Client().get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    LocalAuthority.objects.create(code="807", name="Redcar and Cleveland")
    assert Client().get(ADDRESS, headers={"If-None-Match": first["ETag"]}).status_code == 200
