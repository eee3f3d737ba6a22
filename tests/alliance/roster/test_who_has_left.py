"""What a school sees of somebody who has left it: who it was, and of what came afterwards nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from alliance.actions.roster.employments import note_ends
from alliance.actions.roster.people import link_log_in
from alliance.choices import Role
from alliance.models import Employment, Membership, Partner, Person
from alliance.queries.roster.record import history_of
from foundation.search import search
from foundation.tenancy.scope import acting_within
from tests.alliance.roster.test_people_pages import at, listed
from tests.api_client import system_of
from tests.factories.alliance import MembershipFactory, PartnerFactory
from tests.factories.roster import EmploymentFactory

pytestmark = pytest.mark.django_db
SECRETS = ("amira@wren.example", "amira@home.example", "1234567", "Wren Academy", "Head of science")


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory(name="Fernwold Primary")


@pytest.fixture
def contact(alliance: Any, partner: Partner) -> Membership:
    return MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=partner)


@pytest.fixture
def browser(contact: Membership) -> Client:
    client = Client()
    client.force_login(contact.user)
    return client


@pytest.fixture
def amira(partner: Partner) -> Person:
    """She left Fernwold Primary in July and is at Wren Academy, which writes to her."""
    work = EmploymentFactory(
        partner=partner,
        person__given_name="Amira",
        person__family_name="Osgodby",
        person__email="amira@wren.example",
        person__further_emails=["amira@home.example"],
        person__trn="1234567",
        reference="F-1",
        ended_on=date(2025, 7, 31),
    )
    EmploymentFactory(
        person=work.person,
        partner=PartnerFactory(name="Wren Academy"),
        post="Head of science",
        started_on=date(2025, 9, 1),
        reference="W-1",
    )
    return work.person


def test_no_page_shows_a_former_school_the_address_the_trn_or_the_next_school(
    browser: Client, alliance: Any, amira: Person
) -> None:
    everything = "status=all&columns=name,email,trn,partner,post,reference"
    pages = [
        *(at(alliance, name, amira.public_id) for name in ("roster_person", "roster_employments")),
        at(alliance, "roster_history", amira.public_id),
        *(f"{at(alliance, name)}?{everything}" for name in ("roster", "roster_export", "print_roster")),
    ]
    for page in pages:
        answer = browser.get(page)
        text = answer.content.decode()
        assert (answer.status_code, "Osgodby" in text) == (200, True), page
        assert [secret for secret in SECRETS if secret in text] == [], page


def test_who_works_there_or_is_to_begin_is_seen_in_full(
    browser: Client, alliance: Any, partner: Partner, amira: Person
) -> None:
    EmploymentFactory(person=amira, partner=partner, started_on=timezone.localdate() + timedelta(days=30))
    page = browser.get(at(alliance, "roster_person", amira.public_id)).content.decode()
    assert [secret for secret in SECRETS if secret in page] == list(SECRETS[:3])


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("status=former", ["Amira Osgodby"]),
        ("", ["Bea Rudd"]),
        ("status=all&q=osgodby", ["Amira Osgodby"]),
        ("status=all&q=F-1", ["Amira Osgodby"]),
        ("status=all&q=W-1", []),
        ("status=all&q=wren.example", []),
        ("status=all&q=1234567", []),
        ("status=all&post=Head+of+science", []),
        ("status=all&email=none", ["Bea Rudd"]),
        ("status=all&twice=likely", []),
        ("status=all&sort=-email", ["Amira Osgodby", "Bea Rudd"]),
    ],
)
def test_no_filter_tells_a_former_school_what_it_does_not_see(
    browser: Client, alliance: Any, partner: Partner, amira: Person, query: str, names: list[str]
) -> None:
    """Bea has no address: sorted by it, Amira's, which is not seen, says nothing either."""
    Person.objects.filter(pk=amira.pk).update(further_emails=[])
    EmploymentFactory(partner=partner, person__given_name="Bea", person__family_name="Rudd", person__email="")
    EmploymentFactory(person__given_name="Amira", person__family_name="Lane", person__trn="1234567")
    assert listed(browser, alliance, query) == names


def test_the_filter_of_a_partner_tells_a_former_school_nothing(
    browser: Client, alliance: Any, amira: Person
) -> None:
    wren = Partner.objects.get(name="Wren Academy")
    assert listed(browser, alliance, f"status=all&partner={wren.public_id}") == []


@pytest.mark.parametrize(("text", "found"), [("osgodby", 1), ("wren.example", 0), ("1234567", 0), ("W-1", 0)])
def test_the_search_finds_a_former_colleague_by_name_only(
    contact: Membership, amira: Person, text: str, found: int
) -> None:
    results = [
        result.title
        for section in search(contact, text, limit=5)
        if section.label == "People of partners"
        for result in section.results
    ]
    assert results == ["Amira Osgodby"] * found


def test_a_schools_history_of_a_person_ends_when_they_leave(
    contact: Membership, partner: Partner, amira: Person
) -> None:
    lead = MembershipFactory(alliance=contact.alliance, roles=[Role.OWNER])
    with acting_within(contact.alliance, user=lead.user):
        link_log_in(person=amira, membership=lead, by=lead.user)
    assert [entry.title for entry in history_of(amira, contact, limit=9)] == ["Employment added"]
    assert [entry.title for entry in history_of(amira, lead, limit=9)] == [
        "Person changed",
        "Employment added",
        "Employment added",
        "Person added",
    ]
    EmploymentFactory(person=amira, partner=partner, started_on=date(2025, 11, 1))
    assert [entry.title for entry in history_of(amira, contact, limit=9)] == [
        "Employment added",
        "Person changed",
        "Employment added",
        "Person added",
    ]


def test_the_api_tells_a_former_school_the_name_alone(partner: Partner, amira: Person) -> None:
    own, theirs = system_of(partner), system_of(Partner.objects.get(name="Wren Academy"))
    said = {"given_name": "Amira", "family_name": "Osgodby", "email": "", "further_emails": [], "trn": ""}
    full = said | {
        "email": "amira@wren.example",
        "further_emails": ["amira@home.example"],
        "trn": "1234567",
    }
    for system, expected in ((own, said), (theirs, full)):
        single = system.get(f"people/{amira.public_id}").json()["data"]
        (listed_,) = system.objects("people")
        assert [{name: each[name] for name in said} for each in (single, listed_)] == [expected] * 2
    assert own.get("people/by-reference/F-1").json()["data"]["email"] == ""


def test_the_night_notes_whose_last_day_has_passed(partner: Partner) -> None:
    now = timezone.now()
    today = timezone.localdate(now)
    last = EmploymentFactory(partner=partner, ended_on=today)
    stays = EmploymentFactory(partner=partner, ended_on=today + timedelta(days=1))
    assert note_ends(now) == 0
    assert note_ends(now + timedelta(days=1)) == 1
    assert note_ends(now + timedelta(days=1)) == 0
    assert dict(Employment.objects.values_list("pk", "has_ended")) == {last.pk: True, stays.pk: False}
