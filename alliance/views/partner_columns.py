"""The columns of the partner list, for the page and for its export."""

from functools import cache
from html import escape

from django.utils import timezone

from alliance.choices import Organisation, PartnerKind
from alliance.queries.partner_rows import PartnerRow
from alliance.views.hosting_words import said_of_hosting
from alliance.views.partner_rows import (
    contact_state,
    kind_words,
    month,
    name_cell,
    phase_word,
    verified_words,
)
from foundation.lists.cells import mark, marked
from foundation.lists.columns import ColumnSet, ListColumn, Reading
from foundation.lists.rows import menu_of
from foundation.ui.items import MenuItem


def _kinds(row: PartnerRow, on: Reading) -> str:
    return ", ".join(str(PartnerKind(kind).label) for kind in row.kinds)


def _kind_cell(row: PartnerRow, on: Reading) -> str:
    kind, kinds = kind_words(tuple(row.kinds))
    return f'<span title="{kinds}">{kind}</span>'


def _phase(row: PartnerRow, on: Reading) -> str | None:
    return phase_word(row) if row.organisation == Organisation.SCHOOL else None


def _joined_cell(row: PartnerRow, on: Reading) -> str:
    return f"{month(row.joined_on)}–{month(row.left_on)}" if row.left_on else month(row.joined_on)


def _contact_cell(row: PartnerRow, on: Reading) -> str:
    state, verified = contact_state(row, on.today)
    name = escape(row.contact or "Nobody yet")
    return (
        f'<span class="state" title="{verified}">{mark(state)}<span>{name}</span></span>'
        f'<span class="visually-hidden"> {verified}</span>'
    )


def _verified_cell(row: PartnerRow, on: Reading) -> str:
    state, _ = contact_state(row, on.today)
    return marked(state, verified_words(row))


def _hosting(row: PartnerRow, on: Reading) -> str | None:
    if row.hosting is None or row.hosting_said_at is None:
        return None
    return said_of_hosting(row.hosting, timezone.localdate(row.hosting_said_at), on.today)[1]


def _hosting_cell(row: PartnerRow, on: Reading) -> str:
    if row.hosting is None or row.hosting_said_at is None:
        return "Not asked yet" if row.organisation == Organisation.SCHOOL else "–"
    state, word = said_of_hosting(row.hosting, timezone.localdate(row.hosting_said_at), on.today)
    return marked(state, word)


def _miles(row: PartnerRow, on: Reading) -> float | None:
    return None if row.miles is None or row.is_lead else round(row.miles, 1)


COLUMNS: ColumnSet[PartnerRow] = ColumnSet(
    (
        ListColumn("name", "School or partner", lambda row, on: row.name, name_cell),
        ListColumn("kind", "Kind", _kinds, _kind_cell, in_meta=True),
        ListColumn(
            "urn",
            "URN",
            lambda row, on: row.urn,
            lambda row, on: f"{row.urn or '–'}",
        ),
        ListColumn(
            "type",
            "Type",
            lambda row, on: str(Organisation(row.organisation).label),
            lambda row, on: str(Organisation(row.organisation).label),
        ),
        ListColumn("phase", "Phase", _phase, lambda row, on: _phase(row, on) or "–", in_meta=True),
        ListColumn(
            "authority",
            "Authority",
            lambda row, on: row.authority,
            lambda row, on: escape(row.authority or ""),
            roomy=True,
            in_meta=True,
        ),
        ListColumn("joined", "Joined", lambda row, on: row.joined_on, _joined_cell),
        ListColumn(
            "left",
            "Left",
            lambda row, on: row.left_on,
            lambda row, on: month(row.left_on) if row.left_on else "–",
        ),
        ListColumn("contact", "Main contact", lambda row, on: row.contact, _contact_cell),
        ListColumn(
            "verified",
            "Verified",
            lambda row, on: timezone.localdate(row.verified_at) if row.verified_at else None,
            _verified_cell,
        ),
        ListColumn("hosting", "Hosts trainees", _hosting, _hosting_cell),
        ListColumn(
            "miles",
            "Miles",
            _miles,
            lambda row, on: "–" if row.miles is None or row.is_lead else f"{row.miles:,.1f}",
            numeric=True,
        ),
    ),
    usual=("name", "kind", "authority", "joined", "contact", "miles"),
)


def row_menu(row: PartnerRow, on: Reading) -> str:
    """What can be done to one partner, from its line."""
    return _menu(row.left_on is None).format(record=f"{on.base}{row.public_id}/", name=escape(row.name))


@cache
def _menu(is_current: bool) -> str:
    """Drawn once, for every partner that is current or has left: with places for its address and its name."""
    items = [MenuItem("Edit", "{record}edit/")]
    if is_current:
        items.append(MenuItem("Add a contact", "{record}contacts/add/"))
        items.append(MenuItem("Record an engagement", "{record}engagement/"))
    items.append(MenuItem("History", "{record}history/"))
    if is_current:
        items.append(MenuItem("End partnership…", "{record}end/", destructive=True))
    return menu_of(items)
