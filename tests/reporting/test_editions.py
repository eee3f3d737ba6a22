"""The life of a version of the report: who moves it on, when, and what can never be changed."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from alliance.logic.academic_year import AcademicYear
from alliance.models import Engagement
from foundation.jobs.models import Job, JobState
from reporting.actions.editions import (
    NothingToReport,
    SamePairOfEyes,
    WrongMoment,
    approve_edition,
    build_again,
    publish_edition,
    set_aside,
    start_edition,
    stop_building,
)
from reporting.actions.making import keep_document, lock_figures
from reporting.actions.removals import withdraw_edition
from reporting.choices import TRANSITIONS, EditionState, RemovalReason
from reporting.logic.figures import Computed, State, digest_of, share
from reporting.models import Document, Edition, Figure, Snapshot
from reporting.queries.editions import frozen_of
from reporting.queries.reading import read_everything
from tests.factories.reporting import NOW, REPORTED, TODAY, draft, drafted, lock, published, start

YEAR = AcademicYear(REPORTED)


class TestAsking:
    def test_it_starts_by_collecting_and_queues_its_making(self, furnished: Any, lead: Any) -> None:
        edition = start(furnished, lead)
        assert (edition.state, edition.number, edition.requested_by) == (EditionState.COLLECTING, 1, lead)
        job = Job.objects.get()
        assert (job.kind, job.subject, job.requested_by) == ("build_report", str(edition.public_id), lead)

    def test_asking_twice_builds_it_once(self, furnished: Any, lead: Any, administrator: Any) -> None:
        assert start(furnished, lead) == start(furnished, administrator)
        assert (Edition.objects.count(), Job.objects.count()) == (1, 1)

    def test_a_draft_in_the_making_is_returned_and_not_built_again(self, furnished: Any, lead: Any) -> None:
        edition = drafted(furnished, lead)
        assert start(furnished, lead) == edition
        assert Job.objects.filter(state=JobState.QUEUED).count() == 0

    def test_after_publishing_the_next_version_has_the_next_number(self, furnished: Any, lead: Any) -> None:
        published(furnished, lead)
        assert start(furnished, lead).number == 2

    def test_a_year_before_any_record_is_refused(self, furnished: Any, lead: Any) -> None:
        with pytest.raises(NothingToReport, match="no records for 2009/10"):
            start_edition(year=AcademicYear(2009), by=lead, today=TODAY)

    def test_a_year_to_come_is_refused(self, furnished: Any, lead: Any) -> None:
        with pytest.raises(NothingToReport):
            start_edition(year=AcademicYear(2026), by=lead, today=date(2026, 8, 31))


class TestLocking:
    def test_figures_are_kept_with_what_is_behind_them(self, furnished: Any, lead: Any) -> None:
        edition = lock(start(furnished, lead), lead)
        assert (edition.state, edition.frozen_by, edition.frozen_at) == (EditionState.FROZEN, lead, NOW)
        figure = Figure.objects.get(edition=edition, metric="reach", filters={})
        assert (figure.numerator, figure.denominator) == (len(figure.counted), len(figure.out_of))
        assert figure.digest == digest_of(figure.counted, figure.out_of)

    def test_every_figure_worked_out_again_from_its_records_is_the_same(
        self, furnished: Any, lead: Any
    ) -> None:
        edition = lock(start(furnished, lead), lead)
        shares = Figure.objects.filter(edition=edition, unit="share")
        assert shares.count() > 20
        for figure in shares:
            again = share(figure.counted, figure.out_of)
            if figure.state == State.SUPPRESSED:
                again = again.suppressed()
            assert again == Computed(
                State(figure.state),
                figure.value,
                figure.numerator,
                figure.denominator,
                tuple(figure.counted),
                tuple(figure.out_of),
            )

    def test_what_is_read_back_is_what_was_locked(self, furnished: Any, lead: Any) -> None:
        edition = start(furnished, lead)
        found = read_everything(YEAR, 1, now=NOW, today=TODAY)
        snapshot = lock_figures(edition=edition, reading=found, by_id=lead.pk)
        assert frozen_of(edition).digest == found.frozen.digest == snapshot.digest

    def test_records_that_change_later_do_not_change_it(self, furnished: Any, lead: Any) -> None:
        edition = lock(start(furnished, lead), lead)
        before = frozen_of(edition).digest
        Engagement.objects.all().delete()
        assert frozen_of(edition).digest == before

    def test_figures_are_locked_once(self, furnished: Any, lead: Any) -> None:
        edition = lock(start(furnished, lead), lead)
        with pytest.raises(WrongMoment):
            lock(edition, lead)


class TestApproving:
    def test_a_draft_is_approved_and_then_published(self, furnished: Any, lead: Any) -> None:
        edition = drafted(furnished, lead)
        approve_edition(edition=edition, by=lead)
        assert publish_edition(edition=edition, by=lead).state == EditionState.PUBLISHED

    def test_a_report_that_is_still_being_made_cannot_be_approved(self, furnished: Any, lead: Any) -> None:
        edition = lock(start(furnished, lead), lead)
        with pytest.raises(WrongMoment, match="Only a finished draft"):
            approve_edition(edition=edition, by=lead)

    def test_a_draft_cannot_be_published_before_it_is_approved(self, furnished: Any, lead: Any) -> None:
        with pytest.raises(WrongMoment, match="after it was approved"):
            publish_edition(edition=drafted(furnished, lead), by=lead)

    def test_where_two_pairs_of_eyes_are_asked_for_who_locked_may_not_approve(
        self, furnished: Any, lead: Any, administrator: Any
    ) -> None:
        furnished.two_pairs_of_eyes = True
        furnished.save()
        edition = drafted(furnished, lead)
        with pytest.raises(SamePairOfEyes):
            approve_edition(edition=edition, by=lead)
        assert approve_edition(edition=edition, by=administrator).state == EditionState.APPROVED


class TestReplacing:
    def test_a_later_version_with_the_same_figures_replaces_the_one_before(
        self, furnished: Any, lead: Any
    ) -> None:
        first = published(furnished, lead)
        second = published(furnished, lead)
        first.refresh_from_db()
        assert (first.state, second.state) == (EditionState.SUPERSEDED, EditionState.PUBLISHED)

    def test_a_later_version_with_other_figures_restates_it(self, furnished: Any, lead: Any) -> None:
        first = published(furnished, lead)
        Engagement.objects.filter(took_part_on__range=(YEAR.first_day, YEAR.last_day)).delete()
        published(furnished, lead)
        first.refresh_from_db()
        assert first.state == EditionState.RESTATED

    def test_a_version_set_aside_makes_room_for_another(self, furnished: Any, lead: Any) -> None:
        edition = drafted(furnished, lead)
        set_aside(edition=edition, by=lead)
        assert start(furnished, lead).number == 2

    def test_a_published_version_cannot_be_set_aside(self, furnished: Any, lead: Any) -> None:
        with pytest.raises(WrongMoment, match="cannot be set aside"):
            set_aside(edition=published(furnished, lead), by=lead)


class TestStopping:
    def test_a_waiting_build_is_stopped_and_taken_up_again(self, furnished: Any, lead: Any) -> None:
        edition = start(furnished, lead)
        stop_building(edition=edition, by=lead)
        assert Job.objects.get().state == JobState.CANCELLED
        build_again(edition=edition, by=lead)
        assert Job.objects.filter(state=JobState.QUEUED).count() == 1

    def test_there_is_nothing_to_stop_once_it_is_made(self, furnished: Any, lead: Any) -> None:
        with pytest.raises(WrongMoment, match="nothing to stop"):
            stop_building(edition=drafted(furnished, lead), by=lead)

    def test_a_finished_draft_is_not_built_again(self, furnished: Any, lead: Any) -> None:
        with pytest.raises(WrongMoment, match="already made"):
            build_again(edition=drafted(furnished, lead), by=lead)


class TestWhatTheDatabaseHolds:
    """These go past the actions, as a fault or a careless line of code would."""

    @pytest.fixture
    def edition(self, furnished: Any, lead: Any) -> Edition:
        return published(furnished, lead)

    def refused(self, change: Any, *says: str) -> None:
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            change()
        assert any(words in str(caught.value) for words in says)

    def test_a_published_version_never_changes(self, edition: Edition) -> None:
        self.refused(
            lambda: Edition.objects.filter(pk=edition.pk).update(number=9),
            "A published version of a report never changes",
        )

    def test_its_figures_its_snapshot_and_its_document_never_change(self, edition: Edition) -> None:
        locked = "Locked figures never change"
        for model, change, says in (
            (Figure, {"value": 1}, locked),
            (Figure, {"label": "Nowhere"}, locked),
            (Snapshot, {"digest": "0"}, locked),
            (Snapshot, {"context": {}}, locked),
            (Document, {"sha256": "0"}, "Cannot update or delete"),
        ):
            rows = model.objects.filter(edition=edition)
            self.refused(lambda rows=rows, change=change: rows.update(**change), says)
            self.refused(lambda rows=rows: rows.delete(), "Cannot update or delete", "Cannot delete")

    def test_nothing_is_added_to_it(self, edition: Edition) -> None:
        figure = Figure.objects.filter(edition=edition).first()
        figure.pk, figure.position, figure.filters = None, 999, {"year": "1999"}
        self.refused(figure.save, "Figures are locked once")

    def test_it_is_never_deleted(self, edition: Edition) -> None:
        self.refused(lambda: Edition.objects.filter(pk=edition.pk)._raw_delete("default"), "Cannot delete")

    def test_a_version_begins_by_collecting(self, edition: Edition) -> None:
        self.refused(
            lambda: Edition.objects.create(
                academic_year=2019, number=1, state=EditionState.FROZEN, frozen_at=NOW
            ),
            "begins by collecting",
        )

    @pytest.mark.parametrize("start_state", EditionState)
    def test_only_listed_moves_are_possible(
        self, start_state: EditionState, furnished: Any, lead: Any
    ) -> None:
        """Every pair of states that `TRANSITIONS` does not list is refused."""
        edition = brought_to(start_state, furnished, lead)
        for target in EditionState:
            if target != start_state and (start_state, target) not in TRANSITIONS:
                self.refused(
                    lambda target=target: Edition.objects.filter(pk=edition.pk).update(state=target),
                    "Invalid transition",
                    "violates check constraint",
                    "never changes",
                    "withdrawn by somebody, for a reason",
                )

    def test_a_document_is_made_once(self, furnished: Any, lead: Any, files: Any) -> None:
        edition = drafted(furnished, lead)
        with pytest.raises(WrongMoment, match="made already"):
            keep_document(edition=edition, path="x", fence=2, sha256="0", size=1, pages=1)


def brought_to(state: EditionState, alliance: Any, by: Any) -> Edition:
    """A version in this state."""
    if state in (EditionState.SUPERSEDED, EditionState.RESTATED):
        first = published(alliance, by)
        if state == EditionState.RESTATED:
            Engagement.objects.all().delete()
        published(alliance, by)
        return Edition.objects.get(pk=first.pk)
    if state == EditionState.WITHDRAWN:
        edition = published(alliance, by)
        withdraw_edition(edition=edition, reason=RemovalReason.WRONG, explanation="", by=by)
        return Edition.objects.get(pk=edition.pk)
    edition = start(alliance, by)
    if state == EditionState.SET_ASIDE:
        return set_aside(edition=edition, by=by)
    steps = {
        EditionState.FROZEN: lambda: lock(edition, by),
        EditionState.DRAFTED: lambda: draft(edition),
        EditionState.APPROVED: lambda: approve_edition(edition=edition, by=by),
        EditionState.PUBLISHED: lambda: publish_edition(edition=edition, by=by),
    }
    for reached, step in steps.items():
        if edition.state == state:
            break
        step()
        edition.refresh_from_db()
        assert edition.state == reached
    return edition
