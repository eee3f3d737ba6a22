"""The pages of prospects: board, table, record, adding, moving, export."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alliance.choices import Organisation, ProspectStage, Role
from alliance.models import Prospect, ProspectPriority
from alliance.views.growth import lists
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import MembershipFactory, PartnerFactory, SchoolFactory, UserFactory
from tests.factories.growth import PriorityFactory, ProspectFactory, at_stage

pytestmark = pytest.mark.django_db

ROW = re.compile(
    r'<th scope="row">.*?<a href="[^"]*">(.*?)</a>.*?<td class="num table__wide">(.*?)</td>', re.S
)
"""Name and kilometres of a row of the table."""


@pytest.fixture
def page(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.SUPPORT_LEAD)
    return client


def to(prospect: Prospect, name: str, *more: Any) -> str:
    return reverse(name, args=[prospect.alliance.slug, prospect.public_id, *more])


def said(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_board_has_a_column_a_stage_with_the_longest_there_on_top(page: Client, alliance: Any) -> None:
    for name, days in (("Newcome Primary", 2), ("Longago Primary", 40)):
        ProspectFactory(name=name, stage=ProspectStage.ENQUIRY, days=days)
    response = page.get(reverse("prospects", args=[alliance.slug]))
    columns = {column.label: column for column in response.context["columns"]}
    assert list(columns) == [
        "Prospect",
        "Enquiry",
        "Assessed",
        "Due diligence",
        "Board decision",
        "Onboarding",
    ]
    cards = columns["Enquiry"].cards
    assert [(card.title, card.word) for card in cards] == [
        ("Longago Primary", "Long here"),
        ("Newcome Primary", ""),
    ]
    assert cards[0].lines[0].startswith("40 days · ")
    assert [move.label for move in cards[0].moves] == ["To assessed", "Back to prospect"]


def test_a_column_of_the_board_has_the_longest_there_and_counts_all(
    page: Client, alliance: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST_CARDS", 2)
    for stage in (ProspectStage.PROSPECT, ProspectStage.ENQUIRY):
        for days in (1, 5, 3):
            ProspectFactory(school=SchoolFactory(name=f"{stage.label} for {days}"), stage=stage, days=days)
    columns = page.get(reverse("prospects", args=[alliance.slug])).context["columns"]
    shown = {column.label: ([card.title for card in column.cards], column.count) for column in columns[:3]}
    assert shown == {
        "Prospect": (["Prospect for 5", "Prospect for 3"], 3),
        "Enquiry": (["Enquiry for 5", "Enquiry for 3"], 3),
        "Assessed": ([], 0),
    }


def test_a_button_of_the_board_moves_a_card_and_leads_back_to_the_board(page: Client, alliance: Any) -> None:
    prospect = ProspectFactory()
    board = "http://testserver" + reverse("prospects", args=[alliance.slug]) + "?owner=nobody"
    response = page.post(to(prospect, "move_prospect", "enquiry"), headers={"referer": board})
    assert (response.status_code, response["Location"]) == (302, board)
    prospect.refresh_from_db()
    assert prospect.stage == "enquiry"
    elsewhere = page.post(
        to(prospect, "move_prospect", "assessed"), headers={"referer": "https://evil.example/"}
    )
    assert elsewhere["Location"] == to(prospect, "prospect")


def test_a_move_that_does_not_follow_says_so(page: Client, alliance: Any) -> None:
    prospect = ProspectFactory(name="Netherholme")
    response = page.post(to(prospect, "move_prospect", "assessed"), follow=True)
    assert (
        "Netherholme is at the stage “Prospect”, from which it cannot go to “Assessed”"
        in response.content.decode()
    )
    assert page.post(to(prospect, "move_prospect", "nonsense")).status_code == 404


@pytest.mark.parametrize("name", ["prospects", "prospects_table", "prospects_export"])
def test_three_prospects_take_as_many_queries_as_one(page: Client, alliance: Any, name: str) -> None:
    address = reverse(name, args=[alliance.slug])
    PriorityFactory()

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page.get(address)
        return len(captured)

    ProspectFactory()
    queries()
    one = queries()
    for stage in (ProspectStage.PROSPECT, ProspectStage.ENQUIRY):
        ProspectFactory(stage=stage)
    assert queries() == one <= 14


def test_the_table_is_filtered_and_sorted_by_its_address(page: Client, alliance: Any) -> None:
    lead = alliance.lead_school
    near = SchoolFactory(name="Near Primary", easting=lead.easting + 3_000, northing=lead.northing + 4_000)
    far = SchoolFactory(name="Far Primary", easting=lead.easting + 30_000, northing=lead.northing + 40_000)
    ProspectFactory(school=far, days=3)
    ProspectFactory(school=near, stage=ProspectStage.ENQUIRY, days=30)
    table = reverse("prospects_table", args=[alliance.slug])

    def rows(query: str) -> list[tuple[str, str]]:
        return ROW.findall(said(page, table + query))

    assert rows("?sort=km") == [("Near Primary", "5.0"), ("Far Primary", "50.0")]
    assert rows("?sort=-km") == [("Far Primary", "50.0"), ("Near Primary", "5.0")]
    assert rows("?sort=-days") == [("Near Primary", "5.0"), ("Far Primary", "50.0")]
    assert rows("?stage=enquiry") == rows("?stuck=yes") == rows("?q=near") == [("Near Primary", "5.0")]
    assert rows(f"?q={far.urn}") == [("Far Primary", "50.0")]
    assert rows("?owner=nobody&sort=name") == [("Far Primary", "50.0"), ("Near Primary", "5.0")]
    assert rows("?sort=evil&owner=evil&stage=evil&page=evil") == rows("")


def test_a_row_of_the_table_says_what_is_known_and_nothing_that_runs(page: Client, alliance: Any) -> None:
    shared, _ = PriorityFactory(), PriorityFactory()
    owner = UserFactory(full_name="Ada <Marsh>")
    prospect = ProspectFactory(
        school=SchoolFactory(name="<b>Netherholme</b>", easting=None, northing=None),
        owner=owner,
        days=1_200,
    )
    ProspectPriority.objects.create(prospect=prospect, priority=shared)
    said_of_it = said(page, reverse("prospects_table", args=[alliance.slug])).split("<tbody>")[1]
    name = "&lt;b&gt;Netherholme&lt;/b&gt;"
    assert (
        f'<a href="{to(prospect, "prospect")}">{name}</a><span class="table__meta">Eastmoor</span>'
        in said_of_it
    )
    cells = re.findall(r"<td[^>]*>(.*?)</td>", said_of_it)
    assert re.sub(r"<svg.*</svg>|</?span[^>]*>", "", cells[0]) == "Prospect"
    assert cells[1:] == ["1,200", "Ada &lt;Marsh&gt;", "–", "1 of 2"]


def test_the_filter_offers_those_who_look_after_a_prospect(
    page: Client, alliance: Any, other_alliance: Any
) -> None:
    for name in ("Zoe Ash", "Ada Marsh"):
        ProspectFactory(owner=UserFactory(full_name=name))
    ProspectFactory()
    MembershipFactory(alliance=alliance, roles=[Role.SUPPORT_LEAD])
    with acting_within(other_alliance):
        ProspectFactory(owner=UserFactory(full_name="Somewhere Else"))
    groups = page.get(reverse("prospects_table", args=[alliance.slug])).context["groups"]
    offered = {group.label: [option.label for option in group.options] for group in groups}
    assert offered["Looked after by"] == ["Anybody", "Nobody yet", "Ada Marsh", "Zoe Ash"]


def test_the_export_has_the_rows_of_the_table_and_nothing_that_runs(page: Client, alliance: Any) -> None:
    PriorityFactory()
    ProspectFactory(school=SchoolFactory(name="=Netherholme"), days=3)
    ProspectFactory(stage=ProspectStage.ENQUIRY)
    text = page.get(reverse("prospects_export", args=[alliance.slug]) + "?stage=prospect").content.decode(
        "utf-8-sig"
    )
    heads, row, *others = text.splitlines()
    assert heads.startswith("Prospect,Kind,Phase,Local authority,Stage,Days in this stage")
    assert row.startswith("'=Netherholme,School,Primary,Eastmoor,Prospect,3,,")
    assert row.endswith(",0,1")
    assert others == []


def test_the_record_says_where_it_lies_and_what_it_would_change(page: Client, alliance: Any) -> None:
    lead = alliance.lead_school
    lead.easting, lead.northing = 440_000, 510_000
    lead.save()
    PartnerFactory(school=lead)
    PartnerFactory(school=SchoolFactory(easting=443_000, northing=514_000, name="Fernwold Near"))
    prospect = ProspectFactory(school=SchoolFactory(easting=446_000, northing=518_000))
    text = said(page, to(prospect, "prospect"))
    assert f"10.0 km from {lead.name}" in text
    assert "Typical distance between partner schools: 5.0 km now, 5.0 km with it." in text
    assert text.index("Fernwold Near</a></th>") < text.index(f"{lead.name}</a></th>")
    assert text.count("<svg") >= 2


def test_shared_goals_stand_before_those_that_are_not(page: Client, alliance: Any) -> None:
    shared, other = PriorityFactory(name="Reading"), PriorityFactory(name="Attendance")
    prospect = ProspectFactory()
    given = {"owner": "", "priorities": [shared.pk], "notes": "", "version": prospect.version, "seen": "{}"}
    assert page.post(to(prospect, "edit_prospect"), given).status_code == 302
    record = page.get(to(prospect, "prospect")).context["record"]
    assert (record.shared, record.unshared) == ([shared], [other])


def test_a_school_is_added_from_the_register(page: Client, alliance: Any) -> None:
    school = SchoolFactory(name="Caldcombe Primary", town="Caldcombe")
    found = said(page, reverse("add_prospect", args=[alliance.slug]) + "?school=caldcombe")
    address = reverse("add_prospect_school", args=[alliance.slug, school.urn])
    assert f'href="{address}"' in found
    given = {"stage": "enquiry", "owner": "", "notes": "They wrote to us."}
    assert page.post(address, given).status_code == 302
    prospect = Prospect.objects.get()
    assert (prospect.school, prospect.stage, prospect.notes) == (school, "enquiry", "They wrote to us.")
    again = page.post(address, given)
    assert (again.status_code, Prospect.objects.count()) == (422, 1)
    assert "Open Caldcombe Primary" in again.content.decode()


def test_another_organisation_is_added_by_what_names_it(page: Client, alliance: Any) -> None:
    address = reverse("add_prospect_organisation", args=[alliance.slug, "other"])
    given = {
        "stage": "prospect",
        "name": "Eastmoor Literacy Trust",
        "reason": "Trains volunteers",
        "other_kind": "charity",
        "address": "The Old Customs House",
        "owner": "",
    }
    assert page.post(address, given).status_code == 302
    assert Prospect.objects.get().organisation == Organisation.OTHER
    assert page.post(address, {**given, "name": ""}).status_code == 422
    assert "joined_on" not in page.get(address).context["form"].fields


def test_declining_asks_why_and_adding_again_remembers(page: Client, alliance: Any) -> None:
    prospect = at_stage(ProspectFactory(), ProspectStage.ASSESSED)
    assert page.post(to(prospect, "decline_prospect"), {"because": "aims"}).status_code == 422
    given = {"because": "aims", "note": "They want a trust, not an alliance."}
    assert page.post(to(prospect, "decline_prospect"), given).status_code == 302
    text = said(page, to(prospect, "prospect"))
    assert ("Our aims differ" in text, "They want a trust, not an alliance." in text) == (True, True)
    assert page.post(to(prospect, "add_prospect_again")).status_code == 302
    again = Prospect.objects.open().get()
    assert "a prospect before" in said(page, to(again, "prospect"))


def test_nobody_but_staff_sees_a_prospect(alliance: Any, sign_in: Any) -> None:
    prospect = ProspectFactory()
    partner = PartnerFactory()
    for role in (Role.PARTNER_CONTACT, Role.HEADTEACHER_APPROVER, Role.MENTOR, Role.EXTERNAL_REVIEWER):
        extra = {"partner": partner} if role in (Role.PARTNER_CONTACT, Role.HEADTEACHER_APPROVER) else {}
        if role == Role.EXTERNAL_REVIEWER:
            extra = {"ends_on": "2099-01-01"}
        client, member = sign_in(alliance, role, **extra)
        assert client.get(to(prospect, "prospect")).status_code == 403
        assert list(Prospect.objects.visible_to(member)) == []
        found = client.get(reverse("search", args=[alliance.slug]), {"q": prospect.name})
        assert "Prospects" not in [section.label for section in found.context["sections"]]


def test_the_search_finds_a_prospect_for_staff(page: Client, alliance: Any) -> None:
    prospect = ProspectFactory(name="Netherholme Primary")
    text = said(page, reverse("search", args=[alliance.slug]) + "?q=netherholme")
    assert to(prospect, "prospect") in text


def test_another_alliances_prospects_are_not_there(page: Client, alliance: Any, other_alliance: Any) -> None:
    with acting_within(other_alliance):
        strange = ProspectFactory(name="Strange Primary")
    assert "Strange Primary" not in said(page, reverse("prospects", args=[alliance.slug]))
    address = reverse("prospect", args=[alliance.slug, strange.public_id])
    assert page.get(address).status_code == 404
