"""From lines to rows of fields, losing no good row to a bad one before it."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from alliance.logic.register.lines import Line, UnreadableFile

LONGEST_RECORD = 20
"""Lines that one quoted field may run over before its quotation mark counts as never closed."""
URN_SHAPE = re.compile(r"\s*\d{5,7}\s*")
OPEN_QUOTE = "a quotation mark is opened and never closed"
STRAY_QUOTE = "a quotation mark stands inside a quoted field"
BROKEN = "a row broken over two lines joined"


@dataclass(frozen=True)
class Row:
    """The fields of one row, and the line of the file it begins on. `repaired` says what was mended,
    `problem` what could not be: then there are no fields."""

    line: int
    fields: tuple[str, ...] = ()
    repaired: str = ""
    problem: str = ""


class _Malformed(Exception):
    pass


def split(text: str) -> tuple[str, ...]:
    """One CSV record. Raises `_Malformed` with the reason."""
    try:
        return tuple(next(csv.reader([text], strict=True), []))
    except csv.Error as error:
        raise _Malformed(OPEN_QUOTE if "unexpected end" in str(error) else STRAY_QUOTE) from None


class RowReader:
    """Iterates over the rows after the header. `width` is the header's number of fields, `urn_at` where its
    URN is.

    A quoted field may hold line ends. A line that is a whole row by itself, with a URN in its place, ends a
    field whose quotation mark was never closed: the row it opened in is lost, the rows after it are not.
    """

    def __init__(self, lines: Iterator[Line], *, width: int, urn_at: int) -> None:
        self._lines = lines
        self._ahead: deque[Line] = deque()
        self.width = width
        self.urn_at = urn_at

    def __iter__(self) -> Iterator[Row]:
        while (line := self._next()) is not None:
            if line.problem:
                yield Row(line.number, problem=line.problem)
            elif line.text.strip(" ,\t"):
                yield self._row(line)

    def _row(self, line: Line) -> Row:
        try:
            fields = split(line.text)
        except _Malformed as problem:
            if str(problem) == OPEN_QUOTE:
                return self._gather(line)
            return Row(line.number, problem=str(problem))
        if len(fields) < self.width and self._starts_row(line):
            return self._rejoin(line, fields)
        return Row(line.number, fields)

    def _gather(self, first: Line) -> Row:
        """A record with a line end inside quotation marks: take lines until they are closed."""
        text = first.text
        for _ in range(LONGEST_RECORD):
            following = self._peek()
            if following is None or following.problem or self._starts_row(following):
                break
            text += "\n" + following.text
            self._next()
            try:
                return Row(first.number, split(text))
            except _Malformed as problem:
                if str(problem) != OPEN_QUOTE:
                    return Row(first.number, problem=str(problem))
        return Row(first.number, problem=OPEN_QUOTE)

    def _rejoin(self, first: Line, fields: tuple[str, ...]) -> Row:
        """A row that stops short, and whose rest is on the next line: join them if that makes a whole row."""
        following = self._peek()
        if following is None or following.problem or not following.text or self._starts_row(following):
            return Row(first.number, fields)
        try:
            joined = split(f"{first.text} {following.text}")
        except _Malformed:
            return Row(first.number, fields)
        if len(joined) != self.width:
            return Row(first.number, fields)
        self._next()
        return Row(first.number, joined, repaired=BROKEN)

    def _starts_row(self, line: Line) -> bool:
        try:
            fields = split(line.text)
        except _Malformed:
            return False
        return len(fields) > max(1, self.urn_at) and URN_SHAPE.fullmatch(fields[self.urn_at]) is not None

    def _peek(self) -> Line | None:
        if not self._ahead:
            following = next(self._lines, None)
            if following is None:
                return None
            self._ahead.append(following)
        return self._ahead[0]

    def _next(self) -> Line | None:
        return self._ahead.popleft() if self._ahead else next(self._lines, None)


def split_header(line: Line) -> tuple[str, ...]:
    """The names of the columns. Raises `UnreadableFile` when the first line is no CSV header."""
    try:
        return split(line.text)
    except _Malformed as problem:
        raise UnreadableFile(f"The first line is not a CSV header: {problem}.") from None
