"""The rows of the table of prospects.

Drawn by format strings, as those of `foundation.lists.rows` are, and for the same reason. Whatever comes from
a record goes through `escape`.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from alliance.choices import Organisation
from alliance.queries.growth.prospects import ProspectRow
from alliance.views.partner_rows import glyph
from foundation.lists.cells import marked
from foundation.ui.states import PHASES

ROW = (
    "<tr>\n"
    '<th scope="row">{glyph} <a href="{href}">{name}</a><span class="table__meta">{about}</span></th>'
    '<td data-label="Stage">{stage}</td>'
    '<td class="num" data-label="Days there">{days:,}</td>'
    '<td data-label="Looked after by">{owner}</td>'
    '<td class="num table__wide">{km}</td>'
    '<td class="num table__wide">{goals}</td>'
    "</tr>\n"
)
NOTHING = "–"


def drawn(rows: Iterable[ProspectRow], base: str) -> SafeString:
    """`base` is the address that those of the prospects begin with."""
    return SafeString("".join(_line(row, base) for row in rows))


def _line(row: ProspectRow, base: str) -> str:
    return ROW.format(
        glyph=glyph(row.phase_group if row.phase_group in PHASES else "other"),
        href=f"{base}{row.public_id}/",
        name=escape(row.name),
        about=escape(row.place or Organisation(row.organisation).label),
        stage=marked("warn", row.stage.label) if row.is_stuck else row.stage.label,
        days=row.days,
        owner=escape(row.owner) or "Nobody yet",
        km=NOTHING if row.km is None else f"{row.km:,.1f}",
        goals=f"{row.shared} of {row.goals}" if row.goals else NOTHING,
    )
