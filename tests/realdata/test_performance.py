"""The DfE's performance files as published: every cell understood, and what stands in place kept apart."""

from collections import Counter
from typing import Any

import pytest

from alliance.actions.facts.published import import_published
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.published import PublishedFile, lines_of, read_published
from alliance.models import PupilMeasure
from tests.factories.alliance import PartnerFactory, SchoolFactory
from tests.realdata.published import DATA

FOLDER = DATA / "performance"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the published performance files are not here"),
]


def read(name: str, year: int | None = None) -> PublishedFile:
    said = None if year is None else AcademicYear(year)
    return read_published(lines_of((FOLDER / name).read_bytes()), name=name, year=said, wanted=None)


def states(file: PublishedFile) -> Counter[tuple[str, str]]:
    return Counter((each.figure.state, each.figure.because) for each in file.figures)


@pytest.mark.parametrize(
    ("name", "schools"), [("ks2_2018_LA850_hampshire.csv", 331), ("ks2_2018_LA936_surrey.csv", 239)]
)
def test_key_stage_2_of_an_authority_is_read_whole(name: str, schools: int) -> None:
    file = read(name)
    assert (file.layout, file.year, file.schools, file.problems) == (
        "Key stage 2 results",
        AcademicYear(2018),
        schools,
        [],
    )
    assert {each.academic_year for each in file.figures} == {2016, 2017, 2018}
    found = states(file)
    assert found["suppressed", "too_few"] > 1_000
    assert found["not_published", "not_applicable"] > 50
    assert all(
        each.cohort is None or each.cohort >= 6 for each in file.figures if each.figure.value is not None
    )


def test_key_stage_4_of_england_is_read_whole() -> None:
    file = read("england_ks4provisional_national.csv", 2018)
    assert (file.schools, file.problems) == (5_495, [])
    progress = Counter(
        each.figure.because or each.figure.state for each in file.figures if each.measure == "ks4_progress8"
    )
    assert (progress["too_few"], progress["no_entries"], progress["low_coverage"]) == (138, 278, 7)


def test_the_census_of_england_is_read_whole() -> None:
    file = read("england_census_2018-19.csv")
    assert (file.year, file.schools, file.problems) == (AcademicYear(2018), 23_939, [])
    assert states(file)["suppressed", "too_few"] > 0


@pytest.mark.django_db
def test_a_partner_gets_its_figures_and_the_file_again_changes_nothing(alliance: Any) -> None:
    PartnerFactory(school=SchoolFactory(urn=115_869))
    content = (FOLDER / "ks2_2018_LA850_hampshire.csv").read_bytes()
    name = "ks2_2018_LA850_hampshire.csv"
    first, again = (
        import_published(lines=lines_of(content), name=name, year=None, by=None) for _ in range(2)
    )
    assert (first.partners, first.changed, again.added, again.changed) == (1, 0, 0, 0)
    row = PupilMeasure.objects.get(measure="ks2_rwm_expected", pupil_group="all", academic_year=2018)
    assert (str(row.value), row.cohort, row.stands) == ("67.00", 9, True)
    hidden = PupilMeasure.objects.get(measure="ks2_rwm_expected", pupil_group="boys", academic_year=2018)
    assert (hidden.state, hidden.because, hidden.cohort) == ("suppressed", "too_few", 3)
