"""Logging in, and everything about one's own account; nothing tells a stranger who has one."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from alliance.actions.accounts import create_account
from alliance.models import User
from tests.factories.alliance import PASSWORD

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "orbit velvet candle mosaic"
EMAIL = "leah@fernwold.example"


@pytest.fixture
def leah() -> User:
    return create_account(email=EMAIL, full_name="Leah Okafor", password=PASSWORD)


def log_in(client: Client, email: str = EMAIL, password: str = PASSWORD) -> object:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def link_in(letter: object) -> str:
    return re.search(r"http://[^/]+(/\S+)", letter.body).group(1)


def test_e_mail_and_password_log_in_in_any_case(leah: User, client: Client) -> None:
    response = log_in(client, "Leah@Fernwold.Example")
    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(leah.pk)


def test_the_session_is_a_new_one_after_logging_in(leah: User, client: Client) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["tsa_session"] = session.session_key
    log_in(client)
    assert client.session.session_key != session.session_key


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(leah: User, client: Client) -> None:
    changing = re.compile(r'"X-CSRFToken": "[^"]+"|value="[^"]{64}"|nonce="[^"]+"')
    answers = []
    for email in (EMAIL, "nobody@fernwold.example"):
        page = log_in(client, email, "not the password 7").content.decode()
        answers.append(changing.sub("", page.replace(email, "ADDRESS")))
    assert answers[0] == answers[1]
    assert "do not go together" in answers[0]


def test_eight_wrong_passwords_close_one_account_and_leave_the_school_in(leah: User, client: Client) -> None:
    colleague = create_account(email="sam@fernwold.example", full_name="Sam", password=PASSWORD)
    for _ in range(8):
        log_in(client, password="not the password 7")
    assert "Too many attempts" in log_in(client).content.decode(), "even the right password, for five minutes"
    assert log_in(client, colleague.email).status_code == 302, "from the same address"


def test_an_address_that_is_not_confirmed_gets_a_letter_instead(
    leah: User, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    EmailAddress.objects.filter(user=leah).update(verified=False)
    with django_capture_on_commit_callbacks(execute=True):
        response = log_in(client)
    assert response.url == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session
    client.post(link_in(mail.outbox[-1]))
    assert EmailAddress.objects.get(user=leah).verified


def test_nobody_can_sign_up(client: Client) -> None:
    form = {"email": "new@fernwold.example", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    for response in (client.get(reverse("account_signup")), client.post(reverse("account_signup"), form)):
        assert "People join by invitation" in response.content.decode()
    assert not User.objects.exists()


def test_a_forgotten_password_is_replaced_by_the_link_in_the_letter(
    leah: User, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_reset_password"), {"email": EMAIL})
    form = client.get(link_in(mail.outbox[-1]), follow=True)
    weak = client.post(
        form.request["PATH_INFO"], {"password1": "okafor-fernwold", "password2": "okafor-fernwold"}
    )
    assert "This password is easy to guess" in weak.content.decode()
    client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert log_in(Client(), password=PASSWORD).status_code == 200
    assert log_in(Client(), password=NEW_PASSWORD).status_code == 302
    used = client.get(link_in(mail.outbox[0]), follow=True).content.decode()
    assert "This link has been used or is too old" in used


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(
    leah: User, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    answers = []
    for email in (EMAIL, "nobody@fernwold.example"):
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(reverse("account_reset_password"), {"email": email}, follow=True)
        answers.append((response.redirect_chain, "If it has an account" in response.content.decode()))
    assert answers[0] == answers[1]
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([EMAIL], "Choose a new password"),
        (["nobody@fernwold.example"], "No account with this address"),
    ]


def test_a_new_address_holds_once_its_link_is_opened(
    leah: User, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    log_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_email"), {"email": "leah@tarnley.example", "action_add": "yes"})
    leah.refresh_from_db()
    assert leah.email == EMAIL
    page = client.get(reverse("account_email")).content.decode()
    assert "Open the link that we sent to leah@tarnley.example" in page
    (letter,) = [letter for letter in mail.outbox if letter.to == ["leah@tarnley.example"]]
    client.post(link_in(letter))
    leah.refresh_from_db()
    assert leah.email == "leah@tarnley.example"
    assert log_in(Client(), EMAIL).status_code == 200
    assert log_in(Client(), "leah@tarnley.example").status_code == 302


def test_a_password_is_changed_with_the_current_one(leah: User, client: Client) -> None:
    log_in(client)
    address = reverse("account_change_password")
    wrong = client.post(address, {"oldpassword": "no", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert "This is not your current password." in wrong.content.decode()
    client.post(address, {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    leah.refresh_from_db()
    assert leah.check_password(NEW_PASSWORD)


def test_the_person_is_told_by_letter_that_their_password_changed(
    leah: User, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    log_in(client)
    form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("account_change_password"), form)
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([EMAIL], "Your password has been changed")
    ]


def test_a_name_is_changed_on_the_account_page(leah: User, client: Client) -> None:
    log_in(client)
    assert client.post(reverse("your_account"), {"full_name": "  Leah   Marsh "}).status_code == 302
    leah.refresh_from_db()
    assert leah.full_name == "Leah Marsh"
    empty = client.post(reverse("your_account"), {"full_name": " "})
    assert (empty.status_code, "Enter your name." in empty.content.decode()) == (422, True)


def test_logging_out_ends_the_session(leah: User, client: Client) -> None:
    log_in(client)
    assert "Sign out?" in client.get(reverse("account_logout")).content.decode()
    client.post(reverse("account_logout"))
    assert client.get(reverse("your_account")).status_code == 302


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_inactive",
        "account_email_verification_sent",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    ],
)
def test_every_page_before_the_log_in_is_ours(client: Client, name: str) -> None:
    page = client.get(reverse(name)).content.decode()
    assert '<div class="sheet' in page
    assert len(re.findall(r"<h1[ >]", page)) == 1


@pytest.mark.parametrize("path", ["confirm-email/nonsense/", "password/reset/key/1-nonsense/"])
def test_a_link_that_does_not_work_says_what_to_do(client: Client, path: str) -> None:
    page = client.get(f"/account/{path}").content.decode()
    assert "This link has been used or is too old" in page


@pytest.mark.parametrize(
    "name",
    [
        "your_account",
        "account_email",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
    ],
)
def test_every_page_of_ones_own_account_is_ours_and_needs_a_log_in(
    leah: User, client: Client, name: str
) -> None:
    assert client.get(reverse(name)).url.startswith(reverse("account_login"))
    log_in(client)
    page = client.get(reverse(name)).content.decode()
    assert '<div class="sheet' in page
    assert len(re.findall(r"<h1[ >]", page)) == 1


def test_behind_a_proxy_one_persons_attempts_lock_nobody_else_out(
    leah: User, client: Client, settings: object
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    stranger = {"headers": {"x-forwarded-for": "192.0.2.1, 198.51.100.7"}}
    guess = {"login": "x@y.example", "password": "a guess"}
    codes = [client.post(reverse("account_login"), guess, **stranger).status_code for _ in range(3)]
    known = {"login": EMAIL, "password": PASSWORD}
    here = client.post(reverse("account_login"), known, headers={"x-forwarded-for": "198.51.100.8"})
    assert (codes[-1], here.status_code) == (429, 302)
