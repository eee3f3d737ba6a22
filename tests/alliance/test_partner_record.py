"""The record of one partner: seen, changed, ended, taken up again, moved to a successor."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alliance.actions.partners import end_partnership, follow_successor, rejoin
from alliance.choices import Organisation, Role, SchoolStatus
from alliance.logic.academic_year import AcademicYear
from alliance.models import ApiCredential, Invitation, Membership, Partner, PartnerRole
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import (
    ContactFactory,
    EngagementFactory,
    MembershipFactory,
    PartnerFactory,
    PartnerRoleFactory,
    SchoolFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAGES = (
    "partner",
    "partner_contacts",
    "partner_engagement",
    "partner_history",
    "edit_partner",
    "end_partnership",
)


@pytest.fixture
def page(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.ADMINISTRATOR)
    return client


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory(name="Fernwold Primary", joined_on=date(2024, 9, 1))


def address(partner: Partner, name: str = "partner", *more: Any) -> str:
    return reverse(name, args=[partner.alliance.slug, partner.public_id, *more])


def this_year() -> AcademicYear:
    return AcademicYear.for_date(timezone.localdate())


def edit(partner: Partner, **changes: Any) -> dict[str, Any]:
    given = {"kinds": ["member"], "joined_on": "1/9/2024", "listed": "on", "version": str(partner.version)}
    return {**given, **changes}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_record_opens_and_names_the_partner(
    page: Client, partner: Partner, name: str
) -> None:
    ContactFactory(partner=partner, is_main=True)
    EngagementFactory(school=partner.school)
    answer = page.get(address(partner, name))
    assert (answer.status_code, "Fernwold Primary" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("name", PAGES)
def test_another_alliances_partner_is_not_there(
    alliance: Any, other_alliance: Any, page: Client, name: str
) -> None:
    with acting_within(other_alliance):
        theirs = PartnerFactory()
    assert page.get(reverse(name, args=[alliance.slug, theirs.public_id])).status_code == 404
    assert page.get(reverse(name, args=[other_alliance.slug, theirs.public_id])).status_code == 404


def test_a_partner_contact_sees_their_own_record_and_no_other(
    alliance: Any, sign_in: Any, partner: Partner
) -> None:
    client, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=partner)
    other = PartnerFactory()
    assert [client.get(address(found)).status_code for found in (partner, other)] == [200, 404]
    assert client.get(address(partner, "edit_partner")).status_code == 403
    assert "Edit" not in client.get(address(partner)).content.decode()


def test_a_trusts_contact_sees_the_trusts_schools(alliance: Any, sign_in: Any) -> None:
    trust = PartnerFactory(organisation=Organisation.TRUST, school=None, name="Trust", trust_uid="9101")
    inside = PartnerFactory(school=SchoolFactory(trust_uid="9101"))
    outside = PartnerFactory(school=SchoolFactory(trust_uid="9102"))
    client, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=trust)
    assert [client.get(address(found)).status_code for found in (trust, inside, outside)] == [200, 200, 404]


def test_the_record_costs_the_same_queries_however_much_is_on_it(page: Client, partner: Partner) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page.get(address(partner))
        return len(captured)

    def more(first: int) -> None:
        for year in range(first, first + 3):
            PartnerRoleFactory(partner=partner, academic_year=year)
            ContactFactory(partner=partner, is_main=year == 2021)

    more(2021)
    page.get(address(partner))
    few = queries()
    more(2024)
    assert queries() == few


def test_a_change_is_saved_and_told_in_the_timeline(page: Client, partner: Partner) -> None:
    PartnerRoleFactory(partner=partner, kind="member", academic_year=this_year().start)
    answer = page.post(
        address(partner, "edit_partner"), edit(partner, joined_on="2/10/24", kinds=["strategic_partner"])
    )
    partner.refresh_from_db()
    assert (answer.status_code, partner.joined_on, partner.version) == (302, date(2024, 10, 2), 2)
    assert list(PartnerRole.objects.filter(partner=partner).values_list("kind", flat=True)) == [
        "strategic_partner"
    ]
    text = page.get(address(partner, "partner_history")).content.decode()
    assert "Sun 1 Sep 2024 → Wed 2 Oct 2024" in text


def test_parts_of_an_earlier_year_are_changed_without_touching_this_one(
    page: Client, partner: Partner
) -> None:
    PartnerRoleFactory(partner=partner, kind="member", academic_year=this_year().start)
    year = this_year().previous
    step = f"{address(partner, 'edit_partner')}?year={year.slug}"
    assert f"Parts they play in {year}" in page.get(step).content.decode()
    page.post(step, edit(partner, kinds=["training_partner"]))
    found = PartnerRole.objects.filter(partner=partner).order_by("academic_year")
    assert [(role.academic_year, role.kind) for role in found] == [
        (year.start, "training_partner"),
        (year.start + 1, "member"),
    ]


def test_the_second_of_two_editors_sees_both_texts_and_loses_nothing(alliance: Any, page: Client) -> None:
    charity = PartnerFactory(
        organisation=Organisation.OTHER,
        school=None,
        name="Literacy Trust",
        reason="Reads",
        joined_on=date(2024, 9, 1),
    )
    mine = edit(charity, name="Literacy Trust", reason="Mine", address="")
    theirs = edit(charity, name="Literacy Trust", reason="Theirs", address="")
    assert page.post(address(charity, "edit_partner"), theirs).status_code == 302
    answer = page.post(address(charity, "edit_partner"), mine)
    assert answer.status_code == 409
    assert [(found.label, found.saved, found.yours) for found in answer.context["form"].differences] == [
        ("Why it is a partner", "Theirs", "Mine")
    ]
    text = answer.content.decode()
    assert [words in text for words in ("Theirs", "Mine", 'name="over" value="2"')] == [True, True, True]
    chosen = {**mine, "over": "2", "asked": "reason", "keep_reason": "yours"}
    assert page.post(address(charity, "edit_partner"), chosen).status_code == 302
    charity.refresh_from_db()
    assert (charity.reason, charity.version) == ("Mine", 3)


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_a_version_made_up_is_refused(page: Client, partner: Partner, version: str) -> None:
    assert page.post(address(partner, "edit_partner"), edit(partner, version=version)).status_code in (
        409,
        422,
    )
    partner.refresh_from_db()
    assert partner.version == 1


def test_an_organisations_name_stays_its_own(alliance: Any, page: Client) -> None:
    PartnerFactory(organisation=Organisation.OTHER, school=None, name="Diocese", reason="Schools")
    charity = PartnerFactory(organisation=Organisation.OTHER, school=None, name="Charity", reason="Reads")
    answer = page.post(
        address(charity, "edit_partner"), edit(charity, name="DIOCESE", reason="Reads", address="")
    )
    assert answer.status_code == 422
    assert "Another partner is called DIOCESE already." in answer.content.decode()


def test_ending_a_partnership_closes_every_door_of_it(alliance: Any, partner: Partner) -> None:
    contact = MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=partner)
    staff = MembershipFactory(alliance=alliance, roles=[Role.CPD_LEAD, Role.PARTNER_CONTACT], partner=partner)
    elsewhere = MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=PartnerFactory())
    credential = ApiCredential.objects.create(
        alliance=alliance,
        partner=partner,
        name="Sync",
        prefix="abc",
        digest="0" * 64,
        scopes=["read:partners"],
        expires_at=timezone.now() + timedelta(days=9),
    )
    invitation = Invitation.objects.create(
        alliance=alliance,
        email="new@fernwold.example",
        roles=[Role.PARTNER_CONTACT],
        partner=partner,
        token_digest="1" * 64,
        expires_at=timezone.now() + timedelta(days=9),
    )
    end_partnership(partner=partner, left_on=timezone.localdate(), by=UserFactory())
    for row in (contact, staff, elsewhere, credential, invitation, partner):
        row.refresh_from_db()
    assert partner.left_on == timezone.localdate()
    assert [contact.ended_at is None, elsewhere.ended_at is None, staff.ended_at is None] == [
        False,
        True,
        True,
    ]
    assert (staff.roles, staff.partner_id) == ([Role.CPD_LEAD], None)
    assert [credential.revoked_at is None, invitation.revoked_at is None] == [False, False]


def test_the_question_before_the_end_names_who_loses_what(
    alliance: Any, page: Client, partner: Partner
) -> None:
    MembershipFactory(
        alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=partner, user__full_name="Leah Winterbourne"
    )
    text = page.get(address(partner, "end_partnership")).content.decode()
    assert "Leah Winterbourne lose their access" in text
    assert page.get(address(partner, "end_partnership")).status_code == 200
    assert Partner.objects.get().left_on is None


def test_an_ended_partnership_can_be_taken_up_again_at_once(page: Client, partner: Partner) -> None:
    answer = page.post(address(partner, "end_partnership"), {"left_on": "today"}, follow=True)
    text = answer.content.decode()
    assert ("Former partner" in text, address(partner, "rejoin_partner") in text) == (True, True)
    page.post(address(partner, "rejoin_partner"))
    partner.refresh_from_db()
    assert (partner.left_on, partner.joined_on) == (None, date(2024, 9, 1))


@pytest.mark.parametrize("day", [date(2024, 8, 31), date(2126, 1, 1)])
def test_the_last_day_lies_between_joining_and_today(partner: Partner, day: date) -> None:
    with pytest.raises(Refused) as refusal:
        end_partnership(partner=partner, left_on=day, by=UserFactory())
    assert refusal.value.field == "left_on"


def test_a_partnership_ends_once(partner: Partner) -> None:
    end_partnership(partner=partner, left_on=date(2025, 7, 31), by=UserFactory())
    with pytest.raises(Refused) as refusal:
        end_partnership(partner=partner, left_on=date(2025, 8, 31), by=UserFactory())
    assert refusal.value.sentence == "Fernwold Primary left on Thu 31 Jul 2025 already."


def test_the_lead_school_stays(alliance: Any) -> None:
    lead = PartnerFactory(school=alliance.lead_school, name="Hallgarth Academy")
    with pytest.raises(Refused) as refusal:
        end_partnership(partner=lead, left_on=timezone.localdate(), by=UserFactory())
    assert refusal.value.sentence == "Hallgarth Academy leads the alliance. Name another lead school first."


def test_a_school_that_closed_meanwhile_cannot_rejoin_but_its_successor_can_join(
    alliance: Any, page: Client
) -> None:
    successor = SchoolFactory(name="Tarnley Academy", urn=900_850)
    closed = SchoolFactory(name="Tarnley Primary", successor=successor, status=SchoolStatus.CLOSED)
    former = PartnerFactory(school=closed, name="Tarnley Primary", left_on=date(2025, 7, 31))
    answer = page.post(address(former, "rejoin_partner"))
    assert answer.status_code == 422
    assert "Tarnley Primary closed. Its successor is Tarnley Academy (URN 900850)." in answer.content.decode()


def test_a_record_moves_to_the_successor_with_everything_on_it(alliance: Any, page: Client) -> None:
    successor = SchoolFactory(name="Tarnley Academy")
    closed = SchoolFactory(name="Tarnley Primary", successor=successor, status=SchoolStatus.CLOSED)
    record = PartnerFactory(school=closed, name="Tarnley Primary")
    ContactFactory(partner=record, is_main=True, name="Leah")
    EngagementFactory(school=closed)
    assert "carries it on" in page.get(address(record)).content.decode()
    page.post(address(record, "follow_successor"))
    record.refresh_from_db()
    assert (record.school, record.name) == (successor, "Tarnley Academy")
    text = page.get(address(record, "partner_engagement")).content.decode()
    assert "Reading fluency network" in text


def test_a_record_does_not_move_to_a_successor_that_is_a_partner_itself(alliance: Any, page: Client) -> None:
    successor = SchoolFactory(name="Tarnley Academy")
    known = PartnerFactory(school=successor, name="Tarnley Academy")
    closed = SchoolFactory(name="Tarnley Primary", successor=successor, status=SchoolStatus.CLOSED)
    record = PartnerFactory(school=closed, name="Tarnley Primary")
    answer = page.post(address(record, "follow_successor"))
    assert answer.status_code == 422
    assert address(known) in answer.content.decode()


def test_what_has_no_successor_does_not_move(partner: Partner) -> None:
    with pytest.raises(Refused) as refusal:
        follow_successor(partner=partner, by=UserFactory())
    assert refusal.value.sentence == "The School register names no successor of Fernwold Primary."


def test_a_current_partner_cannot_rejoin(partner: Partner) -> None:
    with pytest.raises(Refused) as refusal:
        rejoin(partner=partner, by=UserFactory())
    assert refusal.value.code == "already_partner"


def test_a_school_rejoins_under_the_name_that_the_register_has_now(alliance: Any) -> None:
    school = SchoolFactory(name="Fernwold Academy")
    former = PartnerFactory(school=school, name="Fernwold Primary", left_on=date(2025, 7, 31))
    assert rejoin(partner=former, by=UserFactory()).name == "Fernwold Academy"


@pytest.mark.parametrize("name", ["rejoin_partner", "follow_successor"])
def test_what_changes_something_is_not_done_by_a_link(page: Client, partner: Partner, name: str) -> None:
    assert page.get(address(partner, name)).status_code == 405


def test_only_schools_have_engagements(alliance: Any, page: Client) -> None:
    charity = PartnerFactory(organisation=Organisation.OTHER, school=None, name="Charity", reason="Reads")
    assert page.get(address(charity, "partner_engagement")).status_code == 404
    assert page.get(address(charity)).status_code == 200


def test_a_membership_without_partner_sees_no_record(alliance: Any, sign_in: Any, partner: Partner) -> None:
    client, _ = sign_in(alliance, Role.MENTOR, partner=partner)
    assert client.get(address(partner)).status_code == 403
    assert Membership.objects.filter(partner=partner).count() == 1
