"""The search of the whole portal: what each role finds, however it is spelt, and what nobody may find."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alliance.choices import Organisation, Role, SchoolStatus
from alliance.models import Partner
from foundation.search import search
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import (
    ContactFactory,
    MembershipFactory,
    PartnerFactory,
    SchoolFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def named(name: str, **school: Any) -> Partner:
    return PartnerFactory(name=name, school=SchoolFactory(name=name, **school))


@pytest.fixture
def lead(alliance: Any) -> Any:
    return MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD], user__full_name="Priya Nandwani")


@pytest.fixture
def contact(alliance: Any) -> Any:
    return MembershipFactory(
        alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=named("Tarnley Primary School")
    )


def found(member: Any, text: str, *, limit: int = 20) -> dict[str, list[str]]:
    return {
        section.label: [result.title for result in section.results]
        for section in search(member, text, limit=limit)
    }


def hrefs(member: Any, text: str) -> list[str]:
    return [result.href for section in search(member, text, limit=20) for result in section.results]


def test_a_partner_is_found_by_its_words_in_any_order_its_number_and_its_postcode(lead: Any) -> None:
    partner = named("Fernwold Church Primary", urn=123456, postcode="TS18 1AA", town="Stockton")
    PartnerFactory(
        school=None, organisation=Organisation.PROVIDER, name="Tees Valley SCITT", ukprn="10007157"
    )
    for text in ("primary fern", "123456", "ts181aa", "TS18 1AA"):
        assert found(lead, text)["Partners"] == ["Fernwold Church Primary"], text
    assert found(lead, "10007157") == {"Partners": ["Tees Valley SCITT"]}
    assert hrefs(lead, "fernwold")[0] == reverse("partner", args=[lead.alliance.slug, partner.public_id])


def test_partners_of_today_come_before_those_that_left_which_say_so(lead: Any) -> None:
    PartnerFactory(name="Fern Hall", joined_on="2024-09-01", left_on="2026-02-03")
    named("Old Fern")
    named("Fern Bank")
    (partners,) = (section for section in search(lead, "fern", limit=20) if section.label == "Partners")
    assert [result.title for result in partners.results] == ["Fern Bank", "Old Fern", "Fern Hall"]
    assert "left on Tue 3 Feb 2026" in partners.results[2].hint


def test_typing_errors_are_forgiven_where_nothing_is_spelt_so(lead: Any) -> None:
    named("Netherholme Primary School")
    named("Saltscar Academy")
    assert found(lead, "netherholm primry") == {"Partners": ["Netherholme Primary School"]}
    assert found(lead, "saltcar") == {"Partners": ["Saltscar Academy"]}
    assert found(lead, "zzzzqqqq") == {}


def test_people_are_found_by_name_and_by_address_members_and_contacts(lead: Any, alliance: Any) -> None:
    member = MembershipFactory(
        alliance=alliance, user__full_name="Rosa Quill", user__email="rq@north.example"
    )
    partner = named("Tarnley Primary School")
    ContactFactory(partner=partner, name="Leah Quill", email="leah.q@tarnley.example", post="Headteacher")
    assert found(lead, "quill") == {"People": ["Rosa Quill"], "Contacts": ["Leah Quill"]}
    assert found(lead, "rq@north.example") == {"People": ["Rosa Quill"]}
    assert found(lead, "leah.q@tarn") == {"Contacts": ["Leah Quill"]}
    assert found(lead, "Rosa Quil") == {"People": ["Rosa Quill"]}
    assert found(lead, "leah quilll") == {"Contacts": ["Leah Quill"], "People": ["Rosa Quill"]} or found(
        lead, "leah quilll"
    ) == {"Contacts": ["Leah Quill"]}
    assert reverse("person", args=[alliance.slug, member.public_id]) in hrefs(lead, "rosa")


def test_who_has_left_the_alliance_is_not_found(lead: Any, alliance: Any) -> None:
    MembershipFactory(alliance=alliance, user__full_name="Rosa Quill", ended_at="2026-01-01T00:00Z")
    assert found(lead, "quill") == {}


def test_a_school_of_the_register_leads_to_adding_it(lead: Any) -> None:
    SchoolFactory(urn=123457, name="Harrowgate Infant School")
    assert found(lead, "harrowgate") == {"Schools": ["Harrowgate Infant School"]}
    assert hrefs(lead, "harrowgate") == [reverse("add_school", args=[lead.alliance.slug, 123457])]


def test_a_closed_urn_leads_to_the_partner_that_its_school_is_today(lead: Any) -> None:
    today = SchoolFactory(name="Harrowgate Academy")
    SchoolFactory(name="Oldgate Infant School", status=SchoolStatus.CLOSED, successor=today)
    partner = PartnerFactory(school=today)
    (section,) = search(lead, "oldgate", limit=20)
    assert [(result.title, result.href) for result in section.results] == [
        ("Harrowgate Academy", reverse("partner", args=[lead.alliance.slug, partner.public_id]))
    ]
    assert section.results[0].hint.startswith("Oldgate Infant School")


def test_a_partner_school_is_told_once(lead: Any) -> None:
    named("Tarnley Primary School")
    assert found(lead, "tarnley") == {"Partners": ["Tarnley Primary School"]}


def test_staff_who_add_nobody_are_not_led_to_adding(alliance: Any) -> None:
    officer = MembershipFactory(alliance=alliance, roles=[Role.FINANCE_OFFICER])
    SchoolFactory(name="Harrowgate Infant School")
    assert found(officer, "harrowgate") == {}


def test_pages_are_found_by_what_people_call_them_and_only_by_those_who_may_open_them(
    lead: Any, contact: Any
) -> None:
    assert found(lead, "invite") == {"Pages": ["Invite somebody", "Invitations"]}
    assert found(lead, "colour theme") == {"Pages": ["Colours"]}
    assert found(contact, "invite") == {}
    assert found(contact, "token") == {"Pages": ["New API credential"]}


def test_without_a_text_there_are_the_pages(contact: Any) -> None:
    areas = ["My school", "My tasks", "People", "Calendar", "Announcements", "Resources", "API access"]
    others = [
        "Add a task",
        "Term dates",
        "Your calendar program",
        "Notifications",
        "New API credential",
        "Add a person",
    ]
    assert found(contact, "") == {"Pages": [*areas, *others]}


@pytest.mark.parametrize("role", Role)
def test_each_page_that_is_found_may_be_opened(alliance: Any, client: Client, role: Role) -> None:
    fields = {"ends_on": "2099-07-31"} if role == Role.EXTERNAL_REVIEWER else {}
    member = MembershipFactory(
        alliance=alliance, roles=[role], partner=named("Tarnley Primary School"), **fields
    )
    client.force_login(member.user)
    statuses = {href: client.get(href).status_code for href in hrefs(member, "")}
    assert statuses == dict.fromkeys(statuses, 200)
    assert statuses


@pytest.mark.parametrize("text", ["canary", "canarry", "kanary school"])
def test_a_partner_contact_finds_their_own_school_and_nobody_elses(
    contact: Any, alliance: Any, other_alliance: Any, text: str
) -> None:
    ContactFactory(partner=contact.partner, name="Own Canary School")
    everything_canary(alliance)
    with acting_within(other_alliance):
        everything_canary(other_alliance)
    assert found(contact, text) == {"Contacts": ["Own Canary School"]}


def test_a_contact_of_a_trust_finds_its_schools(alliance: Any) -> None:
    trust = PartnerFactory(school=None, organisation=Organisation.TRUST, name="Canary Trust", trust_uid="77")
    named("Canary Primary", trust_uid="77")
    named("Canary Elsewhere", trust_uid="78")
    member = MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=trust)
    assert found(member, "canary") == {"Partners": ["Canary Primary", "Canary Trust"]}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PARTNER_CONTACT}))
def test_other_roles_find_nothing_of_partners_and_people_unless_they_are_staff(
    alliance: Any, other_alliance: Any, role: Role
) -> None:
    everything_canary(alliance)
    with acting_within(other_alliance):
        everything_canary(other_alliance, "stranger")
    fields = {"ends_on": "2099-07-31"} if role == Role.EXTERNAL_REVIEWER else {}
    member = MembershipFactory(alliance=alliance, roles=[role], partner=named("Tarnley"), **fields)
    everything = found(member, "canary")
    if member.is_staff:
        assert everything["Partners"] == ["Canary School"]
        assert everything["Contacts"] == ["Canary School Contact"]
        leads = {Role.OWNER, Role.STRATEGIC_LEAD, Role.ADMINISTRATOR}
        assert everything.get("People") == (["Canary School Member"] if role in leads else None)
    else:
        assert everything == {}
    assert "stranger" not in str(found(member, "stranger"))


def everything_canary(alliance: Any, whose: str = "") -> None:
    name = f"{whose} Canary School".strip()
    partner = PartnerFactory(name=name, school=SchoolFactory(name="Ash School"))
    ContactFactory(partner=partner, name=f"{name} Contact", email="canary@ash.example")
    user = UserFactory(full_name=f"{name} Member", email=f"canary{whose}.{alliance.pk}@ash.example")
    MembershipFactory(alliance=alliance, user=user)


HOSTILE = [
    "%",
    "__",
    "\\",
    "' OR 1=1 --",
    "a & ! | (",
    "<script>alert(1)</script>",
    "\x00\x00ab",
    "x" * 100_000,
    "ab " * 10_000,
    "\u202e\u202d",
    "𝔉𝔢𝔯𝔫",
    ":*",
    "99999999999999999999",
    "{{ 7|add:7 }}",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_finds_nothing_and_breaks_nothing(lead: Any, client: Client, text: str) -> None:
    named("Tarnley Primary School")
    client.force_login(lead.user)
    for route in ("search", "search_palette"):
        page = client.get(reverse(route, args=[lead.alliance.slug]), {"q": text})
        assert page.status_code == 200
        assert "Tarnley" not in page.content.decode()
        assert "<script>alert" not in page.content.decode()


def test_names_are_written_as_text(lead: Any, client: Client) -> None:
    named("<b>Bold</b> Academy")
    client.force_login(lead.user)
    for route in ("search", "search_palette"):
        page = client.get(reverse(route, args=[lead.alliance.slug]), {"q": "bold"}).content.decode()
        assert "&lt;b&gt;Bold&lt;/b&gt; Academy" in page


def test_the_page_counts_each_kind_and_leads_on(lead: Any, client: Client) -> None:
    for number in range(21):
        named(f"Fern {number:02d} School")
    client.force_login(lead.user)
    page = client.get(reverse("search", args=[lead.alliance.slug]), {"q": "fern school"})
    partners = page.context["sections"][0]
    assert (len(partners.results), partners.count) == (20, "more than 20")
    assert partners.more_href == f"/a/{lead.alliance.slug}/partners/?q=fern+school&status=all"
    assert page.context["summary"] == "More than 21 results"  # the last one as a school
    assert 'value="fern school"' in page.content.decode()


@pytest.mark.parametrize(
    ("text", "title"), [("zzzzqqqq", "Nothing found"), ("", "What are you looking for?")]
)
def test_a_page_without_results_says_what_to_try(lead: Any, client: Client, text: str, title: str) -> None:
    client.force_login(lead.user)
    assert title in client.get(reverse("search", args=[lead.alliance.slug]), {"q": text}).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("text", "queries"), [("fern", 14), ("123456", 14), ("fenwrold", 21)])
def test_it_takes_a_handful_of_queries_however_much_is_found(
    lead: Any, alliance: Any, rows: int, text: str, queries: int
) -> None:
    for number in range(rows):
        partner = named(f"Fernwold {number}")
        ContactFactory(partner=partner, name=f"Fern {number}", email=f"fern{number}@x.example")
        MembershipFactory(alliance=alliance, user__full_name=f"Fern Member {number}")
        SchoolFactory(name=f"Fern Not Partner {number}")
    with CaptureQueriesContext(connection) as captured:
        search(lead, text, limit=5)
    assert len(captured) == queries
