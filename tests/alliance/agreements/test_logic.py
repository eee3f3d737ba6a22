"""When notice is due, the days of the next agreement, and obligations as people type them."""

from datetime import date

import pytest

from alliance.logic.agreements import (
    NotAnObligation,
    Owed,
    digest_of,
    months_after,
    next_term,
    notice_due,
    paragraphs,
    read_obligations,
    title_a_year_after,
    written,
)


@pytest.mark.parametrize(
    ("days_left", "told", "due"),
    [
        (91, 0, None),
        (90, 0, 90),
        (89, 90, None),
        (31, 90, None),
        (30, 90, 30),
        (29, 30, None),
        (12, 0, 30),
        (-1, 0, 30),
        (-1, 30, None),
    ],
)
def test_notice_is_given_at_90_and_at_30_days_once_each(days_left: int, told: int, due: int | None) -> None:
    assert notice_due(days_left=days_left, told=told) == due


@pytest.mark.parametrize(
    ("ends_on", "term"),
    [
        (date(2026, 8, 31), (date(2026, 9, 1), date(2027, 8, 31))),
        (date(2028, 2, 28), (date(2028, 2, 29), date(2029, 2, 27))),
        (date(2026, 12, 31), (date(2027, 1, 1), date(2027, 12, 31))),
    ],
)
def test_the_next_agreement_runs_for_the_year_after(ends_on: date, term: tuple[date, date]) -> None:
    assert next_term(ends_on) == term


@pytest.mark.parametrize(
    ("title", "following"),
    [
        ("Full partnership 2025/26", "Full partnership 2026/27"),
        ("2025-26 and 2026–27", "2026-27 and 2027–28"),
        ("Full partnership 2098/99", "Full partnership 2099/00"),
        ("Partnership of 2025/11, room 12025/26", "Partnership of 2025/11, room 12025/26"),
        ("Partnership agreement", "Partnership agreement"),
    ],
)
def test_the_next_agreement_is_named_after_the_year_after(title: str, following: str) -> None:
    assert title_a_year_after(title) == following


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 9, 1), 12, date(2027, 8, 31)),
        (date(2026, 12, 15), 2, date(2027, 2, 14)),
        (date(2026, 1, 31), 1, date(2026, 2, 27)),
        (date(2026, 9, 1), 36, date(2029, 8, 31)),
    ],
)
def test_a_term_of_months_ends_the_day_before(first: date, months: int, last: date) -> None:
    assert months_after(first, months) == last


def test_obligations_are_read_as_typed_and_written_so_again() -> None:
    text = "Partner: Host two trainees | Professional tutor | 31/7/2027\nAlliance: Offer five places"
    owed = (
        Owed("partner", "Host two trainees", "Professional tutor", date(2027, 7, 31)),
        Owed("alliance", "Offer five places"),
    )
    assert read_obligations(f"\n{text}\n\n", lambda day: date(2027, 7, 31)) == owed
    assert written(owed) == text


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Host two trainees", "Line 1 says not whose it is"),
        ("Somebody: Host two trainees", "Line 1 says not whose it is"),
        ("Partner: ", "Line 1 cannot be read"),
        ("Partner: a | b | c | d", "Line 1 cannot be read"),
        ("Partner: a | b | whenever", "“whenever” is no day"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, says: str) -> None:
    def no_day(text: str) -> date:
        raise ValueError(text)

    with pytest.raises(NotAnObligation, match=says):
        read_obligations(line, no_day)


def test_an_empty_line_begins_a_paragraph() -> None:
    assert paragraphs("One\nline.\n\n\n Two. ") == ("One line.", "Two.")


def test_the_check_code_changes_with_a_word() -> None:
    assert digest_of({"terms": "one"}) != digest_of({"terms": "two"})
