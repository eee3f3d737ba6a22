"""The API's page for people: all that the document says, open to anybody, with lines that work as copied."""

import re
import shlex
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from alliance.choices import Role
from tests.api_client import System, system_of
from tests.factories import feedback
from tests.factories.agreements import sent
from tests.factories.alliance import ContactFactory, PartnerFactory
from tests.factories.diligence import ReviewFactory
from tests.factories.facts import MeasureFactory, WorkforceFactory
from tests.factories.hub import AnnouncementFactory, CalendarEntryFactory, ResourceFactory
from tests.factories.partnership import HostingFactory, SpecialismFactory
from tests.factories.roster import EmploymentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(db: None) -> str:
    response = Client().get(reverse("api_guide"))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/html; charset=utf-8"
    return response.content.decode()


@pytest.fixture
def document() -> Any:
    return Client().get("/api/v1/openapi.json").json()


def test_it_has_every_call_parameter_and_member_of_the_document(page: str, document: Any) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert f"<strong>{method.upper()}</strong> <code>{path}</code>" in page
            assert f'id="{operation["operationId"]}"' in page
            for parameter in operation.get("parameters", ()):
                assert parameter["in"] == "path" or f"<code>{parameter['name']}</code>" in page
    for name in ("Partner", "School", "Contact", "ContactInput", "Deletion", "PartnerRole", "RowOutcome"):
        assert f'id="shape-{name}"' in page
        for member in document["components"]["schemas"][name]["properties"]:
            assert f"<code>{member}</code>" in page


def test_every_link_within_the_page_leads_somewhere(page: str) -> None:
    targets = set(re.findall(r'href="#([^"]+)"', page)) - {"main"}
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(targets) > 15
    assert targets <= set(ids)
    assert len(ids) == len(set(ids))


def test_nothing_is_fetched_from_elsewhere_and_nothing_is_inline(page: str) -> None:
    assert re.findall(r'(?:src|href)="https?://', page) == []
    assert re.findall(r"\sstyle=|\son[a-z]+=|<script(?![^>]*src)", page) == []


def curls(page: str) -> dict[str, str]:
    """Title of a call: the line to copy."""
    found = re.findall(r'aria-label="([^"]*): to copy"><code>(.*?)</code>', page, re.DOTALL)
    return {unescape(title): unescape(text) for title, text in found}


def test_each_line_to_copy_does_what_it_says(page: str, alliance: Any) -> None:
    partner = PartnerFactory()
    contact, specialism = ContactFactory(partner=partner), SpecialismFactory(partner=partner)
    system = system_of(partner)
    ids = {
        "partners": partner,
        "specialisms": specialism,
        "hosting-preferences": HostingFactory(partner=partner),
        "diligence-reviews": ReviewFactory(partner=partner),
        "schools": partner.school,
        "contacts": contact,
        "workforce-snapshots": WorkforceFactory(partner=partner, census_year=2024),
        "pupil-measures": MeasureFactory(partner=partner),
        "calendar-dates": CalendarEntryFactory(),
        "resources": ResourceFactory(),
        "announcements": AnnouncementFactory(),
        "agreements": sent(partner, by=None),
        "surveys": feedback.told_of(partner),
    }
    work = EmploymentFactory(partner=partner, reference="T-0142")
    ids |= {"people": work.person, "employments": work}
    told = {title: call(system, text, ids) for title, text in curls(page).items()}
    for what in ("contact", "workforce snapshot", "pupil measure"):
        assert told.pop(f"Add a {what}, or a list of up to 5,000") == 201
        assert told.pop(f"Remove a {what}") == 204
    assert len(told) == 41
    assert {title: code for title, code in told.items() if code != 200} == {}


def call(system: System, text: str, ids: dict[str, Any]) -> int:
    """What a shell would make of it, sent as curl would."""
    words = shlex.split(text.replace("\\\n", " "))
    *options, address = words[1:]
    kind = address.split("/$ID")[0].rsplit("/", 1)[-1]
    address = address.replace("$ALLIANCE", system.slug).replace("$REFERENCE", "T-0142")
    address = address.replace("$ID", str(ids[kind].public_id)) if "$ID" in address else address
    pairs = list(zip(options[::2], options[1::2], strict=True))
    known = {"$TOKEN": system.text, "$(uuidgen)": str(uuid4())}
    said = [value.split(": ", 1) for name, value in pairs if name == "-H"]
    headers = {name: _filled(value, known) for name, value in said}
    method = next((value for name, value in pairs if name == "-X"), "GET")
    data = next((value for name, value in pairs if name == "-d"), "")
    kind = headers.pop("Content-Type", "application/json")
    return int(
        system.client.generic(
            method, address.removeprefix("http://testserver"), data, kind, headers=headers
        ).status_code
    )


def _filled(value: str, known: dict[str, str]) -> str:
    for variable, text in known.items():
        value = value.replace(variable, text)
    return value


def test_the_credentials_page_leads_to_it(alliance: Any, sign_in: Any) -> None:
    client, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=PartnerFactory())
    page = client.get(reverse("credentials", args=[alliance.slug])).content.decode()
    assert f'href="{reverse("api_guide")}"' in page
    assert "600 requests a minute" in page
