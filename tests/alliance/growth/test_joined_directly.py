"""A prospect that is added as a partner directly: closed as a member with it, or not at all."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.growth.capacity import set_capacity
from alliance.actions.growth.expertise import add_area, set_prospect_expertise
from alliance.actions.growth.onboarding import begin_onboarding
from alliance.actions.growth.prospects import decline_prospect
from alliance.actions.import_partners import PartnerTarget
from alliance.actions.partners import Identity, add_organisation, add_school, end_partnership, rejoin
from alliance.choices import DeclineReason, Organisation, ProspectStage, Role
from alliance.logic.academic_year import AcademicYear
from alliance.models import OnboardingCapacity, Partner, PartnerExpertise, Prospect, User
from foundation.audit.models import AuditEvent
from foundation.importer.target import Entry, Plan
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import MembershipFactory, PartnerFactory, SchoolFactory
from tests.factories.growth import ProspectFactory, approved, at_stage

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR = AcademicYear.for_date(TODAY)
JOINS = min(TODAY + timedelta(days=30), YEAR.last_day)
EARLY = list(ProspectStage)[:5]


@pytest.fixture
def by(alliance: Any) -> User:
    return MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD]).user


def add(prospect: Prospect, by: User) -> Partner:
    return add_school(school=prospect.school, kinds=["member"], year=YEAR, joined_on=TODAY, by=by)


def standing(prospect: Prospect) -> tuple[str, Any, Any]:
    prospect.refresh_from_db()
    return prospect.stage, prospect.partner, prospect.onboarding_year


@pytest.mark.parametrize("stage", EARLY)
def test_from_every_stage_it_is_a_member_with_the_partners_record_and_no_place(
    stage: ProspectStage, by: User
) -> None:
    set_capacity(year=YEAR, places=2, by=by)
    prospect, other = at_stage(ProspectFactory(), stage), ProspectFactory()
    partner = add(prospect, by)
    assert standing(prospect) == ("member", partner, None)
    assert standing(other) == ("prospect", None, None)
    assert OnboardingCapacity.objects.get().used == 0


def test_its_timeline_says_so(by: User) -> None:
    prospect = ProspectFactory()
    add(prospect, by)
    event = AuditEvent.objects.filter(table="alliance_prospect", row_id=prospect.pk).latest("id")
    assert event.changes["stage"] == ["prospect", "member"]
    assert event.changes["partner_id"] == [None, Partner.objects.get().pk]


def test_its_expertise_is_in_the_matrix(by: User) -> None:
    prospect = ProspectFactory()
    area = add_area(name="Early language", by=by)
    set_prospect_expertise(prospect=prospect, strengths={area.pk: 3}, by=by)
    partner = add(prospect, by)
    row = PartnerExpertise.objects.get()
    assert (row.partner, row.area, row.strength) == (partner, area, 3)


def test_a_school_is_known_under_its_earlier_urn_and_a_trust_by_its_number(by: User) -> None:
    now = SchoolFactory()
    school = ProspectFactory(school=SchoolFactory(successor=now))
    named = {"organisation": Organisation.TRUST, "school": None, "name": "Fern Trust"}
    trust, namesake = (
        ProspectFactory(**named, trust_uid="9101"),
        ProspectFactory(organisation=Organisation.OTHER, school=None, name="Fern trust", reason="A charity"),
    )
    partner = add_school(school=now, kinds=["member"], year=YEAR, joined_on=TODAY, by=by)
    identity = Identity(Organisation.TRUST, "Fernwold Learning Trust", trust_uid="9101")
    joined = add_organisation(identity=identity, kinds=["trust"], year=YEAR, joined_on=TODAY, by=by)
    assert [standing(one)[:2] for one in (school, trust, namesake)] == [
        ("member", partner),
        ("member", joined),
        ("prospect", None),
    ]


def test_another_alliances_prospect_goes_on(by: User, other_alliance: Any) -> None:
    school = SchoolFactory()
    with acting_within(other_alliance):
        theirs = ProspectFactory(school=school)
    add_school(school=school, kinds=["member"], year=YEAR, joined_on=TODAY, by=by)
    with acting_within(other_alliance):
        assert standing(theirs)[0] == "prospect"


def test_what_is_refused_closes_nothing(by: User) -> None:
    prospect = ProspectFactory()
    with pytest.raises(Refused, match="at least one part"):
        add_school(school=prospect.school, kinds=[], year=YEAR, joined_on=TODAY, by=by)
    assert standing(prospect) == ("prospect", None, None)


def test_a_former_partner_that_rejoins_is_a_prospect_no_more(by: User) -> None:
    partner = PartnerFactory()
    end_partnership(partner=partner, left_on=TODAY, by=by)
    prospect = ProspectFactory(school=partner.school)
    rejoin(partner=partner, by=by)
    assert standing(prospect) == ("member", partner, None)


def test_onboarding_opens_a_record_and_goes_on(by: User) -> None:
    """It adds the partner by the same action, and must not be closed by it."""
    set_capacity(year=YEAR, places=1, by=by)
    prospect = begin_onboarding(prospect=approved(ProspectFactory()), year=YEAR, joins_on=JOINS, by=by)
    assert standing(prospect)[0] == "onboarding"


def test_a_former_partner_in_onboarding_that_rejoins_early_has_its_checklist_to_finish(by: User) -> None:
    partner = PartnerFactory()
    end_partnership(partner=partner, left_on=TODAY, by=by)
    set_capacity(year=YEAR, places=1, by=by)
    prospect = approved(ProspectFactory(school=partner.school))
    begin_onboarding(prospect=prospect, year=YEAR, joins_on=JOINS, by=by)
    rejoin(partner=partner, by=by)
    assert standing(prospect) == ("onboarding", partner, YEAR.start)


def test_a_declined_prospect_stays_declined(by: User) -> None:
    prospect = decline_prospect(
        prospect=ProspectFactory(), because=DeclineReason.WITHDREW, note="They changed their mind.", by=by
    )
    add(prospect, by)
    assert standing(prospect) == ("declined", None, None)


@pytest.mark.parametrize("fields", [{"stage": "member"}, {"stage": "prospect", "onboarding_year": 2026}])
def test_the_database_wants_a_members_record_and_gives_nobody_else_a_place(
    by: User, fields: dict[str, Any]
) -> None:
    prospect = ProspectFactory()
    with pytest.raises(IntegrityError, match="prospect_has_place_and_record"), transaction.atomic():
        Prospect.objects.filter(pk=prospect.pk).update(**fields)


class TestForm:
    @pytest.fixture
    def page(self, alliance: Any, sign_in: Any) -> Client:
        client, _ = sign_in(alliance, Role.ADMINISTRATOR)
        return client

    def test_it_says_first_that_the_school_is_a_prospect_and_then_that_it_is_none(
        self, alliance: Any, page: Client
    ) -> None:
        prospect = at_stage(ProspectFactory(), ProspectStage.ENQUIRY)
        address = reverse("add_school", args=[alliance.slug, prospect.school.urn])
        record = reverse("prospect", args=[alliance.slug, prospect.public_id])
        text = page.get(address).content.decode()
        assert ("a prospect at the stage “Enquiry”" in text, f'href="{record}"' in text) == (True, True)
        given = {"kinds": ["member"], "joined_on": "today", "year": str(YEAR.start)}
        answer = page.post(address, given, follow=True).content.decode()
        assert "is a partner now, and a prospect no more" in answer
        partner = Partner.objects.get()
        assert standing(prospect) == ("member", partner, None)
        onboarding = page.get(reverse("prospect_onboarding", args=[alliance.slug, prospect.public_id]))
        assert "Added as a partner directly" in onboarding.content.decode()

    def test_of_a_school_that_is_no_prospect_it_says_nothing(self, alliance: Any, page: Client) -> None:
        ProspectFactory()
        address = reverse("add_school", args=[alliance.slug, SchoolFactory().urn])
        assert "a prospect at the stage" not in page.get(address).content.decode()


class TestTable:
    """`PartnerTarget` as the importer calls it."""

    def plan(self, **cells: str) -> tuple[Entry, Plan]:
        target = PartnerTarget()
        entry = Entry(2, {name: target.field(name).parse(cell) for name, cell in cells.items()})
        return entry, target.plan([entry])[0]

    def test_the_check_says_so_and_the_import_closes_it(self, by: User) -> None:
        prospect = at_stage(ProspectFactory(), ProspectStage.ASSESSED)
        other = SchoolFactory()
        entry, plan = self.plan(urn=str(prospect.school.urn))
        assert [(each.label, each.before, each.after) for each in plan.changes][-1] == (
            "Prospect",
            "Assessed",
            "Member",
        )
        _, plain = self.plan(urn=str(other.urn))
        assert "Prospect" not in {change.label for change in plain.changes}
        trace = PartnerTarget().apply(entry, plan, by=by)
        partner = Partner.objects.get()
        assert standing(prospect) == ("member", partner, None)
        with pytest.raises(Refused, match="was a prospect, whose way ended with it"):
            PartnerTarget().undo(trace, by=by)
        assert (Partner.objects.get(), standing(prospect)[0]) == (partner, "member")

    def test_other_organisations_are_known_by_what_names_them(self, by: User) -> None:
        trust = ProspectFactory(
            organisation=Organisation.TRUST, school=None, name="Fern Trust", trust_uid="9101"
        )
        charity = ProspectFactory(
            organisation=Organisation.OTHER, school=None, name="Reading Friends", reason="Volunteers"
        )
        for cells in (
            {"trust_uid": "9101", "name": "Fernwold Learning Trust"},
            {"name": "reading friends", "reason": "Volunteers who read"},
        ):
            entry, plan = self.plan(**cells)
            assert plan.changes[-1].label == "Prospect"
            PartnerTarget().apply(entry, plan, by=by)
        assert [standing(one)[0] for one in (trust, charity)] == ["member", "member"]
