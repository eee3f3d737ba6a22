"""What stands around every page: the areas of a role, the other alliances, the year, and what is unread."""

import pytest
import time_machine
from django.db import connection
from django.template import engines
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alliance import navigation
from alliance.choices import ORGANISATION_ROLES, STAFF_ROLES, Role
from alliance.models import Membership
from foundation.notifications.actions import notify
from foundation.tenancy.scope import acting_within
from foundation.ui.areas import registered
from tests.factories.alliance import AllianceFactory, MembershipFactory, PartnerFactory

pytestmark = pytest.mark.django_db


def built(member: Membership, path: str = "") -> dict[str, object]:
    request = RequestFactory().get(path or reverse("today", args=[member.alliance.slug]))
    request.user, request.member, request.alliance = member.user, member, member.alliance
    request.memberships = list(Membership.objects.of(member.user))
    with acting_within(member.alliance):
        return navigation.build(request)


def member_as(alliance: object, role: Role) -> Membership:
    fields: dict[str, object] = {"roles": [role]}
    if role in ORGANISATION_ROLES:
        fields["partner"] = PartnerFactory()
    if role == Role.EXTERNAL_REVIEWER:
        fields["ends_on"] = "2099-07-31"
    return MembershipFactory(alliance=alliance, **fields)


def labels(items: object) -> list[str]:
    return [item.label for item in items]


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_only_areas_it_may_open(alliance: object, client: Client, role: Role) -> None:
    member = member_as(alliance, role)
    client.force_login(member.user)
    shown = [item for place in ("nav", "nav_settings") for item in built(member)[place]]
    assert shown, "everybody has somewhere to begin"
    assert {item.label: client.get(item.href).status_code for item in shown} == {
        item.label: 200 for item in shown
    }
    hidden = {reverse(area.route, args=[alliance.slug]) for area in registered()} - {
        item.href for item in shown
    }
    assert {client.get(href).status_code for href in hidden} <= {302, 403, 404}


def test_where_each_begins(alliance: object) -> None:
    first = {role: labels(built(member_as(alliance, role))["nav"])[0] for role in Role}
    assert first == {
        role: "Today"
        if role in STAFF_ROLES
        else "My school"
        if role == Role.PARTNER_CONTACT
        else "My alliance"
        for role in Role
    }


def test_settings_stand_apart_and_only_leads_see_them(alliance: object) -> None:
    owner, finance = member_as(alliance, Role.OWNER), member_as(alliance, Role.FINANCE_OFFICER)
    assert labels(built(owner)["nav_settings"]) == ["API access", "Settings"]
    assert labels(built(finance)["nav_settings"]) == []


def test_an_external_reviewer_sees_nothing_of_the_alliances_work(alliance: object) -> None:
    assert labels(built(member_as(alliance, Role.EXTERNAL_REVIEWER))["nav"])[:1] == ["My alliance"]
    assert "Partners" not in labels(built(member_as(alliance, Role.EXTERNAL_REVIEWER))["nav"])


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/a/{slug}/", "Today"),
        ("/a/{slug}/partners/", "Partners"),
        ("/a/{slug}/partners/map/", "Partners"),
        ("/a/{slug}/settings/people/", "Settings"),
        ("/a/{slug}/notifications/", None),
    ],
)
def test_one_area_is_current(alliance: object, path: str, current: str | None) -> None:
    context = built(member_as(alliance, Role.OWNER), path.format(slug=alliance.slug))
    marked = [item.label for place in ("nav", "nav_settings") for item in context[place] if item.current]
    assert marked == ([current] if current else [])


def test_phones_have_at_most_four_places(alliance: object) -> None:
    for role in Role:
        assert 1 <= len(built(member_as(alliance, role))["nav_bottom"]) <= 4


def test_the_switcher_lists_the_alliances_one_may_enter(alliance: object, other_alliance: object) -> None:
    member = member_as(alliance, Role.OWNER)
    assert len(built(member)["alliances"]) == 1
    MembershipFactory(alliance=other_alliance, user=member.user)
    MembershipFactory(alliance=AllianceFactory(), user=member.user, ended_at="2026-01-01T00:00Z")
    AllianceFactory(name="Never Mine")
    links = built(member)["alliances"]
    assert {(link.name, link.href, link.current) for link in links} == {
        (alliance.name, f"/a/{alliance.slug}/", True),
        (other_alliance.name, f"/a/{other_alliance.slug}/", False),
    }


def test_unread_notifications_of_this_alliance_are_counted(alliance: object, other_alliance: object) -> None:
    member = member_as(alliance, Role.OWNER)
    notify([member.user_id], "One", "/")
    notify([member.user_id], "Two", "/")
    with acting_within(other_alliance):
        notify([member.user_id], "Elsewhere", "/")
    assert built(member)["notifications_count"] == 2


@pytest.mark.parametrize("alliances", [1, 3])
def test_it_takes_one_query_beside_the_memberships_however_much_there_is(
    alliance: object, alliances: int
) -> None:
    member = member_as(alliance, Role.OWNER)
    for _ in range(alliances - 1):
        MembershipFactory(alliance=AllianceFactory(), user=member.user)
    notify([member.user_id] * alliances, "News", "/")
    member = Membership.objects.select_related("alliance__lead_school", "user").get(pk=member.pk)
    with CaptureQueriesContext(connection) as queries:
        built(member)
    assert len([query for query in queries if query["sql"].lstrip().startswith("SELECT")]) == 2


def test_the_year_and_the_person_stand_there(alliance: object) -> None:
    member = MembershipFactory(
        alliance=alliance, roles=[Role.OWNER, Role.CPD_LEAD], user__full_name="Priya Nandwani"
    )
    with time_machine.travel("2026-02-03"):
        context = built(member)
    assert (context["year_label"], context["member_name"], context["member_role"]) == (
        "2025/26",
        "Priya Nandwani",
        "Owner and 1 more",
    )


def test_the_alliances_colours_are_on_the_page(alliance: object, client: Client) -> None:
    alliance.alliance_colour = "#5b1a5e"
    alliance.save()
    client.force_login(member_as(alliance, Role.OWNER).user)
    assert (
        "--brand-alliance:#5b1a5e" in client.get(reverse("settings", args=[alliance.slug])).content.decode()
    )


def test_strangers_get_no_navigation() -> None:
    assert engines["django"].from_string("[{{ nav|length }}]").render({}, RequestFactory().get("/")) == "[0]"


def test_an_operators_page_shows_the_operators_area(client: Client) -> None:
    request = RequestFactory().get("/operator/")
    request.user = MembershipFactory(user__is_operator=True).user
    assert labels(navigation.build(request)["nav"]) == ["Alliances"]
