"""The rows of members, former members and invitations.

Drawn by format strings, as those of `foundation.lists.rows` are, and for the same reason. Whatever comes from
a record goes through `escape`.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from alliance.queries.people import InvitationRow, PersonRow
from foundation.lists.cells import marked
from foundation.lists.rows import menu_of, tick
from foundation.ui.items import MenuItem

NAME = '<th scope="row"><a href="{base}{id}/">{name}</a><span class="table__meta">{email}</span></th>'
MEMBER = (
    f"<tr>\n{NAME}"
    '<td data-label="Roles">{roles}</td>'
    '<td data-label="Second factor">{second_factor}</td>'
    '<td data-label="Member since">{since}</td></tr>\n'
)
FORMER = (
    f'<tr>\n{NAME}<td data-label="Roles">{{roles}}</td><td data-label="Access ended">{{ended}}</td></tr>\n'
)
INVITATION = (
    '<tr>\n{tick}<th scope="row">{email}</th>'
    '<td data-label="Roles">{roles}</td>'
    '<td data-label="Invited">{invited}<br><span class="small muted">by {by}</span></td>'
    '<td data-label="Standing">{standing}<br><span class="small muted">{until}</span></td>'
    '<td class="table__actions">{menu}</td></tr>\n'
)
UNTIL = '<br><span class="small muted">until {ended}</span>'
PARTNER = ' <span class="muted">· {partner}</span>'
INVITATION_MENU = [
    MenuItem("Send again", "{record}resend/", post=True),
    MenuItem("Withdraw", "{record}withdraw/", post=True, destructive=True),
]


def drawn_people(rows: Iterable[PersonRow], base: str, *, former: bool) -> SafeString:
    """`base` is the address that those of the members begin with."""
    line = _former if former else _member
    return SafeString("".join(line(row, base) for row in rows))


def drawn_invitations(
    rows: Iterable[InvitationRow], base: str, *, select: str, csrf_token: str
) -> SafeString:
    """`select` is the form that they are ticked for; `csrf_token` lets the buttons of their menus post."""
    menu = menu_of(INVITATION_MENU, csrf_token)
    return SafeString("".join(_invitation(row, base, menu, select) for row in rows))


def _member(row: PersonRow, base: str) -> str:
    return MEMBER.format(
        base=base,
        id=row.public_id,
        name=escape(row.name),
        email=escape(row.email),
        roles=_roles(row),
        second_factor=marked("good", "Set up") if row.has_second_factor else marked("none", "Not set up"),
        since=row.since + (UNTIL.format(ended=row.ended) if row.ended else ""),
    )


def _former(row: PersonRow, base: str) -> str:
    return FORMER.format(
        base=base,
        id=row.public_id,
        name=escape(row.name),
        email=escape(row.email),
        roles=_roles(row),
        ended=row.ended,
    )


def _invitation(row: InvitationRow, base: str, menu: str, select: str) -> str:
    email = escape(row.email)
    return INVITATION.format(
        tick=tick(row.public_id, row.email, select),
        email=email,
        roles=_roles(row),
        invited=row.invited,
        by=escape(row.by),
        standing=marked(row.state, row.standing),
        until=row.until,
        menu=menu.format(record=f"{base}{row.public_id}/", name=email),
    )


def _roles(row: PersonRow | InvitationRow) -> str:
    return escape(row.roles) + (PARTNER.format(partner=escape(row.partner)) if row.partner else "")
