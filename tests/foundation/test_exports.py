"""CSV that a spreadsheet opens as text and never runs."""

import csv
import io
from datetime import date

import pytest

from foundation.exports import csv_text, safe_cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_what_would_open_as_a_formula_opens_as_text(start: str) -> None:
    assert safe_cell(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("Tarnley = good", "Tarnley = good"),
        (-1.5, "-1.5"),
        (None, ""),
        (date(2026, 2, 3), "2026-02-03"),
        ("", ""),
    ],
)
def test_other_values_stay_as_they_are(value: object, cell: str) -> None:
    assert safe_cell(value) == cell


def test_a_file_survives_commas_quotes_and_line_breaks() -> None:
    rows = [["Name", "Note"], ['St "Hild", Upper', "two\nlines"]]
    text = csv_text(rows[0], rows[1:])
    assert list(csv.reader(io.StringIO(text, newline=""))) == rows
    assert text.split("\r\n")[0] == "Name,Note"
