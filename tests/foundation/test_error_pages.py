"""Pages about errors: what happened, why, what next; inside the portal where that can be, alone where not."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from alliance.choices import Role
from alliance.models import Alliance, Membership
from foundation.ui.theme import COOKIE
from tests.factories.alliance import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def failing_addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.foundation.failing_urls", DEBUG=False):
        yield


@pytest.fixture
def member(alliance: Alliance) -> Membership:
    MembershipFactory(alliance=alliance, roles=[Role.OWNER], user__full_name="Priya Nandwani")
    MembershipFactory(alliance=alliance, roles=[Role.ADMINISTRATOR], user__full_name="Owen Birtles")
    return MembershipFactory(alliance=alliance, roles=[Role.CPD_LEAD], user__full_name="Farida Kamara")


@pytest.fixture
def inside(member: Membership) -> Client:
    """Somebody signed in, whose errors are answered rather than raised."""
    client = Client(raise_request_exception=False)
    client.force_login(member.user)
    return client


def outside() -> Client:
    return Client(raise_request_exception=False)


def heading(response: Any) -> str:
    return re.search(r"<h1>([^<]+)</h1>", response.content.decode()).group(1)


def stands(response: Any) -> str:
    """`inside` the portal with its navigation, or `alone`."""
    return "inside" if 'class="spine"' in response.content.decode() else "alone"


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("fail/bad/", 400, "The portal could not read that"),
        ("nowhere/", 404, "There is nothing at this address"),
    ],
)
def test_inside_an_alliance_the_page_keeps_its_navigation(
    inside: Client, alliance: Alliance, path: str, status: int, says: str
) -> None:
    within = inside.get(f"/a/{alliance.slug}/{path}")
    assert (within.status_code, heading(within), stands(within)) == (status, says, "inside")
    without = outside().get(f"/{path}")
    assert (without.status_code, heading(without), stands(without)) == (status, says, "alone")


def test_not_let_in_is_told_whose_role_it_is_and_whom_to_ask(inside: Client, alliance: Alliance) -> None:
    refused = inside.get(reverse("settings", args=[alliance.slug]))
    assert (refused.status_code, stands(refused)) == (403, "inside")
    said = refused.content.decode()
    assert "You are signed in as Farida Kamara, CPD lead." in said
    assert "It is open to: Owner, Strategic lead and Alliance administrator." in said
    assert "Ask Priya Nandwani or Owen Birtles to do it for you" in said


def test_another_alliances_people_are_never_named(
    inside: Client, alliance: Alliance, other_alliance: Alliance
) -> None:
    MembershipFactory(alliance=other_alliance, roles=[Role.OWNER], user__full_name="Strange Owner")
    assert "Strange Owner" not in inside.get(reverse("settings", args=[alliance.slug])).content.decode()
    assert inside.get(reverse("settings", args=[other_alliance.slug])).status_code == 404


def test_where_nothing_is_one_can_search(inside: Client, alliance: Alliance) -> None:
    page = inside.get(f"/a/{alliance.slug}/nowhere/").content.decode()
    action = reverse("search", args=[alliance.slug])
    form = re.search(r'<form class="error-page__search"[^>]*>', page).group(0)
    assert f'action="{action}"' in form
    assert "error-page__search" not in outside().get("/nowhere/").content.decode()
    assert "Sign in</a>, then search" in outside().get("/nowhere/").content.decode()


def test_an_address_for_buttons_opened_by_hand_is_explained(inside: Client, alliance: Alliance) -> None:
    page = inside.get(reverse("stop_serving", args=[alliance.slug]))
    assert (page.status_code, heading(page), stands(page)) == (405, "This address is not a page", "inside")
    assert page["Allow"] == "POST"
    alone = outside().get(reverse("set_theme"))
    assert (alone.status_code, heading(alone), stands(alone)) == (405, "This address is not a page", "alone")


def test_a_form_that_was_open_for_too_long_is_explained(member: Membership, alliance: Alliance) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user)
    page = client.post(reverse("my_alliance", args=[alliance.slug]))
    assert (page.status_code, heading(page), stands(page)) == (
        403,
        "This form was open for too long",
        "inside",
    )
    alone = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x@y.example"})
    assert (alone.status_code, heading(alone), stands(alone)) == (
        403,
        "This form was open for too long",
        "alone",
    )


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_more_than_the_portal_takes_at_once_is_explained(inside: Client, alliance: Alliance) -> None:
    page = inside.post(f"/a/{alliance.slug}/fail/nothing/", {"text": "a" * 2000}, "text/plain")
    large = inside.post(
        f"/a/{alliance.slug}/fail/nothing/", "text=" + "a" * 2000, "application/x-www-form-urlencoded"
    )
    assert page.status_code == 200, "only what is read counts"
    assert (large.status_code, heading(large), stands(large)) == (413, "That is too much at once", "inside")


def test_too_many_attempts_say_how_long_to_wait() -> None:
    client = outside()
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"}):
        for _ in range(3):
            page = client.post("/account/login/", {"login": "a@b.example", "password": "x"})
    assert (page.status_code, heading(page), page["Retry-After"]) == (429, "Too many attempts", "300")


@pytest.mark.parametrize("what", ["broken", "broken-in-the-database"])
def test_our_own_fault_names_the_request_and_asks_the_database_for_nothing(
    inside: Client, alliance: Alliance, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    inside.cookies[COOKIE] = "dark"
    page = inside.get(f"/a/{alliance.slug}/fail/{what}/")
    assert (page.status_code, heading(page), stands(page)) == (
        500,
        "Something went wrong on our side",
        "alone",
    )
    said = page.content.decode()
    number = re.search(r'<span class="mono">([0-9a-f-]{36})</span>', said).group(1)
    assert any(number in record.getMessage() for record in caplog.records), "the logs know it by this number"
    assert 'data-theme="dark"' in said
    assert "the last step was not saved" in said
    assert "ZeroDivisionError" not in said


def test_while_the_database_is_out_of_reach_one_is_told_to_come_back(
    inside: Client, alliance: Alliance
) -> None:
    for page in (inside.get(f"/a/{alliance.slug}/fail/down/"), outside().get("/fail/down/")):
        assert (page.status_code, heading(page)) == (503, "The portal is not available just now")
        assert (page["Retry-After"], stands(page)) == ("30", "alone")


def test_no_database_at_all_gives_the_same_page(client: Client) -> None:
    class Gone:
        def __call__(self, execute: Any, sql: str, *rest: Any) -> None:
            from django.db import OperationalError

            raise OperationalError("server closed the connection unexpectedly")

    client = outside()
    client.cookies["tsa_session"] = "a" * 32
    with connection.execute_wrapper(Gone()):
        page = client.get("/account/login/")
    assert (page.status_code, heading(page)) == (503, "The portal is not available just now")


@pytest.mark.parametrize(
    ("what", "status"), [("bad", 400), ("broken", 500), ("down", 503), ("nowhere/at/all", 404)]
)
def test_a_program_is_told_a_problem_and_never_a_page(what: str, status: int) -> None:
    told = outside().get(f"/api/fail/{what}/")
    assert (told.status_code, told["Content-Type"], told.json()["status"]) == (
        status,
        "application/problem+json",
        status,
    )


def test_every_error_page_says_what_next_in_one_heading(client: Client) -> None:
    from django.template.loader import render_to_string

    for name in ("400", "403", "403_csrf", "404", "405", "413", "429", "500", "503"):
        drawn = render_to_string(f"{name}.html")
        assert drawn.count("<h1>") == 1, name
        assert drawn.count('class="button button--primary"') == 1, name
