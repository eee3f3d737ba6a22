"""The partner list: found, narrowed, sorted and counted, however many there are."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alliance.choices import Role, SchoolStatus
from alliance.logic.academic_year import AcademicYear
from alliance.models import Partner
from alliance.queries.partner_filters import PartnerFilters
from alliance.queries.partners import PartnerList, Sort, authorities
from foundation.tenancy.scope import acting_within
from tests.alliance.partner_lists import TODAY, address, differing, exported, listed, listing, named
from tests.factories.alliance import (
    ContactFactory,
    LocalAuthorityFactory,
    PartnerFactory,
    SchoolFactory,
)
from tests.factories.partnership import HostingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.ADMINISTRATOR)
    return client


def test_the_list_shows_current_partners_by_name_and_counts_them(alliance: Any, page: Client) -> None:
    lead = alliance.lead_school
    here = {"school__easting": lead.easting, "school__northing": lead.northing}
    named("Wrenfield CE Primary", **here)
    named("Brackenwick High School", **here)
    named("Oldacre School", **here, left_on=date(2025, 7, 31))
    answer = page.get(address(alliance))
    assert answer.context["summary"] == (f"2 of 3 partners match 1 filter · 2 within 10 miles of {lead.name}")
    text = answer.content.decode()
    assert [text.index("Brackenwick") < text.index("Wrenfield"), "Oldacre" in text] == [True, False]
    assert "Oldacre" in page.get(address(alliance, query="status=all")).content.decode()


def test_an_empty_list_teaches_what_belongs_there(alliance: Any, page: Client) -> None:
    assert "Partners belong here" in page.get(address(alliance)).content.decode()


def test_a_search_that_finds_nothing_says_how_to_go_on(alliance: Any, page: Client) -> None:
    named("Wrenfield CE Primary")
    assert "No partner matches" in page.get(address(alliance, query="q=zzzzzz")).content.decode()


@pytest.mark.parametrize(
    "text", ["kelderby", "St Hild", "kelderbey", "Kelderbi acadmy", "900555", "TS18 9ZZ", "ts189zz", "TS18"]
)
def test_a_partner_is_found_by_name_misspelt_name_urn_and_postcode(alliance: Any, text: str) -> None:
    named("Kelderby St Hild Academy", school__urn=900_555, school__postcode="TS18 9ZZ")
    named("Brackenwick High School", school__postcode="DL1 1AA")
    assert listed(alliance, text=text) == ["Kelderby St Hild Academy"]


def test_names_that_have_the_words_hide_those_that_only_resemble_them(alliance: Any) -> None:
    named("Fernwold Primary")
    named("Farnwold Primary")
    assert listed(alliance, text="fernwold") == ["Fernwold Primary"]
    assert listed(alliance, text="fernwuld primary")[0] == "Fernwold Primary"


def test_the_likest_name_comes_first_unless_a_column_is_asked_for(alliance: Any) -> None:
    named("Ashlow Primary")
    named("Upper Ashlow RC Primary")
    named("Askrigg Primary")
    assert listed(alliance, text="ashlaw")[0] == "Ashlow Primary"


@pytest.fixture
def mixed(alliance: Any) -> Any:
    differing()
    return alliance


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, ["Authority", "Primary", "Secondary", "Special", "Trust"]),
        ({"status": "left"}, ["Left"]),
        ({"status": "all", "organisations": ("school",)}, ["Left", "Primary", "Secondary", "Special"]),
        ({"phases": ("special", "secondary")}, ["Secondary", "Special"]),
        ({"authorities": ("808",)}, ["Authority", "Primary"]),
        ({"kinds": ("member",)}, ["Primary"]),
        ({"kinds": ("member",), "year": AcademicYear(2024)}, ["Special"]),
        ({"year": AcademicYear(2021)}, ["Primary"]),
        ({"year": AcademicYear(2023), "status": "all"}, ["Left", "Primary"]),
        ({"contact": "verified"}, ["Primary"]),
        ({"contact": "unverified"}, ["Authority", "Secondary", "Special", "Trust"]),
        ({"authorities": ("841",), "phases": ("special",), "text": "spec"}, ["Special"]),
    ],
)
def test_the_list_is_narrowed_by(mixed: Any, filters: dict[str, Any], names: list[str]) -> None:
    assert listed(mixed, "name", **filters) == names


@pytest.mark.parametrize(
    ("hosting", "names"),
    [
        (("actively_looking",), ["Primary"]),
        (("interested", "not_open"), ["Secondary"]),
        (("not_said",), ["Quiet", "Special"]),
        (("actively_looking", "not_said"), ["Primary", "Quiet", "Special"]),
    ],
)
def test_schools_are_narrowed_to_those_that_host_do_not_or_have_not_said_this_half_year(
    mixed: Any, page: Client, hosting: tuple[str, ...], names: list[str]
) -> None:
    """An answer of half a year and a day ago is none; a trust is never asked."""
    named("Quiet")
    every = ("Primary", "Quiet", "Secondary", "Special", "Trust")
    day = timezone.make_aware(timezone.datetime(2025, 8, 4, 9))
    for name, appetite, said_at in (
        ("Primary", "actively_looking", day),
        ("Secondary", "interested", day),
        ("Special", "interested", day - timedelta(days=1)),
    ):
        HostingFactory(partner=Partner.objects.get(name=name), appetite=appetite, verified_at=said_at)
    assert listed(mixed, "name", hosting=hosting) == names
    with time_machine.travel("2026-02-03 09:00Z", tick=False):
        query = urlencode([("hosting", each) for each in hosting])
        answer = page.get(address(mixed, query=query))
        chips = [chip.value for chip in answer.context["chips"] if chip.label == "Hosts trainees"]
        rows = exported(page.get(address(mixed, "partners_export", query)))
        printed = page.get(address(mixed, "print_partners", query)).content.decode()
    assert len(chips) == len(hosting)
    assert [row["School or partner"] for row in rows] == names
    assert [f">{name}</a>" in printed for name in every] == [name in names for name in every]


def test_what_schools_say_of_hosting_is_a_column_that_sorts(mixed: Any, page: Client) -> None:
    old = timezone.now() - timedelta(days=200)
    for name, appetite, said_at in (
        ("Primary", "interested", timezone.now()),
        ("Special", "actively_looking", old),
    ):
        HostingFactory(partner=Partner.objects.get(name=name), appetite=appetite, verified_at=said_at)
    query = "columns=hosting&sort=hosting"
    rows = exported(page.get(address(mixed, "partners_export", query)))
    said = {row["School or partner"]: row["Hosts trainees"] for row in rows}
    assert said == {
        "Special": "Actively looking, unconfirmed",
        "Primary": "Interested",
        "Authority": "",
        "Secondary": "",
        "Trust": "",
    }
    assert list(said) == ["Special", "Primary", "Authority", "Secondary", "Trust"]
    assert page.get(address(mixed, query=query)).content.decode().count("Not asked yet") == 1


def test_only_authorities_with_partners_are_offered(mixed: Any) -> None:
    LocalAuthorityFactory(code="111", name="Elsewhere")
    expected = [("841", "Darlington"), ("999", "Eastmoor"), ("808", "Stockton")]
    assert (authorities(6), authorities(20_000)) == (expected, expected)


@pytest.mark.parametrize("few", [4, 5, 6])
def test_authorities_are_the_same_however_many_partners_are_found_to_be_many(
    mixed: Any, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("alliance.queries.partners.MOST_MEASURED", few)
    assert authorities() == [("841", "Darlington"), ("999", "Eastmoor"), ("808", "Stockton")]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("", ["Authority", "Primary", "Secondary", "Special", "Trust"]),
        ("-name", ["Trust", "Special", "Secondary", "Primary", "Authority"]),
        ("kind", ["Primary", "Special", "Authority", "Secondary", "Trust"]),
        ("authority", ["Secondary", "Special", "Authority", "Primary", "Trust"]),
        ("-authority", ["Authority", "Primary", "Secondary", "Special", "Trust"]),
        ("contact", ["Primary", "Special", "Authority", "Secondary", "Trust"]),
        ("-contact", ["Special", "Primary", "Authority", "Secondary", "Trust"]),
        ("verified", ["Special", "Primary", "Authority", "Secondary", "Trust"]),
        ("joined", ["Primary", "Authority", "Secondary", "Special", "Trust"]),
        ("-joined", ["Authority", "Secondary", "Special", "Trust", "Primary"]),
        ("type", ["Authority", "Primary", "Secondary", "Special", "Trust"]),
        ("phase", ["Primary", "Secondary", "Special", "Authority", "Trust"]),
        ("evil; DROP TABLE", ["Authority", "Primary", "Secondary", "Special", "Trust"]),
    ],
)
def test_the_list_is_sorted_by(mixed: Any, sort: str, names: list[str]) -> None:
    assert listed(mixed, sort) == names


def test_miles_are_straight_lines_from_the_lead_school(alliance: Any) -> None:
    lead = alliance.lead_school
    named("Far", school__easting=lead.easting + 16_093, school__northing=lead.northing)
    named("Near", school__easting=lead.easting, school__northing=lead.northing - 1_609)
    named("Nowhere", school__easting=None, school__northing=None)
    PartnerFactory(school=lead, name="Lead")
    rows = {row.name: row for row in listing(alliance, "miles").all()}
    assert list(rows) == ["Lead", "Near", "Far", "Nowhere"]
    assert [round(rows[name].miles or 0, 2) for name in ("Near", "Far")] == [1.0, 10.0]
    assert (rows["Nowhere"].miles, rows["Lead"].is_lead, rows["Near"].is_lead) == (None, True, False)
    assert listing(alliance).counts().near == 3


def test_without_a_lead_school_there_are_no_miles(alliance: Any) -> None:
    named("Near")
    without = PartnerList(Partner.objects.all(), PartnerFilters(), Sort.read("miles"), None, TODAY)
    assert [(row.name, row.miles) for row in without.all()] == [("Near", None)]
    assert without.counts().near is None


def test_the_lead_school_is_known_under_an_earlier_urn(alliance: Any) -> None:
    PartnerFactory(
        school=SchoolFactory(successor=alliance.lead_school, status=SchoolStatus.CLOSED), name="Earlier"
    )
    assert [row.is_lead for row in listing(alliance).all()] == [True]


def test_each_filter_in_force_is_a_chip_that_can_be_taken_away(mixed: Any, page: Client) -> None:
    answer = page.get(address(mixed, query="q=s&phase=special&la=841&status=all&sort=-joined"))
    chips = {(chip.label, chip.value): chip.remove_href for chip in answer.context["chips"]}
    assert chips == {
        ("Phase", "Special"): f"{address(mixed)}?q=s&la=841&status=all&sort=-joined",
        ("Authority", "Darlington"): f"{address(mixed)}?q=s&phase=special&status=all&sort=-joined",
    }


def test_every_page_holds_fifty_and_the_last_one_the_rest(alliance: Any, page: Client) -> None:
    for number in range(51):
        named(f"School {number:02d}")
    first, last = page.get(address(alliance)), page.get(address(alliance, query="page=2"))
    assert [body.content.decode().count('<th scope="row"') for body in (first, last)] == [50, 1]
    for far in ("999999", "-1", "0", "x", "9" * 30):
        assert page.get(address(alliance, query=f"page={far}")).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 5_000,
        "q=%00",
        "q=%27%20OR%201%3D1--",
        "q=%25_%5C",
        "sort=evil&status=evil&contact=evil&kind=evil&phase=evil&type=evil&year=evil&la=evil",
        "year=2025-27",
        "year=9999-00",
        "la=%C2%B2%C2%B2%C2%B2",
        "&".join(["la=808"] * 500),
        "page=%C2%B2",
    ],
)
def test_a_hostile_address_is_answered_calmly(alliance: Any, page: Client, query: str) -> None:
    named("Wrenfield CE Primary")
    for name in ("partners", "partners_export", "partner_map", "partner_map_panel"):
        assert page.get(address(alliance, name, query)).status_code == 200


def test_a_percent_sign_is_a_letter_not_a_wildcard(alliance: Any) -> None:
    named("Wrenfield CE Primary")
    assert listed(alliance, text="%") == []


def test_names_are_text_on_the_page_whatever_they_hold(alliance: Any, page: Client) -> None:
    partner = named("<script>alert('x')</script> & {closed}")
    ContactFactory(partner=partner, is_main=True, name='"><img src=x>')
    text = page.get(address(alliance)).content.decode()
    assert "<script>alert" not in text
    assert "<img src=x>" not in text
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; {closed}" in text


def test_one_row_and_three_cost_the_same_queries(alliance: Any, page: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page.get(address(alliance))
        return len([query for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    ContactFactory(partner=named("One"), is_main=True)
    page.get(address(alliance))
    one = queries()
    for name in ("Two", "Three"):
        ContactFactory(partner=named(name), is_main=True)
    assert (one, queries()) == (8, 8)


@pytest.mark.slow
def test_twenty_thousand_partners_are_counted_paged_searched_and_exported(
    alliance: Any, page: Client
) -> None:
    schools = SchoolFactory._meta.model.objects.bulk_create(
        SchoolFactory.build(urn=200_000 + number, name=f"School {number:05d}", local_authority=None)
        for number in range(20_000)
    )
    Partner.objects.bulk_create(
        Partner(organisation="school", school=school, name=school.name, joined_on=date(2024, 9, 1))
        for school in schools
    )
    with connection.cursor() as cursor:  # a server gathers statistics only of what is committed
        cursor.execute("SET LOCAL enable_nestloop = off")
    first = page.get(address(alliance))
    assert first.context["summary"] == "20,000 of 20,000 partners match 1 filter"
    last = page.get(address(alliance, query="page=400")).content.decode()
    assert [words in last for words in ("School 19999", "19,951–20,000 of 20,000")] == [True, True]
    assert listed(alliance, text="schol 12345")[0] == "School 12345"
    assert len(exported(page.get(address(alliance, "partners_export")))) == 20_000
    assert "19,800 more further away" in page.get(address(alliance, "partner_map")).content.decode()


def test_another_alliances_partners_are_never_listed(
    alliance: Any, other_alliance: Any, page: Client
) -> None:
    named("Ours")
    with acting_within(other_alliance):
        named("Theirs", school__postcode="TS77 7ZZ")
    for name in ("partners", "partners_export", "partner_map"):
        text = page.get(address(alliance, name, "status=all")).content.decode()
        assert ("Ours" in text, "Theirs" in text) == (True, False)
    assert page.get(address(other_alliance)).status_code == 404
