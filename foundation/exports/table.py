"""One list, in whichever of the two kinds of file somebody asks for."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from foundation.exports.csv import csv_response
from foundation.exports.xlsx import xlsx_response


def export_response(
    kind: str, name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """The rows as a download called `name`, with `kind` for its ending: csv or xlsx."""
    respond = {"csv": csv_response, "xlsx": xlsx_response}[kind]
    return respond(f"{name}.{kind}", heads, rows)
