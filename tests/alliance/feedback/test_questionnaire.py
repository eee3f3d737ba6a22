"""What a survey asks, and how it is changed."""

import pytest

from alliance.choices import QuestionKind
from alliance.logic.feedback.questionnaire import Question, Questionnaire, Section, why_not_ready
from alliance.logic.feedback.shipped import SHIPPED, Shipped
from tests.factories.feedback import QUESTIONS


def asks(*keys: str) -> tuple[Question, ...]:
    return tuple(Question(key, QuestionKind.TEXT, f"Question {key}") for key in keys)


TWO = Questionnaire((Section("one", "One", "", asks("a", "b")), Section("two", "Two", "", asks("c"))))


def order(questionnaire: Questionnaire) -> list[str]:
    return ["".join(question.key for question in section.questions) for section in questionnaire.sections]


def test_what_is_kept_is_read_back_the_same() -> None:
    assert Questionnaire.read(QUESTIONS.as_json()) == QUESTIONS


@pytest.mark.parametrize("shipped", SHIPPED.values(), ids=lambda shipped: shipped.key)
def test_what_the_portal_brings_can_be_sent(shipped: Shipped) -> None:
    questionnaire = shipped.questionnaire
    keys = [item.key for item in questionnaire.items]
    assert (why_not_ready(questionnaire), len(set(keys))) == ("", len(keys))


@pytest.mark.parametrize(
    ("key", "up", "after"),
    [
        ("b", True, ["ba", "c"]),
        ("a", True, ["ab", "c"]),
        ("b", False, ["a", "bc"]),
        ("c", True, ["abc", ""]),
        ("c", False, ["ab", "c"]),
        ("x", True, ["ab", "c"]),
    ],
)
def test_a_question_moves_one_place_and_over_the_edge_of_its_section(
    key: str, up: bool, after: list[str]
) -> None:
    assert order(TWO.moved(key, up=up)) == after


def test_questions_and_sections_are_added_changed_and_removed() -> None:
    changed = (
        TWO.with_question("two", asks("d")[0]).without_question("a").with_section(Section("three", "Three"))
    )
    assert order(changed) == ["b", "cd", ""]
    again = changed.with_question("", Question("d", QuestionKind.SCORE, "Out of ten?"))
    assert (order(again), again.question("d").kind) == (["b", "cd", ""], QuestionKind.SCORE)  # type: ignore[union-attr]  # "d" is there
    assert order(again.without_section("two")) == ["b", ""]


def test_each_statement_of_a_grid_is_an_item_of_its_own() -> None:
    assert [(item.key, item.kind, item.text) for item in QUESTIONS.questions[4].items] == [
        ("quality-1", QuestionKind.LIKERT, "Useful"),
        ("quality-2", QuestionKind.LIKERT, "Timely"),
    ]


def test_what_asks_nothing_cannot_be_sent() -> None:
    assert why_not_ready(Questionnaire()) == "It asks nothing yet. Add a question first."
    with_empty = TWO.with_section(Section("three", "Three"))
    assert why_not_ready(with_empty) == (
        "The section “Three” asks nothing. Add a question to it, or remove it."
    )
