"""The columns of the list of people, for the page and for its export."""

from html import escape

from alliance.queries.roster.listing import PersonRow
from foundation import words
from foundation.lists.columns import ColumnSet, ListColumn, Reading

NAME = '<a href="{href}">{name}</a><span class="table__meta">{meta}</span>'
NOTHING = "–"


def _name(row: PersonRow, on: Reading) -> str:
    meta = " · ".join(filter(None, (row.post, row.partner)))
    return NAME.format(href=f"{on.base}{row.public_id}/", name=escape(row.name), meta=escape(meta))


def _partner(row: PersonRow, on: Reading) -> str:
    more = f' <span class="muted">+{row.others}</span>' if row.others else ""
    return f"{escape(row.partner) or NOTHING}{more}"


def _working(row: PersonRow, on: Reading) -> str:
    if row.is_current:
        return f"since {words.day(row.started_on)}" if row.started_on else "now"
    return f"until {words.day(row.ended_on)}" if row.ended_on else "not now"


COLUMNS: ColumnSet[PersonRow] = ColumnSet(
    (
        ListColumn("name", "Name", lambda row, on: row.name, _name),
        ListColumn(
            "post",
            "Post",
            lambda row, on: row.post,
            lambda row, on: escape(row.post) or NOTHING,
            in_meta=True,
        ),
        ListColumn("partner", "Partner", lambda row, on: row.partner, _partner, in_meta=True),
        ListColumn(
            "email",
            "E-mail",
            lambda row, on: row.email,
            lambda row, on: escape(row.email) or ("No address" if row.in_full else NOTHING),
        ),
        ListColumn("since", "Works there", lambda row, on: row.started_on, _working),
        ListColumn(
            "until",
            "Until",
            lambda row, on: row.ended_on,
            lambda row, on: words.day(row.ended_on) or NOTHING,
        ),
        ListColumn(
            "fte",
            "FTE",
            lambda row, on: None if row.fte is None else float(row.fte),
            lambda row, on: NOTHING if row.fte is None else f"{row.fte:.2f}",
            numeric=True,
        ),
        ListColumn("trn", "TRN", lambda row, on: row.trn, lambda row, on: escape(row.trn) or NOTHING),
        ListColumn(
            "reference",
            "Staff reference",
            lambda row, on: row.reference,
            lambda row, on: escape(row.reference) or NOTHING,
        ),
    ),
    usual=("name", "post", "partner", "email", "since"),
)
