"""The rows of the list of due diligence, drawn by format strings, as those of every long list."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from foundation.lists.cells import marked

ROW = (
    '<tr><th scope="row"><a href="{href}">{name}</a><div class="small muted">{kinds}</div></th>'
    '<td data-label="State">{state}</td>'
)
OPEN = (
    '<td data-label="Due">{due}</td><td data-label="Why">{why}</td>'
    '<td data-label="Checks">{checks}</td></tr>\n'
)
DECIDED = '<td data-label="Decided">{decided}</td><td data-label="Next due">{next_due}</td></tr>\n'


@dataclass(frozen=True)
class Row:
    """A partner with its newest review, as the table writes it."""

    name: str
    href: str
    kinds: str
    state: str
    word: str
    due: str
    why: str
    checks: str
    decided: str
    next_due: str


def drawn_reviews(rows: Iterable[Row], *, decided: bool) -> SafeString:
    """`decided` says when they were and are due again, in place of why they wait."""
    line = ROW + (DECIDED if decided else OPEN)
    return SafeString("".join(line.format(**_cells(row)) for row in rows))


def _cells(row: Row) -> dict[str, str]:
    return {
        "href": row.href,
        "name": escape(row.name),
        "kinds": escape(row.kinds),
        "state": marked(row.state, row.word),
        "due": row.due,
        "why": escape(row.why),
        "checks": row.checks,
        "decided": row.decided,
        "next_due": row.next_due,
    }
