"""Files that a spreadsheet opens as text and never runs."""

import csv
import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from foundation.exports import csv_text, export_response, safe_cell, xlsx_table


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


def sheet_of(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_a_spreadsheet_keeps_numbers_and_days_and_runs_nothing() -> None:
    out = io.BytesIO()
    hostile = ["=1+1", "+44 1642 000001", "@SUM(A1)", "http://example.org", "0042", None]
    xlsx_table(
        out, ["Text", "=Head"], [[text, -1.5] for text in hostile] + [[date(2026, 2, 3), "x" * 40_000]]
    )
    heads, *found = sheet_of(out.getvalue())
    assert heads == ["Text", "'=Head"]
    assert [row[0] for row in found] == [
        *("'=1+1", "'+44 1642 000001", "'@SUM(A1)", "http://example.org", "0042", ""),
        date(2026, 2, 3),
    ]
    assert [row[1] for row in found] == [-1.5] * 6 + ["x" * 32_767]


def test_both_kinds_of_file_say_the_same_of_the_same_rows() -> None:
    heads, rows = ["Name", "Letters"], [["Tarnley", 7], ["=Wrenfield", 10]]
    as_csv, as_xlsx = (export_response(kind, "schools", heads, rows) for kind in ("csv", "xlsx"))
    assert as_csv.content.decode("utf-8-sig") == "Name,Letters\r\nTarnley,7\r\n'=Wrenfield,10\r\n"
    assert sheet_of(as_xlsx.content) == [["Name", "Letters"], ["Tarnley", 7.0], ["'=Wrenfield", 10.0]]
    assert [answer["Content-Disposition"] for answer in (as_csv, as_xlsx)] == [
        'attachment; filename="schools.csv"',
        'attachment; filename="schools.xlsx"',
    ]
