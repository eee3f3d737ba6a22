"""Signing in with a code by e-mail: for whoever is staff nowhere, and telling a stranger nothing."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.accounts import create_account
from alliance.choices import STAFF_ROLES, Role, SecondFactor
from alliance.forms import login_code
from alliance.models import Membership, User
from foundation.api.allowance import Allowance
from tests.factories.alliance import PASSWORD, AllianceFactory, MembershipFactory

pytestmark = pytest.mark.django_db
EMAIL = "leah@fernwold.example"
CHANGING = re.compile(r'"X-CSRFToken": "[^"]+"|value="[^"]{64}"|nonce="[^"]+"')


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(login_code, "tries", Allowance(10, 900))
    with time_machine.travel("2026-02-03 09:00 +0000", tick=False) as moved:
        yield moved


def person(email: str = EMAIL, **fields: Any) -> User:
    return create_account(email=email, full_name="Leah Okafor", password=PASSWORD, **fields)


@pytest.fixture
def mentor() -> Membership:
    return MembershipFactory(user=person(), roles=[Role.MENTOR])


@pytest.fixture
def ask(django_capture_on_commit_callbacks: Any) -> Any:
    """`ask(client, email)` asks for a code and lets the letter leave; answers with the response."""

    def asked(client: Client, email: str = EMAIL, **data: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("account_request_login_code"), {"email": email, **data})

    return asked


def code_in_letter() -> str:
    found = re.search(r"\b\d{6}\b", str(mail.outbox[-1].body))
    assert found is not None
    return found[0]


def give(client: Client, code: str) -> Any:
    return client.post(reverse("account_confirm_login_code"), {"code": code})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_code_in_the_letter_signs_in_until_the_browser_is_closed(
    mentor: Membership, client: Client, ask: Any
) -> None:
    assert ask(client).url == reverse("account_confirm_login_code")
    (letter,) = mail.outbox
    code = code_in_letter()
    assert (letter.to, letter.subject) == ([EMAIL], "Your code to sign in")
    assert code not in letter.subject
    answer = give(client, code)
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(mentor.user_id)
    assert client.session.get_expire_at_browser_close()


def test_it_leads_where_one_was_going(mentor: Membership, client: Client, ask: Any) -> None:
    page = f"/a/{mentor.alliance.slug}/my-alliance/"
    confirm = reverse("account_confirm_login_code")
    assert ask(client, next=page).url == f"{confirm}?{urlencode({'next': page})}"
    answer = client.post(reverse("account_confirm_login_code"), {"code": code_in_letter(), "next": page})
    assert answer.url == page


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_staff_of_any_alliance_get_no_code_and_only_the_letter_says_so(
    mentor: Membership, client: Client, ask: Any, role: str
) -> None:
    MembershipFactory(user=mentor.user, alliance=AllianceFactory(), roles=[role])
    stranger = Client()
    answers = [ask(client), ask(stranger, "nobody@fernwold.example")]
    for_staff, for_nobody = mail.outbox
    assert (for_staff.subject, for_nobody.subject) == (
        "Sign in with your password",
        "No account with this address",
    )
    assert re.search(r"\b\d{6}\b", str(for_staff.body)) is None
    assert [answer.url for answer in answers] == [reverse("account_confirm_login_code")] * 2
    give(client, "000000")
    assert not is_in(client)


def test_operators_get_no_code(client: Client, ask: Any) -> None:
    person(is_operator=True)
    ask(client)
    assert mail.outbox[-1].subject == "Sign in with your password"


def test_whoever_was_staff_and_is_no_more_may(mentor: Membership, client: Client, ask: Any) -> None:
    MembershipFactory(user=mentor.user, roles=[Role.CPD_LEAD], ended_at=timezone.now())
    ask(client)
    give(client, code_in_letter())
    assert is_in(client)


def test_whoever_becomes_staff_between_letter_and_code_is_refused(
    mentor: Membership, client: Client, ask: Any
) -> None:
    ask(client)
    Membership.objects.filter(pk=mentor.pk).update(roles=[Role.CPD_LEAD])
    answer = give(client, code_in_letter())
    assert (answer.url, is_in(client)) == (reverse("account_login"), False)
    assert "with a password, a passkey or a school account" in client.get(answer.url).content.decode()


def test_a_stranger_cannot_tell_who_has_an_account_and_who_is_staff(client: Client, ask: Any) -> None:
    MembershipFactory(user=person(), roles=[Role.MENTOR])
    MembershipFactory(user=person("sam@fernwold.example"), roles=[Role.OWNER])
    seen = []
    for email in (EMAIL, "sam@fernwold.example", "nobody@fernwold.example"):
        browser = Client()
        asked = ask(browser, email)
        page = browser.get(asked.url).content.decode()
        refused = give(browser, "12 34 5").content.decode()
        texts = [CHANGING.sub("", text.replace(email, "ADDRESS")) for text in (page, refused)]
        seen.append((asked.status_code, asked.url, *texts))
    assert seen[0] == seen[1] == seen[2]
    assert "This code does not match" in seen[0][3]


def test_three_wrong_codes_end_it(mentor: Membership, client: Client, ask: Any) -> None:
    ask(client)
    code = code_in_letter()
    answers = [give(client, wrong(code)).status_code for _ in range(3)]
    assert answers[-1] == 302
    give(client, code)
    assert not is_in(client), "even the right one"


def test_guesses_are_counted_over_all_browsers_and_codes(mentor: Membership, ask: Any, clock: Any) -> None:
    for _ in range(4):
        browser = Client()
        ask(browser)
        for _ in range(3):
            give(browser, wrong(code_in_letter()))
    last = Client()
    ask(last)
    assert "Too many codes were typed" in give(last, code_in_letter()).content.decode()
    assert not is_in(last)
    clock.shift(901)
    later = Client()
    ask(later)
    give(later, code_in_letter())
    assert is_in(later)


def test_no_mailbox_is_filled(mentor: Membership, client: Client, ask: Any) -> None:
    answers = [ask(Client()) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 302, 302, 200]
    assert "Too many codes were asked for" in answers[-1].content.decode()
    assert len(mail.outbox) == 5
    assert ask(Client(), "nobody@fernwold.example").status_code == 302, "others behind the same address"


def test_a_code_works_once(mentor: Membership, client: Client, ask: Any) -> None:
    ask(client)
    code = code_in_letter()
    give(client, code)
    assert is_in(client)
    client.post(reverse("account_logout"))
    again = give(client, code)
    assert (again.status_code, is_in(client)) == (302, False)


def test_a_code_works_only_in_the_browser_that_asked(mentor: Membership, client: Client, ask: Any) -> None:
    ask(client)
    code = code_in_letter()
    other = Client()
    give(other, code)
    ask(other, "nobody@fernwold.example")
    give(other, code)
    assert not is_in(other)


def test_a_code_runs_out_after_ten_minutes(mentor: Membership, client: Client, ask: Any, clock: Any) -> None:
    ask(client)
    clock.shift(601)
    give(client, code_in_letter())
    assert not is_in(client)


def test_a_new_code_ends_the_one_before(mentor: Membership, client: Client, ask: Any) -> None:
    ask(client)
    first = code_in_letter()
    again = reverse("account_request_login_code")
    assert client.post(reverse("account_logout"), {"next": again}).url == again
    ask(client)
    second = code_in_letter()
    assert first != second
    give(client, first)
    assert not is_in(client)
    give(client, second)
    assert is_in(client)


def test_the_second_factor_is_still_asked_for(mentor: Membership, client: Client, ask: Any) -> None:
    TOTP.activate(mentor.user, "JBSWY3DPEHPK3PXP")
    ask(client)
    assert give(client, code_in_letter()).url == reverse("mfa_authenticate")
    assert not is_in(client)


def test_an_alliance_that_asks_everybody_asks_whoever_came_by_a_code(client: Client, ask: Any) -> None:
    alliance = AllianceFactory(second_factor=SecondFactor.EVERYBODY)
    MembershipFactory(user=person(), alliance=alliance, roles=[Role.MENTOR])
    ask(client)
    give(client, code_in_letter())
    assert client.get(f"/a/{alliance.slug}/my-alliance/").url == reverse("mfa_index")


def test_a_log_in_without_a_password_sends_no_code(mentor: Membership, client: Client) -> None:
    answer = client.post(reverse("account_login"), {"login": EMAIL, "password": ""})
    assert (answer.status_code, mail.outbox) == (200, [])


def test_the_log_in_page_leads_there(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert f'href="{reverse("account_request_login_code")}"' in page
