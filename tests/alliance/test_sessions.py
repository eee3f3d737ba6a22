"""Where somebody is signed in: what the list says, what it keeps, and how a line of it ends."""

from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.urls import reverse

from alliance.actions.accounts import create_account
from alliance.logic.devices import device_of
from alliance.models import User
from tests.factories.alliance import PASSWORD

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"
)


@pytest.fixture
def leah() -> User:
    return create_account(email="leah@fernwold.example", full_name="Leah Okafor", password=PASSWORD)


def sign_in(user: User, agent: str = CHROME) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def devices(client: Client) -> list[tuple[str, bool]]:
    return [(place.device, place.current) for place in client.get(reverse("sessions")).context["places"]]


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome on Windows"),
        (PHONE, "Safari on an iPhone"),
        (f"{CHROME} Edg/140.0.0.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/140.0 Safari/537.36", "Chrome on a Chromebook"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15) Gecko/20100101 Firefox/142.0", "Firefox on a Mac"),
        ("Firefox/1.0", "Firefox"),
        ("curl/8.5.0", "A browser we do not recognise"),
        ("", "A browser we do not recognise"),
    ],
)
def test_a_browser_is_named_in_plain_words(agent: str, words: str) -> None:
    assert device_of(agent) == words


def test_the_list_shows_ones_own_browsers_this_one_first(leah: User) -> None:
    stranger = create_account(email="sam@fernwold.example", full_name="Sam", password=PASSWORD)
    sign_in(stranger, "curl/8.5.0")
    laptop, phone = sign_in(leah), sign_in(leah, PHONE)
    assert devices(laptop) == [("Chrome on Windows", True), ("Safari on an iPhone", False)]
    assert devices(phone) == [("Safari on an iPhone", True), ("Chrome on Windows", False)]


def test_one_of_them_is_signed_out_and_the_others_stay(leah: User) -> None:
    laptop, phone, tablet = sign_in(leah), sign_in(leah, PHONE), sign_in(leah, "Firefox/1.0 iPad")
    places = laptop.get(reverse("sessions")).context["places"]
    handle = next(place.handle for place in places if place.device == "Safari on an iPhone")
    laptop.post(reverse("end_session"), {"session": handle})
    account = reverse("your_account")
    assert [browser.get(account).status_code for browser in (laptop, phone, tablet)] == [200, 302, 200]


def test_all_others_are_signed_out_also_those_on_no_list(leah: User, client: Client) -> None:
    laptop, phone = sign_in(leah), sign_in(leah, PHONE)
    client.force_login(leah)  # a session that no list knows, as from before there was one
    laptop.post(reverse("end_other_sessions"))
    account = reverse("your_account")
    assert [browser.get(account).status_code for browser in (laptop, phone, client)] == [200, 302, 302]
    assert devices(laptop) == [("Chrome on Windows", True)]


def test_nobody_ends_anothers_session(leah: User) -> None:
    sam = sign_in(create_account(email="sam@fernwold.example", full_name="Sam", password=PASSWORD))
    laptop = sign_in(leah)
    (place,) = laptop.get(reverse("sessions")).context["places"]
    sam.post(reverse("end_session"), {"session": place.handle})
    sam.post(reverse("end_other_sessions"))
    assert laptop.get(reverse("your_account")).status_code == 200


def test_the_key_of_a_session_is_on_no_page(leah: User) -> None:
    laptop, phone = sign_in(leah), sign_in(leah, PHONE)
    page = laptop.get(reverse("sessions")).content.decode()
    assert [key in page for key in (laptop.session.session_key, phone.session.session_key)] == [False, False]


def test_no_address_is_kept_whatever_is_written(leah: User) -> None:
    client = Client(REMOTE_ADDR="198.51.100.7")
    client.post(reverse("account_login"), {"login": leah.email, "password": PASSWORD})
    UserSession.objects.update(ip="198.51.100.7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT host(ip) FROM usersessions_usersession")
        assert cursor.fetchall() == [("0.0.0.0",)]  # noqa: S104  # what stands for no address


def test_last_used_is_noted_every_five_minutes_at_most(leah: User) -> None:
    with time_machine.travel("2026-02-03 09:00 +0000", tick=False) as clock:
        laptop = sign_in(leah)
        seen = []
        for minutes in (0, 4, 2, 60):
            clock.shift(minutes * 60)
            laptop.get(reverse("your_account"))
            seen.append(UserSession.objects.get().last_seen_at.strftime("%H:%M"))
    assert seen == ["09:00", "09:00", "09:06", "10:06"]


def test_changing_the_password_signs_out_everywhere_else_and_keeps_the_list_right(leah: User) -> None:
    laptop, phone = sign_in(leah), sign_in(leah, PHONE)
    new: dict[str, Any] = {
        "password1": "orbit velvet candle mosaic",
        "password2": "orbit velvet candle mosaic",
    }
    laptop.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})
    assert phone.get(reverse("your_account")).status_code == 302
    assert devices(laptop)[0] == ("Chrome on Windows", True)
