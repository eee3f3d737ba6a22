"""Comma, semicolon or tab: tables that are plain text, in whatever encoding they were saved."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from foundation.importer.reading.bounds import LONGEST_CELL, Row, Unreadable
from foundation.importer.reading.kinds import refuse_other_kind

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = (",", ";", "\t", "|")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
"""What no table holds but tabs and line ends."""
CHUNK = 1 << 16
SAMPLE = 1 << 16
SAMPLED_ROWS = 40
DECLARED = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)
"""Excel's own first line, naming the delimiter."""


def text_rows(content: bytes) -> Iterator[Row]:
    """The rows of a text file. Raises `Unreadable` for what is no text."""
    encoding = encoding_of(content)
    delimiter, skipped = delimiter_of(_sample(content, encoding))
    csv.field_size_limit(LONGEST_CELL * 4)
    lines = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    number = 0
    try:
        for number, cells in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
            if number > skipped:
                yield number, cells
    except csv.Error as error:
        raise Unreadable(
            f"Row {number + 1} cannot be told apart from those after it: a quotation mark is probably opened "
            "there and never closed. Mend it, or save the file anew from a spreadsheet."
        ) from error


def encoding_of(content: bytes) -> str:
    """UTF-8 or UTF-16 if it says so or reads as such, else Windows-1252, which Excel writes in England."""
    for mark, name in MARKS:
        if content.startswith(mark):
            return _checked(content, name)
    for name in ("utf-16-le", "utf-16-be"):
        if _looks_like(content, name):
            return _checked(content, name)
    return _checked(content, "utf-8" if _decodes(content, "utf-8") else "cp1252")


def delimiter_of(sample: str) -> tuple[str, int]:
    """The delimiter under which most rows have the same number of cells, and how many first lines only
    name it.
    """
    first = sample.split("\n", 1)[0]
    if declared := DECLARED.fullmatch(first):
        return declared[1], 1
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter)), 0


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    try:
        rows = list(
            islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), SAMPLED_ROWS + 1)
        )
    except csv.Error:
        return 0.0, 0
    widths = Counter(len(row) for row in rows[:SAMPLED_ROWS] if any(row))
    if not widths:
        return 0.0, 0
    width, often = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    return (often / sum(widths.values()) if width > 1 else 0.0), width


def _sample(content: bytes, encoding: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    return decoder.decode(content[:SAMPLE])


def _looks_like(content: bytes, encoding: str) -> bool:
    """Whether a file without a mark is UTF-16: every other byte of its beginning is zero."""
    start = content[:2_000]
    zeros = start[1::2] if encoding == "utf-16-le" else start[0::2]
    letters = start[0::2] if encoding == "utf-16-le" else start[1::2]
    return len(start) >= 4 and zeros.count(0) > len(zeros) * 0.8 and letters.count(0) == 0


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        for _ in _pieces(content, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _checked(content: bytes, encoding: str) -> str:
    """The encoding, once all of the content was read in it and held nothing but text."""
    try:
        if not any(CONTROL.search(piece) for piece in _pieces(content, encoding)):
            return encoding
    except UnicodeDecodeError as error:
        refuse_other_kind(content)
        raise Unreadable(
            "The file is in an encoding that is not known here. Save it as “CSV UTF-8” or as an Excel "
            "workbook (.xlsx), and upload that."
        ) from error
    refuse_other_kind(content)
    raise Unreadable(
        "The file holds NULs or other control characters, which no table has: it may be damaged. Open it "
        "in a spreadsheet, save it as “CSV UTF-8” or .xlsx, and upload that."
    )


def _pieces(content: bytes, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    for start in range(0, len(content), CHUNK):
        yield decoder.decode(content[start : start + CHUNK])
    yield decoder.decode(b"", final=True)
