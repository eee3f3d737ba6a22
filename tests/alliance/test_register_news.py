"""What an import means for an alliance: names in step, the feed told, its leads told once."""

from datetime import date
from typing import Any

import pytest

from alliance.actions.import_register import import_register
from alliance.actions.register_changed import REGISTER_CHANGED, apply_register_changes
from alliance.choices import Role
from alliance.models import Partner, RegisterImport, RegisterNews, School
from foundation.feed.models import Change
from foundation.jobs.models import Job, JobState
from foundation.jobs.worker import work
from foundation.notifications.models import Notification
from foundation.tenancy.scope import acting_within
from tests.alliance.register_files import link, school, written
from tests.factories.alliance import MembershipFactory, PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(tmp_path):
    def run(rows: Any, links: Any = None) -> RegisterImport:
        return import_register(
            file=written(tmp_path, "extract.csv", rows),
            links=written(tmp_path, "links.csv", links) if links else None,
            as_at=date(2022, 1, 1),
        )

    return run


@pytest.fixture
def partner(alliance, imported) -> Partner:
    """A partner of the alliance whose school the register knows as Ash, 100001."""
    imported(
        [
            school(100001, "Ash", status="Open", town="Alton"),
            school(100002, "Beech", status="Open", town="Alton"),
        ]
    )
    return PartnerFactory(school=School.objects.get(urn=100001))


def tell(alliance, report: RegisterImport) -> int:
    return apply_register_changes(alliance_id=alliance.pk, register_import_id=report.pk)


def queued() -> list[tuple[int, str]]:
    jobs = Job.objects.filter(kind=REGISTER_CHANGED, state=JobState.QUEUED)
    return list(jobs.order_by("alliance_id").values_list("alliance_id", "subject"))


def test_only_the_alliances_with_a_partner_that_changed_are_concerned(
    alliance, other_alliance, partner, imported
):
    with acting_within(other_alliance):
        PartnerFactory(school=School.objects.get(urn=100002))
    report = imported([school(100001, "Ash Academy", status="Open", town="Alton")])
    assert queued() == [(alliance.pk, str(report.pk))]


def test_an_import_without_news_concerns_nobody(partner, imported):
    imported([school(100001, "Ash", status="Open", town="Alton")])
    assert queued() == []


def test_the_partners_name_is_the_registers(alliance, partner, imported):
    report = imported([school(100001, "Ash Academy", status="Open", town="Alton")])
    assert tell(alliance, report) == 1
    partner.refresh_from_db()
    assert partner.name == "Ash Academy"


def test_leads_are_told_and_others_are_not(alliance, other_alliance, partner, imported):
    leads = [
        MembershipFactory(alliance=alliance, roles=[role]).user_id
        for role in (Role.OWNER, Role.STRATEGIC_LEAD, Role.ADMINISTRATOR)
    ]
    MembershipFactory(alliance=alliance, roles=[Role.BOARD_MEMBER])
    MembershipFactory(alliance=other_alliance, roles=[Role.OWNER])
    tell(alliance, imported([school(100001, "Ash", status="Closed", town="Alton")]))
    told = Notification.objects.order_by("user_id").values_list("user_id", "sentence", "href")
    page = f"/a/{alliance.slug}/partners/{partner.public_id}/"
    assert list(told) == [(user, "School register: Ash is now closed.", page) for user in sorted(leads)]


def test_an_import_is_news_once(alliance, partner, imported):
    MembershipFactory(alliance=alliance, roles=[Role.OWNER])
    report = imported([school(100001, "Ash", status="Closed", town="Alton")])
    assert [tell(alliance, report), tell(alliance, report)] == [1, 0]
    assert (Notification.objects.count(), RegisterNews.objects.get().partners) == (1, 1)


def test_many_partners_are_told_of_in_one_sentence(alliance, partner, imported):
    MembershipFactory(alliance=alliance, roles=[Role.OWNER])
    urns = range(100001, 100007)
    imported([school(urn, f"School {urn}", status="Open") for urn in urns])
    for urn in urns[1:]:
        PartnerFactory(school=School.objects.get(urn=urn))
    tell(alliance, imported([school(urn, f"School {urn}", status="Closed") for urn in urns]))
    assert list(Notification.objects.values_list("sentence", "href")) == [
        (
            "School register: 6 partner schools have changed, School 100001, School 100002, School 100003"
            " and 3 more.",
            f"/a/{alliance.slug}/partners/",
        )
    ]


def test_a_change_that_is_no_news_tells_the_feed_and_no_person(alliance, partner, imported):
    MembershipFactory(alliance=alliance, roles=[Role.OWNER])
    report = imported([school(100001, "Ash", status="Open", town="Winchester")])
    Change.objects.all().delete()
    assert tell(alliance, report) == 1
    assert list(Change.objects.values_list("type", "public_id")) == [("school", partner.school.public_id)]
    assert Notification.objects.count() == 0


def test_a_partner_that_has_left_is_left_alone_and_told_of_in_the_feed(alliance, partner, imported):
    partner.left_on = date(2025, 1, 1)
    partner.save()
    report = imported([school(100001, "Ash Academy", status="Open", town="Alton")])
    before = Change.objects.count()
    assert (queued(), tell(alliance, report)) == ([(alliance.pk, str(report.pk))], 0)
    partner.refresh_from_db()
    assert partner.name == "Ash"
    assert Change.objects.order_by("id")[before:].get().object_id == partner.school_id


def test_a_new_successor_of_a_partner_is_told(alliance, partner, imported):
    MembershipFactory(alliance=alliance, roles=[Role.OWNER])
    report = imported(
        [school(100001, "Ash", status="Closed", town="Alton")], [link(100001, 148215, name="Ash Academy")]
    )
    tell(alliance, report)
    assert list(Notification.objects.values_list("sentence", flat=True)) == [
        "School register: Ash is now closed and goes on as Ash Academy, URN 148215."
    ]


def test_the_job_does_it_and_may_run_twice(alliance, partner, imported):
    MembershipFactory(alliance=alliance, roles=[Role.OWNER])
    imported([school(100001, "Ash Academy", status="Open", town="Alton")])
    job = Job.objects.get(kind=REGISTER_CHANGED)
    assert (work(job.pk), work(job.pk)) == (JobState.SUCCEEDED, None)
    with acting_within(alliance):
        partner.refresh_from_db()
        assert (partner.name, Notification.objects.count()) == ("Ash Academy", 1)
