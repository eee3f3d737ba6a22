"""A newer register makes due diligence due again, and the page names why: shown by importing one."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from alliance.actions.import_register import import_register
from alliance.actions.register_changed import REGISTER_CHANGED, apply_register_changes
from alliance.choices import DiligenceState, Role
from alliance.models import DiligenceReview, Partner, RegisterImport, School
from foundation.jobs.models import Job, JobState
from foundation.jobs.worker import work
from foundation.tenancy.scope import acting_within
from tests.alliance.register_files import link, school, written
from tests.factories.alliance import PartnerFactory
from tests.factories.diligence import ReviewFactory

pytestmark = pytest.mark.django_db
OLD, NEW = date(2022, 1, 1), date(2022, 6, 1)
ASH = {"status": "Open", "town": "Alton", "first": "Ann", "last": "Lee"}
SAYS = "(School register of Wed 1 Jun 2022)."


@pytest.fixture
def imported(tmp_path: Any) -> Any:
    def run(as_at: date, *rows: Any, links: Any = None) -> RegisterImport:
        return import_register(
            file=written(tmp_path, "extract.csv", rows),
            links=written(tmp_path, "links.csv", links) if links else None,
            as_at=as_at,
        )

    return run


@pytest.fixture
def partner(alliance: Any, imported: Any) -> Partner:
    """Ash, 100001, which the register of January describes."""
    imported(OLD, school(100001, "Ash", **ASH))
    return PartnerFactory(school=School.objects.get(urn=100001), name="Ash")


def told(alliance: Any, report: RegisterImport) -> list[str]:
    """What the page says why, after the job of the import."""
    from alliance.views.diligence.words import whys_of

    apply_register_changes(alliance_id=alliance.pk, register_import_id=report.pk)
    review = DiligenceReview.objects.get(is_latest=True)
    return whys_of(review, 12)


CHANGES = {
    "closed": ({"status": "Closed"}, "Ash", f"Due because the school is now closed {SAYS}"),
    "renamed": (
        {},
        "Ash Academy",
        f"Due because the school has a new name: it was Ash and is Ash Academy {SAYS}",
    ),
    "head": (
        {"first": "Bea", "last": "Kaur"},
        "Ash",
        f"Due because the school has a new headteacher {SAYS}",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_newer_register_makes_it_due_and_says_why(
    alliance: Any, partner: Partner, imported: Any, change: str
) -> None:
    cells, name, sentence = CHANGES[change]
    report = imported(NEW, school(100001, name, **{**ASH, **cells}))
    assert told(alliance, report) == [sentence]


def test_another_trust_makes_it_due(alliance: Any, partner: Partner, imported: Any) -> None:
    flag = {**ASH, "flag": "Supported by a multi-academy trust"}
    first = imported(NEW, school(100001, "Ash", trust_uid="9101", trust="Cleeve Edge", **flag))
    apply_register_changes(alliance_id=alliance.pk, register_import_id=first.pk)
    DiligenceReview.objects.all().delete()
    report = imported(
        date(2022, 7, 1), school(100001, "Ash", trust_uid="9102", trust="Tidewater Academies", **flag)
    )
    assert told(alliance, report) == [
        "Due because the school joined Tidewater Academies (School register of Fri 1 Jul 2022)."
    ]


def test_a_successor_makes_it_due(alliance: Any, partner: Partner, imported: Any) -> None:
    report = imported(
        NEW,
        school(100001, "Ash", **{**ASH, "status": "Closed"}),
        links=[link(100001, 148215, name="Ash Academy")],
    )
    assert told(alliance, report) == [
        f"Due because the school is now closed {SAYS}",
        f"Due because the school goes on as Ash Academy, URN 148215 {SAYS}",
    ]


@pytest.mark.parametrize(("away", "due"), [(200, 30), (10, 10)])
def test_a_review_that_waits_for_its_turn_is_due_within_the_month(
    alliance: Any, partner: Partner, imported: Any, away: int, due: int
) -> None:
    today = timezone.localdate()
    ReviewFactory(partner=partner, due_on=today + timedelta(days=away))
    told(alliance, imported(NEW, school(100001, "Ash", **{**ASH, "status": "Closed"})))
    assert DiligenceReview.objects.get().due_on == today + timedelta(days=due)


def test_news_of_no_weight_makes_nothing_due(alliance: Any, partner: Partner, imported: Any) -> None:
    report = imported(NEW, school(100001, "Ash", **{**ASH, "town": "Winchester"}))
    apply_register_changes(alliance_id=alliance.pk, register_import_id=report.pk)
    assert DiligenceReview.objects.count() == 0


def test_the_name_of_a_head_is_kept_nowhere(alliance: Any, partner: Partner, imported: Any) -> None:
    report = imported(NEW, school(100001, "Ash", **{**ASH, "first": "Bea", "last": "Kaur"}))
    apply_register_changes(alliance_id=alliance.pk, register_import_id=report.pk)
    assert DiligenceReview.objects.get().triggers == [
        {"because": "head", "on": "2022-06-01", "before": "", "after": ""}
    ]


def test_an_open_review_is_told_and_goes_on(alliance: Any, partner: Partner, imported: Any) -> None:
    review = ReviewFactory(partner=partner, begun=True)
    report = imported(NEW, school(100001, "Ash", **{**ASH, "status": "Closed"}))
    assert len(told(alliance, report)) == 2
    review.refresh_from_db()
    assert (DiligenceReview.objects.count(), review.state) == (1, DiligenceState.IN_PROGRESS)


def test_the_job_opens_one_review_however_often_it_runs(
    alliance: Any, other_alliance: Any, partner: Partner, imported: Any
) -> None:
    with acting_within(other_alliance):
        PartnerFactory(school=School.objects.get(urn=100001))
    imported(NEW, school(100001, "Ash", **{**ASH, "status": "Closed"}))
    job = Job.objects.filter(kind=REGISTER_CHANGED, alliance_id=alliance.pk).latest("pk")
    assert (work(job.pk), work(job.pk)) == (JobState.SUCCEEDED, None)
    with acting_within(alliance):
        assert DiligenceReview.objects.count() == 1


def test_a_partner_that_has_left_is_not_looked_into(alliance: Any, partner: Partner, imported: Any) -> None:
    partner.left_on = date(2025, 1, 1)
    partner.save()
    report = imported(NEW, school(100001, "Ash", **{**ASH, "status": "Closed"}))
    apply_register_changes(alliance_id=alliance.pk, register_import_id=report.pk)
    assert DiligenceReview.objects.count() == 0


def test_the_page_and_the_list_name_the_trigger(
    alliance: Any, sign_in: Any, partner: Partner, imported: Any
) -> None:
    report = imported(NEW, school(100001, "Ash", **{**ASH, "status": "Closed"}))
    with time_machine.travel("2026-11-03 09:00Z", tick=False):
        apply_register_changes(alliance_id=alliance.pk, register_import_id=report.pk)
        page, _ = sign_in(alliance, Role.ADMINISTRATOR)
        record = page.get(reverse("partner_diligence", args=[alliance.slug, partner.public_id]))
        listed = page.get(reverse("diligence", args=[alliance.slug]))
    assert f"Due because the school is now closed {SAYS}" in record.content.decode()
    assert [(row.name, row.due, row.why) for row in listed.context["rows"]] == [
        ("Ash", "Thu 3 Dec 2026", "Status")
    ]
