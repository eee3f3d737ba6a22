"""Light, dark, or as the device is set: chosen by a person and drawn by the server."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from alliance.models import Alliance, User
from foundation.ui.theme import COOKIE
from tests.factories.alliance import MembershipFactory

pytestmark = pytest.mark.django_db
LOG_IN = "/account/login/"


def choose(client: Client, theme: str, back: str = LOG_IN) -> str:
    """Press the button; where the answer leads."""
    response = client.post(reverse("set_theme"), {"theme": theme, "next": back})
    assert response.status_code == 302
    return response.url


def drawn(client: Client, address: str) -> tuple[str, list[str]]:
    """The theme written on the page's root ("" for none), and the pressed button."""
    page = client.get(address).content.decode()
    root = re.search(r"<html[^>]*>", page)
    chosen = re.search(r'data-theme="(\w+)"', root.group(0))
    pressed = re.findall(r'name="theme" value="(\w+)" aria-pressed="true"', page)
    return (chosen.group(1) if chosen else "", pressed)


def test_until_somebody_chooses_the_device_decides(client: Client) -> None:
    assert drawn(client, LOG_IN) == ("", ["system"])
    page = client.get(LOG_IN).content.decode()
    assert '<meta name="color-scheme" content="light dark">' in page
    assert re.findall(r'name="theme-color" media="\(prefers-color-scheme: (\w+)\)"', page) == [
        "light",
        "dark",
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_before_log_in_the_browser_remembers_the_choice(client: Client, theme: str) -> None:
    assert choose(client, theme) == LOG_IN
    assert drawn(client, LOG_IN) == (theme, [theme])
    assert client.cookies[COOKIE]["httponly"]
    assert client.cookies[COOKIE]["samesite"] == "Lax"
    assert f'<meta name="color-scheme" content="{theme}">' in client.get(LOG_IN).content.decode()
    choose(client, "system")
    assert drawn(client, LOG_IN) == ("", ["system"])


def test_signed_in_the_choice_follows_the_person_to_every_device(alliance: Alliance) -> None:
    member = MembershipFactory(alliance=alliance)
    laptop, phone = Client(), Client()
    for device in (laptop, phone):
        device.force_login(member.user)
    today = reverse("today", args=[alliance.slug])
    assert choose(laptop, "dark", today) == today
    assert [drawn(device, today)[0] for device in (laptop, phone)] == ["dark", "dark"]
    account = client_page(phone, "your_account")
    assert account.count('value="dark" aria-pressed="true"') == 2, "in the sheet and at the foot"


def client_page(client: Client, name: str) -> str:
    return client.get(reverse(name)).content.decode()


def test_one_persons_choice_changes_nobody_elses_page(alliance: Alliance) -> None:
    mine, theirs = Client(), Client()
    for client in (mine, theirs):
        client.force_login(MembershipFactory(alliance=alliance).user)
    choose(mine, "dark")
    today = reverse("today", args=[alliance.slug])
    assert (drawn(mine, today)[0], drawn(theirs, today)[0]) == ("dark", "")


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_way_back_stays_in_the_portal(client: Client, back: str) -> None:
    assert choose(client, "dark", back) == "/"


def test_what_is_no_theme_is_refused_by_page_and_database(client: Client, alliance: Alliance) -> None:
    assert client.post(reverse("set_theme"), {"theme": "sepia"}).status_code == 400
    assert client.get(reverse("set_theme")).status_code == 405
    client.cookies[COOKIE] = '"><script>'
    assert drawn(client, LOG_IN) == ("", ["system"])
    user = MembershipFactory(alliance=alliance).user
    with pytest.raises(IntegrityError, match="user_theme_known"), transaction.atomic():
        User.objects.filter(pk=user.pk).update(theme="sepia")
