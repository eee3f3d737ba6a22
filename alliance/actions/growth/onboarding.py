"""How an approved prospect is brought in: a place of the year, what has to be in place, and the partner."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.actions.growth.capacity import take_place
from alliance.actions.growth.joined import take_over_expertise
from alliance.actions.growth.locking import locked, set_stage
from alliance.actions.growth.newcomers import open_record, was_partner
from alliance.actions.partners import Changes, rejoin, update_partner
from alliance.actions.turns import take_turns
from alliance.choices import BoardAnswer, OnboardingItem, ProspectStage
from alliance.logic.academic_year import AcademicYear
from alliance.models import OnboardingTick, Partner, Prospect, User
from alliance.queries.growth.onboarding import checklist_of
from foundation import words
from foundation.refusal import Refused


class NotInPlace(Refused):
    """Something of the checklist is missing."""

    code = "not_in_place"


@transaction.atomic
def begin_onboarding(*, prospect: Prospect, year: AcademicYear, joins_on: date, by: User) -> Prospect:
    """Take a place of the year, and open the partner's record. Raises YearFull, Refused.

    Asked for twice it is done once.
    """
    take_turns()
    prospect = locked(prospect)
    if prospect.stage == ProspectStage.ONBOARDING:
        return prospect
    _check_approved(prospect)
    _check_joining(joins_on, year)
    take_place(year)
    prospect.partner = open_record(prospect, joins_on=joins_on, by=by)
    prospect.onboarding_year = year.start
    return set_stage(prospect, ProspectStage.ONBOARDING)


@transaction.atomic
def tick_item(*, prospect: Prospect, item: OnboardingItem, note: str, by: User) -> OnboardingTick:
    """Say by hand that something is in place. Raises Refused."""
    prospect = _onboarding(prospect)
    tick, _ = OnboardingTick.objects.get_or_create(
        prospect=prospect, item=item, defaults={"note": note, "done_at": timezone.now(), "done_by": by}
    )
    return tick


@transaction.atomic
def untick_item(*, prospect: Prospect, item: OnboardingItem, by: User) -> None:
    """Take back what was ticked by hand. Raises Refused."""
    prospect = _onboarding(prospect)
    OnboardingTick.objects.filter(prospect=prospect, item=item).delete()


@transaction.atomic
def complete_onboarding(*, prospect: Prospect, kinds: Collection[str], joined_on: date, by: User) -> Partner:
    """Everything is in place: the newcomer is a partner from `joined_on`, with its parts of that year, and
    what it knows stands in the matrix. Raises NotInPlace, Refused.
    """
    take_turns()
    prospect = _onboarding(prospect)
    if prospect.partner is None:
        raise TypeError("The database lets nobody into onboarding without a record.")
    checklist = checklist_of(prospect)
    if missing := [line.words for line in checklist if not line.is_done]:
        raise NotInPlace(f"Not in place yet: {words.listed(missing)}.")
    if joined_on > timezone.localdate():
        raise Refused("Write the day it joined, today at the latest.", field="joined_on")
    for line in checklist:
        OnboardingTick.objects.get_or_create(
            prospect=prospect,
            item=line.item,
            defaults={"note": line.note, "done_at": timezone.now(), "done_by": by},
        )
    partner = _join(prospect, prospect.partner, kinds, joined_on, by)
    take_over_expertise(prospect, partner)
    set_stage(prospect, ProspectStage.MEMBER)
    return partner


def _join(prospect: Prospect, partner: Partner, kinds: Collection[str], joined_on: date, by: User) -> Partner:
    if was_partner(prospect, partner):
        joined_on = partner.joined_on
    if partner.left_on is not None:
        partner = rejoin(partner=partner, by=by)
    changes = Changes(
        joined_on=joined_on,
        listed=True,
        year=AcademicYear.for_date(max(joined_on, timezone.localdate())),
        kinds=kinds,
        name=partner.name,
        address=partner.address,
        reason=partner.reason,
    )
    partner.refresh_from_db()
    return update_partner(partner=partner, version=partner.version, changes=changes, by=by)


def _onboarding(prospect: Prospect) -> Prospect:
    prospect = locked(prospect)
    if prospect.stage != ProspectStage.ONBOARDING:
        raise Refused(f"{prospect.name} is at the stage “{prospect.get_stage_display()}”, not in onboarding.")
    return prospect


def _check_approved(prospect: Prospect) -> None:
    if prospect.stage != ProspectStage.BOARD_DECISION:
        raise Refused(
            f"{prospect.name} is at the stage “{prospect.get_stage_display()}”: the board decides first."
        )
    if not prospect.decisions.filter(answer=BoardAnswer.APPROVE).exists():
        raise Refused(f"The board has not approved {prospect.name} yet. Record its decision first.")


def _check_joining(joins_on: date, year: AcademicYear) -> None:
    if joins_on <= timezone.localdate():
        raise Refused("Write a day to come: until then everything is put in place.", field="joins_on")
    if joins_on not in year:
        raise Refused(
            f"{words.day(joins_on)} is not in {year}: write a day from {words.day(year.first_day)} to "
            f"{words.day(year.last_day)}, or choose another year.",
            field="joins_on",
        )
