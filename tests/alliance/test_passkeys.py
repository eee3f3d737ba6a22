"""The passkey doors refuse whatever is not a passkey's answer, and tell nobody who has an account."""

import json
import re

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from fido2.utils import websafe_encode

from alliance.actions.accounts import create_account
from alliance.models import User
from tests.factories.alliance import PASSWORD

pytestmark = pytest.mark.django_db
CLIENT_DATA = websafe_encode(b'{"type": "webauthn.get", "challenge": "AAAA", "origin": "http://testserver"}')


@pytest.fixture
def leah() -> User:
    return create_account(email="leah@fernwold.example", full_name="Leah Okafor", password=PASSWORD)


def answer(user_pk: int | str, **changed: object) -> dict[str, object]:
    """What a browser would send for an account, of a passkey that the portal has never seen."""
    handle = user_pk if isinstance(user_pk, str) else user_pk_to_url_str(User(pk=user_pk))
    return {
        "id": "AAAA",
        "rawId": "AAAA",
        "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": CLIENT_DATA,
            "authenticatorData": websafe_encode(bytes(37)),
            "signature": "AAAA",
            "userHandle": websafe_encode(handle.encode()),
        },
        **changed,
    }


def sign_in(client: Client, credential: object) -> tuple[list[tuple[str, int]], str]:
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    response = client.post(reverse("mfa_login_webauthn"), {"credential": json.dumps(credential)}, follow=True)
    changing = re.compile(r'"X-CSRFToken": "[^"]+"|value="[^"]{64}"|nonce="[^"]+"')
    return response.redirect_chain, changing.sub("", response.content.decode())


def test_a_known_and_an_unknown_account_get_the_same_answer(leah: User) -> None:
    known, unknown = sign_in(Client(), answer(leah.pk)), sign_in(Client(), answer(leah.pk + 1_000))
    assert known == unknown
    assert known[0] == [(reverse("account_login"), 302)]
    assert "This passkey does not sign in here" in known[1]


def test_the_challenge_tells_nothing_about_accounts(leah: User) -> None:
    asked = Client().get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"}).json()
    assert asked["request_options"]["publicKey"].get("allowCredentials", []) == []
    assert asked["request_options"]["publicKey"]["userVerification"] == "required"


@pytest.mark.parametrize(
    "credential",
    [
        [],
        "text",
        7,
        {},
        {"response": {}},
        {"response": "text"},
        {**answer("1"), "response": {}},
        {**answer("1"), "id": 7},
        answer("not base 36!"),
        answer("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"),
    ],
)
def test_nonsense_is_refused_at_every_passkey_door(leah: User, credential: object) -> None:
    assert "This passkey does not sign in here" in sign_in(Client(), credential)[1]
    client = Client()
    client.post(reverse("account_login"), {"login": leah.email, "password": PASSWORD})
    client.get(reverse("mfa_add_webauthn"))
    posted = {"credential": json.dumps(credential), "passwordless": "on", "name": "x"}
    assert "no passkey that can be used" in client.post(reverse("mfa_add_webauthn"), posted).content.decode()
    assert not Authenticator.objects.filter(user=leah).exists()


def test_a_whole_school_signs_in_by_passkey_in_one_minute(leah: User) -> None:
    for _ in range(40):
        assert sign_in(Client(), answer(leah.pk))[0] == [(reverse("account_login"), 302)]
