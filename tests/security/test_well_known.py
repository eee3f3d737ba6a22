"""Addresses that programs ask every site for."""

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings


@time_machine.travel("2026-02-03 16:20:00+00:00", tick=False)
@pytest.mark.django_db
def test_security_txt_names_the_contact_and_its_own_last_day(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = "security@portal.example"
    settings.ADDRESS = "https://portal.example"
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (
        "Contact: mailto:security@portal.example\n"
        "Expires: 2026-08-02T00:00:00Z\n"
        "Preferred-Languages: en\n"
        "Canonical: https://portal.example/.well-known/security.txt\n"
    )


@pytest.mark.django_db
def test_a_contact_may_be_a_page(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = "https://portal.example/report"
    first = client.get("/.well-known/security.txt").content.decode().splitlines()[0]
    assert first == "Contact: https://portal.example/report"


@pytest.mark.django_db
def test_without_a_contact_there_is_no_such_file(client: Client, settings: Settings) -> None:
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.django_db
def test_password_managers_find_the_page_that_changes_a_password(client: Client) -> None:
    answer = client.get("/.well-known/change-password")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/password/change/")
