"""Views of the partner list by name: kept, shared, changed, and the one that a person's list opens with."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alliance.choices import STAFF_ROLES, PhaseGroup, Role
from foundation.lists.models import DefaultView, SavedView
from foundation.lists.saved import MOST_VIEWS, save_view, views_of
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import MembershipFactory, PartnerFactory, SchoolFactory

pytestmark = pytest.mark.django_db
QUERY = "phase=special&sort=-joined&columns=name,urn"


@pytest.fixture
def staff(alliance: Any, sign_in: Any) -> Any:
    return sign_in(alliance, Role.CPD_LEAD)


def address(alliance: Any, name: str, *arguments: Any) -> str:
    return reverse(name, args=[alliance.slug, *arguments])


def keep(client: Client, alliance: Any, name: str, query: str = QUERY, **fields: str) -> Any:
    return client.post(f"{address(alliance, 'save_view')}?{query}", {"name": name, **fields})


def menu_of(answer: Any) -> list[str]:
    return [item.label for item in answer.context["view_items"]]


def test_a_view_keeps_filters_order_and_columns_and_nothing_else(alliance: Any, staff: Any) -> None:
    client, _ = staff
    answer = keep(client, alliance, "Special", f"page=3&evil=1&{QUERY}&phase=evil")
    assert answer["Location"] == f"{address(alliance, 'partners')}?{QUERY}"
    page = client.get(answer["Location"])
    assert page.context["view_label"] == "View: Special"
    assert menu_of(page) == ["Special", "Save this view…", "Change views…"]
    assert menu_of(client.get(address(alliance, "partners") + "?q=x"))[0] == "Special"


def test_a_name_is_a_persons_own_once_whatever_its_capitals(alliance: Any, staff: Any, sign_in: Any) -> None:
    client, _ = staff
    keep(client, alliance, "Renewals")
    again = keep(client, alliance, "RENEWALS", "")
    assert (again.status_code, "There is a view called RENEWALS already" in again.content.decode()) == (
        422,
        True,
    )
    other, _ = sign_in(alliance, Role.ITT_LEAD)
    assert keep(other, alliance, "Renewals").status_code == 302


def test_a_view_is_ones_own_until_it_is_shared(alliance: Any, staff: Any, sign_in: Any) -> None:
    client, _ = staff
    keep(client, alliance, "Mine")
    keep(client, alliance, "Ours", shared="on")
    other, _ = sign_in(alliance, Role.ITT_LEAD)
    assert menu_of(other.get(address(alliance, "partners") + "?q=x"))[:-2] == ["Ours"]


def test_the_list_opens_with_ones_default_view(alliance: Any, staff: Any, sign_in: Any) -> None:
    client, _ = staff
    plain = address(alliance, "partners")
    assert client.get(plain).status_code == 200
    keep(client, alliance, "Special", as_default="on")
    assert client.get(plain)["Location"] == f"{plain}?{QUERY}"
    assert client.get(f"{plain}?status=all").status_code == 200
    view = SavedView.objects.get()
    client.post(address(alliance, "open_with_view", view.public_id))
    assert client.get(plain).status_code == 200
    client.post(address(alliance, "open_with_view", view.public_id))
    assert client.get(plain).status_code == 302
    other, _ = sign_in(alliance, Role.ITT_LEAD)
    assert other.get(plain).status_code == 200


def test_a_view_without_filters_is_the_plain_list(alliance: Any, staff: Any) -> None:
    client, _ = staff
    keep(client, alliance, "All", "", as_default="on")
    plain = address(alliance, "partners")
    assert client.get(plain).status_code == 200
    assert client.get(f"{plain}?status=current").context["view_label"] == "View: All"


@pytest.mark.parametrize(
    ("role", "shared", "status"),
    [
        (Role.ITT_LEAD, True, 403),
        (Role.ITT_LEAD, False, 404),
        (Role.ADMINISTRATOR, True, 200),
        (Role.ADMINISTRATOR, False, 404),
        (Role.PARTNER_CONTACT, True, 403),
    ],
)
def test_a_shared_view_is_changed_by_its_owner_and_by_leads(
    alliance: Any, staff: Any, sign_in: Any, role: Role, shared: bool, status: int
) -> None:
    _, owner = staff
    view = save_view(list_name="partners", name="Ours", query="", shared=shared, by=owner.user)
    partner = {"partner": PartnerFactory()} if role is Role.PARTNER_CONTACT else {}
    other, _ = sign_in(alliance, role, **partner)
    assert other.get(address(alliance, "saved_view", view.public_id)).status_code == status
    removed = other.post(address(alliance, "remove_view", view.public_id)).status_code
    assert removed == (302 if status == 200 else status)
    assert SavedView.objects.exists() is (status != 200)


def test_a_view_that_is_hidden_again_opens_nobody_elses_list(alliance: Any, staff: Any, sign_in: Any) -> None:
    client, owner = staff
    view = save_view(
        list_name="partners", name="Ours", query=QUERY, shared=True, as_default=True, by=owner.user
    )
    other = MembershipFactory(alliance=alliance, roles=[Role.ITT_LEAD]).user
    DefaultView.objects.create(user=other, list="partners", view=view)
    client.post(address(alliance, "saved_view", view.public_id), {"name": "Mine"})
    view.refresh_from_db()
    assert (view.name, view.shared) == ("Mine", False)
    assert [default.user for default in DefaultView.objects.all()] == [owner.user]
    assert views_of("partners", other) == []


def test_views_of_another_alliance_and_of_another_list_are_never_offered(
    alliance: Any, other_alliance: Any, staff: Any
) -> None:
    client, member = staff
    save_view(list_name="people", name="Elsewhere", query="", by=member.user)
    with acting_within(other_alliance):
        theirs = save_view(list_name="partners", name="Theirs", query="", shared=True, by=member.user)
    assert menu_of(client.get(address(alliance, "partners"))) == ["Save this view…"]
    assert client.get(address(alliance, "saved_view", theirs.public_id)).status_code == 404


def test_too_many_views_are_not_found_again(alliance: Any, staff: Any) -> None:
    client, member = staff
    for number in range(MOST_VIEWS):
        save_view(list_name="partners", name=f"View {number}", query="", by=member.user)
    refused = keep(client, alliance, "One more")
    assert "You have 50 views of this list: remove one first." in refused.content.decode()


@pytest.mark.parametrize("role", Role)
def test_views_are_for_staff(alliance: Any, sign_in: Any, role: Role) -> None:
    partner = (
        {"partner": PartnerFactory()} if role in (Role.PARTNER_CONTACT, Role.HEADTEACHER_APPROVER) else {}
    )
    client, _ = (
        sign_in(alliance, role, **partner)
        if role is not Role.EXTERNAL_REVIEWER
        else sign_in(alliance, role, ends_on="2099-12-31")
    )
    pages = [client.get(address(alliance, name)).status_code for name in ("saved_views", "save_view")]
    assert pages == ([200, 200] if role in STAFF_ROLES else [403, 403])


def test_the_list_shows_what_the_view_keeps(alliance: Any, staff: Any) -> None:
    client, _ = staff
    for name, group in (("Birkholme", PhaseGroup.SPECIAL), ("Foxdale", PhaseGroup.PRIMARY)):
        PartnerFactory(name=name, school=SchoolFactory(name=name, phase_group=group))
    keep(client, alliance, "Special", as_default="on")
    page = client.get(address(alliance, "partners"), follow=True)
    assert ["Birkholme" in page.content.decode(), "Foxdale" in page.content.decode()] == [True, False]
    assert [column.label for column in page.context["columns"]] == ["School or partner", "URN", "Actions"]
