"""The OpenAPI document is valid, and the running API keeps to it."""

import json
from functools import cache
from typing import Any

import jsonschema
import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator

from alliance.choices import Organisation, Role
from alliance.models import Partner
from alliance.queries.sync import view_of
from foundation.feed.collection import read_list
from foundation.feed.resources import resources
from tests.api_client import system_of
from tests.factories import feedback
from tests.factories.agreements import sent
from tests.factories.alliance import ContactFactory, PartnerFactory, PartnerRoleFactory, SchoolFactory
from tests.factories.diligence import ReviewFactory
from tests.factories.facts import MeasureFactory, WorkforceFactory
from tests.factories.hub import AnnouncementFactory, CalendarEntryFactory, ResourceFactory
from tests.factories.partnership import HostingFactory, SpecialismFactory
from tests.factories.roster import EmploymentFactory

pytestmark = pytest.mark.django_db

BASE = "/api/v1/alliances/{slug}"


@pytest.fixture
def document(db: None) -> Any:
    return served_document()


@cache
def served_document() -> Any:
    response = Client().get("/api/v1/openapi.json")
    assert response.status_code == 200
    return response.json()


def conforms(
    body: Any, document: Any, path: str, status: str = "200", media: str = "application/json"
) -> None:
    """The body is what the document says of this answer."""
    schema = document["paths"][path]["get"]["responses"][status]["content"][media]["schema"]
    jsonschema.Draft202012Validator({**schema, "components": document["components"]}).validate(body)


@pytest.fixture
def own(alliance: Any) -> Partner:
    successor = SchoolFactory()
    own = PartnerFactory(school=SchoolFactory(successor=successor, status="", phase="", phase_group="other"))
    PartnerRoleFactory(partner=own)
    ContactFactory(partner=own)
    WorkforceFactory(partner=own)
    MeasureFactory(partner=own)
    SpecialismFactory(partner=own)
    feedback.told_of(own)
    CalendarEntryFactory()
    ResourceFactory(strand="cpd")
    AnnouncementFactory()
    ReviewFactory(partner=own)
    HostingFactory(partner=own)
    EmploymentFactory(partner=own)
    sent(own, by=None)
    PartnerFactory(school=None, organisation=Organisation.OTHER, reason="Charity")
    return own


def test_the_document_is_openapi_3_1_and_valid(document: Any) -> None:
    assert document["openapi"] == "3.1.1"
    OpenAPIV31SpecValidator(document).validate()


def test_it_names_every_resource_and_no_other_address(document: Any) -> None:
    names = [each.plural for each in resources()]
    expected = {"/api/v1/me", "/api/v1/reference-data", f"{BASE}/changes"} | {
        f"{BASE}/{name}" for name in names
    }
    singular = {name: name.removesuffix("s").replace("-", "_") for name in names} | {"people": "person"}
    details = {f"{BASE}/{name}/{{{singular[name]}_id}}" for name in names}
    assert set(document["paths"]) == expected | details | {f"{BASE}/people/by-reference/{{reference}}"}


def test_every_operation_asks_for_a_credential_and_tells_its_problems(document: Any) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            expected = None if path == "/api/v1/reference-data" else [{"credential": []}]
            assert operation.get("security") == expected, path
            problems = {status for status in operation["responses"] if status >= "400"}
            expected = {"401", "429", "500", "503"} | ({"400", "403", "404"} if "{slug}" in path else set())
            assert problems >= expected | (
                {"406"} if method == "get" else {"409", "412", "413", "415", "422"}
            )
    assert document["components"]["securitySchemes"]["credential"]["scheme"] == "bearer"


@pytest.mark.parametrize(
    "path",
    [
        *("partners", "schools", "contacts", "workforce-snapshots", "pupil-measures", "specialisms"),
        *("calendar-dates", "resources", "announcements", "surveys", "changes"),
    ],
)
def test_pages_are_as_the_document_says(path: str, document: Any, own: Partner) -> None:
    body = system_of(own).get(f"{path}?limit=2").json()
    assert body["data"]
    conforms(body, document, f"{BASE}/{path}")


def test_single_objects_are_as_the_document_says(document: Any, own: Partner) -> None:
    system = system_of(own)
    things = {"partner": own, "school": own.school, "contact": own.contacts.get()}
    work = own.employments.get()
    conforms(system.get(f"people/{work.person.public_id}").json(), document, f"{BASE}/people/{{person_id}}")
    things["employment"] = work
    for name, thing in things.items():
        body = system.get(f"{name}s/{thing.public_id}").json()
        conforms(body, document, f"{BASE}/{name}s/{{{name}_id}}")


def test_a_caller_is_as_the_document_says(document: Any, own: Partner, sign_in: Any, alliance: Any) -> None:
    conforms(system_of(own).get("/api/v1/me").json(), document, "/api/v1/me")
    client, _ = sign_in(alliance, Role.OWNER)
    conforms(client.get("/api/v1/me").json(), document, "/api/v1/me")


def test_codes_are_as_the_document_says(document: Any, own: Partner) -> None:
    conforms(Client().get("/api/v1/reference-data").json(), document, "/api/v1/reference-data")


def test_a_deletion_is_as_the_document_says(document: Any) -> None:
    schema = {"$ref": "#/components/schemas/Deletion", "components": document["components"]}
    deletion = {"type": "school", "id": "01a2094f-b967-74ae-87b2-135bd0446d94", "deleted": True}
    jsonschema.Draft202012Validator(schema).validate(deletion)


def test_problems_are_as_the_document_says(document: Any, own: Partner) -> None:
    system = system_of(own)
    body = system.get("changes?limit=0").json()
    conforms(body, document, f"{BASE}/changes", "400", "application/problem+json")


@pytest.mark.parametrize("resource", resources(), ids=lambda resource: resource.type)
def test_the_shapes_hold_exactly_what_postgresql_writes(resource: Any, document: Any, own: Partner) -> None:
    page = read_list(view_of(system_of(own).credential), resource, after=0, limit=1)
    shape = document["components"]["schemas"]["".join(map(str.capitalize, resource.type.split("_")))]
    assert set(json.loads(page.objects[0])) == set(shape["properties"]) == set(shape["required"])
