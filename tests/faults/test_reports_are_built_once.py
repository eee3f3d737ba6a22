"""Whatever is killed, flushed, stopped or asked for twice: every report is built, and built once."""

import signal
import subprocess
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from foundation.jobs.models import Job, JobState
from foundation.jobs.progress import read_steps
from foundation.tenancy.scope import acting_within
from reporting.choices import EditionState
from reporting.models import Document, Edition
from tests.factories.alliance import AllianceFactory, MembershipFactory, PartnerFactory
from tests.factories.reporting import REPORTED, furnished, start
from tests.faults.conftest import LEASE_SECONDS, Stage, cut_other_connections, eventually

pytestmark = [
    pytest.mark.fault,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("faults"),
]

MOMENTS = (("claimed", 0.0), ("claimed", 0.3), ("lay_out", 0.0), ("claimed", 0.8), ("lay_out", 0.5))
"""When each worker is killed: so many seconds after a report was claimed, or began to be laid out."""


def asked_for(alliance: Any) -> Edition:
    with transaction.atomic():
        return start(alliance, MembershipFactory(alliance=alliance).user)


def small_alliance() -> Any:
    """Enough for a report, and quick."""
    alliance = AllianceFactory()
    with acting_within(alliance), transaction.atomic():
        for _ in range(6):
            PartnerFactory(joined_on=f"{REPORTED}-10-01")
    return alliance


def jobs() -> list[Job]:
    return list(Job.objects.order_by("pk"))


def reached(moment: str, worker: subprocess.Popen[bytes]) -> bool:
    """Whether this worker holds a job, and has begun to lay it out if that is the moment."""
    held = Job.objects.filter(state=JobState.RUNNING, worker__endswith=f":{worker.pid}")
    if moment == "claimed":
        return held.exists()
    return any(step.key == moment and step.total for job in held for step in read_steps(job.steps))


def half_way() -> int:
    """How many jobs had begun and not ended."""
    return sum(job.state == JobState.RUNNING for job in jobs())


def all_done() -> bool:
    return all(job.state == JobState.SUCCEEDED for job in jobs())


def built(edition: Edition) -> tuple[str, int, int]:
    """The version's state, how many documents it has, and how many of its files there are."""
    with acting_within(edition.alliance_id), transaction.atomic():
        state = Edition.objects.get(pk=edition.pk).state
        documents = list(Document.objects.filter(edition=edition))
    files = list(Path(settings.MEDIA_ROOT).rglob(f"{edition.public_id}-*.pdf"))
    whole = [
        path
        for path in files
        if path.read_bytes().startswith(b"%PDF") and path.stat().st_size == documents[0].size
    ]
    return state, len(documents), len(whole)


ONCE = (EditionState.DRAFTED, 1, 1)


def test_workers_killed_five_times_and_the_broker_emptied(stage: Stage) -> None:
    editions = [asked_for(furnished()), *(asked_for(small_alliance()) for _ in range(3))]
    stage.relay()
    worker = stage.worker()
    for kill, (moment, seconds) in enumerate(MOMENTS, start=1):
        eventually(partial(reached, moment, worker))
        time.sleep(seconds)
        stage.kill(worker)
        assert half_way() > 0, f"kill {kill} came too late"
        if kill in (2, 4):
            stage.broker.flush()
        worker = stage.worker()
    eventually(all_done)
    assert [built(edition) for edition in editions] == [ONCE] * 4
    assert sum(job.claims for job in jobs()) >= len(editions) + len(MOMENTS)


def test_a_worker_that_was_paused_and_taken_over_writes_nothing_when_it_wakes(stage: Stage) -> None:
    edition = asked_for(furnished())
    stage.relay()
    paused = stage.worker()
    eventually(partial(reached, "lay_out", paused))
    paused.send_signal(signal.SIGSTOP)
    stage.worker()
    eventually(all_done)
    paused.send_signal(signal.SIGCONT)
    eventually(
        lambda: "job_taken_over" in (stage.folder / "1.log").read_text(), seconds=3 * LEASE_SECONDS + 20
    )
    assert built(edition) == ONCE
    assert Job.objects.get().fence == 2


def test_a_broker_that_is_killed_and_comes_back_empty(stage: Stage) -> None:
    stage.broker.kill()
    edition = asked_for(small_alliance())
    stage.relay()
    stage.worker()
    stage.broker.server.start()
    eventually(all_done)
    assert built(edition) == ONCE


def test_a_relay_that_loses_its_database_connection_goes_on(stage: Stage) -> None:
    stage.relay()
    first = asked_for(small_alliance())
    stage.worker()
    eventually(all_done)
    cut_other_connections()
    second = asked_for(small_alliance())
    eventually(all_done)
    assert [built(first), built(second)] == [ONCE, ONCE]
