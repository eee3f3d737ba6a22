"""The worker makes a version: from asking to a draft, with a real document, in a transaction of its own."""

from hashlib import sha256
from pathlib import Path
from threading import Barrier, Thread
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError

from alliance.choices import Role
from foundation.jobs.consistent import consistent_read
from foundation.jobs.models import Job, JobState
from foundation.jobs.progress import read_steps
from foundation.jobs.queue import cancel
from foundation.jobs.relay import MAX_CLAIMS, sweep
from foundation.jobs.worker import work
from foundation.notifications.models import Notification
from foundation.tenancy.scope import acting_within
from reporting.choices import EditionState
from reporting.models import Document, Edition, Figure
from tests.factories.alliance import MembershipFactory
from tests.factories.reporting import furnished, lock, start

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def edition() -> Edition:
    """A version just asked for by an administrator, in an alliance that has a strategic lead."""
    with transaction.atomic():
        alliance = furnished()
        MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD])
        asking = MembershipFactory(alliance=alliance, roles=[Role.ADMINISTRATOR]).user
        return start(alliance, asking)


def job_of(edition: Edition) -> Job:
    return Job.objects.get(subject=str(edition.public_id))


def seen(edition: Edition, model: Any, **narrowed: Any) -> list[Any]:
    with acting_within(edition.alliance_id), transaction.atomic():
        return list(model.objects.filter(**narrowed))


def test_a_report_is_made_from_asking_to_draft(edition: Edition, files: Path) -> None:
    job = job_of(edition)
    assert work(job.pk) == JobState.SUCCEEDED
    (made,) = seen(edition, Edition)
    (document,) = seen(edition, Document)
    assert (made.state, made.frozen_by_id) == (EditionState.DRAFTED, made.requested_by_id)
    content = (files / document.path).read_bytes()
    assert (sha256(content).hexdigest(), len(content)) == (document.sha256, document.size)
    assert Path(document.path).name == f"{edition.public_id}-1.pdf"
    steps = read_steps(job_of(edition).steps)
    assert [step.label for step in steps] == [
        "Collecting figures",
        "Drawing charts and maps",
        "Laying out pages",
        "Checking tags, links and fonts",
    ]
    assert all(step.is_complete for step in steps)
    assert steps[0].total == len(seen(edition, Figure))
    told = seen(edition, Notification)
    assert len(told) == 2
    assert {one.sentence for one in told} == {"The draft of the impact report 2024/25 is ready to read."}
    assert {one.href.removeprefix("/a/").partition("/")[2] for one in told} == {"insight/2024-25/1/"}


def test_two_people_who_ask_at_the_same_moment_get_one_report() -> None:
    with transaction.atomic():
        alliance = furnished()
        people = [MembershipFactory(alliance=alliance).user for _ in range(4)]
    together = Barrier(len(people))

    def ask(by: Any) -> None:
        try:
            together.wait()
            with transaction.atomic():
                start(alliance, by)
        finally:
            connection.close()

    threads = [Thread(target=ask, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acting_within(alliance), transaction.atomic():
        assert Edition.objects.count() == 1
    assert Job.objects.count() == 1


def test_a_worker_that_died_after_locking_is_followed_by_one_that_only_draws(edition: Edition) -> None:
    with transaction.atomic():
        locked = lock(edition, edition.requested_by)
    assert work(job_of(edition).pk) == JobState.SUCCEEDED
    (made,) = seen(edition, Edition)
    assert (made.state, made.frozen_at) == (EditionState.DRAFTED, locked.frozen_at)


def test_files_of_workers_that_were_killed_are_cleared_away(edition: Edition, files: Path) -> None:
    with acting_within(edition.alliance_id), transaction.atomic():
        folder = files / str(edition.alliance.public_id) / "reports"
    folder.mkdir(parents=True)
    (folder / f"{edition.public_id}-0.pdf").write_bytes(b"half a page")
    (folder / "another.pdf").write_bytes(b"not ours")
    work(job_of(edition).pk)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [f"{edition.public_id}-1.pdf", "another.pdf"]
    )


def test_a_build_that_is_cancelled_half_way_stops_and_keeps_its_figures(
    edition: Edition, files: Path
) -> None:
    job = job_of(edition)
    canceller = Thread(target=cancel_once_drawing, args=(job.pk,))
    canceller.start()
    state = work(job.pk)
    canceller.join()
    (stopped,) = seen(edition, Edition)
    assert (state, stopped.state) == (JobState.CANCELLED, EditionState.FROZEN)
    assert seen(edition, Document) == []
    assert list(files.rglob("*.pdf")) == []


def cancel_once_drawing(job_id: int) -> None:
    """As somebody does who presses the button while the pages are laid out."""
    try:
        until = monotonic() + 20
        while monotonic() < until:
            job = Job.objects.get(pk=job_id)
            if any(step.key == "lay_out" and step.total for step in read_steps(job.steps)):
                cancel(job)
                return
            sleep(0.1)
    finally:
        connection.close()


def test_a_report_that_cannot_be_made_says_so_to_whoever_asked(edition: Edition) -> None:
    Job.objects.filter(pk=job_of(edition).pk).update(
        state=JobState.RUNNING, claims=MAX_CLAIMS, lease_until="2020-01-01T00:00Z"
    )
    assert sweep().given_up == 1
    (told,) = seen(edition, Notification)
    assert told.user_id == edition.requested_by_id
    assert told.sentence.startswith("The impact report 2024/25 could not be made. It was started 10 times")


def test_a_consistent_look_sees_one_moment_and_writes_nothing(edition: Edition) -> None:
    with acting_within(edition.alliance_id), consistent_read(), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("repeatable read",)
        with pytest.raises(InternalError, match="read-only transaction"):
            Edition.objects.update(number=2)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("read committed",)


def test_a_consistent_look_needs_a_transaction_of_its_own() -> None:
    with (
        transaction.atomic(),
        pytest.raises(RuntimeError, match="a transaction of its own"),
        consistent_read(),
    ):
        pass
