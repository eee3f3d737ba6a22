"""The rows of the list of resources, drawn by format strings, as those of every long list."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

ROW = (
    '<tr><th scope="row"><a href="{href}">{title}</a>{about}{passage}</th>'
    '<td data-label="File">{kind}</td>{audience}<td data-label="Changed">{changed}</td></tr>\n'
)
ABOUT = '<span class="table__sub table__below small muted">{about}</span>'
PASSAGE = '<span class="table__sub table__below small">… {passage} …</span>'
AUDIENCE = '<td data-label="For">{audience}</td>'


@dataclass(frozen=True)
class Row:
    """One resource of the list. `passage` is safe: what it says was escaped before its marks were set."""

    title: str
    href: str
    about: str
    kind: str
    audience: str
    changed: str
    passage: SafeString | str = ""


def drawn_resources(rows: Iterable[Row], *, audience: bool) -> SafeString:
    """With `audience`, for whom each is."""
    return SafeString("".join(_row(row, audience) for row in rows))


def _row(row: Row, audience: bool) -> str:
    return ROW.format(
        href=row.href,
        title=escape(row.title),
        about=ABOUT.format(about=escape(row.about)) if row.about else "",
        passage=PASSAGE.format(passage=row.passage) if row.passage else "",
        kind=escape(row.kind),
        audience=AUDIENCE.format(audience=row.audience) if audience else "",
        changed=row.changed,
    )
