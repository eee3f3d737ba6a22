"""From the bytes that somebody sent to rows: every table as it was meant, every other file a sentence."""

import os
import random
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from foundation.importer.reading import Unreadable, read_table
from foundation.importer.reading.bounds import LARGEST_FILE, MOST_ROWS, bounded
from foundation.importer.reading.child import read
from foundation.importer.reading.kinds import is_workbook
from foundation.importer.reading.text import text_rows
from tests.foundation.importer.files import (
    HEADS,
    ROWS,
    bomb,
    csv_of,
    far_corner,
    lying_bomb,
    repacked,
    shared_string_bomb,
    xlsx_of,
)


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def rows_of(content: bytes) -> list[list[str]]:
    with read_table([content]) as table:
        return [cells for _, cells in table.rows()]


def refusal_of(content: bytes) -> str:
    with pytest.raises(Unreadable) as refusal, read_table([content]):
        pass
    return refusal.value.sentence


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_and_delimiter_of_a_spreadsheet_is_read(encoding: str, delimiter: str) -> None:
    content = csv_of(delimiter=delimiter).encode(encoding)
    assert [cells for _, cells in bounded(text_rows(content))] == [HEADS, *ROWS]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('Name,Note\r\n"Upper, Lower","two\nlines"\r\n', [["Name", "Note"], ["Upper, Lower", "two\nlines"]]),
        ("sep=;\nName;Note\nTarnley;a, b\n", [["Name", "Note"], ["Tarnley", "a, b"]]),
        ("Name\n\n\nTarnley\n", [["Name"], ["Tarnley"]]),
        ("Name,Note\nTarnley\nFernwold,a,b\n", [["Name", "Note"], ["Tarnley"], ["Fernwold", "a", "b"]]),
        ("Name,,\nTarnley,,\n", [["Name"], ["Tarnley"]]),
        ("Phone,Sum\n'+44 1642,'=1+1\n", [["Phone", "Sum"], ["+44 1642", "=1+1"]]),
        ("Name,Note\n'Upper',=1+1\n", [["Name", "Note"], ["'Upper'", "=1+1"]]),
    ],
    ids=["quoted", "declared", "blank lines", "ragged", "trailing", "our guard", "no guard"],
)
def test_a_table_is_read_as_it_was_meant(text: str, rows: list[list[str]]) -> None:
    assert [cells for _, cells in bounded(text_rows(text.encode()))] == rows


def test_a_row_keeps_the_number_it_has_in_a_spreadsheet() -> None:
    numbered = list(bounded(text_rows(b"\nName,Note\n\nTarnley,\n")))
    assert numbered == [(2, ["Name", "Note"]), (4, ["Tarnley"])]


def test_a_workbook_is_read_by_its_values() -> None:
    rows = [
        ["URN", "Joined", "Listed", "Sum"],
        [900_001, date(2026, 2, 3), True, "=2+2"],
        [1.5, "", False, ""],
    ]
    assert rows_of(xlsx_of(rows, sheets=("Notes", "Partners"))) == [
        ["URN", "Joined", "Listed", "Sum"],
        ["900001", "46056", "yes", "0"],
        ["1.5", "", "no"],
    ]


def test_the_sheet_is_named_and_nothing_of_the_file_stays(files: Path) -> None:
    with read_table([xlsx_of(sheets=("Empty", "Partners"))]) as table:
        assert (table.sheet, table.count) == ("Partners", 3)
        assert len(list(files.glob(".import-*"))) == 1
    assert list(files.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is nothing in it"),
        (b"\r\n ,, \r\n", "There is nothing in it"),
        (xlsx_of([]), "There is nothing in it"),
        (b"Name\nTarn\0ley\n", "The file holds NULs"),
        (b"%PDF-1.7\n1 0 obj\n", "This is a PDF, not a table."),
        (b"<html><table><tr><td>1", "This is a web page, not a table."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "This is another kind of file (Portable Network Graphics file)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "This is an old Excel file (.xls)"),
        (b"\x81\x8d\x8f\x90", "The file is in an encoding that is not known here."),
        (repacked(xlsx_of(), xl__vbaProject_dot_bin=b"x"), "The workbook has macros"),
        (xlsx_of()[:-200], "The workbook is damaged"),
        (repacked(xlsx_of(), xl__workbook_dot_xml=b"<broken"), "The workbook is damaged"),
        (csv_of([["x"] * 101]).encode(), "Row 1 has 101 columns; at most 100"),
        (b'Name\n"never closed' + b"\nrow" * 50_000, "Row 2 cannot be told apart"),
        (b"Name\n" + b"x" * 40_000, "A cell of row 2 holds 40,000 characters"),
        (csv_of([[str(n)] for n in range(MOST_ROWS + 2)]).encode(), "The table has more than 50,000 rows."),
        (b"x" * (LARGEST_FILE + 1), "The file has 10.0 MB; at most 10 MB"),
    ],
    ids=[
        *("empty", "blank", "empty workbook", "NUL", "PDF", "web page", "picture", "old Excel", "encoding"),
        *("macros", "cut off", "broken", "columns", "quotation mark", "long cell", "rows", "too large"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    said = refusal_of(content)
    assert said.startswith(sentence)
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (bomb(200), "The workbook unpacks to more than 128 MB."),
        (lying_bomb(200), "The workbook"),
        (shared_string_bomb(20_000), "The file needs more than 256 MB of memory"),
        (far_corner(), "The file needs more than 256 MB of memory"),
        (shared_string_bomb(1_100), "The table holds more than 32,000,000 characters."),
    ],
    ids=["zip bomb", "zip bomb that lies", "shared strings", "far corner", "many characters"],
)
def test_a_file_made_to_exhaust_the_portal_is_refused(content: bytes, sentence: str) -> None:
    assert len(content) < LARGEST_FILE
    assert refusal_of(content).startswith(sentence)


@pytest.mark.slow
def test_the_largest_table_that_is_allowed_is_read() -> None:
    word = random.Random(1)
    rows = [[f"{word.getrandbits(28):x}" for _ in range(20)] for _ in range(MOST_ROWS + 1)]
    content = xlsx_of(rows)
    assert len(content) < LARGEST_FILE
    with read_table([content]) as table:
        assert (table.count, sum(len(cells) for _, cells in table.rows())) == (MOST_ROWS + 1, 20 * len(rows))


def read_here(content: bytes, folder: Path) -> str:
    """What the child does, in this process and so without its limits."""
    (folder / "upload").write_bytes(content)
    try:
        return f"{read(folder)['rows']} rows"
    except Unreadable as refusal:
        return refusal.sentence


SPREADSHEET_LETTERS = st.text(st.sampled_from(' ,;\t|"\n\r=+-@aé\0€'), max_size=200)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=400),
        SPREADSHEET_LETTERS.flatmap(lambda text: st.sampled_from([text.encode(), text.encode("utf-16")])),
        st.binary(max_size=60).map(lambda noise: b"PK\x03\x04" + noise),
    )
)
@example(b"\xff\xfe")
@example(b"\xff\xfeA")
@example(b"a\0" * 3)
@example(b"PK\x03\x04")
def test_any_bytes_are_rows_or_a_refusal_and_never_a_fault(tmp_path: Path, content: bytes) -> None:
    said = read_here(content, tmp_path)
    assert said.endswith((" rows", "."))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.integers(1, 40))
def test_a_damaged_workbook_is_rows_or_a_refusal(tmp_path: Path, seed: int, damages: int) -> None:
    noise, content = random.Random(seed), bytearray(xlsx_of())
    for _ in range(damages):
        content[noise.randrange(len(content))] = noise.randrange(256)
    assert read_here(bytes(content), tmp_path).endswith((" rows", "."))


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20).filter(
    lambda cell: not cell.startswith("'")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=8), st.sampled_from(",;\t"))
def test_what_is_written_as_csv_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    content = csv_of([HEADS, *rows], delimiter).encode("utf-8-sig")
    assert [cells for _, cells in bounded(text_rows(content))] == [HEADS, *rows]


def test_the_child_can_reach_nothing_but_its_folder(tmp_path: Path) -> None:
    """A linked part of an archive, or a library that goes wrong, finds the doors closed."""
    import subprocess
    import sys

    script = (
        "import sys, pathlib, socket\n"
        "from foundation.pdf import fences\n"
        "fences.limit_memory(256); fences.fence_in(pathlib.Path(sys.argv[1]))\n"
        "for reach in (lambda: open('/etc/passwd'), lambda: socket.create_connection(('127.0.0.1', 9))):\n"
        "    try: reach(); print('reached')\n"
        "    except BaseException as error: print(type(error).__name__)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
        env={"PATH": os.environ["PATH"]},
    )
    assert answer.stdout.split() == ["Forbidden", "Forbidden"]


def test_a_name_says_nothing_about_the_content() -> None:
    assert (is_workbook(xlsx_of()), is_workbook(b"URN,Name")) == (True, False)
    assert zipfile.is_zipfile(__file__) is False
