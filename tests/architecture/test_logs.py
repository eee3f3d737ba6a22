"""Logs name alliance, user and request by id, and hold no personal data and no way in."""

import json
import logging
import time

import pytest

from tsa_portal.logging import LOGGING, configure_structlog, without_personal_data


def cleaned(**event: str) -> dict[str, str]:
    return dict(without_personal_data(None, "info", event))


def test_addresses_and_browsers_are_dropped() -> None:
    assert cleaned(event="request_started", ip="192.0.2.7", user_agent="Firefox") == {
        "event": "request_started"
    }


def test_what_people_search_for_is_dropped() -> None:
    assert cleaned(request="GET /a/eastmoor/partners/?q=Leah") == {"request": "GET /a/eastmoor/partners/"}


def test_links_that_let_somebody_in_are_masked() -> None:
    assert cleaned(event="Not Found: /account/invitations/s3cr3t/") == {
        "event": "Not Found: /account/invitations/…/"
    }
    assert cleaned(request="GET /account/password/reset/key/1-abc-def/") == {
        "request": "GET /account/password/reset/key/…/"
    }


@pytest.mark.parametrize("line", ["x" * 100_000, "ab+" * 50_000, "a@" * 50_000, "a@b" * 50_000])
def test_a_long_line_is_read_in_no_time(line: str) -> None:
    before = time.process_time()
    cleaned(request=f"GET /?q={line}", event=line)
    assert time.process_time() - before < 1


def test_an_address_that_the_mail_server_refused_is_masked_wherever_it_is_told() -> None:
    configure_structlog()
    make = dict(LOGGING["formatters"]["json"])
    formatter = make.pop("()")(**make)
    try:
        raise OSError("550 leah@fernwold.example at /account/invitations/s3cr3t/")
    except OSError as refused:
        told = (type(refused), refused, refused.__traceback__)
        record = logging.LogRecord("django", logging.ERROR, __file__, 1, "Letter: %s", (refused,), told)
    line = json.loads(formatter.format(record))
    assert line["event"] == "Letter: 550 …@… at /account/invitations/…/"
    assert line["exception"].splitlines()[-1] == "OSError: 550 …@… at /account/invitations/…/"
