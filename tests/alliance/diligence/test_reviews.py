"""The life of a review: due, in progress, decided, or waived by somebody else than who asked."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from alliance.actions.diligence.checks import Answer, add_action, answer_check, finish_action
from alliance.actions.diligence.opening import DiligenceUnderWay, ask_for_diligence, open_by_clock
from alliance.actions.diligence.reviews import (
    NotInThatState,
    OwnWaiver,
    approve_waiver,
    ask_for_waiver,
    decide_review,
    start_review,
    turn_down_waiver,
)
from alliance.choices import (
    DILIGENCE_OPEN,
    DILIGENCE_TRANSITIONS,
    CheckState,
    DiligenceState,
    PartnerKind,
)
from alliance.logic.academic_year import AcademicYear
from alliance.logic.diligence.checklists import DEFAULTS, LINES, merged
from alliance.logic.diligence.verdicts import finish_by, first_due, next_due
from alliance.models import DiligenceReview, Partner, User
from alliance.queries.diligence.due import diligence_due
from foundation.audit.models import AuditEvent
from foundation.refusal import ChangedMeanwhile, Refused
from tests.factories.alliance import MembershipFactory, PartnerFactory, PartnerRoleFactory, UserFactory
from tests.factories.diligence import CheckFactory, ReviewFactory

pytestmark = pytest.mark.django_db
PASSED, FAILED = DiligenceState.PASSED, DiligenceState.FAILED


@pytest.fixture
def by(alliance: Any) -> User:
    return UserFactory()


def begun(by: User) -> DiligenceReview:
    """A review of a partner that is a member this year, with the checklist of one."""
    partner = PartnerFactory()
    year = AcademicYear.for_date(timezone.localdate()).start
    PartnerRoleFactory(partner=partner, kind=PartnerKind.MEMBER, academic_year=year)
    return start_review(review=ask_for_diligence(partner=partner, by=by), by=by)


def answer_all(review: DiligenceReview, by: User, state: CheckState = CheckState.MET) -> None:
    for check in review.checks.all():
        answer_check(check=check, version=check.version, answer=Answer(state, "Seen"), by=by)


def decide(review: DiligenceReview, outcome: DiligenceState, by: User, note: str = "") -> DiligenceReview:
    return decide_review(review=review, outcome=outcome, note=note, next_due_on=None, by=by)


def test_beginning_copies_the_checklist_of_the_parts_the_partner_plays(by: User) -> None:
    review = begun(by)
    expected = [line.title for line in merged([DEFAULTS[PartnerKind.MEMBER]])]
    assert list(review.checks.order_by("position").values_list("title", flat=True)) == expected
    assert (review.state, review.started_by) == (DiligenceState.IN_PROGRESS, by)


def test_a_partner_of_two_kinds_is_asked_each_line_once() -> None:
    lines = merged([DEFAULTS[PartnerKind.MEMBER], DEFAULTS[PartnerKind.ITT_PROVIDER]])
    assert sorted(line.code for line in lines) == sorted({line.code for line in lines})
    assert {"finance", "accreditation", "dbs"} <= {line.code for line in lines}


def test_every_kind_of_partner_has_a_checklist_of_known_lines() -> None:
    assert set(DEFAULTS) == set(PartnerKind)
    assert {line.code for lines in DEFAULTS.values() for line in lines} <= set(LINES)


def test_a_review_passes_when_every_check_is_met(by: User) -> None:
    review, lead = begun(by), UserFactory()
    with pytest.raises(Refused, match="not answered yet"):
        decide(review, PASSED, lead)
    answer_all(review, by)
    with time_machine.travel("2026-11-28 10:00Z", tick=False):
        decided = decide(review, PASSED, lead)
    assert (decided.state, decided.decided_by, decided.next_due_on) == (PASSED, lead, date(2027, 11, 28))


def test_what_is_not_met_passes_with_an_action_or_fails_with_a_reason(by: User) -> None:
    review = begun(by)
    answer_all(review, by, CheckState.NOT_MET)
    with pytest.raises(Refused, match="Pass it with actions"):
        decide(review, PASSED, by)
    with pytest.raises(Refused, match="Add the action first"):
        decide(review, DiligenceState.PASSED_WITH_ACTIONS, by)
    with pytest.raises(Refused, match="Say why it failed"):
        decide(review, FAILED, by)
    add_action(review=review, what="Plan", owner=by, due_on=timezone.localdate(), by=by)
    assert decide(review, DiligenceState.PASSED_WITH_ACTIONS, by).state == "passed_with_actions"


def test_what_is_decided_does_not_change(by: User) -> None:
    review = begun(by)
    action = add_action(review=review, what="Plan", owner=by, due_on=timezone.localdate(), by=by)
    check = review.checks.first()
    assert check is not None
    decide(review, FAILED, by, "Withdrew its policy")
    for act in (
        lambda: decide(review, PASSED, by),
        lambda: answer_check(check=check, version=1, answer=Answer(CheckState.MET, "x"), by=by),
        lambda: ask_for_waiver(review=review, reason="late", by=by),
        lambda: start_review(review=review, by=by),
    ):
        with pytest.raises(NotInThatState):
            act()
    assert finish_action(action=action, by=by).done_by == by


def test_an_answer_says_what_was_seen_and_by_whom(by: User) -> None:
    check = CheckFactory(state=CheckState.OPEN, evidence="", answered_at=None, answered_by=None)
    with pytest.raises(Refused, match="Write what was seen"):
        answer_check(check=check, version=1, answer=Answer(CheckState.MET), by=by)
    saved = answer_check(check=check, version=1, answer=Answer(CheckState.MET, "Policy"), by=by)
    assert (saved.answered_by, saved.answered_at is not None) == (by, True)
    with pytest.raises(ChangedMeanwhile):
        answer_check(check=check, version=1, answer=Answer(CheckState.NOT_MET, "Other"), by=by)


def test_a_waiver_is_approved_by_somebody_else(by: User) -> None:
    review, other = begun(by), UserFactory()
    ask_for_waiver(review=review, reason="The DfE has just looked", by=by)
    with pytest.raises(OwnWaiver):
        approve_waiver(review=review, by=by)
    waived = approve_waiver(review=review, by=other)
    assert (waived.state, waived.waiver_asked_by, waived.decided_by) == ("waived", by, other)


def test_the_database_wants_another_approver_too(by: User) -> None:
    review = ask_for_waiver(review=begun(by), reason="Late", by=by)
    values = {"state": "waived", "decided_at": timezone.now(), "next_due_on": date(2027, 1, 1)}
    with pytest.raises(IntegrityError, match="diligence_waived_by_another"), transaction.atomic():
        DiligenceReview.objects.filter(pk=review.pk).update(decided_by=by, **values)


def test_a_waiver_that_is_turned_down_leaves_the_review_open(by: User) -> None:
    review = ask_for_waiver(review=begun(by), reason="Late", by=by)
    with pytest.raises(Refused, match="asked for already"):
        ask_for_waiver(review=review, reason="Later", by=by)
    again = turn_down_waiver(review=review, by=UserFactory())
    assert (again.waiver_is_asked, again.waiver_reason, again.is_open) == (False, "", True)
    with pytest.raises(NotInThatState):
        approve_waiver(review=again, by=UserFactory())


REFUSED = [
    (before, after)
    for before in DiligenceState
    for after in DiligenceState
    if before != after and (before, after) not in DILIGENCE_TRANSITIONS
]


@pytest.mark.parametrize(("before", "after"), REFUSED)
def test_the_database_refuses_every_other_move(by: User, before: str, after: str) -> None:
    review = _brought_to(before, by)
    decided = {"decided_at": timezone.now(), "decided_by": UserFactory(), "next_due_on": date(2030, 1, 1)}
    nothing = dict.fromkeys(decided)
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        DiligenceReview.objects.filter(pk=review.pk).update(
            state=after, note="why", **(nothing if after in DILIGENCE_OPEN else decided)
        )


def _brought_to(state: str, by: User) -> DiligenceReview:
    if state == DiligenceState.DUE:
        return ReviewFactory()
    review = begun(by)
    if state == DiligenceState.WAIVED:
        return approve_waiver(review=ask_for_waiver(review=review, reason="x", by=by), by=UserFactory())
    if state == DiligenceState.FAILED:
        return decide(review, FAILED, by, "why")
    if state == DiligenceState.IN_PROGRESS:
        return review
    answer_all(review, by)
    if state == DiligenceState.PASSED_WITH_ACTIONS:
        add_action(review=review, what="Plan", owner=by, due_on=timezone.localdate(), by=by)
    return decide(review, DiligenceState(state), by)


def test_a_review_begins_by_being_due(alliance: Any) -> None:
    with pytest.raises(DatabaseError, match="begins by being due"), transaction.atomic():
        ReviewFactory(state=DiligenceState.PASSED)


def test_one_review_of_a_partner_is_open(by: User) -> None:
    review = begun(by)
    with pytest.raises(DiligenceUnderWay):
        ask_for_diligence(partner=review.partner, by=by)
    with pytest.raises(IntegrityError, match="diligence_one_open"), transaction.atomic():
        ReviewFactory(partner=review.partner, is_latest=False)


def test_the_clock_opens_what_was_never_checked_and_what_is_due_again(by: User) -> None:
    today = timezone.localdate()
    never, left = PartnerFactory(), PartnerFactory(left_on=today)
    soon, later = (_brought_to("passed", by) for _ in range(2))
    DiligenceReview.objects.filter(pk=soon.pk).update(next_due_on=today + timedelta(days=30))
    DiligenceReview.objects.filter(pk=later.pk).update(next_due_on=today + timedelta(days=31))
    assert [open_by_clock(timezone.now()), open_by_clock(timezone.now())] == [2, 0]
    opened = DiligenceReview.objects.filter(state="due", is_latest=True).order_by("partner")
    assert [(row.partner, row.why[0].because, row.due_on) for row in opened] == sorted(
        [
            (never, "new", today + timedelta(days=30)),
            (soon.partner, "cycle", today + timedelta(days=30)),
        ],
        key=lambda row: row[0].pk,
    )
    assert not DiligenceReview.objects.filter(partner=left).exists()


def test_many_that_were_never_checked_come_to_their_turn_month_by_month(alliance: Any) -> None:
    today = timezone.localdate()
    joined = [today - timedelta(days=days) for days in range(12)]
    for day in reversed(joined):
        PartnerFactory(joined_on=day)
    assert open_by_clock(timezone.now()) == 12
    opened = DiligenceReview.objects.order_by("due_on", "-partner__joined_on")
    month = finish_by(today)
    days = [month] * 5 + [next_due(month, 1)] * 5 + [next_due(month, 2)] * 2
    assert list(opened.values_list("partner__joined_on", "due_on")) == list(zip(joined, days, strict=True))
    member = MembershipFactory(alliance=alliance)
    assert [due.title for due in diligence_due(member, today)] == ["Due diligence of 5 partners is due"]
    start_review(review=opened.last(), by=member.user)
    assert [due.title for due in diligence_due(member, today)] == ["Due diligence of 6 partners is due"]


@pytest.mark.parametrize(
    ("count", "months", "each_month"),
    [(0, 12, []), (5, 12, [5]), (6, 12, [5, 1]), (200, 12, [17] * 11 + [13]), (200, 3, [67, 67, 66])],
)
def test_all_first_reviews_are_due_within_one_cycle(count: int, months: int, each_month: list[int]) -> None:
    days = first_due(count, date(2026, 8, 31), months)
    assert [len(list(same)) for _, same in groupby(days)] == each_month
    assert all(day <= next_due(date(2026, 9, 30), months) for day in days)


@pytest.mark.parametrize(
    ("decided", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 28), 12, date(2027, 11, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 3, date(2027, 3, 1)),
    ],
)
def test_the_next_one_is_due_on_the_same_day_of_a_later_month(decided: date, months: int, due: date) -> None:
    assert next_due(decided, months) == due


def test_the_trail_tells_of_decisions_and_of_no_words(by: User) -> None:
    review = begun(by)
    answer_all(review, by)
    decide(review, FAILED, by, "Canary reason")
    events = AuditEvent.objects.filter(table__startswith="alliance_diligence")
    assert events.count() > len(DEFAULTS[PartnerKind.MEMBER])
    assert "Canary" not in str([event.changes for event in events])
    assert "Seen" not in str([event.changes for event in events])


def test_a_partner_taken_back_takes_its_reviews_along(by: User) -> None:
    review = begun(by)
    Partner.objects.filter(pk=review.partner_id).delete()
    assert DiligenceReview.objects.count() == 0
