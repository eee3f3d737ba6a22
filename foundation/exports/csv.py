"""CSV that a spreadsheet opens as text and never runs."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpResponse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters a spreadsheet may take for a formula (OWASP, CSV injection)."""
BYTE_ORDER_MARK = "\ufeff"
"""Excel reads UTF-8 only when the file says so."""


def safe_cell(value: object) -> str:
    """`value` as text; an apostrophe before what would open as a formula. Numbers keep their minus sign."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The whole file: heads, then rows, CRLF between them (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(head) for head in heads])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def csv_response(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """A download called `name` (with its ending)."""
    response = HttpResponse(BYTE_ORDER_MARK + csv_text(heads, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
