"""How much a file may hold, the sentences for one that holds more, and the files a reading is made of."""

from collections.abc import Iterable, Iterator

from foundation.refusal import Refused

UPLOAD, ROWS, REPORT = "upload", "rows.jsonl", "report.json"
MEGABYTE = 1 << 20
LARGEST_FILE = 10 * MEGABYTE
LARGEST_UNPACKED = 128 * MEGABYTE
MEMORY_MB = 256
SECONDS = 30
MOST_ROWS = 50_000
MOST_COLUMNS = 100
MOST_PARTS = 1_000
"""Files inside a workbook; a sheet of fifty thousand rows has about ten."""
LONGEST_CELL = 32_767
"""Characters, as in Excel."""
MOST_CHARACTERS = 32_000_000
FORMULA_GUARD = "'"
GUARDED = ("=", "+", "-", "@")

Row = tuple[int, list[str]]
"""A row's number as a spreadsheet counts, from 1, and its cells."""


class Unreadable(Refused):
    """The file is no table that can be imported; the sentence says why, and what to do."""

    code = "unreadable_file"


def too_large(size: int) -> Unreadable:
    return Unreadable(
        f"The file has {size / MEGABYTE:.1f} MB; at most {LARGEST_FILE // MEGABYTE} MB can be imported. "
        "Leave out columns that are not needed, or split it into several files."
    )


def bounded(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that hold something, cleaned. Raises `Unreadable` for too many rows, columns or characters.

    One row more than `MOST_ROWS` is let through: it may be the one that names the columns.
    """
    count = characters = 0
    for number, cells in rows:
        kept = _trimmed([clean(cell) for cell in cells])
        if not kept:
            continue
        count += 1
        characters += sum(map(len, kept))
        _refuse_too_much(number, kept, count, characters)
        yield number, kept


def clean(cell: str) -> str:
    """Without what no text needs: NULs, spaces around it, and the apostrophe that our exports put before
    what would open as a formula.
    """
    text = cell.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    return text[1:] if text.startswith(FORMULA_GUARD) and text[1:].startswith(GUARDED) else text


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _refuse_too_much(number: int, cells: list[str], count: int, characters: int) -> None:
    if count > MOST_ROWS + 1:
        raise too_many_rows()
    if len(cells) > MOST_COLUMNS:
        raise Unreadable(
            f"Row {number} has {len(cells)} columns; at most {MOST_COLUMNS} can be imported. "
            "Take out the columns that are not needed."
        )
    longest = max(map(len, cells))
    if longest > LONGEST_CELL:
        raise Unreadable(
            f"A cell of row {number} holds {longest:,} characters; at most {LONGEST_CELL:,} are read. "
            "In a CSV file a quotation mark that is never closed does this: look for one there."
        )
    if characters > MOST_CHARACTERS:
        raise Unreadable(
            f"The table holds more than {MOST_CHARACTERS:,} characters. Leave out columns that are not "
            "needed, or split it into several files."
        )


def too_many_rows() -> Unreadable:
    return Unreadable(
        f"The table has more than {MOST_ROWS:,} rows. Split it into several files and import one after "
        "the other."
    )
