"""The rows of the list of approvals.

Drawn by format strings, as those of `foundation.lists.rows` are, and for the same reason. Whatever comes from
a record goes through `escape`.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

from alliance.queries.approvals import ApprovalRow
from foundation.lists.cells import marked
from foundation.lists.rows import menu_of
from foundation.ui.items import MenuItem

ROW = (
    '<tr>\n<th scope="row"><a href="{href}">{title}</a><span class="table__meta">{approver}</span></th>'
    '<td class="table__wide">{kind}</td>'
    '<td data-label="Who is asked">{approver}<br><span class="small muted">{email}</span></td>'
    '<td data-label="Asked">{asked}<br><span class="small muted">by {asked_by}</span></td>'
    '<td data-label="Standing">{standing}<br><span class="small muted">{note}</span></td>'
    '<td class="table__actions">{menu}</td></tr>\n'
)
MENU = [
    MenuItem("Send again", "{record}resend/", post=True),
    MenuItem("Withdraw", "{record}withdraw/", post=True, destructive=True, ruled=True),
]
"""Of those that are waited for; nothing is done to the others."""


def drawn(rows: Iterable[ApprovalRow], base: str, csrf_token: str) -> SafeString:
    """`base` is the address that theirs begin with; `csrf_token` lets the buttons of their menus post."""
    menu = menu_of(MENU, csrf_token)
    return SafeString("".join(_line(row, f"{base}{row.public_id}/", menu) for row in rows))


def _line(row: ApprovalRow, href: str, menu: str) -> str:
    title = escape(row.title)
    return ROW.format(
        href=href,
        title=title,
        approver=escape(row.approver),
        kind=escape(row.kind),
        email=escape(row.email),
        asked=row.asked,
        asked_by=escape(row.asked_by),
        standing=marked(row.state, row.word),
        note=row.note,
        menu=menu.format(record=href, name=title) if row.is_waiting else "",
    )
