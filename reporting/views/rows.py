"""Rows and tiles of the reporting pages: what templates show, already in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from foundation import words
from foundation.charts import PAGE
from foundation.ui.items import Tile
from reporting.charts import trend
from reporting.choices import EditionState
from reporting.logic import sections
from reporting.logic.figures import State
from reporting.logic.prose import last_year
from reporting.logic.sections import Section
from reporting.logic.snapshot import Frozen, FrozenFigure
from reporting.models import Edition
from reporting.queries.editions import YearOfReports
from reporting.views.frame import STATE_OF_EDITION, address

STATE_WORDS = {
    State.NO_DATA: "No data",
    State.NOT_PUBLISHED: "Not published",
    State.SUPPRESSED: "Hidden (too few)",
}
"""As pages say the three states; their keys are also the design system's."""


@dataclass(frozen=True)
class EditionRow:
    """A version in the list."""

    name: str
    href: str
    state: str
    word: str
    when: str
    pdf_href: str
    no_document: str


@dataclass(frozen=True)
class YearPanel:
    """A year with its versions, and whether a new version may be asked for, and how that is called."""

    name: str
    is_running: bool
    rows: tuple[EditionRow, ...]
    start_href: str
    start_label: str
    foreword_href: str


@dataclass(frozen=True)
class SectionRow:
    """A section of a version: figures with a value of all, and its state."""

    key: str
    number: int
    name: str
    href: str
    figures: str
    state: str
    word: str
    comes_from: str


def year_panels(years: Sequence[YearOfReports], slug: str) -> list[YearPanel]:
    return [
        YearPanel(
            name=str(one.year),
            is_running=one.is_running,
            rows=tuple(_edition_row(edition, slug) for edition in one.editions),
            start_href=""
            if one.in_the_making
            else reverse("start_report", kwargs={"slug": slug, "year": one.year}),
            start_label=f"Make a new version for {one.year}"
            if one.editions
            else f"Make the report for {one.year}",
            foreword_href=reverse("report_foreword", kwargs={"slug": slug, "year": one.year}),
        )
        for one in years
    ]


def due_panel(panels: Sequence[YearPanel]) -> YearPanel | None:
    """The last year that is over, while nothing was made for it: its report is the one to make now."""
    last = next((panel for panel in panels if not panel.is_running), None)
    return last if last is not None and not last.rows else None


def _edition_row(edition: Edition, slug: str) -> EditionRow:
    return EditionRow(
        name=f"Version {edition.number}",
        href=address(edition, "report", slug),
        state="warn" if edition.is_held else STATE_OF_EDITION[EditionState(edition.state)],
        word="Held back" if edition.is_held else edition.get_state_display(),
        when=_when(edition),
        pdf_href="" if _why_none(edition) else address(edition, "report_pdf", slug),
        no_document=_why_none(edition),
    )


def _why_none(edition: Edition) -> str:
    """Why there is no document to download; "" where there is one."""
    if edition.state == EditionState.WITHDRAWN:
        return "withdrawn"
    if edition.is_held:
        return "held back"
    return "" if edition.drafted_at else "not made yet"


def _when(edition: Edition) -> str:
    if edition.published_at:
        return f"Published {words.day(edition.published_at)}"
    if edition.frozen_at:
        return f"Figures locked {words.day(edition.frozen_at)}"
    return f"Asked for {words.day(edition.requested_at)}"


def section_rows(edition: Edition, frozen: Frozen | None, slug: str) -> list[SectionRow]:
    """One row a chapter; those without records say so."""
    return [_section_row(section, edition, slug) for section in sections.sections(frozen)]


def _section_row(section: Section, edition: Edition, slug: str) -> SectionRow:
    chapter = section.chapter
    state, word = _state_of(section)
    figures = address(edition, "report_figures", slug)
    return SectionRow(
        key=chapter.section or "none",
        number=chapter.number,
        name=chapter.name,
        href=f"{figures}?section={chapter.section}" if section.figures else "",
        figures=f"{section.with_value}\u00a0of\u00a0{len(section.figures)}" if section.figures else "–",
        state=state,
        word=word,
        comes_from=SOURCES.get(chapter.section, f"Waits for {chapter.waits_for}"),
    )


SOURCES = {
    "glance": "The two sections below",
    "who": "Partners and School register",
    "reach": "Engagements and School register",
}


def _state_of(section: Section) -> tuple[str, str]:
    """Mark and word: ready, what is missing, or no data."""
    if section.state == "ready":
        return "good", "Ready"
    if section.state == "empty":
        return ("none", "Not collected") if section.chapter.section else ("no_data", "No data")
    state, number = section.missing[0]
    return state.value, f"{number} {'hidden' if state is State.SUPPRESSED else STATE_WORDS[state].lower()}"


def tiles(edition: Edition, frozen: Frozen, slug: str) -> list[Tile]:
    """The year at a glance; each tile opens the page of its figure."""
    return [
        figure_tile(frozen, name, figure, filters, figure_href(edition, figure, slug))
        for name, figure, filters in sections.glance(frozen)
    ]


def figure_tile(
    frozen: Frozen, name: str, figure: FrozenFigure, filters: dict[str, str], href: str, state: str = "none"
) -> Tile:
    """A tile of the design system; without a target it has no mark but that of its state."""
    if figure.value is None:
        return Tile(name, figure.state.value, href=href, state_word=STATE_WORDS[figure.state])
    figure_words, _, unit = figure.text.partition(" ")
    before = last_year(frozen, figure.metric, **filters)
    return Tile(
        name=name,
        state=state,
        figure=figure_words,
        of=unit,
        target=f"{before.text} last year" if before is not None and before.value is not None else _n(figure),
        href=href,
        state_word="No target set",
        sparkline=trend(frozen, figure.metric, theme=PAGE, size=(88, 28), **filters),
    )


def _n(figure: FrozenFigure) -> str:
    if figure.numerator is None or figure.denominator is None:
        return ""
    return f"{figure.numerator:,} of {figure.denominator:,}"


def figure_href(edition: Edition, figure: FrozenFigure, slug: str) -> str:
    return address(edition, "report_figure", slug, position=figure.register_id)


def name_of(frozen: Frozen, figure: FrozenFigure) -> str:
    """`Schools reached: Darlington`"""
    title: Any = frozen.context["metrics"][figure.metric]["title"]
    return f"{title}: {figure.label}" if figure.label else str(title)
