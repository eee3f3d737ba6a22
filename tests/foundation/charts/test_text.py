"""Estimated text widths, against the advances of the font itself (thousandths of the size)."""

import pytest

from foundation.charts.text import shorten, text_width, wrap


def test_the_width_is_the_sum_of_the_advances():
    assert text_width("Abc", 1000) == 626 + 566 + 485
    assert text_width("Abc", 1000, bold=True) == 678 + 596 + 510
    assert text_width("Abc", 13) == pytest.approx((626 + 566 + 485) * 0.013)


def test_an_accented_letter_is_as_wide_as_its_base():
    assert text_width("é", 10) == text_width("e", 10)


def test_long_text_is_shortened_with_an_ellipsis_and_short_text_left_alone():
    assert shorten("Darlington", 500, 13) == "Darlington"
    short = shorten("Redcar and Cleveland", 80, 13)
    assert short.endswith("…")
    assert text_width(short, 13) <= 80


def test_text_wraps_between_words_into_at_most_two_lines():
    assert wrap("Redcar and Cleveland", 80, 13) == ("Redcar and", "Cleveland")
    assert wrap("Stockton", 200, 13) == ("Stockton",)
    assert wrap("", 50, 13) == ("",)
    assert len(wrap("one two three four five six seven", 40, 13)) == 2
