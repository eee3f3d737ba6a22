"""Cookies: only what keeps people signed in, out of reach of scripts and of other hosts."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from alliance.actions.accounts import create_account
from tests.factories.alliance import PASSWORD

READ_SETTINGS = (
    "import json, tsa_portal.settings as s; print(json.dumps({n: getattr(s, n) for n in ("
    "'SESSION_COOKIE_NAME', 'SESSION_COOKIE_SECURE', 'CSRF_COOKIE_NAME', 'CSRF_COOKIE_SECURE',"
    "'SECURE_HSTS_SECONDS', 'SECURE_SSL_REDIRECT')}))"
)


def settings_of(address: str) -> dict[str, Any]:
    environment = {
        **os.environ,
        "TSA_SECRET_KEY": "a-key-of-the-tests",
        "TSA_ADDRESS": address,
        "TSA_EMAIL_URL": "smtp+tls://portal:secret@mail.example.org:587",
        "TSA_DEBUG": "0",
    }
    done = subprocess.run(
        [sys.executable, "-c", READ_SETTINGS], env=environment, capture_output=True, text=True, check=True
    )
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def test_on_https_cookies_are_bound_to_this_host() -> None:
    assert settings_of("https://portal.example.org") == {
        "SESSION_COOKIE_NAME": "__Host-tsa_session",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_NAME": "__Host-tsa_csrf",
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_SSL_REDIRECT": True,
    }


@pytest.mark.django_db
def test_scripts_and_other_sites_cannot_use_the_cookies(client: Client) -> None:
    user = create_account(email="leah@fernwold.example", full_name="Leah Okafor", password=PASSWORD)
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    client.get("/account/")
    kept = {
        name: (bool(cookie["httponly"]), cookie["samesite"], cookie["domain"], cookie["path"])
        for name, cookie in client.cookies.items()
    }
    assert kept == {"tsa_session": (True, "Lax", "", "/"), "tsa_csrf": (True, "Lax", "", "/")}


@pytest.mark.django_db
def test_a_visitor_who_only_reads_gets_no_session() -> None:
    client = Client()
    client.get("/account/login/")
    assert "tsa_session" not in client.cookies
