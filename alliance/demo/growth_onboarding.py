"""Newcomers of the demo: one that has joined this year, one that is being brought in."""

from datetime import date, timedelta

from django.utils import timezone

from alliance.actions.contacts import ContactDetails, add_contact
from alliance.actions.growth.capacity import set_capacity
from alliance.actions.growth.onboarding import begin_onboarding, complete_onboarding, tick_item
from alliance.actions.growth.selection import record_decision
from alliance.choices import BoardAnswer, OnboardingItem, PartnerKind
from alliance.logic.academic_year import AcademicYear
from alliance.models import Prospect, User

PLACES = (4, 6)
"""This year's and next year's."""
BY_HAND = {
    OnboardingItem.AGREEMENT: "Signed by both heads",
    OnboardingItem.DATA_AGREEMENT: "With the agreement",
    OnboardingItem.CREDENTIAL: "They send a table each term instead",
    OnboardingItem.INDUCTION: "Met in the library",
}


def open_places(year: AcademicYear, by: User) -> None:
    for start, places in enumerate(PLACES, start=year.start):
        set_capacity(year=AcademicYear(start), places=places, by=by)


def approve(prospect: Prospect, by: User) -> None:
    today = timezone.localdate()
    record_decision(
        prospect=prospect,
        answer=BoardAnswer.APPROVE,
        decided_on=today,
        minute="Executive board, item 7",
        reason="",
        by=by,
    )


def bring_in(prospect: Prospect, year: AcademicYear, contact: str, by: User, *, whole: bool) -> None:
    """With a contact and the first of the ticks; `whole` as far as the partnership."""
    begun = begin_onboarding(prospect=prospect, year=year, joins_on=_soon(year), by=by)
    if begun.partner is not None:
        mailbox = f"{'.'.join(contact.lower().split())}@newcomer.example"
        add_contact(partner=begun.partner, details=ContactDetails(contact, "Headteacher", mailbox), by=by)
    for item, note in list(BY_HAND.items())[: None if whole else 2]:
        tick_item(prospect=begun, item=item, note=note, by=by)
    if whole:
        complete_onboarding(prospect=begun, kinds=[PartnerKind.MEMBER], joined_on=timezone.localdate(), by=by)


def _soon(year: AcademicYear) -> date:
    """In five weeks, or on the year's last day."""
    return min(timezone.localdate() + timedelta(days=35), year.last_day)
