"""The report of a real alliance, made from the published registers, and counted again in plain SQL."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count
from django.test import override_settings

from alliance.choices import Strand
from alliance.logic.academic_year import AcademicYear
from alliance.models import Alliance, Engagement, Partner
from foundation.pdf.inspect import Inspection, inspect
from foundation.pdf.text import page_texts
from foundation.tenancy.scope import acting_within
from reporting.logic.figures import State
from reporting.logic.snapshot import Frozen
from reporting.queries.editions import document_of, frozen_of
from tests.factories.alliance import MembershipFactory
from tests.factories.reporting import build_here, start
from tests.realdata import published
from tests.realdata.register.conftest import Imported
from tests.reporting.recount import (
    recount_miles,
    recount_moved,
    recount_phases,
    recount_reach,
    recount_strands,
)

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.xdist_group("realdata"),
]

YEAR = AcademicYear(2021)
"""The register of England is of July 2022, near the end of this year."""
BOUNDARIES = published.DATA / "geo" / "counties_unitaries_2024_BUC_wgs84.geojson"


@dataclass(frozen=True)
class Report:
    alliance: Alliance
    frozen: Frozen
    found: Inspection
    text: str

    def of(self, metric: str, **filters: str) -> tuple[int | None, int | None]:
        figure = self.frozen.find(metric, **filters)
        assert figure is not None
        return figure.numerator, figure.denominator


@pytest.fixture(scope="module")
def report(imported: Imported, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Report:
    """The report of the alliance with most partners, whose placement sites took part in teacher training.

    Made once, and taken out with what was imported.
    """
    folder = tmp_path_factory.mktemp("report")
    files = override_settings(DATA_DIR=folder, MEDIA_ROOT=folder / "files")
    with django_db_blocker.unblock(), files, transaction.atomic():
        call_command("load_boundaries", BOUNDARIES, prefix="E", verbosity=0)
        alliance = largest()
        with acting_within(alliance):
            record_placements()
            by = MembershipFactory(alliance=alliance).user
            edition = build_here(start(alliance, by, year=YEAR.start, today=date(2022, 12, 1)), by)
            path = folder / "files" / document_of(edition).path
            return Report(
                alliance, frozen_of(edition), inspect(path), " ".join(" ".join(page_texts(path)).split())
            )


def largest() -> Alliance:
    """The alliance with most partners, by name where several have as many."""
    sizes = {}
    for alliance in Alliance.objects.order_by("name"):
        with acting_within(alliance):
            sizes[alliance] = Partner.objects.aggregate(n=Count("pk"))["n"]
    return max(sizes, key=lambda alliance: sizes[alliance])


def record_placements() -> None:
    Engagement.objects.bulk_create(
        Engagement(
            school_id=school,
            strand=Strand.ITT if school % 3 else Strand.CPD,
            took_part_on=date(2022, 3, 14),
            description="Placement",
        )
        for school in Partner.objects.exclude(school=None).values_list("school_id", flat=True)
    )


def test_every_figure_is_what_plain_sql_counts(report: Report) -> None:
    alliance, day, first = report.alliance.pk, YEAR.last_day, YEAR.first_day
    with acting_within(alliance):
        reach = recount_reach(alliance, day=day, first=first)
        strands = recount_strands(alliance, day=day, first=first)
        phases = recount_phases(alliance, day=day)
        moved = recount_moved(alliance, day=day, first=first)
        lead = report.alliance.lead_school
        miles = recount_miles(alliance, day=day, lead=lead.successor_id or lead.pk)
    assert report.of("reach") == reach["all"]
    assert report.of("depth", strands="2") == reach["two"]
    shown = {
        f"{dimension} {figure.filters[dimension]}": (figure.numerator, figure.denominator)
        for dimension in ("authority", "phase")
        for figure in report.frozen.cut_by("reach", dimension)
        if figure.state is State.VALUE
    }
    assert shown == {cut: reach[cut] for cut in shown}
    by_strand = {
        figure.filters["strand"]: figure.numerator for figure in report.frozen.cut_by("reach", "strand")
    }
    assert by_strand == {strand: strands.get(strand, 0) for strand in Strand.values}
    by_phase = {
        one.filters["phase"]: one.numerator for one in report.frozen.cut_by("partner_schools", "phase")
    }
    assert by_phase == phases
    assert (report.of("partners_joined")[0], report.of("partners_left")[0]) == moved
    distance = report.frozen.find("distance_to_lead")
    assert distance is not None
    assert float(distance.value or 0) == pytest.approx(miles or 0, abs=1e-6)


def test_there_is_something_to_count(report: Report) -> None:
    """So that nothing above is true of nothing."""
    reached, opened = report.of("reach")
    assert (reached or 0) > 5
    assert (opened or 0) > 100


def test_the_document_is_accessible_and_says_what_was_counted(report: Report) -> None:
    found = report.found
    assert (found.ua_part, found.marked, found.title) == ("1", True, f"Impact report {YEAR}")
    reached, opened = report.of("reach")
    assert f"{reached:,} of {opened:,} open schools in our area" in report.text
    assert report.alliance.name in report.text


def test_authorities_are_shaded_and_their_outlines_credited(report: Report) -> None:
    outlines = {area["name"] for area in report.frozen.context["map"]["areas"]}
    served = {name for _, name in report.frozen.context["alliance"]["served"]}
    assert outlines <= served
    assert outlines
    assert "Darker authorities have a larger share reached." in report.text
    assert "Office for National Statistics, Open Government Licence v3.0" in report.text
