"""Signing in at Microsoft and Google, against a real provider on this machine.

Nobody gets an account by it, and no e-mail address is matched: an account at another door signs in whoever
connected it themselves, signed in or by their invitation.
"""

import json
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from django.urls import reverse
from environ import Env

from alliance.actions.accounts import create_account
from alliance.actions.invitations import invite_person
from alliance.choices import Role
from alliance.logic.access_rules import Access
from alliance.models import Alliance, Membership, User
from tests.factories.alliance import PASSWORD
from tsa_portal.sign_in import app_of, providers_of

pytestmark = pytest.mark.django_db
TENANT = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
EMAIL = "leah@fernwold.example"
OURS = {"tid": TENANT, "hd": "fernwold.example"}
THEIRS = {"tid": TENANT.replace("0", "1"), "hd": "evil.example"}
ACCOUNTS = [
    {**OURS, "sub": "leah-there", "email": EMAIL, "email_verified": True},
    {**OURS, "sub": "sam-there", "email": "sam@fernwold.example"},
    {**THEIRS, "sub": "of-another-tenant", "email": EMAIL, "email_verified": True},
    {"sub": "of-no-organisation", "email": EMAIL, "email_verified": True},
]
START_SECONDS = 60


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A provider in a process of its own, which knows the accounts above."""
    port = free_port()
    known = [word for account in ACCOUNTS for word in ("--user-claims", json.dumps(account))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *known]
    address = f"http://localhost:{port}"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(f"{address}/.well-known/openid-configuration", process)
            yield address
        finally:
            process.terminate()


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if requests.get(address, timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.2)
    pytest.fail("The provider did not start.")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(autouse=True)
def two_doors(server: str, settings: Any) -> None:
    client = "portal", "secret"
    apps = [
        app_of("microsoft", "Microsoft", server, client, {"tid": [TENANT]}),
        app_of("google", "Google", server, client, {"hd": ["fernwold.example"]}),
    ]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}


@pytest.fixture
def leah() -> User:
    return create_account(email=EMAIL, full_name="Leah Okafor", password=PASSWORD)


def with_password(user: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def leave(client: Client, provider: str = "microsoft", **form: str) -> str:
    """Where the page that goes on to the other door leads."""
    page = client.post(reverse("go_to_door", args=[provider]), form)
    assert page.status_code == 200, page
    return re.search(r'content="0; url=([^"]+)"', page.content.decode()).group(1).replace("&amp;", "&")


def choose(address: str, account: str) -> str:
    """Choose an account there; the address one comes back to."""
    answer = requests.post(address, data={"sub": account}, allow_redirects=False, timeout=10)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def through(client: Client, account: str, provider: str = "microsoft", **form: str) -> Any:
    return client.get(choose(leave(client, provider, **form), account), follow=True)


def connect(client: Client, account: str, provider: str = "microsoft") -> Any:
    return through(client, account, provider, purpose="connect")


def invitation_page(alliance: Alliance, email: str) -> str:
    invitation = invite_person(alliance=alliance, email=email, access=Access.of([Role.MENTOR]), by=None)
    return reverse("invitation", args=[invitation.token])


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("provider", ["microsoft", "google"])
def test_an_account_that_was_connected_signs_in(leah: User, provider: str) -> None:
    page = connect(with_password(leah), "leah-there", provider)
    assert page.request["PATH_INFO"] == reverse("connections")
    assert EMAIL in page.content.decode()
    browser = Client()
    assert not signed_in(browser)
    through(browser, "leah-there", provider)
    assert browser.session["_auth_user_id"] == str(leah.pk)


@pytest.mark.parametrize("provider", ["microsoft", "google"])
def test_the_same_address_alone_signs_nobody_in_and_makes_no_account(leah: User, provider: str) -> None:
    browser = Client()
    page = through(browser, "leah-there", provider)
    assert (page.request["PATH_INFO"], signed_in(browser)) == (reverse("account_login"), False)
    assert "signs nobody in here" in page.content.decode()
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_a_known_and_an_unknown_address_get_the_same_answer(leah: User) -> None:
    changing = re.compile(r'"X-CSRFToken": "[^"]+"|value="[^"]{64}"|nonce="[^"]+"')
    known, unknown = (
        changing.sub("", through(Client(), account).content.decode())
        for account in ("leah-there", "sam-there")
    )
    assert known == unknown


@pytest.mark.parametrize("provider", ["microsoft", "google"])
@pytest.mark.parametrize("account", ["of-another-tenant", "of-no-organisation"])
def test_another_organisations_account_is_refused_with_a_sentence(
    leah: User, provider: str, account: str
) -> None:
    connected = with_password(leah)
    SocialAccount.objects.create(user=leah, provider=provider, uid=account)
    browser = Client()
    page = through(browser, account, provider)
    assert "belongs to another organisation than the one this portal lets in" in page.content.decode()
    assert not signed_in(browser), "not even where it was connected once"
    SocialAccount.objects.all().delete()
    page = connect(connected, account, provider)
    assert "belongs to another organisation" in page.content.decode()
    assert SocialAccount.objects.count() == 0


def test_an_account_signs_in_one_person_only(leah: User) -> None:
    connect(with_password(leah), "leah-there")
    sam = create_account(email="sam@fernwold.example", full_name="Sam", password=PASSWORD)
    page = connect(with_password(sam), "leah-there")
    assert "is connected to somebody else&#x27;s account here" in page.content.decode()
    assert SocialAccount.objects.get().user == leah


def test_connecting_needs_the_session_that_began_it(leah: User) -> None:
    back = choose(leave(with_password(leah), purpose="connect"), "leah-there")
    sam = with_password(create_account(email="sam@fernwold.example", full_name="Sam", password=PASSWORD))
    for browser in (Client(), sam):
        browser.get(back, follow=True)
    assert SocialAccount.objects.count() == 0


def test_somebody_else_who_signed_in_meanwhile_gets_nothing_connected(leah: User) -> None:
    browser = with_password(leah)
    back = choose(leave(browser, purpose="connect"), "leah-there")
    sam = create_account(email="sam@fernwold.example", full_name="Sam", password=PASSWORD)
    session = browser.session
    session["_auth_user_id"], session["_auth_user_hash"] = str(sam.pk), sam.get_session_auth_hash()
    session.save()
    browser.get(back, follow=True)
    assert SocialAccount.objects.count() == 0


def test_a_state_works_once(leah: User) -> None:
    connect(with_password(leah), "leah-there")
    browser = Client()
    back = choose(leave(browser), "leah-there")
    browser.get(back, follow=True)
    browser.post(reverse("account_logout"))
    browser.get(back, follow=True)
    assert not signed_in(browser)


def test_the_session_is_a_new_one_after_coming_back(leah: User) -> None:
    connect(with_password(leah), "leah-there")
    browser = Client()
    back = choose(leave(browser), "leah-there")
    before = browser.session.session_key
    browser.get(back, follow=True)
    assert signed_in(browser)
    assert browser.session.session_key != before


def test_the_second_factor_of_here_is_still_asked_for(leah: User) -> None:
    connect(with_password(leah), "leah-there")
    TOTP.activate(leah, "JBSWY3DPEHPK3PXP")
    browser = Client()
    page = through(browser, "leah-there")
    assert (page.request["PATH_INFO"], signed_in(browser)) == (reverse("mfa_authenticate"), False)


def test_an_alliance_that_asks_for_a_second_factor_takes_no_other_door_for_one(
    alliance: Alliance, leah: User
) -> None:
    Alliance.objects.update(second_factor="everybody")
    Membership.objects.create(alliance=alliance, user=leah, roles=[Role.MENTOR])
    connect(with_password(leah), "leah-there")
    browser = Client()
    through(browser, "leah-there")
    assert signed_in(browser)
    assert browser.get(reverse("my_alliance", args=[alliance.slug])).url == reverse("mfa_index")


def test_an_invitation_is_accepted_with_an_account_at_another_door(alliance: Alliance) -> None:
    invitation = invite_person(
        alliance=alliance, email="new@tarnley.example", access=Access.of([Role.MENTOR]), by=None
    )
    page = reverse("invitation", args=[invitation.token])
    browser = Client()
    assert "Continue with Microsoft" in browser.get(page).content.decode()
    shown = through(browser, "leah-there", purpose="join", next=page)
    assert f"You will sign in as {EMAIL}" in shown.content.decode()
    assert User.objects.count() == 0, "nothing yet: the person has not joined"
    browser.post(page, {"full_name": "Leah Okafor"}, follow=True)
    member = Membership.objects.get()
    assert (member.alliance, member.user.email, member.user.has_usable_password()) == (
        alliance,
        "new@tarnley.example",
        False,
    )
    assert browser.session["_auth_user_id"] == str(member.user_id)
    again = Client()
    through(again, "leah-there")
    assert again.session["_auth_user_id"] == str(member.user_id)


def test_an_account_proved_for_one_invitation_joins_by_no_other(alliance: Alliance) -> None:
    first, second = (invitation_page(alliance, f"{name}@tarnley.example") for name in ("first", "second"))
    browser = Client()
    through(browser, "leah-there", purpose="join", next=first)
    answer = browser.post(second, {"full_name": "Leah Okafor"})
    assert (answer.status_code, "Enter a password." in answer.content.decode()) == (422, True)
    assert not User.objects.exists()


def test_an_account_that_signs_in_somebody_joins_as_nobody_else(alliance: Alliance, leah: User) -> None:
    connect(with_password(leah), "leah-there")
    invitation = invite_person(
        alliance=alliance, email="new@tarnley.example", access=Access.of([Role.MENTOR]), by=None
    )
    page = reverse("invitation", args=[invitation.token])
    browser = Client()
    through(browser, "leah-there", purpose="join", next=page)
    answer = browser.post(page, {"full_name": "Somebody"})
    assert "is connected to somebody else" in answer.content.decode()
    assert (User.objects.count(), Membership.objects.count()) == (1, 0)


def test_disconnecting_keeps_a_way_in(leah: User) -> None:
    browser = with_password(leah)
    connect(browser, "leah-there")
    leah.set_unusable_password()
    leah.save()
    browser = Client()
    through(browser, "leah-there")
    address = reverse("disconnect", args=["microsoft"])
    kept = browser.post(address, follow=True).content.decode()
    assert "This is your only way to sign in" in kept
    User.objects.filter(pk=leah.pk).update(
        password=create_account(email="x@y.example", full_name="X", password=PASSWORD).password
    )
    leah.refresh_from_db()
    with_password(leah).post(address)
    assert SocialAccount.objects.count() == 0
    browser = Client()
    through(browser, "leah-there")
    assert not signed_in(browser)


def test_the_person_is_told_by_letter(leah: User, django_capture_on_commit_callbacks: Any) -> None:
    browser = with_password(leah)
    with django_capture_on_commit_callbacks(execute=True):
        connect(browser, "leah-there")
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([EMAIL], "Another way to sign in has been connected")
    ]
    assert "Microsoft" in mail.outbox[0].body


def test_of_the_other_door_only_number_and_address_are_kept(leah: User) -> None:
    connect(with_password(leah), "leah-there")
    kept = SocialAccount.objects.get()
    assert (kept.provider, kept.uid, kept.extra_data) == ("microsoft", "leah-there", {"label": EMAIL})


def test_coming_back_without_an_account_says_so(leah: User) -> None:
    browser = Client()
    (state,) = parse_qs(urlsplit(leave(browser)).query)["state"]
    back = f"/account/oidc/microsoft/login/callback/?error=access_denied&state={state}"
    page = browser.get(back, follow=True)
    assert "you came back from Microsoft without choosing an account" in page.content.decode()


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x&code=y", "?error=server_error"])
def test_a_made_up_return_signs_nobody_in_and_says_what_to_do(leah: User, query: str) -> None:
    browser = Client()
    page = browser.get(f"/account/oidc/microsoft/login/callback/{query}", follow=True)
    assert (page.status_code, signed_in(browser)) == (200, False)
    assert "did not tell us who you are" in page.content.decode()


def test_a_door_that_cannot_be_reached_is_said_to_be_shut(leah: User, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                app_of(
                    "microsoft", "Microsoft", "http://localhost:9", ("portal", "secret"), {"tid": [TENANT]}
                )
            ]
        }
    }
    page = Client().post(reverse("go_to_door", args=["microsoft"]), follow=True)
    assert "Microsoft cannot be reached just now" in page.content.decode()


@pytest.mark.parametrize("going", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere_afterwards(leah: User, going: str) -> None:
    connect(with_password(leah), "leah-there")
    browser = Client()
    answer = browser.get(choose(leave(browser, next=going), "leah-there"), follow=True)
    assert all("evil" not in address and "alert" not in address for address, _ in answer.redirect_chain)
    assert signed_in(browser)


def test_a_portal_without_other_doors_shows_none(leah: User, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Continue with" not in Client().get(reverse("account_login")).content.decode()
    assert Client().post(reverse("go_to_door", args=["microsoft"])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_other_door_is_asked(leah: User, monkeypatch: Any) -> None:
    connected = with_password(leah)
    open_ones = []
    send = requests.Session.send

    def watched(self: requests.Session, *args: Any, **kwargs: Any) -> Any:
        open_ones.append(connection.in_atomic_block)
        return send(self, *args, **kwargs)

    back = choose(leave(connected, purpose="connect"), "leah-there")
    monkeypatch.setattr(requests.Session, "send", watched)
    connected.get(back, follow=True)
    leave(Client())
    assert SocialAccount.objects.count() == 1
    assert open_ones == [False, False, False], "the token, where to ask for it, and where to send people"


class TestTheEnvironment:
    """What a deployment says, and what it may not say."""

    def told(self, monkeypatch: Any, **variables: str) -> dict[str, Any]:
        for name in ("TSA_ENTRA_TENANT", "TSA_GOOGLE_DOMAINS"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return providers_of(Env())

    def test_nothing_said_is_no_door(self, monkeypatch: Any) -> None:
        assert self.told(monkeypatch) == {}

    def test_a_tenant_and_domains_make_two_doors(self, monkeypatch: Any) -> None:
        secret = secrets.token_hex()
        told = self.told(
            monkeypatch,
            TSA_ENTRA_TENANT=TENANT,
            TSA_ENTRA_CLIENT_ID="a",
            TSA_ENTRA_CLIENT_SECRET=secret,
            TSA_GOOGLE_DOMAINS="fernwold.example",
            TSA_GOOGLE_CLIENT_ID="b",
            TSA_GOOGLE_CLIENT_SECRET=secret,
        )
        entra, google = told["openid_connect"]["APPS"]
        assert entra["settings"]["server_url"] == f"https://login.microsoftonline.com/{TENANT}/v2.0"
        assert entra["settings"]["claims"] == {"tid": [TENANT]}
        assert google["settings"]["claims"] == {"hd": ["fernwold.example"]}
        assert google["settings"]["auth_params"] == {"prompt": "select_account", "hd": "fernwold.example"}

    @pytest.mark.parametrize(
        "tenant", ["common", "organizations", "consumers", "fernwold.example", f"{TENANT}/x"]
    )
    def test_a_tenant_that_lets_in_everybody_is_refused(self, monkeypatch: Any, tenant: str) -> None:
        with pytest.raises(ImproperlyConfigured, match="is not a tenant id"):
            self.told(
                monkeypatch, TSA_ENTRA_TENANT=tenant, TSA_ENTRA_CLIENT_ID="a", TSA_ENTRA_CLIENT_SECRET="b"
            )

    def test_a_half_told_door_is_refused(self, monkeypatch: Any) -> None:
        monkeypatch.delenv("TSA_GOOGLE_CLIENT_SECRET", raising=False)
        with pytest.raises(ImproperlyConfigured, match="TSA_GOOGLE_CLIENT_SECRET go together"):
            self.told(monkeypatch, TSA_GOOGLE_DOMAINS="fernwold.example", TSA_GOOGLE_CLIENT_ID="b")
