"""Logs name alliance, user and request by id, and hold no personal data and no way in."""

import io
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from django.db import DataError, IntegrityError, connection, transaction

from alliance.choices import Role
from alliance.models import User
from foundation.jobs.queue import enqueue
from foundation.jobs.registry import register_job
from foundation.jobs.worker import work
from tests.factories.alliance import MembershipFactory
from tsa_portal.logging import LOGGING, configure_structlog, configured, without_personal_data


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


HOSTILE = ["Leah O'Brien", 'Zoë "Zed" Kovač', "leah.obrien@fernwold.example"]


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Every line logged since the test began, as it would be written."""
    configure_structlog()
    make = dict(LOGGING["formatters"]["json"])
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(make.pop("()")(**make))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def told(lines: Callable[[], list[dict[str, Any]]]) -> str:
    return json.dumps(lines(), ensure_ascii=False)


def test_a_request_is_one_line_with_its_ids_and_its_milliseconds(
    lines: Any, sign_in: Any, alliance: Any
) -> None:
    client, member = sign_in(alliance, Role.ADMINISTRATOR)
    client.get(f"/a/{alliance.slug}/partners/", {"q": "Leah"}, headers={"User-Agent": "Firefox of Leah"})
    (line,) = [line for line in lines() if line["event"].startswith("request_")]
    assert (line["event"], line["code"], line["request"]) == (
        "request_finished",
        200,
        f"GET /a/{alliance.slug}/partners/",
    )
    assert (line["alliance_id"], line["user_id"]) == (alliance.pk, member.user_id)
    assert line["request_id"]
    assert 0 <= line["ms"] < 60_000
    assert "Leah" not in told(lines)


def test_a_request_that_fails_is_one_line_with_the_place_and_its_ids(
    lines: Any, sign_in: Any, alliance: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ValueError(f"cannot show {HOSTILE[0]!r}, {HOSTILE[1]!r} or {HOSTILE[2]}")

    client, member = sign_in(alliance, Role.ADMINISTRATOR)
    client.raise_request_exception = False
    monkeypatch.setattr("alliance.views.partners.render", fail)
    assert client.get(f"/a/{alliance.slug}/partners/").status_code == 500
    (line,) = [line for line in lines() if line["level"] == "error"]
    assert (line["event"], line["alliance_id"], line["user_id"]) == (
        "request_failed",
        alliance.pk,
        member.user_id,
    )
    assert line["exception"].splitlines()[-1] == "ValueError: cannot show '…', '…' or …@…"
    assert [name for name in HOSTILE if name in told(lines)] == []


def test_a_row_that_the_database_refuses_is_told_by_the_rule_it_broke(lines: Any, db: None) -> None:
    for email in (HOSTILE[2], HOSTILE[2]):
        try:
            with transaction.atomic():
                User.objects.create(email=email, full_name=HOSTILE[0])
        except IntegrityError:
            structlog.get_logger("any").exception("not_saved")
            logging.getLogger("celery").exception("Task raised: %r", sys.exc_info()[1])
    saved, task = lines()
    assert saved["exception"].splitlines()[-1] == (
        "IntegrityError: UNIQUE_VIOLATION alliance_user alliance_user_email_key"
    )
    assert task["event"].endswith("DETAIL: …")
    assert [name for name in ("fernwold", "Brien") if name in told(lines)] == []


def test_a_value_that_the_database_refuses_is_not_quoted(lines: Any, db: None) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT %s::integer", [HOSTILE[0]])
    except DataError:
        structlog.get_logger("any").exception("not_read")
    (line,) = lines()
    assert line["exception"].splitlines()[-1] == "DataError: INVALID_TEXT_REPRESENTATION"
    assert "Brien" not in told(lines)


def test_a_jobs_lines_name_the_job_its_alliance_and_who_asked_for_it(
    lines: Any, transactional_db: None
) -> None:
    def fail(run: Any) -> None:
        structlog.get_logger("any").info("halfway")
        raise KeyError(HOSTILE[1])

    register_job("tests.fails_with_a_name", fail)
    member = MembershipFactory()
    job = enqueue("tests.fails_with_a_name", alliance=member.alliance, subject=1, by=member.user)
    work(job.pk)
    halfway, raised = [line for line in lines() if line["event"] in ("halfway", "job_raised")]
    for line in (halfway, raised):
        ids = {"job": job.pk, "alliance_id": member.alliance_id}
        assert {name: line[name] for name in ids} == ids
    assert (halfway["user_id"], halfway["request_id"]) == (member.user_id, f"job-{job.pk}")
    assert [name for name in HOSTILE if name in told(lines)] == []


def test_how_much_is_logged_is_a_setting() -> None:
    assert configured("warning")["root"] == {"handlers": ["console"], "level": "WARNING"}
