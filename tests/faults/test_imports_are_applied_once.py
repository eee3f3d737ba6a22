"""Workers are killed while they save and while they undo: every good row is done once and undone once."""

import subprocess
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from alliance.choices import SchoolStatus
from alliance.models import Partner, PartnerRole, School
from foundation.audit.models import AuditEvent
from foundation.importer.actions import apply_import, choose_columns, finish, start_import, undo_import
from foundation.importer.choices import ImportState
from foundation.importer.models import Import, rows_of
from foundation.importer.planning import Planner
from foundation.importer.target import target_named
from foundation.jobs.models import Job, JobState
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import AllianceFactory, MembershipFactory
from tests.faults.conftest import Stage, eventually

pytestmark = [
    pytest.mark.fault,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("faults"),
]
GOOD, BAD = 240, 20
FIRST_URN = 700_000


def checked(alliance: Any, user: Any) -> Import:
    """A table of many good rows and some of schools that nobody knows, ready to be saved."""
    School.objects.bulk_create(
        School(urn=FIRST_URN + number, name=f"School {number}", status=SchoolStatus.OPEN)
        for number in range(GOOD)
    )
    rows = "\n".join(["URN", *(str(FIRST_URN + number) for number in range(GOOD + BAD))])
    target = target_named("partners")
    with acting_within(alliance, user=user), transaction.atomic():
        source = start_import(target=target, name="many.csv", content=[rows.encode()], by=user)
        source = choose_columns(source=source, target=target, columns=["urn"], has_heads=True, by=user)
        planner = Planner(source, target)
        for batch in planner.batches():
            planner.plan(batch)
        finish(source, ImportState.CHECKED)
    Job.objects.update(state=JobState.CANCELLED, finished_at="2026-01-01T00:00Z")
    return source


def rows_with(source: Import, result: str) -> int:
    with acting_within(source.alliance_id), transaction.atomic():
        return rows_of(source).filter(result=result).count()


def some(source: Import, result: str, more_than: int) -> bool:
    return rows_with(source, result) > more_than


def state_of(source: Import) -> str:
    with acting_within(source.alliance_id), transaction.atomic():
        return Import.objects.get(pk=source.pk).state


def killed_on_the_way(stage: Stage, source: Import, result: str) -> subprocess.Popen[bytes]:
    """Three workers, two of them killed in the midst of it."""
    worker = stage.worker()
    for reached in (15, 90):
        eventually(partial(some, source, result, reached))
        stage.kill(worker)
        assert rows_with(source, result) < GOOD, "the kill came too late"
        worker = stage.worker()
    return worker


def test_workers_killed_in_the_midst_of_an_import_and_of_its_undo(stage: Stage) -> None:
    alliance = AllianceFactory()
    user = MembershipFactory(alliance=alliance).user
    source = checked(alliance, user)
    stage.relay()

    with acting_within(alliance, user=user), transaction.atomic():
        apply_import(source=source, by=user)
    worker = killed_on_the_way(stage, source, "done")
    eventually(lambda: state_of(source) == ImportState.APPLIED, every=0.3)
    stage.kill(worker)
    with acting_within(alliance), transaction.atomic():
        assert Partner.objects.count() == Partner.objects.values("school").distinct().count() == GOOD
        assert PartnerRole.objects.count() == GOOD
        created = AuditEvent.objects.filter(table=Partner._meta.db_table, action="I")
        assert created.count() == GOOD
        assert Import.objects.get().counts == {"create": GOOD, "error": BAD}

    with acting_within(alliance, user=user), transaction.atomic():
        undo_import(source=source, by=user)
    killed_on_the_way(stage, source, "undone")
    eventually(lambda: state_of(source) == ImportState.UNDONE, every=0.3)
    with acting_within(alliance), transaction.atomic():
        assert (Partner.objects.count(), PartnerRole.objects.count()) == (0, 0)
        removed = AuditEvent.objects.filter(table=Partner._meta.db_table, action="D")
        assert removed.count() == GOOD
    assert [job.state for job in Job.objects.exclude(state=JobState.CANCELLED)] == [JobState.SUCCEEDED] * 2
