"""A file of the DfE through the importer: checked, saved by a job, and undone to what was there before."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from alliance.actions.facts import import_published
from alliance.actions.facts.import_published import PublishedTarget, bring_published
from alliance.actions.facts.measures import MeasureDetails, record_measure
from alliance.actions.facts.published import import_published as in_bulk
from alliance.choices import FactSource
from alliance.logic.facts.published import lines_of
from alliance.models import Partner, PupilMeasure, User
from foundation.importer.actions import AT_ONCE, apply_import, live_jobs, undo_import
from foundation.importer.models import Import, rows_of
from foundation.jobs.worker import work
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.alliance.facts.test_published_reading import KS2
from tests.factories.alliance import PartnerFactory, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db
LATEST = {"academic_year": 2018, "measure": "ks2_rwm_expected", "pupil_group": "all"}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of the test's own; and no heartbeat, which cannot see a job that is not committed."""
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr("foundation.jobs.heartbeat.PULSE", 60)


@pytest.fixture
def by(alliance: Any) -> User:
    return UserFactory()


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory(school=SchoolFactory(urn=800_001))


def check(by: User, text: str = KS2, name: str = "ks2.csv") -> Import:
    return bring_published(lines=lines_of(text.encode()), name=name, year=None, by=by).source


def work_off(source: Import) -> Import:
    for job in live_jobs(source):
        work(job.pk)
    source.refresh_from_db()
    return source


def save(source: Import, by: User) -> Import:
    return work_off(apply_import(source=source, by=by))


def undo(source: Import, by: User) -> Import:
    return work_off(undo_import(source=source, by=by))


def figures() -> list[tuple[Any, ...]]:
    """Everything that is recorded, of every source, and what of it counts."""
    rows = PupilMeasure.objects.order_by("academic_year", "measure", "pupil_group", "source")
    what = ("academic_year", "measure", "pupil_group", "source", "state", "because", "value", "cohort")
    return list(rows.values_list(*what, "note", "stands"))


def test_the_job_saves_what_the_command_would(partner: Partner, by: User) -> None:
    SchoolFactory(urn=800_002)
    source = save(check(by), by)
    assert (source.state, source.counts) == ("applied", {"create": 5})
    through_importer = figures()
    PupilMeasure.objects.all().delete()
    in_bulk(lines=lines_of(KS2.encode()), name="ks2.csv", year=None, by=None)
    assert figures() == through_importer


def test_undo_takes_away_what_was_added_and_what_counted_before_counts_again(
    partner: Partner, by: User
) -> None:
    details = MeasureDetails(**LATEST, value=Decimal(79), cohort=30)
    record_measure(partner=partner, details=details, source=FactSource.SCHOOL, by=None)
    before = figures()
    source = save(check(by), by)
    school = PupilMeasure.objects.get(source="school")
    assert (len(figures()), school.stands) == (6, False)
    source = undo(source, by)
    assert (source.state, source.counts) == ("undone", {"create": 5, "undone": 5})
    assert figures() == before


def test_undo_of_a_corrected_file_restores_the_values_before(partner: Partner, by: User) -> None:
    save(check(by), by)
    before = figures()
    source = check(by, KS2.replace("77%", "SUPP"), "revised.csv")
    assert source.counts == {"update": 1, "skip": 4}
    save(source, by)
    hidden = PupilMeasure.objects.get(**LATEST)
    assert (hidden.state, hidden.because, hidden.value) == ("suppressed", "too_few", None)
    undo(source, by)
    assert figures() == before


def test_what_was_corrected_since_stays_when_an_earlier_file_is_undone(partner: Partner, by: User) -> None:
    first = save(check(by), by)
    save(check(by, KS2.replace("77%", "78%"), "revised.csv"), by)
    undone = undo(first, by)
    assert undone.counts == {"create": 5, "undone": 4, "kept": 1}
    assert PupilMeasure.objects.get().value == Decimal("78.00")


def test_the_same_file_under_another_name_has_nothing_to_do(partner: Partner, by: User) -> None:
    save(check(by), by)
    before = figures()
    assert check(by, name="again.csv").counts == {"skip": 5}
    assert figures() == before


def test_a_cell_that_is_no_figure_is_a_row_to_mend_and_costs_nothing_else(partner: Partner, by: User) -> None:
    source = check(by, KS2.replace("77%", "soon"))
    assert source.counts == {"create": 4, "error": 1}
    wrong = rows_of(source).get(outcome="error")
    assert wrong.reason.startswith("“soon” is no figure.")
    assert wrong.cells[-1] == "Line 2, PTRWM_EXP"


def test_nobody_elses_school_becomes_a_row(partner: Partner, by: User, other_alliance: Any) -> None:
    with acting_within(other_alliance):
        PartnerFactory(school=SchoolFactory(urn=800_002))
    PartnerFactory(school=SchoolFactory(urn=800_003), left_on="2026-01-01")
    source = check(by)
    assert {row.cells[0] for row in source.data_rows()} == {"800001"}


def test_much_is_checked_and_saved_by_jobs(alliance: Any, by: User) -> None:
    head, row, *_ = KS2.splitlines()
    number = AT_ONCE // 5 + 1
    rows = [row.replace("800001", str(810_000 + at)) for at in range(number)]
    for at in range(number):
        PartnerFactory(school=SchoolFactory(urn=810_000 + at))
    source = check(by, "\n".join([head, *rows]) + "\n")
    assert (source.state, [job.kind for job in live_jobs(source)]) == ("planning", ["plan_import"])
    work_off(source)
    assert (source.state, source.counts) == ("checked", {"create": 5 * number})
    source = apply_import(source=source, by=by)
    assert (source.state, [job.kind for job in live_jobs(source)]) == ("applying", ["apply_import"])
    work_off(source)
    assert (source.state, source.counts) == ("applied", {"create": 5 * number})
    assert PupilMeasure.objects.filter(source="dfe", stands=True).count() == 5 * number


def test_more_than_an_import_holds_is_refused(
    partner: Partner, by: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_published, "MOST_ROWS", 4)
    with pytest.raises(Refused, match="The file has 5 figures about your partners"):
        check(by)
    assert Import.objects.count() == 0


def test_its_columns_are_those_of_the_target() -> None:
    assert set(import_published.COLUMNS) < {field.key for field in PublishedTarget.fields}
