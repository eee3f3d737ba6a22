"""What is past keeping is forgotten every night, of every alliance, and nothing else is."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from alliance.choices.jobs import FORGET
from alliance.models import RegisterChange, RegisterImport
from alliance.tasks import forget_what_is_past_keeping
from foundation.clock import registry
from foundation.clock.forgetting import JOBS_KEPT, forget_of_the_portal
from foundation.health.models import Part, Pulse
from foundation.health.overdue import DOES_SO_ITSELF, end_overdue
from foundation.jobs.models import Job, JobOutcome, JobState
from foundation.jobs.queue import enqueue
from foundation.jobs.registry import register_job
from foundation.jobs.worker import work
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import AllianceFactory, SchoolFactory

NOW = timezone.now()

register_job("tests.any", lambda run: None)


def round_of(now: datetime = NOW) -> list[JobState | None]:
    """The nightly round and the jobs it asked for, done."""
    forget_what_is_past_keeping()
    forget_of_the_portal(now)
    return [work(pk) for pk in Job.objects.filter(kind=FORGET).live().values_list("pk", flat=True)]


def ended_job(alliance: Any, ago: timedelta, subject: int) -> Job:
    job = enqueue("tests.any", alliance=alliance, subject=subject)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, finished_at=NOW - ago)
    job.outbox_entry.delete()
    with acting_within(alliance), transaction.atomic():
        JobOutcome.objects.create(job=job, sentence="It could not be done.")
    return job


def inside(alliance: Any, read: Callable[[], Any]) -> Any:
    with acting_within(alliance), transaction.atomic():
        return read()


def test_each_alliance_forgets_the_jobs_that_ended_long_ago(transactional_db: None) -> None:
    alliances = [AllianceFactory(), AllianceFactory()]
    for alliance in alliances:
        ended_job(alliance, JOBS_KEPT + timedelta(hours=1), 1)
        ended_job(alliance, JOBS_KEPT - timedelta(hours=1), 2)
    assert round_of(NOW) == [JobState.SUCCEEDED] * 2
    for alliance in alliances:
        kept = Job.objects.of(alliance).filter(kind="tests.any").values_list("subject", flat=True)
        assert (list(kept), inside(alliance, JobOutcome.objects.count)) == (["2"], 1)


def test_a_live_job_is_never_forgotten(transactional_db: None) -> None:
    alliance = AllianceFactory()
    job = enqueue("tests.any", alliance=alliance, subject=1)
    Job.objects.filter(pk=job.pk).update(queued_at=NOW - 2 * JOBS_KEPT)
    round_of()
    assert Job.objects.filter(pk=job.pk).exists()


def test_sessions_and_processes_that_are_no_more_are_forgotten(transactional_db: None) -> None:
    for key, hours in (("over", -1), ("goes on", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=NOW + timedelta(hours=hours))
    for instance, hours in (("gone:1", 25), ("here:2", 23)):
        Pulse.objects.create(part=Part.WORKER, instance=instance, at=NOW - timedelta(hours=hours))
    round_of()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["goes on"]
    assert list(Pulse.objects.values_list("instance", flat=True)) == ["here:2"]


def test_what_an_import_changed_is_forgotten_and_its_report_kept(transactional_db: None) -> None:
    school = SchoolFactory()
    for year in (2024, 2026):
        moment = datetime(year, 2, 3, tzinfo=UTC)
        report = RegisterImport.objects.create(
            file_name="r.csv", layout="gias", as_at=date(year, 2, 3), started_at=moment
        )
        RegisterImport.objects.filter(pk=report.pk).update(finished_at=moment)
        RegisterChange.objects.create(register_import=report, school=school, fields=["name"])
    round_of(datetime(2026, 6, 1, tzinfo=UTC))
    kept = RegisterChange.objects.values_list("register_import__as_at__year", flat=True)
    assert (list(kept), RegisterImport.objects.count()) == ([2026], 2)


def test_one_that_fails_does_not_keep_the_others_from_their_turn(transactional_db: None) -> None:
    def fails(now: datetime) -> int:
        raise RuntimeError("not tonight")

    later = dict(registry.forgettings)
    registry.forgettings.clear()
    registry.forgettings.update({"first": fails, **later})
    Pulse.objects.create(part=Part.WORKER, instance="gone:1", at=NOW - timedelta(days=2))
    AllianceFactory()
    assert round_of() == [JobState.SUCCEEDED]
    assert Pulse.objects.count() == 0
    del registry.forgettings["first"]


def test_a_transaction_that_holds_the_feed_back_for_too_long_is_ended(transactional_db: None) -> None:
    given = connection.settings_dict
    with closing(
        psycopg2.connect(
            host=given["HOST"],
            port=given["PORT"] or None,
            user=given["USER"],
            password=given["PASSWORD"],
            dbname=given["NAME"],
        )
    ) as other:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        assert end_overdue(longest=60, below=999999) == 0
        assert end_overdue(longest=0) == (0 if connection.pg_version >= DOES_SO_ITSELF else 1)
        assert end_overdue(longest=0, below=999999) == 1
        with pytest.raises(psycopg2.OperationalError), other.cursor() as cursor:
            cursor.execute("SELECT 1")
    assert settings.DATABASE_ROLE == "app"
