"""What speaks for a partner: recorded by hand, and brought by whoever has figures of it.

A programme registers a source in its `apps.py`, so that training it delivered is told without anybody
writing it down twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from alliance.choices import EvidenceKind, EvidenceState
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.measures import MEASURES, Stage
from alliance.logic.partnership.lead_evidence import YEARS, Told, gaps
from alliance.models import Evidence, Inspection, Partner, PupilMeasure, Specialism


@dataclass(frozen=True)
class Piece:
    """One thing that speaks for a partner. `remove_href` is "" where its source is not the reader's to take
    back.
    """

    kind: str
    year: AcademicYear
    what: str
    figure: str
    state: str
    source: str
    source_on: date | None = None
    source_url: str = ""
    remove_href: str = ""

    @property
    def remove_label(self) -> str:
        return f"Remove: {self.what}, {self.year}"

    @property
    def figure_words(self) -> str:
        """The figure, or why there is none."""
        return self.figure or EvidenceState(self.state).label


class Source(Protocol):
    """What a programme registers: pieces about one partner of the years from `first` on."""

    def __call__(self, partner: Partner, *, first: AcademicYear) -> Iterable[Piece]: ...


_SOURCES: list[Source] = []


def register_source(source: Source) -> None:
    """Add a source, to be called within an alliance's scope. Registering one twice changes nothing."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def recorded_by_hand(partner: Partner, *, first: AcademicYear) -> list[Piece]:
    """What staff recorded. The alliance app registers this source itself."""
    slug, rows = partner.alliance.slug, Evidence.objects.filter(partner=partner)
    return [
        Piece(
            row.kind,
            AcademicYear(row.academic_year),
            row.what,
            row.figure,
            row.state,
            row.source,
            row.source_on,
            row.source_url,
            reverse("remove_evidence", args=[slug, partner.public_id, row.public_id]),
        )
        for row in rows.filter(academic_year__gte=first.start)
    ]


def from_school_facts(partner: Partner, *, first: AcademicYear) -> list[Piece]:
    """The measures of all pupils that school facts hold, census figures apart: nobody types them twice."""
    rows = PupilMeasure.objects.standing().filter(partner=partner, pupil_group="all")
    found = []
    for row in rows.filter(academic_year__gte=first.start):
        measure = MEASURES.get(row.measure)
        if measure is None or measure.stage == Stage.CENSUS:
            continue
        figure = measure.words(row.value) if row.value is not None else ""
        source = row.get_source_display()
        day = timezone.localdate(row.updated_at)
        year = AcademicYear(row.academic_year)
        found.append(Piece(EvidenceKind.MEASURE, year, measure.label, figure, row.state, source, day))
    return found


def evidence_of(partner: Partner, this_year: AcademicYear) -> dict[EvidenceKind, list[Piece]]:
    """What every source tells of this year and the three before it, by kind, the latest year first."""
    first = AcademicYear(this_year.start - YEARS)
    found = [piece for source in _SOURCES for piece in source(partner, first=first)]
    found.sort(key=lambda piece: (-piece.year.start, piece.what))
    return {kind: [piece for piece in found if piece.kind == kind] for kind in EvidenceKind}


def gaps_of(
    inspections: list[Inspection], evidence: dict[EvidenceKind, list[Piece]], this_year: AcademicYear
) -> list[str]:
    """What is missing for a school that leads."""
    told = {Told(kind, piece.year) for kind, pieces in evidence.items() for piece in pieces}
    return gaps(inspected=bool(inspections), told=told, this_year=this_year)


def inspections_of(partner: Partner) -> list[Inspection]:
    """The latest first."""
    return list(Inspection.objects.filter(partner=partner).order_by("-inspected_on"))


def specialisms_of(partner: Partner) -> list[Specialism]:
    """What has no end comes first, what ran out longest ago last."""
    rows = Specialism.objects.filter(partner=partner)
    return list(rows.order_by(F("expires_on").desc(nulls_first=True), "kind", "area", "id"))
