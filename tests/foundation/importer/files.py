"""Files as people and attackers send them."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from xlsxwriter import Workbook

HEADS = ["URN", "Name"]
ROWS = [["900001", "Tarnley Primary"], ["900002", "St Hild’s, Upper"]]


def csv_of(rows: Iterable[Sequence[str]] = (HEADS, *ROWS), delimiter: str = ",") -> str:
    """Every cell in quotation marks, so that a cell may hold anything."""
    quoted = ([f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows)
    return "\r\n".join(delimiter.join(row) for row in quoted)


def xlsx_of(
    rows: Iterable[Sequence[Any]] = (HEADS, *ROWS), *, sheets: Sequence[str] = ("Partners",)
) -> bytes:
    """A workbook whose last sheet holds the rows, the others nothing."""
    out = io.BytesIO()
    with Workbook(out, {"constant_memory": True}) as workbook:
        pages = [workbook.add_worksheet(name) for name in sheets]
        for number, row in enumerate(rows):
            pages[-1].write_row(number, 0, row)
    return out.getvalue()


def repacked(workbook: bytes, **changes: bytes) -> bytes:
    """The workbook with parts replaced or added; `__` stands for `/` and `_dot_` for the dot of a name."""
    out = io.BytesIO()
    given = {name.replace("__", "/").replace("_dot_", "."): content for name, content in changes.items()}
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *given]):
            new.writestr(name, given.get(name) or old.read(name))
    return out.getvalue()


def bomb(megabytes: int) -> bytes:
    """A workbook of some kilobytes whose sheet unpacks to so many megabytes."""
    return repacked(xlsx_of(), xl__worksheets__sheet1_dot_xml=b" " * (megabytes << 20))


def lying_bomb(megabytes: int) -> bytes:
    """The same, and its directory states that the sheet has one byte."""
    content = bytearray(bomb(megabytes))
    name = b"xl/worksheets/sheet1.xml"
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(name))
    content[entry + 24 : entry + 28] = (1).to_bytes(4, "little")
    return bytes(content)


def shared_string_bomb(cells: int) -> bytes:
    """Many cells that all name one string as long as a string may be."""
    strings = (
        b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<si><t>" + b"x" * 32_000 + b"</t></si></sst>"
    )
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, cells + 1))
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b"<sheetData>" + rows + b"</sheetData></worksheet>"
    )
    return repacked(xlsx_of([["a"]]), xl__sharedStrings_dot_xml=strings, xl__worksheets__sheet1_dot_xml=sheet)


def far_corner() -> bytes:
    """Two cells, in the first and in the last corner that Excel knows."""
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>'
    )
    return repacked(xlsx_of(), xl__worksheets__sheet1_dot_xml=sheet)
