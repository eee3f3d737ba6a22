"""Guessing is stopped at the account it is aimed at; a school behind one address goes on signing in.

And whoever gets in, by whatever door, gets a session that nobody could have known before.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import reverse

from alliance.actions.accounts import create_account
from alliance.actions.invitations import invite_person
from alliance.choices import Role
from alliance.logic.access_rules import Access
from alliance.models import Alliance, Invitation, User
from tests.factories.alliance import PASSWORD, MembershipFactory

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
WRONG = "not the password 7"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-02-03 09:00 +0000", tick=False) as moved:
        yield moved


def person(name: str) -> User:
    return create_account(email=f"{name}@fernwold.example", full_name=name.title(), password=PASSWORD)


def guess(email: str, password: str = WRONG, address: str = "198.51.100.7") -> Client:
    client = Client(REMOTE_ADDR=address)
    client.post(reverse("account_login"), {"login": email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def test_a_pupil_who_tries_every_teacher_shuts_nobody_out() -> None:
    teachers = [person(f"teacher{number}") for number in range(15)]
    for _ in range(7):
        for teacher in teachers:
            guess(teacher.email)
    assert is_in(guess(teachers[0].email, PASSWORD)), "from the address of 105 wrong passwords"
    assert is_in(guess(person("new").email, PASSWORD))


def test_guesses_at_one_account_are_counted_wherever_they_come_from(clock: Any) -> None:
    leah = person("leah")
    for number in range(8):
        guess(leah.email, address=f"203.0.113.{number}")
    assert not is_in(guess(leah.email, PASSWORD, "203.0.113.99"))
    clock.shift(301)
    assert is_in(guess(leah.email, PASSWORD))


def test_codes_of_a_second_factor_are_not_guessed_either(clock: Any) -> None:
    leah, sam = person("leah"), person("sam")
    for user in (leah, sam):
        TOTP.activate(user, SECRET)
    client = guess(leah.email, PASSWORD)
    for number in range(8):
        client.post(reverse("mfa_authenticate"), {"code": f"00000{number}"})
    client.post(reverse("mfa_authenticate"), {"code": code()})
    assert not is_in(client), "even the right code, for five minutes"
    colleague = guess(sam.email, PASSWORD)
    colleague.post(reverse("mfa_authenticate"), {"code": code()})
    assert is_in(colleague), "from the same address"


def test_an_invitations_link_is_not_guessed(alliance: Alliance) -> None:
    invite_person(alliance=alliance, email="new@tarnley.example", access=Access.of([Role.MENTOR]), by=None)
    page = Client().get(reverse("invitation", args=["A" * 43]))
    assert page.status_code == 404
    assert "new@tarnley.example" not in page.content.decode()


def test_inviting_tells_nobody_who_has_an_account_elsewhere(
    alliance: Alliance, sign_in: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client, _ = sign_in(alliance, Role.OWNER)
    MembershipFactory(user=person("known"))
    answers = []
    for name in ("known", "unknown"):
        form = {"email": f"{name}@fernwold.example", "roles": ["mentor"], "partner": "", "ends_on": ""}
        with django_capture_on_commit_callbacks(execute=True):
            page = client.post(reverse("invite", args=[alliance.slug]), form, follow=True)
        Invitation.objects.all().delete()
        changing = page.content.decode().split("<main")[1].replace("unknown", "known")
        answers.append((page.redirect_chain, changing.count("known@fernwold.example")))
    assert answers[0] == answers[1]
    known, unknown = (letter.subject for letter in mail.outbox)
    assert known == unknown


def test_signing_up_answers_alike_whoever_asks() -> None:
    person("known")
    passwords = {"password1": "orbit velvet candle mosaic", "password2": "orbit velvet candle mosaic"}
    pages = []
    for name in ("known", "unknown"):
        form = {"email": f"{name}@fernwold.example", **passwords}
        answer = Client().post(reverse("account_signup"), form)
        pages.append((answer.status_code, "People join by invitation" in answer.content.decode()))
    assert pages == [(200, True), (200, True)]
    assert User.objects.count() == 1


class TestASessionPlantedBefore:
    """Somebody who knows the session of a browser before the log-in knows nothing after it."""

    def planted(self) -> tuple[Client, str]:
        client = Client()
        session = client.session
        session["planted"] = "by somebody else"
        session.save()
        client.cookies["tsa_session"] = str(session.session_key)
        return client, str(session.session_key)

    def opens(self, key: str) -> bool:
        thief = Client()
        thief.cookies["tsa_session"] = key
        return thief.get(reverse("your_account")).status_code == 200

    def test_is_worth_nothing_after_the_password(self) -> None:
        leah = person("leah")
        client, key = self.planted()
        client.post(reverse("account_login"), {"login": leah.email, "password": PASSWORD})
        assert (is_in(client), self.opens(key), self.opens(str(client.session.session_key))) == (
            True,
            False,
            True,
        )

    def test_is_worth_nothing_after_the_second_factor(self) -> None:
        leah = person("leah")
        TOTP.activate(leah, SECRET)
        client, key = self.planted()
        client.post(reverse("account_login"), {"login": leah.email, "password": PASSWORD})
        between = str(client.session.session_key)
        client.post(reverse("mfa_authenticate"), {"code": code()})
        assert (is_in(client), self.opens(key), self.opens(between)) == (True, False, False)

    def test_is_worth_nothing_after_joining(self, alliance: Alliance) -> None:
        access = Access.of([Role.MENTOR])
        invitation = invite_person(alliance=alliance, email="new@tarnley.example", access=access, by=None)
        client, key = self.planted()
        form = {"full_name": "Leah Okafor", "password": "orbit velvet candle mosaic"}
        client.post(reverse("invitation", args=[invitation.token]), form)
        assert (is_in(client), self.opens(key)) == (True, False)
