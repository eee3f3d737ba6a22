"""The first sheet of an .xlsx that holds anything: its values as they were saved, nothing is computed."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from foundation.importer.reading.bounds import (
    LARGEST_UNPACKED,
    MEGABYTE,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_ROWS,
    Row,
    Unreadable,
    too_many_rows,
)
from foundation.importer.reading.kinds import WHAT_TO_DO

UNPACKING_FAILS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError),
    *(EOFError, OSError, RuntimeError, ValueError),
)
PIECE = 1 << 16
ENCRYPTED = 0x1
DAMAGED = (
    "The workbook is damaged and cannot be opened. Open it in Excel, save it again as .xlsx, and upload that."
)
SAVE_AS = "Save it as an Excel workbook (.xlsx), and upload that."


def workbook_rows(path: Path) -> tuple[str, Iterator[Row]]:
    """The name of the sheet and its rows. Raises `Unreadable`."""
    refuse_hostile(path)
    try:
        workbook = CalamineWorkbook.from_path(path)
        sheet = _first_filled(workbook)
    except CalamineError as error:
        raise Unreadable(DAMAGED) from error
    if sheet is None:
        return "", iter(())
    if sheet.total_height > 2 * MOST_ROWS:
        raise too_many_rows()
    if sheet.total_width > 10 * MOST_COLUMNS:
        raise Unreadable(
            f"The sheet “{sheet.name}” has {sheet.total_width:,} columns; at most {MOST_COLUMNS} can be "
            "imported. Something stands far to the right: delete what is not needed."
        )
    return sheet.name, _rows(sheet)


def refuse_hostile(path: Path) -> None:
    """Look into the archive before anything opens it: macros, passwords, and how large it unpacks."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _refuse_kind(parts)
            if len(parts) > MOST_PARTS:
                raise Unreadable(
                    f"The workbook is made of {len(parts):,} parts, far more than a table needs."
                )
            _refuse_bomb(archive, parts)
    except UNPACKING_FAILS as error:
        raise Unreadable(DAMAGED) from error


def _refuse_kind(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise Unreadable(f"The file has a password. Take it off. {SAVE_AS}")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable(f"The workbook has macros, which are never needed for a table. {SAVE_AS}")
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise Unreadable(f"This is another program's spreadsheet (.xlsb or .ods). {SAVE_AS}")
    if "xl/workbook.xml" not in names:
        raise Unreadable(f"This is a ZIP archive or another kind of document, not a table. {WHAT_TO_DO}")


def _refuse_bomb(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Count what really comes out: the sizes that an archive states may lie."""
    total = sum(part.file_size for part in parts)
    if total <= LARGEST_UNPACKED:
        total = 0
        for part in parts:
            with archive.open(part) as unpacked:
                while total <= LARGEST_UNPACKED and (piece := unpacked.read(PIECE)):
                    total += len(piece)
    if total > LARGEST_UNPACKED:
        raise Unreadable(
            f"The workbook unpacks to more than {LARGEST_UNPACKED // MEGABYTE} MB. Copy the rows you need "
            "into a new workbook, or save the sheet as CSV."
        )


def _first_filled(workbook: CalamineWorkbook) -> CalamineSheet | None:
    for sheet in workbook.sheets_metadata:
        if sheet.visible == SheetVisibleEnum.Visible:
            found = workbook.get_sheet_by_name(sheet.name)
            if found.height:
                return found
    return None


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Rows with their numbers on the sheet; leading empty columns keep their places."""
    top, left = sheet.start or (0, 0)
    for number, values in enumerate(sheet.to_python(), start=top + 1):
        yield number, [*[""] * left, *map(_text, values)]


def _text(value: Any) -> str:
    """A value as somebody would type it: 900001, 12.5, 2026-02-03, yes."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta | int):
        return str(value)
    return "" if value is None else str(value)
