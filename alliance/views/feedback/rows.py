"""The rows of the list of surveys, drawn by format strings, as those of every long list."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from foundation.lists.cells import tagged

ROW = (
    '<tr><th scope="row"><a href="{href}">{title}</a></th>'
    '<td data-label="Standing">{state}</td>'
    '<td data-label="Last day">{until}</td>'
    '<td data-label="Answered">{answered}</td>'
    '<td data-label="Mode">{mode}</td></tr>\n'
)


def drawn_surveys(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    return SafeString("".join(map(_row, rows)))


def _row(row: Mapping[str, Any]) -> str:
    return ROW.format(
        href=row["href"],
        title=escape(row["title"]),
        state=tagged(row["state"], row["word"]),
        until=row["until"],
        answered=row["answered"],
        mode=row["mode"],
    )
