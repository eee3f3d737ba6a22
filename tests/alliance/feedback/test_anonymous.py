"""An anonymous answer, attacked with the whole database: every table, every system column, every order.

The people answer one after the other, each in a transaction of its own, and what they write carries their
number. The same attacks are shown to find the confidential answers, which the portal does tie to people.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from alliance.actions.feedback.surveys import close_survey
from alliance.choices import SurveyMode
from alliance.models import BallotBox, Survey, SurveyAnswers, SurveyInvitation
from foundation.tenancy.scope import acting_within
from tests.factories import feedback
from tests.factories.alliance import AllianceFactory

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, ROUNDS = 8, 24
MARK = "wording of number"


@pytest.fixture
def scene(transactional_db: None) -> Iterator[Any]:
    alliance = AllianceFactory()
    with acting_within(alliance):
        yield alliance


def sheet(number: int) -> dict[str, Any]:
    return {"voice": 1 + number % 5, "recommend": number, "better": f"{MARK} {number}"}


def run(mode: str, *, close: bool = True) -> Survey:
    """Eight people answer one after the other, the last asked first."""
    with transaction.atomic():
        survey = feedback.opened(mode, feedback.people(PEOPLE))
    for number, invitation in enumerate(asked(survey)):
        with transaction.atomic():
            feedback.answer_survey(invitation=invitation, answers=sheet(number))
    if close:
        with transaction.atomic():
            close_survey(survey=survey, by=None)
    return survey


def asked(survey: Survey) -> list[SurveyInvitation]:
    """In the order in which they answer."""
    with transaction.atomic():
        return list(SurveyInvitation.objects.filter(survey=survey).order_by("-pk"))


NOT_IN_THE_TRAIL = {"alliance_surveyanswers", "alliance_ballotbox"}


def dump() -> dict[str, list[str]]:
    """Every row of every table that the application can read, system columns included, as text."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT xmin::text, ctid::text, row_to_json(t)::text FROM {table} AS t")  # noqa: S608  # names from the catalogue
            found[table] = [" ".join(row) for row in cursor.fetchall()]
    return found


def system_columns(table: str) -> list[dict[str, Any]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT row_to_json(t)::jsonb, xmin::text, ctid::text FROM {table} AS t ORDER BY ctid"  # noqa: S608  # ours
        )
        return [
            {**(json.loads(row) if isinstance(row, str) else row), "xmin": xmin, "ctid": ctid}
            for row, xmin, ctid in cursor.fetchall()
        ]


def test_while_it_is_open_no_answer_can_be_read_anywhere(scene: Any) -> None:
    run(SurveyMode.ANONYMOUS, close=False)
    assert [row for rows in dump().values() for row in rows if MARK in row] == []
    run(SurveyMode.CONFIDENTIAL, close=False)
    assert sum(MARK in row for rows in dump().values() for row in rows) == PEOPLE


def test_the_box_is_one_row_that_every_answer_rewrites_and_that_does_not_grow(scene: Any) -> None:
    with transaction.atomic():
        survey = feedback.opened(SurveyMode.ANONYMOUS, feedback.people(PEOPLE))
    seen = []
    for number, invitation in enumerate(asked(survey)):
        with transaction.atomic():
            feedback.answer_survey(invitation=invitation, answers=sheet(number))
        (row,) = system_columns("alliance_ballotbox")
        seen.append((row["sealed"], len(row["sealed"])))
    assert (len({text for text, _ in seen}), len({length for _, length in seen})) == (PEOPLE, 1)


def test_no_row_holds_a_person_and_an_answer(scene: Any) -> None:
    survey = run(SurveyMode.ANONYMOUS)
    people = asked(survey)
    names = [(person.email, person.public_id.hex, str(person.public_id)) for person in people]
    both = [
        row
        for rows in dump().values()
        for row in rows
        if MARK in row and any(n in row for t in names for n in t)
    ]
    answers = system_columns("alliance_surveyanswers")
    assert (both, [row["invitation_id"] for row in answers]) == ([], [None] * PEOPLE)
    with transaction.atomic():
        assert not BallotBox.objects.exists()


def test_the_transactions_of_answers_are_those_of_no_person(scene: Any) -> None:
    run(SurveyMode.ANONYMOUS)
    spent = {row["xmin"] for row in system_columns("alliance_surveyinvitation")}
    kept = {row["xmin"] for row in system_columns("alliance_surveyanswers")}
    assert (len(spent), len(kept), spent & kept) == (PEOPLE, 1, set())


def test_in_confidence_the_transaction_would_tell(scene: Any) -> None:
    """The attack of the test above finds every one where there is something to find."""
    run(SurveyMode.CONFIDENTIAL)
    spent = {row["xmin"]: row["id"] for row in system_columns("alliance_surveyinvitation")}
    kept = [(spent[row["xmin"]], row["invitation_id"]) for row in system_columns("alliance_surveyanswers")]
    assert [one for one, other in kept if one != other] == []
    assert len(kept) == PEOPLE


def hits(mode: str, key: str, order: str) -> int:
    """How often the n-th row in this order holds what the n-th person answered, over many surveys."""
    found = 0
    for _ in range(ROUNDS):
        survey = run(mode)
        rows = [row for row in system_columns("alliance_surveyanswers") if row["survey_id"] == survey.pk]
        if order == "id":
            rows.sort(key=lambda row: row["id"])
        expected = [sheet(number)[key] for number in range(PEOPLE)]
        found += sum(row["answers"].get(key) == wanted for row, wanted in zip(rows, expected, strict=True))
    return found


@pytest.mark.parametrize("order", ["id", "place in the file"])
def test_neither_numbers_nor_places_tell_who_came_when(scene: Any, order: str) -> None:
    """By chance one in eight is right: 24 of 192, give or take 4.6. Seven times that never happens."""
    assert hits(SurveyMode.ANONYMOUS, "better", order) < 57


def test_in_confidence_the_order_would_tell(scene: Any) -> None:
    assert hits(SurveyMode.CONFIDENTIAL, "better", "id") == ROUNDS * PEOPLE


def test_what_one_person_answered_to_two_questions_does_not_stand_together(scene: Any) -> None:
    together = 0
    for _ in range(ROUNDS):
        survey = run(SurveyMode.ANONYMOUS)
        with transaction.atomic():
            kept = list(SurveyAnswers.objects.filter(survey=survey).values_list("answers", flat=True))
        together += sum(row["better"] == f"{MARK} {row['recommend']}" for row in kept)
    assert together < 57


def test_the_trail_tells_of_no_answer(scene: Any) -> None:
    run(SurveyMode.ANONYMOUS)
    rows = [row for row in dump()["foundation_auditevent"] if "alliance_survey" in row]
    trail = [json.loads(row[row.index("{") :]) for row in rows]
    assert [event["table"] for event in trail if event["table"] in NOT_IN_THE_TRAIL] == []
    # How many answered is told by the survey itself, when it closes, and by no invitation.
    said = [event for event in trail if "answered" in event["changes"]]
    assert {event["table"] for event in said} == {"alliance_survey"}
    assert sorted(str(event["changes"]["answered"][1]) for event in said) == [str(PEOPLE), "None"]


def test_of_fewer_than_five_answers_nothing_is_kept(scene: Any) -> None:
    with transaction.atomic():
        survey = feedback.opened(SurveyMode.ANONYMOUS, feedback.people(PEOPLE))
    for number, invitation in enumerate(asked(survey)[:4]):
        with transaction.atomic():
            feedback.answer_survey(invitation=invitation, answers=sheet(number))
    with transaction.atomic():
        close_survey(survey=survey, by=None)
        assert (SurveyAnswers.objects.count(), BallotBox.objects.count()) == (0, 0)
        assert SurveyInvitation.objects.filter(answered=True).count() == 4


def test_the_database_refuses_an_anonymous_answer_with_a_name(scene: Any) -> None:
    from django.db import IntegrityError

    survey = run(SurveyMode.ANONYMOUS)
    person = asked(survey)[0]
    with pytest.raises(IntegrityError, match="survey_answers_anonymous_are_nobodys"), transaction.atomic():
        SurveyAnswers.objects.filter(survey=survey).update(invitation=person)
