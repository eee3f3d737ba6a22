"""What somebody waits for does not stand in line behind what nobody waits for."""

import pytest
from django.db import transaction

from foundation.jobs.models import Job, JobState, OutboxEntry
from foundation.jobs.queue import enqueue
from foundation.jobs.registry import register_job
from foundation.notifications.models import Notification
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import MembershipFactory
from tests.faults.conftest import Stage, eventually
from tests.faults.counted import COUNTED, UNHURRIED, count

pytestmark = [
    pytest.mark.fault,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("faults"),
]

register_job(COUNTED, count)
register_job(UNHURRIED, count, unhurried=True)

DOCUMENTS = 40
EARLY = 10
"""Places: the worker does another job beside the letter, and a busy machine may let that one run on."""


def test_a_letter_overtakes_forty_documents_that_were_asked_for_before_it(stage: Stage) -> None:
    member = MembershipFactory()
    with transaction.atomic():
        for number in range(DOCUMENTS):
            enqueue(UNHURRIED, alliance=member.alliance, subject=number, by=member.user)
        enqueue(COUNTED, alliance=member.alliance, subject="letter", by=member.user)
    stage.relay()
    eventually(lambda: not OutboxEntry.objects.filter(published_at=None).exists())
    stage.worker()
    eventually(lambda: Job.objects.filter(state=JobState.SUCCEEDED).count() == DOCUMENTS + 1, seconds=240)
    with acting_within(member.alliance), transaction.atomic():
        done = list(Notification.objects.order_by("pk").values_list("sentence", flat=True))
    assert done.index("letter") < EARLY
    assert set(done) == {"letter", *map(str, range(DOCUMENTS))}
