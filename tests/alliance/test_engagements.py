"""Schools take part in the alliance's work: recorded by hand, gathered from every source."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.engagements import AlreadyRecorded, record_engagement
from alliance.choices import Role, SchoolStatus, Strand
from alliance.logic.academic_year import AcademicYear
from alliance.models import Engagement, Partner
from alliance.queries import engagements
from alliance.queries.engagements import EngagedSchool, engaged_schools, engagements_of, strand_counts
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import EngagementFactory, PartnerFactory, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db
YEAR = AcademicYear(2025)


@pytest.fixture
def page(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.CPD_LEAD)
    return client


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory(name="Fernwold Primary")


def address(partner: Partner, name: str, *more: Any) -> str:
    return reverse(name, args=[partner.alliance.slug, partner.public_id, *more])


def record(
    school: Any, day: date, what: str = "Reading fluency network", strand: Strand = Strand.CPD
) -> Engagement:
    return record_engagement(
        school=school, strand=strand, took_part_on=day, description=what, by=UserFactory()
    )


def test_a_year_holds_what_happened_from_september_to_august(alliance: Any) -> None:
    school = SchoolFactory()
    for day in (date(2025, 8, 31), date(2025, 9, 1), date(2026, 8, 31), date(2026, 9, 1)):
        EngagementFactory(school=school, took_part_on=day, description=str(day))
    assert [row.on for row in engaged_schools(YEAR)] == [date(2025, 9, 1), date(2026, 8, 31)]


def test_a_school_with_a_new_urn_is_one_school(alliance: Any) -> None:
    new = SchoolFactory()
    old = SchoolFactory(successor=new, status=SchoolStatus.CLOSED)
    EngagementFactory(school=old)
    EngagementFactory(school=new, took_part_on=date(2026, 3, 1))
    assert {row.school_id for row in engaged_schools(YEAR)} == {new.pk}
    assert len(engagements_of(old)) == len(engagements_of(new)) == 2


def test_every_row_can_be_followed_back_to_its_record(alliance: Any) -> None:
    row = EngagementFactory()
    assert engaged_schools(YEAR) == [
        EngagedSchool(row.school_id, "cpd", date(2026, 2, 3), f"engagement {row.public_id}")
    ]


@pytest.fixture
def bookings() -> Iterator[None]:
    """A programme that counts its own."""

    def booked(year: AcademicYear, *, school_id: int | None = None) -> list[EngagedSchool]:
        rows = [
            EngagedSchool(7, "ect", year.first_day, "booking 1"),
            EngagedSchool(8, "cpd", year.first_day, "b 2"),
        ]
        return [row for row in rows if school_id in (None, row.school_id)]

    engagements.register_source(booked)
    engagements.register_source(booked)
    yield
    engagements._SOURCES.remove(booked)


def test_a_programme_adds_its_own_once(alliance: Any, bookings: None) -> None:
    EngagementFactory()
    assert [row.record.split()[0] for row in engaged_schools(YEAR)] == sorted(
        ["booking", "b", "engagement"], key=lambda word: {"booking": 0, "b": 1, "engagement": 2}[word]
    )
    assert [row.record for row in engaged_schools(YEAR, school_id=7)] == ["booking 1"]


def test_strands_are_counted_and_those_without_any_are_named(alliance: Any) -> None:
    school = SchoolFactory()
    EngagementFactory(school=school)
    EngagementFactory(school=school, strand=Strand.ITT)
    EngagementFactory(school=school, strand=Strand.ITT, description="Mentor training")
    EngagementFactory()
    counts = dict(strand_counts(school, YEAR))
    assert counts == {
        Strand.ITT: 2,
        Strand.ECT: 0,
        Strand.CPD: 1,
        Strand.SUPPORT: 0,
        Strand.OTHER: 0,
    }


def test_another_alliances_engagements_are_not_counted(alliance: Any, other_alliance: Any) -> None:
    school = SchoolFactory()
    with acting_within(other_alliance):
        EngagementFactory(school=school)
    assert (engaged_schools(YEAR), engagements_of(school)) == ([], [])


def test_the_same_thing_is_recorded_once(alliance: Any) -> None:
    school = SchoolFactory()
    record(school, date(2026, 2, 3))
    with pytest.raises(AlreadyRecorded) as refusal:
        record(school, date(2026, 2, 3))
    assert refusal.value.sentence == ("“Reading fluency network” on Tue 3 Feb 2026 is recorded already.")
    record(school, date(2026, 2, 3), strand=Strand.ITT)
    assert Engagement.objects.count() == 2


def test_what_is_still_to_come_is_not_recorded(alliance: Any) -> None:
    with pytest.raises(Refused) as refusal:
        record(SchoolFactory(), timezone.localdate() + timedelta(days=1))
    assert refusal.value.field == "took_part_on"


def test_after_a_school_closed_its_successor_is_meant(alliance: Any) -> None:
    new = SchoolFactory()
    old = SchoolFactory(successor=new, status=SchoolStatus.CLOSED, closed_on=date(2025, 8, 31))
    assert record(old, date(2025, 6, 1)).school == old
    assert record(old, date(2025, 9, 8)).school == new


def test_a_school_that_closed_for_good_takes_part_in_nothing_more(alliance: Any) -> None:
    old = SchoolFactory(name="Tarnley Primary", status=SchoolStatus.CLOSED, closed_on=date(2025, 8, 31))
    with pytest.raises(Refused) as refusal:
        record(old, date(2025, 9, 8))
    assert refusal.value.sentence == (
        "Tarnley Primary closed on Sun 31 Aug 2025, and the register names no successor."
    )


def test_staff_record_and_remove_on_the_partners_page(page: Client, partner: Partner) -> None:
    given = {"took_part_on": "3/2/26", "strand": "cpd", "description": "Leading maths 3"}
    assert page.post(address(partner, "record_engagement"), given).status_code == 302
    row = Engagement.objects.get()
    assert (row.school, row.took_part_on) == (partner.school, date(2026, 2, 3))
    assert "Leading maths 3" in page.get(address(partner, "partner_engagement")).content.decode()
    assert page.post(address(partner, "remove_engagement", row.public_id)).status_code == 302
    assert Engagement.objects.count() == 0


def test_sending_the_form_twice_records_one(page: Client, partner: Partner) -> None:
    given = {"took_part_on": "3/2/26", "strand": "cpd", "description": "Leading maths 3"}
    codes = [page.post(address(partner, "record_engagement"), given).status_code for _ in range(2)]
    assert (codes, Engagement.objects.count()) == ([302, 422], 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"strand": "evil"},
        {"strand": ""},
        {"took_part_on": "31/9/25"},
        {"description": ""},
        {"description": "x" * 201},
        {"description": "a\0b"},
    ],
)
def test_a_form_that_will_not_do_records_nothing(
    page: Client, partner: Partner, changes: dict[str, str]
) -> None:
    given = {"took_part_on": "3/2/26", "strand": "cpd", "description": "Leading maths 3", **changes}
    assert page.post(address(partner, "record_engagement"), given).status_code == 422
    assert Engagement.objects.count() == 0


def test_an_engagement_is_removed_from_its_own_school_only(page: Client, partner: Partner) -> None:
    elsewhere = EngagementFactory()
    assert page.post(address(partner, "remove_engagement", elsewhere.public_id)).status_code == 404
    assert Engagement.objects.count() == 1


def test_a_partner_contact_reads_and_does_not_record(alliance: Any, sign_in: Any, partner: Partner) -> None:
    client, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=partner)
    EngagementFactory(school=partner.school)
    text = client.get(address(partner, "partner_engagement")).content.decode()
    assert ("Reading fluency network" in text, "Record an engagement" in text) == (True, False)
    assert client.post(address(partner, "record_engagement"), {}).status_code == 403
