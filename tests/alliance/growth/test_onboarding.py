"""How a newcomer is brought in: a place of the year, the checklist, and the partner it becomes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.contacts import ContactDetails, add_contact
from alliance.actions.credentials import make_credential
from alliance.actions.growth.capacity import YearFull, set_capacity
from alliance.actions.growth.expertise import add_area, set_prospect_expertise
from alliance.actions.growth.onboarding import (
    NotInPlace,
    begin_onboarding,
    complete_onboarding,
    tick_item,
    untick_item,
)
from alliance.actions.growth.prospects import add_again, decline_prospect
from alliance.actions.partners import rejoin
from alliance.choices import DeclineReason, OnboardingItem, PartnerKind, ProspectStage, Role
from alliance.logic.academic_year import AcademicYear
from alliance.models import (
    Contact,
    OnboardingCapacity,
    OnboardingTick,
    Partner,
    PartnerExpertise,
    PartnerRole,
    Prospect,
    User,
)
from alliance.queries.growth.due import newcomers_due
from alliance.queries.growth.onboarding import checklist_of, places_of
from foundation.refusal import Refused
from tests.factories.alliance import MembershipFactory, PartnerFactory, SchoolFactory
from tests.factories.growth import ProspectFactory, approved

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR = AcademicYear.for_date(TODAY)
NEXT = AcademicYear(YEAR.start + 1)
JOINS = min(TODAY + timedelta(days=30), YEAR.last_day)


@pytest.fixture
def by(alliance: Any) -> User:
    return MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD]).user


@pytest.fixture
def prospect(alliance: Any, by: User) -> Prospect:
    """Approved, with two places in this year."""
    set_capacity(year=YEAR, places=2, by=by)
    return approved(ProspectFactory(school=SchoolFactory(name="Netherholme")))


def begin(prospect: Prospect, by: User, year: AcademicYear = YEAR) -> Prospect:
    joins_on = JOINS if year == YEAR else year.first_day
    return begin_onboarding(prospect=prospect, year=year, joins_on=joins_on, by=by)


def in_place(prospect: Prospect, by: User, *besides: OnboardingItem) -> None:
    for item in OnboardingItem:
        if item not in besides:
            tick_item(prospect=prospect, item=item, note="Seen", by=by)


def complete(prospect: Prospect, by: User, joined_on: date = TODAY) -> Partner:
    return complete_onboarding(
        prospect=prospect, kinds=[PartnerKind.TRAINING_PARTNER], joined_on=joined_on, by=by
    )


def decline(prospect: Prospect, by: User) -> Prospect:
    return decline_prospect(
        prospect=prospect, because=DeclineReason.WITHDREW, note="Their governors changed their mind.", by=by
    )


def test_beginning_takes_a_place_and_opens_a_record_that_joins_later(prospect: Prospect, by: User) -> None:
    begun = begin(prospect, by)
    partner = begun.partner
    assert partner is not None
    assert (begun.stage, begun.onboarding_year, places_of(YEAR).used) == ("onboarding", YEAR.start, 1)
    assert (partner.school, partner.joined_on, partner.listed) == (prospect.school, JOINS, False)
    assert begin(prospect, by).partner == partner
    assert places_of(YEAR).used == 1


def test_without_the_boards_yes_nothing_begins(alliance: Any, by: User) -> None:
    set_capacity(year=YEAR, places=2, by=by)
    with pytest.raises(Refused, match="the board decides first"):
        begin(ProspectFactory(), by)
    assert (places_of(YEAR).used, Partner.objects.count()) == (0, 0)


def test_a_full_year_says_so_and_the_next_is_free(prospect: Prospect, by: User) -> None:
    for _ in range(2):
        begin(approved(ProspectFactory()), by)
    set_capacity(year=NEXT, places=1, by=by)
    with pytest.raises(YearFull) as refusal:
        begin(prospect, by)
    assert refusal.value.sentence == (
        f"2 of 2 places are used in {YEAR}. Choose {NEXT}, or ask a lead to make room."
    )
    assert begin(prospect, by, NEXT).onboarding_year == NEXT.start
    assert (places_of(YEAR).used, places_of(NEXT).used) == (2, 1)


def test_a_year_of_which_nobody_spoke_takes_nobody(prospect: Prospect, by: User) -> None:
    with pytest.raises(YearFull, match="Nobody has said yet"):
        begin(prospect, by, NEXT)


def test_there_cannot_be_fewer_places_than_are_used(prospect: Prospect, by: User) -> None:
    begin(prospect, by)
    assert set_capacity(year=YEAR, places=1, by=by).places == 1
    with pytest.raises(Refused, match="1 place is used"):
        set_capacity(year=YEAR, places=0, by=by)
    with pytest.raises(IntegrityError, match="onboarding_capacity_kept"), transaction.atomic():
        OnboardingCapacity.objects.update(used=2)


def test_a_day_that_is_past_or_in_another_year_is_refused(prospect: Prospect, by: User) -> None:
    for joins_on in (TODAY, NEXT.first_day):
        with pytest.raises(Refused) as refusal:
            begin_onboarding(prospect=prospect, year=YEAR, joins_on=joins_on, by=by)
        assert refusal.value.field == "joins_on"
    assert places_of(YEAR).used == 0


def test_contacts_and_credential_tick_themselves_from_the_records(prospect: Prospect, by: User) -> None:
    begun = begin(prospect, by)

    def done() -> dict[str, str]:
        return {line.item.value: line.note for line in checklist_of(begun) if line.is_done}

    assert done() == {}
    add_contact(partner=begun.partner, details=ContactDetails("Leah", email="leah@school.example"), by=by)
    make_credential(partner=begun.partner, name="MIS", scopes=["read:partners"], by=by)
    assert done() == {"contacts": "1 contact, the main one verified", "credential": "1 API credential"}
    Contact.objects.update(verified_at=None, verified_by=None)
    assert done() == {"credential": "1 API credential"}


def test_a_tick_by_hand_keeps_who_and_when_and_can_be_taken_back(prospect: Prospect, by: User) -> None:
    begun = begin(prospect, by)
    tick_item(prospect=begun, item=OnboardingItem.INDUCTION, note="Hall, 3 Feb", by=by)
    tick_item(prospect=begun, item=OnboardingItem.INDUCTION, note="Again", by=by)
    tick = OnboardingTick.objects.get()
    assert (tick.note, tick.done_by, timezone.localdate(tick.done_at)) == ("Hall, 3 Feb", by, TODAY)
    untick_item(prospect=begun, item=OnboardingItem.INDUCTION, by=by)
    assert OnboardingTick.objects.count() == 0


def test_nobody_is_a_partner_before_everything_is_in_place(prospect: Prospect, by: User) -> None:
    begun = begin(prospect, by)
    in_place(begun, by, OnboardingItem.AGREEMENT, OnboardingItem.INDUCTION)
    with pytest.raises(NotInPlace) as refusal:
        complete(begun, by)
    assert refusal.value.sentence == "Not in place yet: agreement signed and induction meeting held."


def test_with_everything_in_place_it_is_a_partner_with_its_parts(prospect: Prospect, by: User) -> None:
    area = add_area(name="Autism", by=by)
    set_prospect_expertise(prospect=prospect, strengths={area.pk: 3}, by=by)
    begun = begin(prospect, by)
    in_place(begun, by)
    partner = complete(begun, by)
    assert (partner.joined_on, partner.listed, partner.left_on) == (TODAY, True, None)
    roles = PartnerRole.objects.filter(partner=partner, academic_year=YEAR.start)
    assert list(roles.values_list("kind", flat=True)) == ["training_partner"]
    assert list(PartnerExpertise.objects.values_list("partner", "area", "strength")) == [
        (partner.pk, area.pk, 3)
    ]
    begun.refresh_from_db()
    assert (begun.stage, begun.partner, places_of(YEAR).used) == ("member", partner, 1)
    assert Partner.objects.count() == 1


def test_what_the_records_said_when_it_joined_stays_said(prospect: Prospect, by: User) -> None:
    begun = begin(prospect, by)
    add_contact(partner=begun.partner, details=ContactDetails("Leah", email="leah@school.example"), by=by)
    in_place(begun, by, OnboardingItem.CONTACTS)
    complete(begun, by)
    Contact.objects.all().delete()
    begun.refresh_from_db()
    lines = {line.item: line.note for line in checklist_of(begun)}
    assert lines[OnboardingItem.CONTACTS] == "1 contact, the main one verified"


def test_today_says_when_a_newcomers_day_has_come_too_soon(prospect: Prospect, by: User) -> None:
    begun = begin(prospect, by)
    member = by.memberships.get()
    assert newcomers_due(member, JOINS - timedelta(days=1)) == []
    (line,) = newcomers_due(member, JOINS)
    assert (line.title, line.due_on) == ("Netherholme was to be a partner by now", JOINS)
    in_place(begun, by)
    complete(begun, by)
    assert newcomers_due(member, JOINS) == []


def test_declined_on_the_way_in_the_place_is_free_and_the_record_gone(prospect: Prospect, by: User) -> None:
    begun = begin(prospect, by)
    add_contact(partner=begun.partner, details=ContactDetails("Leah", email="leah@school.example"), by=by)
    gone = decline(begun, by)
    assert (gone.stage, gone.partner, gone.onboarding_year, places_of(YEAR).used) == (
        "declined",
        None,
        None,
        0,
    )
    assert (Partner.objects.count(), Contact.objects.count()) == (0, 0)
    assert add_again(prospect=gone, by=by).stage == ProspectStage.PROSPECT


def test_declined_with_a_credential_made_the_record_ends_instead(prospect: Prospect, by: User) -> None:
    begun = begin(prospect, by)
    add_contact(partner=begun.partner, details=ContactDetails("Leah", email="leah@school.example"), by=by)
    credential, _ = make_credential(partner=begun.partner, name="MIS", scopes=["read:partners"], by=by)
    decline(begun, by)
    partner = Partner.objects.get()
    credential.refresh_from_db()
    assert (partner.joined_on, partner.left_on, Contact.objects.count()) == (TODAY, TODAY, 1)
    assert credential.revoked_at is not None
    assert places_of(YEAR).used == 0


def test_its_page_says_then_that_it_was_declined_and_leads_to_the_record(
    page: Client, prospect: Prospect, by: User
) -> None:
    begun = begin(prospect, by)
    make_credential(partner=begun.partner, name="MIS", scopes=["read:partners"], by=by)
    decline(begun, by)
    said = page.get(address(prospect, "prospect_onboarding")).content.decode()
    record = reverse("partner", args=[prospect.alliance.slug, Partner.objects.get().public_id])
    assert ["Declined during onboarding" in said, record in said, "Added as a partner directly" in said] == [
        True,
        True,
        False,
    ]


def test_a_former_partner_comes_back_under_its_old_record(alliance: Any, by: User) -> None:
    set_capacity(year=YEAR, places=1, by=by)
    former = PartnerFactory(joined_on=date(2019, 9, 1), left_on=date(2023, 8, 31))
    begun = begin(approved(ProspectFactory(school=former.school)), by)
    assert (begun.partner, Partner.objects.current().count()) == (former, 0)
    in_place(begun, by)
    partner = complete(begun, by)
    assert (partner, partner.left_on, partner.joined_on) == (former, None, date(2019, 9, 1))


def test_a_former_partner_that_does_not_come_back_stays_former(alliance: Any, by: User) -> None:
    set_capacity(year=YEAR, places=1, by=by)
    former = PartnerFactory(joined_on=date(2019, 9, 1), left_on=date(2023, 8, 31))
    decline(begin(approved(ProspectFactory(school=former.school)), by), by)
    assert Partner.objects.get().left_on == date(2023, 8, 31)


@pytest.fixture
def back_early(alliance: Any, by: User) -> Prospect:
    """In onboarding, of a former partner with a contact, which was let back in meanwhile."""
    set_capacity(year=YEAR, places=1, by=by)
    former = PartnerFactory(joined_on=date(2019, 9, 1), left_on=date(2023, 8, 31))
    begun = begin(approved(ProspectFactory(school=former.school)), by)
    add_contact(partner=former, details=ContactDetails("Leah", email="leah@school.example"), by=by)
    rejoin(partner=former, by=by)
    return begun


def test_a_former_partner_back_early_stays_whole_when_its_prospect_is_declined(
    back_early: Prospect, by: User
) -> None:
    Partner.objects.update(joined_on=JOINS)  # as somebody wrote on its record
    gone = decline(back_early, by)
    partner = Partner.objects.get()
    assert (gone.stage, gone.partner, places_of(YEAR).used) == ("declined", None, 0)
    assert (partner.joined_on, partner.left_on, Contact.objects.count()) == (JOINS, None, 1)


def test_a_former_partner_back_early_keeps_the_day_it_first_joined(back_early: Prospect, by: User) -> None:
    in_place(back_early, by, OnboardingItem.CONTACTS)
    partner = complete(back_early, by)
    assert (partner.pk, partner.joined_on, partner.left_on) == (
        back_early.partner.pk,
        date(2019, 9, 1),
        None,
    )


def address(prospect: Prospect, name: str, *more: Any) -> str:
    return reverse(name, args=[prospect.alliance.slug, prospect.public_id, *more])


@pytest.fixture
def page(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.STRATEGIC_LEAD)
    return client


def test_the_button_of_a_full_year_explains_itself_and_offers_the_next(
    page: Client, prospect: Prospect, by: User
) -> None:
    for _ in range(2):
        begin(approved(ProspectFactory()), by)
    record = page.get(address(prospect, "prospect")).content.decode()
    assert f"2 of 2 places are used in {YEAR}" in record
    begun = page.get(address(prospect, "begin_onboarding"))
    assert (begun.context["none_left"], "2 of 2 places are used" in begun.content.decode()) == (True, True)
    set_capacity(year=NEXT, places=1, by=by)
    record = page.get(address(prospect, "prospect")).content.decode()
    assert f"Begin in {NEXT}" in record
    form = page.get(address(prospect, "begin_onboarding")).context["form"]
    assert [value for value, _ in form.fields["year"].choices] == [str(NEXT.start)]


def test_a_prospect_becomes_a_partner_on_the_pages(page: Client, prospect: Prospect) -> None:
    day = JOINS
    given = {"year": str(YEAR.start), "joins_on": f"{day.day}/{day.month}/{day.year}"}
    assert page.post(address(prospect, "begin_onboarding"), given).status_code == 302
    for item in OnboardingItem:
        assert page.post(address(prospect, "tick_item", item.value), {"note": "Seen"}).status_code == 302
    text = page.get(address(prospect, "prospect_onboarding")).content.decode()
    assert "5 of 5 in place" in text
    done = page.post(
        address(prospect, "complete_onboarding"),
        {"kinds": "member", "joined_on": f"{TODAY.day}/{TODAY.month}/{TODAY.year}"},
    )
    partner = Partner.objects.get()
    assert done["Location"] == reverse("partner", args=[partner.alliance.slug, partner.public_id])
    assert "Member" in page.get(address(prospect, "prospect")).content.decode()


def test_leads_say_how_many_newcomers_there_can_be(page: Client, alliance: Any, sign_in: Any) -> None:
    capacity = reverse("capacity", args=[alliance.slug])
    assert page.post(capacity, {f"places_{YEAR.start}": "4"}).status_code == 302
    assert places_of(YEAR).said == "0 of 4 places are used"
    assert places_of(NEXT) is None
    client, _ = sign_in(alliance, Role.SUPPORT_LEAD)
    assert client.get(capacity).status_code == 403
