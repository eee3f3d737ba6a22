"""Taking back what was published: who decides, what is destroyed, what stays, and what nobody can do."""

import json
from typing import Any

import pytest
from django.core import serializers
from django.db import DatabaseError, transaction

from alliance.choices import Role
from foundation.audit.models import AuditEvent
from foundation.jobs.models import Job
from foundation.notifications.models import Notification
from reporting.actions.editions import SamePairOfEyes, WrongMoment
from reporting.actions.foreword import ForewordTooLong, write_foreword
from reporting.actions.making import Overtaken, keep_document
from reporting.actions.removals import (
    NoExplanation,
    NoSuchPassage,
    agree_to_removal,
    drop_removal,
    redact_edition,
    withdraw_edition,
)
from reporting.choices import EditionState, RemovalKind, RemovalReason, RemovalState
from reporting.jobs import destroy_files
from reporting.models import Document, Edition, Figure, Foreword, Removal, Snapshot
from reporting.queries.editions import document_of, frozen_of, wants_document
from reporting.queries.foreword import foreword_of
from reporting.queries.removals import elsewhere, passages_of
from tests.factories.alliance import MembershipFactory
from tests.factories.reporting import published, redrafted, with_foreword
from tests.reporting.test_editions import YEAR

NAMED = "Billy Smith of class 4B likes fractions now."
FOREWORD = f"Thanks to all.\n\n{NAMED}\n\nMore next year."


@pytest.fixture
def edition(furnished: Any, lead: Any) -> Edition:
    """Published, with a foreword that names a child in its second paragraph."""
    with_foreword(furnished, lead, FOREWORD)
    return published(furnished, lead)


@pytest.fixture
def second(alliance: Any) -> Any:
    return MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD]).user


@pytest.fixture
def careful(furnished: Any, edition: Edition) -> Any:
    """The alliance asks for two pairs of eyes, since the version was published."""
    furnished.two_pairs_of_eyes = True
    furnished.save()
    return furnished


def withdraw(edition: Edition, by: Any, **fields: Any) -> Removal:
    return withdraw_edition(
        edition=edition, by=by, **{"reason": RemovalReason.WRONG, "explanation": "", **fields}
    )


def redact(edition: Edition, by: Any, *passages: str, **fields: Any) -> Removal:
    given = {"reason": RemovalReason.PERSON_NAMED, "explanation": "", **fields}
    return redact_edition(edition=edition, passages=passages or ["foreword-2"], by=by, **given)


def do_the_work(edition: Edition) -> None:
    """Delete the files, as the worker does."""
    job = Job.objects.get(kind="destroy_report_files", subject=str(edition.public_id), state="queued")

    class Told:
        subject = job.subject

    destroy_files(Told())  # type: ignore[arg-type]  # it reads nothing of a run but its subject


def everything_kept() -> str:
    """Every row of the app and of the audit trail, as text."""
    models = (Edition, Snapshot, Figure, Document, Removal, Foreword)
    rows = [serializers.serialize("json", model.objects.all()) for model in models]
    return "".join(rows) + json.dumps([str(event.changes) for event in AuditEvent.objects.all()])


class TestWithdrawing:
    def test_it_is_withdrawn_by_somebody_for_a_reason(self, edition: Edition, lead: Any) -> None:
        removal = withdraw(edition, lead)
        edition.refresh_from_db()
        assert edition.state == EditionState.WITHDRAWN
        assert (removal.state, removal.asked_by, removal.agreed_by) == (RemovalState.DONE, lead, lead)
        assert removal.words == "It said something that is not right."

    def test_its_file_is_deleted_and_its_digests_stay(self, edition: Edition, lead: Any, files: Any) -> None:
        digest, document = Snapshot.objects.get().digest, Document.objects.get()
        assert (files / document.path).is_file()
        withdraw(edition, lead)
        do_the_work(edition)
        edition.refresh_from_db()
        assert not (files / document.path).exists()
        assert (Snapshot.objects.get().digest, Document.objects.get().sha256) == (digest, document.sha256)
        assert document_of(edition) is None

    def test_no_word_of_it_is_left_anywhere(self, edition: Edition, lead: Any) -> None:
        lead_school = frozen_of(edition).context["alliance"]["lead_school"]
        words = (NAMED, lead_school, "Northmoor")
        frozen = str(frozen_of(edition))
        assert [word in frozen for word in words] == [True, True, True]
        withdraw(edition, lead)
        frozen = str(frozen_of(edition))
        assert [word in frozen for word in words] == [False, False, False]
        write_foreword(year=YEAR, text="", by=lead)
        assert NAMED not in everything_kept()

    def test_its_figures_stay_as_they_were(self, edition: Edition, lead: Any) -> None:
        before = [figure.text for figure in frozen_of(edition).figures]
        withdraw(edition, lead)
        assert [figure.text for figure in frozen_of(edition).figures] == before

    def test_a_new_version_can_be_published_after_it(
        self, edition: Edition, furnished: Any, lead: Any
    ) -> None:
        withdraw(edition, lead)
        again = published(furnished, lead)
        edition.refresh_from_db()
        assert (again.number, again.state, edition.state) == (2, "published", "withdrawn")

    def test_another_reason_needs_words(self, edition: Edition, lead: Any) -> None:
        with pytest.raises(NoExplanation, match="without naming anybody"):
            withdraw(edition, lead, reason=RemovalReason.OTHER, explanation="  ")

    def test_what_is_withdrawn_cannot_be_taken_back_again(self, edition: Edition, lead: Any) -> None:
        withdraw(edition, lead)
        for again in (withdraw, redact):
            with pytest.raises(WrongMoment, match="Only a published version"):
                again(edition, lead)


class TestRedacting:
    def test_the_passage_is_replaced_by_when_and_why(self, edition: Edition, lead: Any) -> None:
        removal = redact(edition, lead)
        first, second, third = frozen_of(edition).foreword
        assert (first, third) == ("Thanks to all.", "More next year.")
        assert second.startswith("Removed on ")
        assert second.endswith(". It named somebody who should not be named.")
        assert removal.words in second

    def test_no_word_of_it_is_left_anywhere(self, edition: Edition, lead: Any, files: Any) -> None:
        (file,) = files.rglob("*.pdf")
        assert "Billy Smith" in everything_kept()
        redact(edition, lead)
        do_the_work(edition)
        assert "Billy Smith" not in everything_kept()
        assert not file.exists()

    def test_the_next_version_does_not_bring_it_back(self, edition: Edition, lead: Any) -> None:
        redact(edition, lead)
        assert foreword_of(YEAR) == "Thanks to all.\n\nMore next year."

    def test_its_state_its_number_and_every_figure_stay(self, edition: Edition, lead: Any) -> None:
        before = [(figure.text, figure.digest) for figure in frozen_of(edition).figures]
        redact(edition, lead)
        edition.refresh_from_db()
        assert (edition.state, edition.number) == ("published", 1)
        assert [(figure.text, figure.digest) for figure in frozen_of(edition).figures] == before

    def test_its_digest_is_chained_to_the_first(self, edition: Edition, lead: Any) -> None:
        first = frozen_of(edition).digest
        one = redact(edition, lead)
        redrafted(edition, b"%PDF one")
        two = redact(edition, lead, "foreword-1")
        frozen, snapshot = frozen_of(edition), Snapshot.objects.get()
        assert [entry["before"] for entry in frozen.redactions] == [first, one.digest_after]
        assert (one.digest_before, two.digest_before) == (first, one.digest_after)
        assert frozen.digest == two.digest_after == snapshot.current_digest
        assert snapshot.digest == first
        assert len({first, one.digest_after, two.digest_after}) == 3

    def test_a_name_is_removed_wherever_records_brought_it(self, edition: Edition, lead: Any) -> None:
        frozen = frozen_of(edition)
        name = next(figure.label for figure in frozen.figures if figure.filters.get("authority") == "971")
        known = {passage.text: passage.id for passage in passages_of(edition)}
        redact(edition, lead, known[name], known[frozen.context["alliance"]["lead_school"]])
        left = frozen_of(edition)
        assert name not in json.dumps([dict(left.context), [figure.label for figure in left.figures]])
        assert left.context["alliance"]["lead_school"] == "(name removed)"
        assert [one for one in passages_of(edition) if one.text == "(name removed)"] == []

    def test_its_document_is_asked_for_again_and_kept_once(
        self, edition: Edition, lead: Any, files: Any
    ) -> None:
        redact(edition, lead)
        edition.refresh_from_db()
        assert (document_of(edition), wants_document(edition)) == (None, True)
        assert Job.objects.filter(kind="build_report", state="queued").count() == 1
        redrafted(edition, b"%PDF without")
        assert (document_of(edition).revision, wants_document(edition)) == (1, False)
        with pytest.raises(WrongMoment, match="made already"):
            redrafted(edition, b"%PDF again")

    def test_a_document_made_before_the_latest_redaction_is_not_kept(
        self, edition: Edition, lead: Any, files: Any
    ) -> None:
        redact(edition, lead)
        redact(edition, lead, "foreword-1")
        with pytest.raises(Overtaken):
            keep_document(edition=edition, path="x", fence=1, sha256="0" * 64, size=1, pages=1, revision=1)

    @pytest.mark.parametrize("ids", [[], ["foreword-9"], ["foreword-2", "../x"]])
    def test_only_passages_of_this_version_can_be_removed(
        self, edition: Edition, lead: Any, ids: list[str]
    ) -> None:
        with pytest.raises(NoSuchPassage):
            redact_edition(edition=edition, passages=ids, reason=RemovalReason.WRONG, explanation="", by=lead)

    def test_other_versions_with_the_same_words_are_named(
        self, edition: Edition, furnished: Any, lead: Any
    ) -> None:
        later = published(furnished, lead)
        assert elsewhere(edition, {NAMED}) == [later]
        assert elsewhere(edition, {"Something else"}) == []


class TestTwoPairsOfEyes:
    def test_it_is_held_back_until_somebody_else_agrees(
        self, careful: Any, edition: Edition, lead: Any, second: Any
    ) -> None:
        removal = withdraw(edition, lead)
        edition.refresh_from_db()
        assert (removal.state, edition.state) == (RemovalState.ASKED, EditionState.PUBLISHED)
        assert Edition.objects.saying_whether_held().get(pk=edition.pk).is_held is True
        with pytest.raises(SamePairOfEyes, match="ask another strategic lead"):
            agree_to_removal(edition=edition, by=lead)
        agree_to_removal(edition=edition, by=second)
        edition.refresh_from_db()
        assert edition.state == EditionState.WITHDRAWN

    def test_the_other_strategic_leads_are_told(
        self, careful: Any, edition: Edition, lead: Any, second: Any
    ) -> None:
        Notification.objects.all().delete()
        withdraw(edition, lead)
        told = Notification.objects.get()
        assert told.user == second
        said = f"The impact report 2024/25 is held back: {lead} asks for it to be taken back."
        assert told.sentence == said

    def test_it_can_be_decided_against_by_either(
        self, careful: Any, edition: Edition, lead: Any, second: Any
    ) -> None:
        redact(edition, lead)
        assert NAMED in frozen_of(edition).foreword
        removal = drop_removal(edition=edition, by=lead)
        assert (removal.state, removal.dropped_by) == (RemovalState.DROPPED, lead)
        assert Edition.objects.saying_whether_held().get(pk=edition.pk).is_held is False

    def test_it_is_asked_for_once_at_a_time(
        self, careful: Any, edition: Edition, lead: Any, second: Any
    ) -> None:
        withdraw(edition, lead)
        with pytest.raises(WrongMoment, match="already asked"):
            redact(edition, second)

    def test_nothing_asked_for_is_nothing_to_agree_to(self, edition: Edition, lead: Any) -> None:
        with pytest.raises(WrongMoment, match="Nothing is asked for"):
            agree_to_removal(edition=edition, by=lead)


class TestWhatTheDatabaseHolds:
    """These go past the actions, as a fault or a careless line of code would."""

    def refused(self, change: Any, says: str) -> None:
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            change()
        assert says in str(caught.value)

    def asked(self, edition: Edition, by: Any, **fields: Any) -> Removal:
        given = {"kind": RemovalKind.WITHDRAW, "reason": RemovalReason.WRONG, "asked_by": by, **fields}
        return Removal.objects.create(edition=edition, digest_before="0" * 64, **given)

    def test_a_version_is_not_withdrawn_without_somebody_and_a_reason(self, edition: Edition) -> None:
        self.refused(
            lambda: Edition.objects.filter(pk=edition.pk).update(state="withdrawn"),
            "withdrawn by somebody, for a reason",
        )

    def test_asking_alone_lets_no_word_be_taken_out(self, edition: Edition, lead: Any) -> None:
        self.asked(edition, lead)
        self.refused(lambda: Snapshot.objects.update(context={}), "Locked figures never change")

    def test_an_agreed_removal_lets_no_figure_be_changed(self, edition: Edition, lead: Any) -> None:
        removal = self.asked(edition, lead)
        removal.state, removal.agreed_by, removal.agreed_at = "agreed", lead, removal.asked_at
        removal.save()
        for change in ({"numerator": 1}, {"digest": "0"}, {"counted": []}):
            self.refused(lambda change=change: Figure.objects.update(**change), "Locked figures never change")

    def test_a_removal_begins_by_asking(self, edition: Edition, lead: Any) -> None:
        self.refused(
            lambda: self.asked(edition, lead, state="done", agreed_by=lead, agreed_at=edition.published_at),
            "begins by somebody asking",
        )

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({"reason": "other"}, "removal_other_is_explained"),
            ({"passages": ["x"]}, "removal_names_its_passages"),
            ({"kind": "redact"}, "removal_names_its_passages"),
            ({"agreed_at": "2026-01-01T00:00Z"}, "removal_agreed_who_and_when"),
            ({"dropped_at": "2026-01-01T00:00Z"}, "removal_dropped_who_and_when"),
        ],
    )
    def test_who_when_and_why_go_together(
        self, edition: Edition, lead: Any, fields: dict[str, Any], says: str
    ) -> None:
        self.refused(lambda: self.asked(edition, lead, **fields), says)

    def test_what_is_done_never_changes_and_is_never_deleted(self, edition: Edition, lead: Any) -> None:
        removal = withdraw(edition, lead)
        rows = Removal.objects.filter(pk=removal.pk)
        self.refused(lambda: rows.update(explanation="x"), "A removal that is over never changes")
        self.refused(lambda: rows.delete(), "Cannot delete")

    def test_no_document_is_added_to_a_version_from_which_nothing_was_taken(self, edition: Edition) -> None:
        document = Document.objects.get()
        document.pk = document.public_id = None
        document.revision = 1
        self.refused(document.save, "A document is made once from locked figures")


class TestTheForeword:
    def test_a_version_takes_the_foreword_as_it_stands_when_figures_are_locked(
        self, edition: Edition, lead: Any
    ) -> None:
        write_foreword(year=YEAR, text="Another", by=lead)
        assert frozen_of(edition).foreword == ("Thanks to all.", NAMED, "More next year.")

    def test_it_has_a_length_that_fits(self, furnished: Any, lead: Any) -> None:
        with pytest.raises(ForewordTooLong, match="6,001 letters"):
            write_foreword(year=YEAR, text="x" * 6_001, by=lead)

    def test_each_year_has_its_own(self, furnished: Any, lead: Any) -> None:
        write_foreword(year=YEAR, text="Ours", by=lead)
        assert (foreword_of(YEAR), foreword_of(YEAR.previous)) == ("Ours", "")
