"""Spreadsheets in which text is text: no formula, no link, no number made of a string of digits."""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from django.http import HttpResponse

from foundation.exports.csv import safe_cell

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
"""Characters that Excel keeps in one cell."""
WIDEST_COLUMN = 60
AS_TEXT = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx_table(
    out: IO[bytes], heads: Sequence[str], rows: Iterable[Sequence[object]], *, sheet: str = "Sheet1"
) -> None:
    """Write one sheet: bold heads that stay in sight, then the rows, one in memory at a time."""
    from xlsxwriter import Workbook  # few processes write spreadsheets, and all would hold it

    with Workbook(out, AS_TEXT) as workbook:
        page = workbook.add_worksheet(sheet)
        bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "d mmm yyyy"})
        page.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            page.set_column(column, column, min(max(len(head) + 4, 14), WIDEST_COLUMN))
            page.write_string(0, column, safe_cell(head), bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _write(page, last, column, value, day)
        if heads:
            page.autofilter(0, 0, last, len(heads) - 1)


def xlsx_response(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download called `name` (with its ending). Only the packed file is held in memory, about a tenth."""
    out = io.BytesIO()
    xlsx_table(out, heads, rows)
    response = HttpResponse(out.getvalue(), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _write(page: "Worksheet", row: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        page.write_datetime(row, column, value, day)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, safe_cell(value)[:LONGEST_CELL])
