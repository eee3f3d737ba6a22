"""The report's figures, counted a second time in plain SQL, come to the same."""

from datetime import date
from typing import Any

import pytest
from django.db.models import F

from alliance.choices import SchoolStatus, Strand
from alliance.logic.academic_year import AcademicYear
from alliance.models import Contact, ContactCheck, Engagement, Partner, School, ServedAuthority
from foundation.tenancy.scope import acting_within
from reporting.logic.figures import State
from reporting.logic.snapshot import Frozen
from reporting.queries.reading import read_everything
from tests.factories.alliance import LocalAuthorityFactory, PartnerFactory, SchoolFactory
from tests.factories.reporting import AUTHORITIES, NOW, REPORTED, TODAY
from tests.reporting.recount import (
    recount_checked,
    recount_miles,
    recount_moved,
    recount_phases,
    recount_reach,
    recount_strands,
)

YEAR = AcademicYear(REPORTED)
LAST = YEAR.last_day


def read(year: AcademicYear = YEAR, today: date = TODAY) -> Frozen:
    return read_everything(year, 1, now=NOW, today=today).frozen


def of(frozen: Frozen, metric: str, **filters: str) -> tuple[int | None, int | None]:
    figure = frozen.find(metric, **filters)
    assert figure is not None
    return figure.numerator, figure.denominator


@pytest.fixture
def with_oddities(furnished: Any) -> Any:
    """Closures, mergers, a private school, a school elsewhere and a second alliance's records, all of
    which count for something or must not.
    """
    first, second, third, fourth = School.objects.filter(urn__gte=950_000).order_by("urn")[:4]
    academy = SchoolFactory(urn=970_001, local_authority=first.local_authority, opened_on=date(2025, 11, 1))
    School.objects.filter(pk=first.pk).update(
        status=SchoolStatus.CLOSED, closed_on=date(2025, 10, 31), successor=academy
    )
    School.objects.filter(pk=second.pk).update(
        status=SchoolStatus.CLOSED, closed_on=date(2025, 2, 1), successor=third
    )
    School.objects.filter(pk=fourth.pk).update(type_group="Independent schools")
    elsewhere = SchoolFactory(
        urn=970_002, local_authority=LocalAuthorityFactory(code="998", name="Elsewhere")
    )
    SchoolFactory(
        urn=970_003, local_authority=first.local_authority, status=SchoolStatus.PROPOSED, opened_on=None
    )
    for school in (first, second, third, fourth, elsewhere):
        Engagement.objects.create(
            school=school, strand=Strand.OTHER, took_part_on=date(2025, 1, 20), description="An afternoon"
        )
    PartnerFactory(school=academy, joined_on=date(2025, 7, 1))
    return furnished


def test_reach_is_the_same_by_authority_phase_and_depth(with_oddities: Any) -> None:
    frozen = read()
    counted = recount_reach(with_oddities.pk, day=LAST, first=YEAR.first_day)
    assert of(frozen, "reach") == counted["all"]
    assert of(frozen, "depth", strands="2") == counted["two"]
    assert of(frozen, "depth", strands="3") == counted["three"]
    shown = {
        f"{dimension} {figure.filters[dimension]}": (figure.numerator, figure.denominator)
        for dimension in ("authority", "phase")
        for figure in frozen.cut_by("reach", dimension)
        if figure.state is State.VALUE
    }
    assert shown == {cut: counted[cut] for cut in shown}
    hidden = {
        figure.label for figure in frozen.cut_by("reach", "authority") if figure.state is State.SUPPRESSED
    }
    assert hidden == {"Isle of Farrow", "Saltby"}


def test_reach_by_kind_of_work_is_the_same(with_oddities: Any) -> None:
    frozen = read()
    counted = recount_strands(with_oddities.pk, day=LAST, first=YEAR.first_day)
    shown = {figure.filters["strand"]: figure.numerator for figure in frozen.cut_by("reach", "strand")}
    assert shown == {strand: counted.get(strand, 0) for strand in Strand.values}


def test_the_year_before_is_counted_on_its_own_last_day(with_oddities: Any) -> None:
    before = YEAR.previous
    counted = recount_reach(with_oddities.pk, day=before.last_day, first=before.first_day)
    assert of(read(), "reach", year=str(before.start)) == counted["all"]


def test_a_running_year_is_counted_up_to_today(with_oddities: Any) -> None:
    running = YEAR.start + 1
    frozen = read(AcademicYear(running), date(2025, 10, 20))
    counted = recount_reach(with_oddities.pk, day=date(2025, 10, 20), first=date(running, 9, 1))
    assert of(frozen, "reach") == counted["all"]
    assert frozen.context["as_at"] == "2025-10-20"


def test_partners_are_the_same(with_oddities: Any) -> None:
    frozen = read()
    phases = recount_phases(with_oddities.pk, day=LAST)
    shown = {
        figure.filters["phase"]: figure.numerator for figure in frozen.cut_by("partner_schools", "phase")
    }
    assert shown == phases
    assert of(frozen, "partner_schools")[0] == sum(phases.values())
    joined, left = recount_moved(with_oddities.pk, day=LAST, first=YEAR.first_day)
    assert (of(frozen, "partners_joined")[0], of(frozen, "partners_left")[0]) == (joined, left)
    assert of(frozen, "contacts_checked") == recount_checked(with_oddities.pk, day=LAST)


def test_a_later_check_of_a_contact_hides_no_earlier_one(with_oddities: Any) -> None:
    before = of(read(), "contacts_checked")
    assert 0 < (before[0] or 0) < (before[1] or 0)
    Contact.objects.update(verified_at=NOW)
    assert of(read(), "contacts_checked") == before == recount_checked(with_oddities.pk, day=LAST)


def test_a_check_after_the_reports_day_does_not_count(with_oddities: Any) -> None:
    ContactCheck.objects.all().delete()
    Contact.objects.update(verified_at=NOW)
    assert of(read(), "contacts_checked")[0] == 0


def test_the_typical_way_to_the_lead_school_is_the_same(with_oddities: Any) -> None:
    figure = read().find("distance_to_lead")
    lead = with_oddities.lead_school
    counted = recount_miles(with_oddities.pk, day=LAST, lead=lead.successor_id or lead.pk)
    assert figure is not None
    assert counted == pytest.approx(float(figure.value or 0), abs=1e-6)


def test_a_school_that_became_an_academy_is_one_school(alliance: Any) -> None:
    """It was engaged under its old URN, and is open under its new one."""
    academy = SchoolFactory(opened_on=date(2025, 1, 1))
    old = SchoolFactory(status=SchoolStatus.CLOSED, closed_on=date(2024, 12, 31), successor=academy)
    others = [SchoolFactory() for _ in range(4)]
    ServedAuthority.objects.create(local_authority=academy.local_authority)
    for school in (old, academy):
        Engagement.objects.create(
            school=school, strand=Strand.CPD, took_part_on=date(2024, 10, 1), description=f"Day {school.pk}"
        )
    figure = next(
        one for one in read_everything(YEAR, 1, now=NOW, today=TODAY).collected if one.metric.code == "reach"
    )
    assert figure.computed.counted == (str(academy.urn),)
    open_then = {str(school.urn) for school in (academy, *others)} | {str(alliance.lead_school.urn)}
    assert set(figure.computed.out_of) == open_then


def test_nothing_of_another_alliance_is_counted(furnished: Any, other_alliance: Any) -> None:
    before = read().digest
    with acting_within(other_alliance):
        PartnerFactory()
        Engagement.objects.create(
            school=School.objects.filter(urn=950_001).get(),
            strand=Strand.OTHER,
            took_part_on=date(2025, 1, 20),
            description="Another alliance's afternoon",
        )
    assert read().digest == before


def test_a_year_with_no_area_has_no_reach_and_says_so(alliance: Any) -> None:
    PartnerFactory()
    frozen = read()
    states = {figure.state for figure in frozen.figures if figure.metric == "reach"}
    assert states == {State.NO_DATA}


def test_partners_without_a_place_are_said_to_be_left_out(alliance: Any) -> None:
    PartnerFactory(school=SchoolFactory(easting=None, northing=None))
    PartnerFactory(), PartnerFactory()
    figure = read().find("typical_distance")
    assert figure is not None
    assert figure.left_out == (("partner schools whose place is not known", 1),)


def test_reading_takes_the_same_number_of_queries_for_one_partner_and_for_many(
    furnished: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(16):
        read()
    Partner.objects.exclude(pk=Partner.objects.order_by("pk").first().pk).update(left_on=F("joined_on"))
    with django_assert_num_queries(16):
        read()


def test_authorities_served_are_all_named_even_without_a_single_school(furnished: Any) -> None:
    ServedAuthority.objects.create(local_authority=LocalAuthorityFactory(code="997", name="Emptyshire"))
    labels = [figure.label for figure in read().cut_by("reach", "authority")]
    assert labels == sorted([name for _, name, *_ in AUTHORITIES] + ["Emptyshire"])


def test_furnishing_is_always_the_same(furnished: Any, other_alliance: Any) -> None:
    """The invented history is one: the tests' figures are figures of fact."""
    assert of(read(), "reach") == (191, 285)
