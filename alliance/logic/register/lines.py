"""From the bytes of a published file to lines of text, whatever wrote it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

LONGEST_LINE = 65_536
"""Bytes. The longest row of a full GIAS extract has some 3,000."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
NOT_TEXT = {
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
    b"PK\x03\x04": "a spreadsheet or a ZIP archive",
    b"\xd0\xcf\x11\xe0": "a spreadsheet of the old kind",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
}


class UnreadableFile(ValueError):
    """The file as a whole is of no use; the message says why, and what to do."""


@dataclass(frozen=True)
class Line:
    """One line without its end. `problem` says why its text cannot be used."""

    number: int
    text: str
    problem: str = ""


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    """The lines of a CSV file, UTF-8 (with or without a mark) or cp1252, ended by LF or CRLF.

    The encoding is told line by line: a cp1252 line with an accent is practically never valid UTF-8, and one
    bad byte then spoils one line, not the accents of the whole file. Raises `UnreadableFile` for what is not
    text.
    """
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1:
            raw = _opening(raw)
        if len(raw) > LONGEST_LINE:
            _skip_rest(stream, raw)
            yield Line(number, "", f"the line is longer than {LONGEST_LINE:,} bytes")
        elif b"\x00" in raw:
            yield Line(number, "", "the line holds a NUL byte")
        else:
            yield _decoded(number, raw.rstrip(b"\r\n"))


def _opening(raw: bytes) -> bytes:
    for mark, what in NOT_TEXT.items():
        if raw.startswith(mark):
            raise UnreadableFile(
                f"The file is {what}, not a CSV file: save or download it as CSV and try again."
            )
    return raw.removeprefix(BYTE_ORDER_MARK)


def _skip_rest(stream: BinaryIO, raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = stream.readline(LONGEST_LINE)


def _decoded(number: int, raw: bytes) -> Line:
    for encoding in ("utf-8", "cp1252"):
        try:
            return Line(number, raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return Line(number, "", "the line is neither UTF-8 nor cp1252 text")
