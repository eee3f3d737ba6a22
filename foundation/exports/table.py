"""One list, in whichever of the two kinds of file somebody asks for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpResponse

from foundation.exports.csv import csv_response
from foundation.exports.xlsx import xlsx_response

Row = TypeVar("Row")


@dataclass(frozen=True)
class ExportColumn(Generic[Row]):
    """A column of a file: its head, and what it says of a row (text, a number, a day, None)."""

    head: str
    value: Callable[[Row], object]


def export_response(
    kind: str, name: str, columns: Sequence[ExportColumn[Row]], rows: Iterable[Row]
) -> HttpResponse:
    """The rows as a download called `name`, with `kind` for its ending: csv or xlsx."""
    respond = {"csv": csv_response, "xlsx": xlsx_response}[kind]
    heads = [column.head for column in columns]
    return respond(f"{name}.{kind}", heads, ([column.value(row) for column in columns] for row in rows))
