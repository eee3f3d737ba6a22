"""Jobs: asked for in a transaction, published, claimed by one worker at a time, closed once."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from foundation.jobs import claims, registry, watch
from foundation.jobs.models import Job, JobOutcome, JobState, OutboxEntry
from foundation.jobs.progress import Step
from foundation.jobs.queue import CANCELLED, cancel, enqueue
from foundation.jobs.relay import GAVE_UP, MAX_CLAIMS, Swept, publish_pending, sweep
from foundation.jobs.run import Cancelled, Run, TakenOver
from foundation.jobs.worker import FAULT, MAX_FAILURES, work
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within, current_alliance_id
from tests.factories.alliance import AllianceFactory

KIND = "count_the_sheep"


@pytest.fixture(autouse=True)
def handler(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """A kind of job whose work each test says; `failed` collects what its kind was told."""
    told: dict[str, Any] = {"work": lambda run: None, "failed": []}
    kinds = {
        KIND: registry.Kind(KIND, lambda run: told["work"](run), lambda job, why: told["failed"].append(why))
    }
    monkeypatch.setattr(registry, "_kinds", kinds)
    return told


def ask(alliance: Any, subject: object = 7, **fields: Any) -> Job:
    return enqueue(KIND, alliance=alliance, subject=subject, **fields)


def let_the_lease_run_out(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timezone.timedelta(seconds=1))


def published_long_ago(job: Job) -> None:
    OutboxEntry.objects.filter(job=job).update(published_at=timezone.now() - timezone.timedelta(hours=1))


def state_of(job: Job) -> str:
    return Job.objects.get(pk=job.pk).state


def by_name(run: Run) -> None:
    """Work that its kind knows by name."""


class TestKinds:
    def test_work_given_by_name_is_loaded_when_it_is_to_be_done(self) -> None:
        registry.register_job("named", f"{__name__}.by_name")
        registry.register_job("misnamed", "alliance.nothing_of_the_kind")
        assert registry.kind_named("named").handler is by_name
        assert registry.kind_named("named").on_failure is None
        with pytest.raises(ImportError):
            _ = registry.kind_named("misnamed").handler

    def test_a_kind_is_done_by_one_handler_however_often_it_is_registered(self) -> None:
        registry.register_job("named", f"{__name__}.by_name")
        registry.register_job("named", f"{__name__}.by_name")
        with pytest.raises(ValueError, match=f"named are already done by {__name__}.by_name"):
            registry.register_job("named", by_name)

    def test_what_nobody_waits_for_lets_other_work_go_first(self) -> None:
        registry.register_job("hurried", by_name)
        registry.register_job("unhurried", by_name, unhurried=True)
        unhurried = {name for name in ("hurried", "unhurried", "unknown") if registry.is_unhurried(name)}
        assert unhurried == {"unhurried"}


class TestAsking:
    def test_a_job_and_its_outbox_entry_are_written_together_or_not_at_all(self, alliance: Any) -> None:
        class ChangedTheirMind(Exception):
            pass

        @transaction.atomic
        def ask_and_roll_back() -> None:
            ask(alliance)
            raise ChangedTheirMind

        with pytest.raises(ChangedTheirMind):
            ask_and_roll_back()
        assert (Job.objects.count(), OutboxEntry.objects.count()) == (0, 0)

    def test_asking_again_while_it_is_under_way_gives_the_same_job(self, alliance: Any) -> None:
        job = ask(alliance)
        claims.claim(job.pk, worker="a")
        assert ask(alliance) == job
        assert OutboxEntry.objects.count() == 1

    def test_asking_about_something_else_or_by_somebody_else_is_another_job(
        self, alliance: Any, other_alliance: Any
    ) -> None:
        jobs = {ask(alliance, 7).pk, ask(alliance, 8).pk, ask(other_alliance, 7).pk}
        assert len(jobs) == 3

    def test_what_ended_can_be_asked_for_again(self, alliance: Any) -> None:
        job = ask(alliance)
        cancel(job)
        assert ask(alliance) != job

    def test_a_kind_that_nobody_does_is_refused_at_once(self, alliance: Any) -> None:
        with pytest.raises(registry.UnknownKind):
            enqueue("juggle", alliance=alliance)


class TestTheRelay:
    def test_it_publishes_each_job_once(self, alliance: Any) -> None:
        jobs = [ask(alliance, subject) for subject in (1, 2, 3)]
        told: list[Job] = []
        publish_pending(told.append)
        publish_pending(told.append)
        assert told == jobs

    def test_what_the_broker_did_not_take_stays_in_the_outbox(self, alliance: Any) -> None:
        first, second = ask(alliance, 1), ask(alliance, 2)

        def lose_the_second(job: Job) -> None:
            if job == second:
                raise OperationalError("gone")

        with pytest.raises(OperationalError):
            publish_pending(lose_the_second)
        told: list[Job] = []
        publish_pending(told.append)
        assert told == [second]
        assert OutboxEntry.objects.get(job=first).times == 1

    def test_a_message_the_broker_lost_is_published_again(self, alliance: Any) -> None:
        job = ask(alliance)
        publish_pending(lambda _: None)
        assert sweep() == Swept()
        published_long_ago(job)
        assert sweep() == Swept(again=1)
        told: list[Job] = []
        publish_pending(told.append)
        assert told == [job]

    def test_a_job_whose_worker_was_lost_is_published_again_at_once(self, alliance: Any) -> None:
        job = ask(alliance)
        publish_pending(lambda _: None)
        claims.claim(job.pk, worker="a")
        assert sweep() == Swept()
        published_long_ago(job)
        let_the_lease_run_out(job)
        assert sweep() == Swept(again=1)

    def test_a_job_that_loses_every_worker_is_given_up_with_a_sentence(
        self, alliance: Any, handler: dict[str, Any]
    ) -> None:
        job = ask(alliance)
        for _ in range(MAX_CLAIMS):
            assert claims.claim(job.pk, worker="a") is not None
            let_the_lease_run_out(job)
        assert sweep() == Swept(given_up=1)
        assert (state_of(job), JobOutcome.objects.get().sentence) == (JobState.FAILED, GAVE_UP)
        assert handler["failed"] == [GAVE_UP]

    def test_a_job_of_a_kind_that_nobody_does_any_more_ends_all_the_same(
        self, alliance: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        job = ask(alliance)
        for _ in range(MAX_CLAIMS):
            claims.claim(job.pk, worker="a")
            let_the_lease_run_out(job)
        monkeypatch.setattr(registry, "_kinds", {})
        assert sweep() == Swept(given_up=1)
        assert state_of(job) == JobState.FAILED

    def test_a_job_ends_though_those_who_wait_for_it_cannot_be_told(
        self, alliance: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def tell(job: Job, sentence: str) -> None:
            Job.objects.filter(pk=job.pk).update(kind="told half")
            raise LookupError("no such page")

        monkeypatch.setattr(registry, "_kinds", {KIND: registry.Kind(KIND, _refuse, tell)})
        job = ask(alliance)
        assert work(job.pk) == JobState.FAILED
        assert (state_of(job), JobOutcome.objects.get().sentence) == (JobState.FAILED, "Not today.")
        assert Job.objects.get(pk=job.pk).kind == KIND


def _refuse(run: Run) -> None:
    raise Refused("Not today.")


class TestTheFence:
    def test_one_worker_at_a_time_holds_a_job(self, alliance: Any) -> None:
        job = ask(alliance)
        first = claims.claim(job.pk, worker="a")
        assert first is not None
        assert first.fence == 1
        assert claims.claim(job.pk, worker="b") is None

    def test_a_worker_whose_lease_ran_out_can_neither_write_nor_report_nor_keep_it(
        self, alliance: Any
    ) -> None:
        job = ask(alliance)
        old = claims.claim(job.pk, worker="a")
        let_the_lease_run_out(job)
        new = claims.claim(job.pk, worker="b")
        assert (old and old.fence, new and new.fence) == (1, 2)
        with pytest.raises(TakenOver), Run(old).write():
            Job.objects.filter(pk=job.pk).update(kind="written by the old worker")
        with pytest.raises(TakenOver):
            claims.extend(old, steps="[]")
        assert claims.put_back(old, delay=0) is False
        with Run(new).write():
            pass
        assert Job.objects.get(pk=job.pk).kind == KIND

    def test_a_job_that_ended_cannot_be_claimed_or_written_through(self, alliance: Any) -> None:
        job = ask(alliance)
        held = claims.claim(job.pk, worker="a")
        Job.objects.filter(pk=job.pk).update(
            state=JobState.SUCCEEDED, lease_until=None, finished_at=timezone.now()
        )
        assert claims.claim(job.pk, worker="b") is None
        with pytest.raises(TakenOver), Run(held).write():
            pass

    def test_a_job_that_waits_for_another_try_is_not_claimed_before_its_time(self, alliance: Any) -> None:
        job = ask(alliance)
        held = claims.claim(job.pk, worker="a")
        claims.put_back(held, delay=60)
        assert claims.claim(job.pk, worker="a") is None


@pytest.mark.django_db(transaction=True)
class TestWorking:
    """Each of these commits: the heartbeat sees the job from a connection of its own."""

    @pytest.fixture
    def job(self) -> Job:
        return ask(AllianceFactory())

    def outcome(self, job: Job) -> str:
        with acting_within(job.alliance_id), transaction.atomic():
            return JobOutcome.objects.get(job=job).sentence

    def test_the_handler_acts_inside_its_alliance(self, job: Job, handler: dict[str, Any]) -> None:
        seen: list[object] = []
        handler["work"] = lambda run: seen.append((run.subject, run.fence, current_alliance_id()))
        assert work(job.pk) == JobState.SUCCEEDED
        assert seen == [("7", 1, job.alliance_id)]

    def test_a_second_delivery_changes_nothing(self, job: Job, handler: dict[str, Any]) -> None:
        runs: list[int] = []
        handler["work"] = lambda run: runs.append(run.fence)
        assert (work(job.pk), work(job.pk), runs) == (JobState.SUCCEEDED, None, [1])

    def test_a_refusal_ends_it_with_the_sentence(self, job: Job, handler: dict[str, Any]) -> None:
        def refuse(run: Run) -> None:
            raise Refused("There is nothing to count yet.")

        handler["work"] = refuse
        assert work(job.pk) == JobState.FAILED
        assert self.outcome(job) == "There is nothing to count yet."
        assert handler["failed"] == ["There is nothing to count yet."]

    def test_a_fault_is_tried_again_a_few_times_and_then_said(
        self, job: Job, handler: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("foundation.jobs.worker.RETRY_SECONDS", 0)

        def break_down(run: Run) -> None:
            raise ZeroDivisionError

        handler["work"] = break_down
        states = [work(job.pk) for _ in range(MAX_FAILURES)]
        assert states == [JobState.QUEUED] * (MAX_FAILURES - 1) + [JobState.FAILED]
        assert self.outcome(job) == FAULT

    def test_a_waiting_job_is_cancelled_at_once(self, job: Job, handler: dict[str, Any]) -> None:
        assert cancel(job) is True
        assert work(job.pk) is None
        assert (state_of(job), self.outcome(job)) == (JobState.CANCELLED, CANCELLED)
        assert cancel(job) is False

    def test_a_running_job_hears_that_it_is_cancelled(self, job: Job, handler: dict[str, Any]) -> None:
        def dawdle(run: Run) -> None:
            cancel(job)
            assert run.stop.wait(5)
            run.check()

        handler["work"] = dawdle
        assert work(job.pk) == JobState.CANCELLED

    def test_asking_again_before_the_worker_heard_the_stop_takes_it_back(
        self, job: Job, handler: dict[str, Any]
    ) -> None:
        def dawdle(run: Run) -> None:
            cancel(job)
            assert enqueue(KIND, alliance=job.alliance_id, subject=7) == job
            assert not run.stop.wait(2)

        handler["work"] = dawdle
        assert work(job.pk) == JobState.SUCCEEDED

    def test_asking_again_once_the_worker_heard_the_stop_lets_it_begin_again(
        self, job: Job, handler: dict[str, Any]
    ) -> None:
        def hear_and_be_asked_again(run: Run) -> None:
            cancel(job)
            assert run.stop.wait(5)
            assert enqueue(KIND, alliance=job.alliance_id, subject=7) == job
            run.check()

        handler["work"] = hear_and_be_asked_again
        assert work(job.pk) == JobState.QUEUED
        handler["work"] = lambda run: None
        assert work(job.pk) == JobState.SUCCEEDED
        assert (Job.objects.count(), Job.objects.get().failures) == (1, 0)

    def test_a_cancelled_job_whose_worker_was_lost_is_cancelled_by_the_sweeper(self, job: Job) -> None:
        claims.claim(job.pk, worker="a")
        cancel(job)
        let_the_lease_run_out(job)
        assert sweep() == Swept(cancelled=1)
        assert state_of(job) == JobState.CANCELLED

    def test_a_worker_that_was_taken_over_leaves_the_job_to_the_other(
        self, job: Job, handler: dict[str, Any]
    ) -> None:
        def be_taken_over(run: Run) -> None:
            let_the_lease_run_out(job)
            assert claims.claim(job.pk, worker="b") is not None

        handler["work"] = be_taken_over
        assert work(job.pk) is None
        assert (state_of(job), Job.objects.get(pk=job.pk).fence) == (JobState.RUNNING, 2)

    def test_the_lease_is_kept_while_the_work_goes_on(
        self, job: Job, handler: dict[str, Any], settings: Any
    ) -> None:
        settings.JOB_LEASE_SECONDS = 0.9

        def take_long(run: Run) -> None:
            assert not run.stop.wait(2)
            assert claims.claim(job.pk, worker="b") is None

        handler["work"] = take_long
        assert work(job.pk) == JobState.SUCCEEDED

    def test_a_run_that_takes_too_long_is_told_to_stop_and_tried_again(
        self, job: Job, handler: dict[str, Any], settings: Any
    ) -> None:
        settings.JOB_SECONDS = 0

        def take_long(run: Run) -> None:
            assert run.stop.wait(5)
            run.check()

        handler["work"] = take_long
        assert work(job.pk) == JobState.QUEUED

    def test_a_page_sees_how_far_it_is(self, job: Job, handler: dict[str, Any]) -> None:
        def report(run: Run) -> None:
            run.begin([("read", "Reading"), ("draw", "Drawing")])
            run.step("read", 3, 3)
            run.step("draw", 1, 4)

        handler["work"] = report
        work(job.pk)
        with acting_within(job.alliance_id), transaction.atomic():
            seen = watch.view_of(watch.latest_job(alliance=job.alliance_id, kind=KIND, subject=7))
        assert seen.steps == (Step("read", "Reading", 3, 3), Step("draw", "Drawing", 1, 4))
        assert (seen.is_live, seen.sentence, seen.seconds_left) == (False, "", None)


def test_cancelled_is_what_check_raises_once_the_heartbeat_said_so() -> None:
    run = Run(claims.Claim(1, 1, KIND, "", 1, None))
    run.check()
    run.end_because(Cancelled())
    with pytest.raises(Cancelled):
        run.check()
