"""How the rows of the lists of school facts are drawn: by format strings, as those of every long list."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from alliance.views.facts.words import Cell
from foundation.lists.cells import marked

PUPILS = (
    '<tr><th scope="row"><a href="{href}">{name}</a></th>'
    '<td data-label="Authority">{authority}</td>'
    '<td data-label="Figure" class="num">{figure}</td>'
    '<td data-label="The year before" class="num">{before}</td>'
    '<td data-label="Pupils counted" class="num">{cohort}</td>'
    '<td data-label="Who says it">{source}</td></tr>\n'
)
TEACHERS = (
    '<tr><th scope="row"><a href="{href}">{name}</a></th>'
    '<td data-label="Teachers a year before" class="num">{teachers}</td>'
    '<td data-label="This school" class="num">{school}</td>'
    '<td data-label="The alliance" class="num">{alliance}</td>'
    '<td data-label="State sector" class="num">{state_sector}</td>'
    '<td data-label="Known" class="num">{known}</td>'
    '<td data-label="Vacancies" class="num">{vacancies}</td>'
    '<td data-label="Who says it">{source}</td></tr>\n'
)
NO_TEACHERS = '<tr><th scope="row"><a href="{href}">{name}</a></th><td colspan="7">{nothing}</td></tr>\n'
SHARES = ("school", "alliance", "state_sector", "known")


def drawn_pupils(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    return SafeString("".join(map(_pupils, rows)))


def drawn_teachers(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """A school of which nothing is recorded has its name alone."""
    return SafeString("".join(_teachers(row) if "teachers" in row else _no_teachers(row) for row in rows))


def _pupils(row: Mapping[str, Any]) -> str:
    return PUPILS.format(
        href=row["href"],
        name=escape(row["name"]),
        authority=escape(row["authority"]),
        figure=_figure(row["cell"]),
        before=_figure(row["before"]),
        cohort=_number(row["cohort"]),
        source=row["source"],
    )


def _teachers(row: Mapping[str, Any]) -> str:
    return TEACHERS.format(
        href=row["href"],
        name=escape(row["name"]),
        teachers=_number(row["teachers"]),
        vacancies=_number(row["vacancies"]),
        source=row["source"],
        **dict(zip(SHARES, row["shares"], strict=True)),
    )


def _no_teachers(row: Mapping[str, Any]) -> str:
    nothing = marked("no_data", "no data")
    return NO_TEACHERS.format(href=row["href"], name=escape(row["name"]), nothing=nothing)


def _figure(cell: Cell) -> str:
    """A figure, or the mark and words that stand in its place."""
    if not cell.state:
        return escape(cell.text)
    title = f' title="{escape(cell.why)}"' if cell.why else ""
    return f"<span{title}>{marked(cell.state, cell.text)}</span>"


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
