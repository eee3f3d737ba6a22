"""The clock: once a night what is past keeping is forgotten, in every alliance."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from alliance.choices.jobs import FORGET
from alliance.tasks import forget_what_is_past_keeping
from foundation.api.models import KeptAnswer
from foundation.feed.models import Change
from foundation.jobs.models import Job, JobState
from foundation.jobs.worker import work
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import AllianceFactory
from tsa_portal.celery import app

pytestmark = pytest.mark.django_db(transaction=True)
CHANGE = """
INSERT INTO foundation_change (alliance_id, at, xid, type, object_id, public_id, shared_before, shared_after)
VALUES (%s, %s, pg_current_xact_id(), 'partner', 1, gen_random_uuid(), true, true)
"""


def remember(alliance: Any, days_ago: float) -> None:
    """An answer and a change of so many days ago."""
    at = timezone.now() - timedelta(days=days_ago)
    with acting_within(alliance), transaction.atomic():
        KeptAnswer.objects.create(
            reader=f"{days_ago}", key_digest="k", request_digest="r", status=200, body=b"", at=at
        )
        with connection.cursor() as cursor:
            cursor.execute(CHANGE, [alliance.pk, at])


def remembered(alliance: Any) -> tuple[int, int]:
    with acting_within(alliance), transaction.atomic():
        return KeptAnswer.objects.count(), Change.objects.count()


def test_the_clock_knows_the_task() -> None:
    (entry,) = [each for each in app.conf.beat_schedule.values() if "forget" in each["task"]]
    app.loader.import_default_modules()  # as a worker does
    assert entry["task"] in app.tasks


def test_each_alliance_forgets_what_is_past_keeping_and_nothing_else() -> None:
    alliances = [AllianceFactory(), AllianceFactory()]
    for alliance in alliances:
        for days_ago in (0, 0.9, 1.1, 400, 402):
            remember(alliance, days_ago)
    forget_what_is_past_keeping()
    forget_what_is_past_keeping()
    jobs = list(Job.objects.filter(kind=FORGET))
    assert sorted(job.alliance_id for job in jobs) == sorted(each.pk for each in alliances)
    for job in jobs:
        work(job.pk)
    assert [remembered(alliance) for alliance in alliances] == [(2, 4), (2, 4)]
    assert {job.state for job in Job.objects.filter(kind=FORGET)} == {JobState.SUCCEEDED}
