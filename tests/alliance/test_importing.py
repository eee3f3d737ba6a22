"""A table's whole way: read, matched, checked, applied by a job, and undone; whatever happens on the way."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from alliance.choices.jobs import FORGET
from alliance.models import Partner, School
from alliance.tasks import forget_what_is_past_keeping
from foundation.importer import jobs
from foundation.importer.actions import (
    AT_ONCE,
    WrongMoment,
    apply_import,
    choose_columns,
    discard_import,
    erase_rows,
    live_jobs,
    start_import,
    stop_work,
    undo_import,
)
from foundation.importer.choices import APPLY, UNDO, ImportState
from foundation.importer.models import ColumnMatch, Import, ImportRow
from foundation.importer.reading import Unreadable
from foundation.importer.target import Target, target_named
from foundation.jobs.models import Job, JobState
from foundation.jobs.worker import work
from foundation.notifications.models import Notification
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import PartnerFactory, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db
HEADS = "URN,Parts they play,Joined on"
GOOD, BAD = "8001{0:02d},Alliance member,1/9/2025", "8001{0:02d},Alliance member,32/9/2025"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of the test's own; and no heartbeat, which cannot see a job that is not committed."""
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr("foundation.jobs.heartbeat.PULSE", 60)


@pytest.fixture
def target() -> Target:
    found = target_named("partners")
    assert found is not None
    return found


@pytest.fixture
def user(alliance: Any) -> Any:
    for number in range(20):
        SchoolFactory(urn=800_100 + number, name=f"School {number:02d}")
    return UserFactory()


def table(*lines: str) -> bytes:
    return "\r\n".join((HEADS, *lines)).encode()


def brought(content: bytes, user: Any, target: Target) -> Import:
    return start_import(target=target, name="partners.csv", content=[content], by=user)


def checked(content: bytes, user: Any, target: Target) -> Import:
    source = brought(content, user, target)
    return choose_columns(
        source=source, target=target, columns=source.columns, has_heads=source.has_heads, by=user
    )


def worked(source: Import) -> Import:
    """Whatever jobs wait for this import, done."""
    for job in live_jobs(source):
        work(job.pk)
    source.refresh_from_db()
    return source


def applied(content: bytes, user: Any, target: Target) -> Import:
    source = checked(content, user, target)
    return worked(apply_import(source=source, by=user))


def names() -> list[str]:
    return list(Partner.objects.order_by("name").values_list("name", flat=True))


def rows_of(source: Import) -> list[tuple[Any, ...]]:
    return list(source.data_rows().values_list("number", "outcome", "result", "about"))


def test_good_rows_are_saved_and_bad_ones_kept_with_a_reason(user: Any, target: Target) -> None:
    source = applied(table(GOOD.format(1), BAD.format(2), GOOD.format(3)), user, target)
    assert names() == ["School 01", "School 03"]
    assert source.state == ImportState.APPLIED
    assert source.counts == {"create": 2, "error": 1}
    wrong = source.data_rows().get(outcome="error")
    assert wrong.reason == (
        "Joined on: “32/9/2025” is no day. September has 30 days: write a date such as 1/9/25."
    )
    assert [told.sentence for told in Notification.objects.filter(user=user)] == [
        "partners.csv is imported: 2 partners added, 0 changed, 1 row to mend."
    ]


def test_a_row_says_everything_that_is_wrong_with_it_at_once(user: Any, target: Target) -> None:
    source = checked(table("900,Nonsense,32/9/2025"), user, target)
    (row,) = source.data_rows()
    assert [sentence.split(":")[0] for sentence in row.reason.split(". ") if ":" in sentence] == [
        *("URN", "Parts they play", " Write one of".strip(), "Joined on", "September has 30 days"),
    ]


def test_two_rows_about_one_partner_are_not_both_done(user: Any, target: Target) -> None:
    source = checked(table(GOOD.format(1), GOOD.format(1)), user, target)
    assert [(row.outcome, row.reason) for row in source.data_rows()] == [
        ("create", ""),
        ("error", "Row 2 is about the same partner. Keep one of the two."),
    ]


def test_a_row_with_a_comma_too_many_is_not_guessed_at(user: Any, target: Target) -> None:
    source = checked(table("800101,Alliance member,1/9/2025,extra"), user, target)
    (row,) = source.data_rows()
    assert row.reason.startswith("The row has 4 cells and the table 3 columns.")


def test_columns_are_guessed_and_then_remembered_as_somebody_matched_them(user: Any, target: Target) -> None:
    first = brought(b"School URN,Note\n800101,Alliance member\n", user, target)
    assert first.columns == ["urn", ""]
    choose_columns(source=first, target=target, columns=["urn", "kinds"], has_heads=True, by=user)
    again = brought(b" school  urn ,NOTE\n800102,Alliance member\n", user, target)
    assert again.columns == ["urn", "kinds"]


def test_another_alliance_remembers_nothing_of_it(user: Any, target: Target, other_alliance: Any) -> None:
    choose_columns(
        source=brought(b"A,B\n800101,x\n", user, target),
        target=target,
        columns=["urn", ""],
        has_heads=True,
        by=user,
    )
    assert ColumnMatch.objects.count() == 1
    with acting_within(other_alliance):
        assert brought(b"A,B\n800101,x\n", user, target).columns == ["", ""]
        assert Import.objects.count() == 1


def test_a_table_without_heads_is_read_from_its_first_row(user: Any, target: Target) -> None:
    source = brought(b"800101,Alliance member\n800102,Alliance member\n", user, target)
    assert (source.has_heads, source.heads) == (False, ["800101", "Alliance member"])
    source = choose_columns(source=source, target=target, columns=["urn", "kinds"], has_heads=False, by=user)
    assert rows_of(source) == [(1, "create", "", "School 01"), (2, "create", "", "School 02")]


def test_a_table_of_heads_alone_is_refused(user: Any, target: Target) -> None:
    with pytest.raises(Unreadable) as refusal:
        brought(b"URN,Name\n", user, target)
    assert refusal.value.sentence == (
        "There is one row, which names the columns, and nothing under it. Add the rows."
    )
    assert Import.objects.count() == 0


def test_many_rows_are_checked_by_a_job_that_may_begin_again(user: Any, target: Target) -> None:
    lines = [GOOD.format(number % 20) for number in range(AT_ONCE + 1)]
    source = checked(table(*lines), user, target)
    assert (source.state, source.data_rows().filter(outcome="").count()) == (
        ImportState.PLANNING,
        AT_ONCE + 1,
    )
    worked(source)
    assert (source.state, source.counts) == (ImportState.CHECKED, {"create": 20, "error": AT_ONCE - 19})


def test_nothing_is_done_that_was_not_shown(user: Any, target: Target) -> None:
    """Between the check and the writing somebody adds one of the partners, and changes another."""
    known = PartnerFactory(school__urn=800_200, name="Known", joined_on="2024-09-01")
    source = checked(table(GOOD.format(1), "800200,Alliance member,1/9/2025"), user, target)
    PartnerFactory(school__urn=800_300)
    Partner.objects.filter(pk=known.pk).update(joined_on="2023-09-01")
    PartnerFactory(school=School.objects.get(urn=800_101), name="Added by hand")
    worked(apply_import(source=source, by=user))
    assert [(row.outcome, row.result) for row in source.data_rows()] == [("error", ""), ("error", "")]
    assert {row.reason.split(",")[0] for row in source.data_rows()} == {
        "Somebody changed this record after the check"
    }


def test_undo_takes_back_everything_and_says_what_it_could_not(user: Any, target: Target) -> None:
    source = applied(table(GOOD.format(1), GOOD.format(2), GOOD.format(3)), user, target)
    Partner.objects.filter(name="School 02").update(listed=False)
    source = worked(undo_import(source=source, by=user))
    assert (source.state, names()) == (ImportState.UNDONE, ["School 02"])
    assert source.counts == {"create": 3, "undone": 2, "kept": 1}
    kept = source.data_rows().get(result="kept")
    assert kept.reason == "School 02 was changed since it was imported, so it stays as it is now."


def test_a_job_that_runs_twice_writes_once(user: Any, target: Target) -> None:
    source = applied(table(GOOD.format(1), GOOD.format(2)), user, target)
    job = Job.objects.get(kind=APPLY)
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, finished_at=None)
    assert work(job.pk) == JobState.SUCCEEDED
    assert (names(), source.data_rows().filter(result="done").count()) == (["School 01", "School 02"], 2)


def test_more_rows_than_one_run_may_take_are_gone_on_with(
    user: Any, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foundation.importer.carrying_out.BATCH", 2)
    monkeypatch.setattr(jobs, "SHARE_OF_A_RUN", 0.0)
    source = checked(table(*(GOOD.format(number) for number in range(5))), user, target)
    (job,) = live_jobs(apply_import(source=source, by=user))
    states = [work(job.pk) for _ in range(4)]
    assert states == [JobState.QUEUED, JobState.QUEUED, JobState.QUEUED, JobState.SUCCEEDED]
    assert (len(names()), Job.objects.get(pk=job.pk).failures) == (5, 0)


def test_what_was_stopped_can_be_gone_on_with_or_undone(user: Any, target: Target) -> None:
    source = checked(table(GOOD.format(1)), user, target)
    apply_import(source=source, by=user)
    with pytest.raises(WrongMoment):
        undo_import(source=source, by=user)
    stop_work(source=source, by=user)
    assert (live_jobs(source), Import.objects.get().state) == ([], ImportState.APPLYING)
    source = worked(apply_import(source=source, by=user))
    assert (source.state, names()) == (ImportState.APPLIED, ["School 01"])


def test_an_import_that_would_change_nothing_is_not_started(user: Any, target: Target) -> None:
    source = checked(table(BAD.format(1)), user, target)
    with pytest.raises(Refused) as refusal:
        apply_import(source=source, by=user)
    assert refusal.value.sentence == "No row would change anything, so there is nothing to import."


def test_an_import_is_applied_once(user: Any, target: Target) -> None:
    source = applied(table(GOOD.format(1)), user, target)
    with pytest.raises(WrongMoment):
        apply_import(source=source, by=user)
    with pytest.raises(WrongMoment):
        choose_columns(source=source, target=target, columns=source.columns, has_heads=True, by=user)


def test_the_database_refuses_a_state_that_does_not_follow(user: Any, target: Target) -> None:
    source = applied(table(GOOD.format(1)), user, target)
    with pytest.raises(DatabaseError, match="transition"), transaction.atomic():
        Import.objects.filter(pk=source.pk).update(state=ImportState.CHECKED, applied_at=None)


def test_a_discarded_import_leaves_no_row_behind(user: Any, target: Target) -> None:
    source = discard_import(source=checked(table(GOOD.format(1)), user, target), by=user)
    assert (source.state, source.heads, ImportRow.objects.count()) == (ImportState.CANCELLED, [], 0)


def test_erased_rows_cannot_be_undone_and_the_counts_stay(user: Any, target: Target) -> None:
    source = erase_rows(source=applied(table(GOOD.format(1)), user, target), by=user)
    assert (source.counts, ImportRow.objects.count()) == ({"create": 1}, 0)
    with pytest.raises(Refused, match="erased"):
        undo_import(source=source, by=user)


def test_rows_are_erased_after_a_month(user: Any, target: Target, alliance: Any) -> None:
    old = applied(table(GOOD.format(1)), user, target)
    young = brought(table(GOOD.format(2)), user, target)
    waiting = brought(table(GOOD.format(3)), user, target)
    long_ago = timezone.now() - timedelta(days=31)
    Import.objects.filter(pk__in=[old.pk, waiting.pk]).update(started_at=long_ago)
    forget_what_is_past_keeping()
    assert work(Job.objects.get(kind=FORGET, alliance=alliance).pk) == JobState.SUCCEEDED
    left = {source.pk: (source.state, source.rows.count()) for source in Import.objects.all()}
    assert left == {
        old.pk: (ImportState.APPLIED, 0),
        young.pk: (ImportState.UPLOADED, 2),
        waiting.pk: (ImportState.CANCELLED, 0),
    }


def test_a_failed_job_tells_whoever_asked_and_goes_on_when_asked_again(
    user: Any, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = checked(table(GOOD.format(1)), user, target)
    apply_import(source=source, by=user)
    (job,) = live_jobs(source)
    Import.objects.filter(pk=source.pk).update(target="gone")
    assert work(job.pk) == JobState.FAILED
    assert [told.sentence for told in Notification.objects.all()] == [
        "partners.csv: “gone” cannot be imported any more."
    ]
    Import.objects.filter(pk=source.pk).update(target="partners")
    worked(apply_import(source=source, by=user))
    assert names() == ["School 01"]


def test_what_is_kept_for_the_undo_is_plain_json(user: Any, target: Target) -> None:
    source = applied(table(GOOD.format(1)), user, target)
    (row,) = source.data_rows()
    assert json.loads(json.dumps(row.trace)) == row.trace
    assert Job.objects.filter(kind=UNDO).count() == 0
