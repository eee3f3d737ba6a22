"""The rows of the list of agreements, drawn by format strings, as those of every long list."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from foundation.lists.cells import marked

ROW = (
    '<tr><th scope="row"><a href="{href}">{partner}</a><br><span class="small muted">{title}</span></th>'
    '<td data-label="State">{state}</td>'
    '<td class="table__wide">{tier}</td>'
    '<td data-label="Fee" class="num">{fee}</td>'
    '<td class="table__wide">{starts}</td>'
    '<td data-label="Last day">{ends}{left}</td></tr>\n'
)
LEFT = '<br><span class="small muted">{left}</span>'


def drawn_agreements(rows: Iterable[Mapping[str, Any]], base: str) -> SafeString:
    """`base` is the address that those of the agreements begin with."""
    return SafeString("".join(_row(row, base) for row in rows))


def _row(row: Mapping[str, Any], base: str) -> str:
    return ROW.format(
        href=f"{base}{row['public_id']}/",
        partner=escape(row["partner"]),
        title=escape(row["title"]),
        state=marked(row["state"], row["word"]),
        tier=escape(row["tier"]),
        fee=row["fee"],
        starts=row["starts"],
        ends=row["ends"],
        left=LEFT.format(left=row["left"]) if row["left"] else "",
    )
