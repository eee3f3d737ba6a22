"""The chapters Who we are and Reach, as what their templates show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.utils.safestring import SafeString

from reporting.logic import prose, titles
from reporting.logic.snapshot import Frozen, FrozenFigure
from reporting.logic.wording import ROUNDING
from reporting.pdf import tables

Pictures = Mapping[str, SafeString]


@dataclass(frozen=True)
class Picture:
    """A picture under the finding it shows; `caption` says what it is, with its number."""

    title: str
    caption: str
    svg: SafeString


class Numbers:
    """Numbers of figures and tables, in the order in which they are asked for: 2.1, 2.2, …"""

    def __init__(self, chapter: int) -> None:
        self._chapter, self._next = chapter, count(1)

    def __call__(self) -> str:
        return f"{self._chapter}.{next(self._next)}"


def who_context(frozen: Frozen, pictures: Pictures, numbers: Numbers) -> dict[str, Any]:
    schools = frozen.find("partner_schools")
    figures = tuple(figure for figure in frozen.figures if figure.section == "who")
    phases = frozen.cut_by("partner_schools", "phase")
    by_phase = tables.counts(
        numbers(), "Partner schools by phase", ("Phase", "Schools"), phases, ("All partner schools", schools)
    )
    by_kind = tables.counts(
        numbers(),
        "Partners by kind",
        ("Kind", "Partners"),
        frozen.cut_by("partners_by_kind", "kind"),
        ("All partners", frozen.find("partners_by_kind")),
    )
    has_map = "partners" in pictures
    return {
        "lead": prose.who_lead(frozen),
        "title": titles.phase_title(phases, schools),
        "tables": (by_phase, by_kind),
        "map": _numbered(numbers, "Where our partner schools are", pictures["partners"]) if has_map else None,
        "lead_school": frozen.context["alliance"]["lead_school"],
        "rings": rings_words(pictures, frozen),
        "growth": _picture(
            numbers,
            titles.growth_title("Partner schools", frozen.trend("partner_schools")),
            "Partner schools at the end of each year",
            pictures.get("partner_years"),
        ),
        "by_authority": tables.counts(
            numbers(),
            "Partner schools by authority",
            ("Authority", "Schools"),
            frozen.cut_by("partner_schools", "authority"),
            ("All partner schools", schools),
        ),
        "membership": prose.membership_sentence(frozen),
        "sources": sources(frozen, figures, frozen.context["map"]["credit"] if has_map else ""),
    }


def reach_context(frozen: Frozen, pictures: Pictures, numbers: Numbers) -> dict[str, Any]:
    whole = frozen.find("reach")
    authorities = frozen.cut_by("reach", "authority")
    phases = frozen.cut_by("reach", "phase")
    figures = tuple(figure for figure in frozen.figures if figure.section == "reach")
    period = year_words(frozen)
    bars = _picture(
        numbers,
        titles.reach_title(authorities),
        f"Share of open schools reached, by authority, {period}",
        pictures.get("reach_authorities"),
    )
    by_authority = tables.shares(numbers(), "Schools reached by authority", "Authority", authorities, whole)
    by_phase = tables.shares(numbers(), "Schools reached by phase", "Phase", phases, whole)
    has_map = "reach_map" in pictures
    return {
        "lead": prose.reach_sentence(frozen),
        "nothing": _why_nothing(frozen, whole),
        "bars": bars,
        "by_authority": by_authority,
        "by_phase": by_phase,
        "map": _numbered(numbers, "Partners and share reached", pictures["reach_map"]) if has_map else None,
        "rings": rings_words(pictures, frozen),
        "growth": _picture(
            numbers,
            titles.growth_title("Reach", frozen.trend("reach")),
            "Share of open schools reached, by academic year",
            pictures.get("reach_years"),
        ),
        "strands": _picture(
            numbers,
            titles.strand_title(frozen.cut_by("reach", "strand")),
            f"Share of open schools reached, by kind of work, {period}",
            pictures.get("reach_strands"),
        ),
        "by_strand": tables.shares(
            numbers(),
            "Schools reached by kind of work; a school can be in several rows",
            "Kind of work",
            frozen.cut_by("reach", "strand"),
            whole,
        ),
        "depth": _picture(
            numbers,
            titles.depth_title(frozen),
            f"Share of open schools, by how many kinds of work they took part in, {period}",
            pictures.get("depth"),
        ),
        "hidden": prose.hidden(figures),
        "sources": sources(frozen, figures, frozen.context["map"]["credit"] if has_map else ""),
    }


def _why_nothing(frozen: Frozen, whole: FrozenFigure | None) -> str:
    if not frozen.context["alliance"]["served"]:
        return (
            "No local authority is recorded as the area the alliance serves, so there is nothing to be "
            "reached out of, and no share is given."
        )
    if whole is None or whole.value is None:
        return "Too few schools are open in the authorities served for a share to be given."
    return ""


def _picture(numbers: Numbers, title: str, what: str, svg: SafeString | None) -> Picture | None:
    return Picture(title, f"Figure {numbers()} · {what}", svg) if svg else None


def _numbered(numbers: Numbers, what: str, svg: SafeString) -> Picture:
    return Picture("", f"Figure {numbers()} · {what}", svg)


def rings_words(pictures: Pictures, frozen: Frozen) -> str:
    """`Rings at 10 and 20 miles from Hallgarth Academy.`"""
    rings = pictures.get("rings")
    lead = frozen.context["alliance"]["lead_school"]
    return f"Rings at {rings} miles from {lead}." if rings and lead else ""


def year_words(frozen: Frozen) -> str:
    year = prose.year_of(frozen)
    return f"1 Sep {year.start} – 31 Aug {year.start + 1}"


def sources(frozen: Frozen, figures: tuple[FrozenFigure, ...], credit: str) -> list[str]:
    """The sentences of "Where this comes from" at the end of a chapter."""
    if not figures:
        return []
    return [
        *filter(
            None,
            (
                f"{versions(frozen, figures)}.",
                prose.left_out_sentence(figures),
                ROUNDING,
                f"Figure register {prose.register_range(figures)}, annex B.",
                credit,
            ),
        )
    ]


def versions(frozen: Frozen, figures: Iterable[FrozenFigure]) -> str:
    """`Metrics: schools reached, version 1; depth, version 1`"""
    codes = dict.fromkeys(figure.metric for figure in figures)
    wording = frozen.context["metrics"]
    named = [f"{wording[code]['title'].lower()}, version {wording[code]['version']}" for code in codes]
    return f"{'Metric' if len(named) == 1 else 'Metrics'}: {'; '.join(named)}"
