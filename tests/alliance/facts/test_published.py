"""Bringing a file of the DfE to an alliance: its partners' figures and nobody else's, again and again."""

from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from alliance.actions.facts.measures import MeasureDetails, record_measure
from alliance.actions.facts.published import PublishedReport, import_published
from alliance.choices import FactSource
from alliance.logic.academic_year import AcademicYear
from alliance.logic.facts.published import lines_of
from alliance.models import Partner, PupilMeasure
from foundation.tenancy.scope import acting_within
from tests.alliance.facts.test_published_reading import KS2
from tests.factories.alliance import PartnerFactory, SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory(school=SchoolFactory(urn=800_001))


def bring(text: str = KS2, **changes: Any) -> PublishedReport:
    given = {"name": "ks2.csv", "year": None, "by": None, **changes}
    return import_published(lines=lines_of(text.encode()), **given)


def figures() -> list[tuple[int, str, str, Decimal | None]]:
    rows = PupilMeasure.objects.order_by("academic_year", "measure", "pupil_group")
    return list(rows.values_list("academic_year", "measure", "state", "value"))


def test_partners_figures_are_kept_and_nobody_elses(partner: Partner) -> None:
    SchoolFactory(urn=800_002)
    report = bring()
    assert report == PublishedReport("Key stage 2 results", AcademicYear(2018), 3, 1, 5, 0, 0, [])
    assert figures() == [
        (2017, "ks2_reading_progress", "value", Decimal("1.10")),
        (2017, "ks2_rwm_expected", "value", Decimal("52.00")),
        (2018, "ks2_reading_progress", "value", Decimal("0.50")),
        (2018, "ks2_rwm_expected", "value", Decimal("77.00")),
        (2018, "ks2_rwm_expected", "value", Decimal("70.00")),
    ]
    row = PupilMeasure.objects.first()
    assert (row.source, row.note, row.stands) == ("dfe", "Key stage 2 results: ks2.csv", True)


def test_the_same_file_again_changes_nothing(partner: Partner) -> None:
    bring()
    before = list(PupilMeasure.objects.order_by("pk").values_list("pk", "version"))
    assert (bring().unchanged, list(PupilMeasure.objects.order_by("pk").values_list("pk", "version"))) == (
        5,
        before,
    )


def test_a_corrected_file_changes_what_it_corrects(partner: Partner) -> None:
    bring()
    report = bring(KS2.replace("77%", "SUPP"))
    assert (report.added, report.changed, report.unchanged) == (0, 1, 4)
    assert (2018, "ks2_rwm_expected", "suppressed", None) in figures()


def test_a_school_with_a_new_urn_has_what_its_old_one_had(alliance: Any) -> None:
    new = SchoolFactory()
    SchoolFactory(urn=800_001, successor=new)
    PartnerFactory(school=new)
    assert bring().partners == 1


def test_the_dfe_counts_before_the_school_and_both_are_kept(partner: Partner) -> None:
    details = MeasureDetails(2018, "ks2_rwm_expected", value=Decimal(79), cohort=30)
    school = record_measure(partner=partner, details=details, source=FactSource.SCHOOL, by=None)
    bring()
    school.refresh_from_db()
    assert (school.value, school.stands) == (Decimal("79.00"), False)
    standing = PupilMeasure.objects.standing().get(
        academic_year=2018, measure="ks2_rwm_expected", pupil_group="all"
    )
    assert (standing.source, standing.value) == ("dfe", Decimal("77.00"))


def test_the_queries_do_not_grow_with_the_schools(partner: Partner, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(9):
        bring()
    PupilMeasure.objects.all().delete()
    PartnerFactory(school=SchoolFactory(urn=800_002))
    PartnerFactory(school=SchoolFactory(urn=800_003))
    with django_assert_num_queries(9):
        assert bring().partners == 2


def test_the_command_brings_it_to_one_alliance_or_to_all(
    partner: Partner, alliance: Any, other_alliance: Any, tmp_path: Path
) -> None:
    with acting_within(other_alliance):
        PartnerFactory(school=SchoolFactory(urn=800_002))
    file, out = tmp_path / "ks2.csv", StringIO()
    file.write_text(KS2)
    call_command("import_performance", str(file), alliance=alliance.slug, stdout=out)
    assert out.getvalue().splitlines()[0] == f"{alliance.name}: Key stage 2 results, 2018/19"
    with acting_within(other_alliance):
        assert figures() == []
    call_command("import_performance", str(file), all=True, stdout=StringIO())
    with acting_within(other_alliance):
        assert len(figures()) == 3


@pytest.mark.parametrize(
    ("file", "options", "sentence"),
    [
        ("gone.csv", {"all": True}, "There is no file"),
        ("ks2.csv", {"alliance": "nowhere"}, "There is no alliance at /a/nowhere/."),
        ("ks2.csv", {"all": True, "year": AcademicYear(2020)}, "The columns of this file say"),
    ],
)
def test_the_command_says_what_will_not_do(
    partner: Partner, tmp_path: Path, file: str, options: dict[str, Any], sentence: str
) -> None:
    (tmp_path / "ks2.csv").write_text(KS2)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_performance", str(tmp_path / file), **options)
