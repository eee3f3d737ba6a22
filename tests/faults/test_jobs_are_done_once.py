"""A hundred and twenty jobs and seven faults: none is lost, and none is done twice."""

import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import transaction

from foundation.jobs.models import Job, JobState, OutboxEntry
from foundation.jobs.queue import enqueue
from foundation.jobs.registry import register_job
from foundation.notifications.models import Notification
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import MembershipFactory
from tests.faults.conftest import LEASE_SECONDS, Stage, cut_other_connections, eventually
from tests.faults.counted import COUNTED, count

pytestmark = [
    pytest.mark.fault,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("faults"),
]

JOBS = 120
SLOWEST = 240
"""Seconds that a machine with other work to do may take; on its own it takes fifteen."""
Worker = subprocess.Popen[bytes]
Fault = Callable[["Play"], None]

register_job(COUNTED, count)


class Play:
    """One relay, one worker and the jobs of one person; half of them are asked for while a fault lasts."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.member = MembershipFactory()
        self.ask(range(JOBS // 2))
        self.relay = stage.relay()
        self.worker = stage.worker()
        eventually(lambda: self.count(JobState.SUCCEEDED) >= 5)
        eventually(lambda: self.count(JobState.RUNNING) > 0)
        assert self.count(JobState.SUCCEEDED) < JOBS // 2, "the fault comes too late"

    def ask(self, numbers: range) -> None:
        with transaction.atomic():
            for number in numbers:
                enqueue(COUNTED, alliance=self.member.alliance, subject=number, by=self.member.user)

    def ask_for_the_rest(self) -> None:
        self.ask(range(JOBS // 2, JOBS))

    def count(self, state: JobState) -> int:
        return Job.objects.filter(state=state).count()

    def is_over(self) -> bool:
        return self.count(JobState.SUCCEEDED) == JOBS

    def effects(self) -> Counter[str]:
        """How often each job left its row."""
        with acting_within(self.member.alliance), transaction.atomic():
            return Counter(Notification.objects.values_list("sentence", flat=True))


def a_worker_is_killed(play: Play) -> None:
    play.stage.kill(play.worker)
    play.ask_for_the_rest()
    play.stage.worker()


def a_worker_is_told_to_end(play: Play) -> None:
    play.worker.send_signal(signal.SIGTERM)
    play.ask_for_the_rest()
    assert play.worker.wait(timeout=30) == 0
    play.stage.worker()


def the_broker_forgets_everything(play: Play) -> None:
    play.ask_for_the_rest()
    eventually(lambda: not OutboxEntry.objects.filter(published_at=None).exists())
    play.stage.broker.flush()


def the_broker_is_killed_and_comes_back_empty(play: Play) -> None:
    play.stage.broker.kill()
    play.ask_for_the_rest()
    time.sleep(LEASE_SECONDS)
    play.stage.broker.start_empty()


def the_relay_is_killed(play: Play) -> None:
    play.stage.kill(play.relay)
    play.ask_for_the_rest()
    time.sleep(LEASE_SECONDS)
    play.stage.relay()


def every_database_connection_is_cut(play: Play) -> None:
    cut_other_connections()
    play.ask_for_the_rest()
    cut_other_connections()


def a_worker_is_paused_past_its_lease(play: Play) -> None:
    play.worker.send_signal(signal.SIGSTOP)
    play.ask_for_the_rest()
    play.stage.worker()
    eventually(play.is_over, seconds=SLOWEST)
    play.worker.send_signal(signal.SIGCONT)
    log = play.stage.folder / "1.log"
    eventually(lambda: "job_taken_over" in log.read_text())


FAULTS = (
    a_worker_is_killed,
    a_worker_is_told_to_end,
    the_broker_forgets_everything,
    the_broker_is_killed_and_comes_back_empty,
    the_relay_is_killed,
    every_database_connection_is_cut,
    a_worker_is_paused_past_its_lease,
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_120_jobs_are_each_done_and_each_done_once_though(stage: Stage, fault: Fault) -> None:
    play = Play(stage)
    fault(play)
    eventually(play.is_over, seconds=SLOWEST)
    assert play.effects() == Counter(str(number) for number in range(JOBS))
