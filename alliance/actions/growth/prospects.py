"""What is done to prospects: added, described, moved through the stages, declined, added anew."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from alliance.actions.growth.capacity import give_back_place
from alliance.actions.growth.locking import locked, set_stage
from alliance.actions.growth.newcomers import end_record, remove_record, was_partner
from alliance.actions.partner_refusals import already, closed
from alliance.actions.partners import Identity
from alliance.actions.turns import take_turns
from alliance.choices import (
    PROSPECT_TRANSITIONS,
    BoardAnswer,
    DeclineReason,
    Organisation,
    ProspectStage,
    SchoolStatus,
)
from alliance.logic.academic_year import AcademicYear
from alliance.models import Partner, Priority, Prospect, ProspectPriority, School, User
from alliance.queries.growth.whose import may_own
from alliance.queries.same_organisation import same_organisation, same_school
from foundation.refusal import Refused

FIRST_STAGES = (ProspectStage.PROSPECT, ProspectStage.ENQUIRY)
NAMING = (
    "organisation",
    "name",
    "school",
    "trust_uid",
    "ukprn",
    "local_authority",
    "address",
    "reason",
    "other_kind",
)
"""What says which organisation a prospect is."""
NOT_BY_MOVING = (ProspectStage.ONBOARDING, ProspectStage.MEMBER, ProspectStage.DECLINED)
"""Each of them takes more than a move."""


class AlreadyProspect(Refused):
    """The organisation is on its way in already; `prospect` is its record."""

    code = "already_prospect"

    def __init__(self, prospect: Prospect) -> None:
        super().__init__(
            f"{prospect.name} is a prospect already, at the stage “{prospect.get_stage_display()}”."
        )
        self.prospect = prospect


class NotThere(Refused):
    """The stage asked for is none that follows."""

    code = "stage_does_not_follow"


@dataclass(frozen=True)
class Description:
    """What the edit form holds."""

    owner: User | None = None
    notes: str = ""
    priorities: Collection[Priority] = field(default_factory=tuple)


@transaction.atomic
def add_prospect_school(
    *, school: School, stage: ProspectStage, description: Description, by: User
) -> Prospect:
    """A school that may join. Raises AlreadyPartner, AlreadyProspect, SchoolClosed, Refused.

    One that was a partner before may join again.
    """
    take_turns()
    refuse_prospect_school(school)
    return _add(
        Prospect(organisation=Organisation.SCHOOL, school=school, name=school.name), stage, description
    )


@transaction.atomic
def add_prospect_organisation(
    *, identity: Identity, stage: ProspectStage, description: Description, by: User
) -> Prospect:
    """A trust, provider, authority or other organisation that may join. Raises as for a school."""
    take_turns()
    prospect = Prospect(
        organisation=identity.organisation,
        name=identity.name,
        trust_uid=identity.trust_uid,
        ukprn=identity.ukprn,
        local_authority=identity.local_authority,
        address=identity.address,
        reason=identity.reason,
        other_kind=identity.other_kind,
    )
    _refuse_organisation(prospect)
    return _add(prospect, stage, description)


@transaction.atomic
def describe_prospect(*, prospect: Prospect, version: int, description: Description, by: User) -> Prospect:
    """Change whose it is, what is noted and which goals are shared. Raises ChangedMeanwhile, Refused."""
    prospect = locked(prospect, version)
    _refuse_over(prospect)
    _describe(prospect, description)
    prospect.save()
    return prospect


@transaction.atomic
def move_prospect(*, prospect: Prospect, stage: ProspectStage, by: User) -> Prospect:
    """One stage on, or one back. Declining, onboarding and membership have actions of their own.

    Asked for twice it is done once. Raises NotThere.
    """
    prospect = locked(prospect)
    if prospect.stage == stage:
        return prospect
    if stage in NOT_BY_MOVING or (prospect.stage, stage) not in PROSPECT_TRANSITIONS:
        raise NotThere(
            f"{prospect.name} is at the stage “{prospect.get_stage_display()}”, from which it cannot go to "
            f"“{stage.label}”. Open its record to see what comes next."
        )
    if (prospect.stage, stage) == (ProspectStage.BOARD_DECISION, ProspectStage.DUE_DILIGENCE):
        _refuse_approved(prospect)
    return set_stage(prospect, stage)


@transaction.atomic
def decline_prospect(*, prospect: Prospect, because: DeclineReason, note: str, by: User) -> Prospect:
    """It comes to nothing, for a reason that is kept. Raises Refused for one that is over."""
    prospect = locked(prospect)
    _refuse_over(prospect)
    prospect.declined_because, prospect.declined_note = because, note
    if prospect.stage == ProspectStage.ONBOARDING:
        return _leave_onboarding(prospect, by)
    return set_stage(prospect, ProspectStage.DECLINED)


@transaction.atomic
def add_again(*, prospect: Prospect, by: User) -> Prospect:
    """A declined prospect begins anew: a new record that remembers the one before. Raises Refused."""
    take_turns()
    before = locked(prospect)
    if before.stage != ProspectStage.DECLINED:
        raise Refused(f"{before.name} was not declined: its record goes on.")
    if before.school is not None:
        refuse_prospect_school(before.school)
    else:
        _refuse_organisation(before)
    again = Prospect(**{name: getattr(before, name) for name in NAMING}, earlier=before)
    if again.school is not None:
        again.name = again.school.name
    shared = [row.priority for row in before.shared.select_related("priority") if not row.priority.ended_on]
    return _add(again, ProspectStage.PROSPECT, Description(before.owner, before.notes, shared))


def refuse_prospect_school(school: School) -> None:
    """Raise AlreadyPartner, AlreadyProspect or SchoolClosed where `school` cannot be a prospect."""
    same = same_school(school)
    if partner := Partner.objects.current().filter(same).select_related("school").first():
        raise already(partner, school)
    if known := Prospect.objects.open().filter(same).first():
        raise AlreadyProspect(known)
    if school.status == SchoolStatus.CLOSED:
        raise closed(school)


def _refuse_organisation(prospect: Prospect) -> None:
    """Raise AlreadyPartner or AlreadyProspect: by its number, or by name where it has none."""
    same = same_organisation(prospect)
    if partner := Partner.objects.current().filter(same).first():
        raise already(partner)
    if known := Prospect.objects.open().filter(same).first():
        raise AlreadyProspect(known)


def _leave_onboarding(prospect: Prospect, by: User) -> Prospect:
    """Declined on its way in: the place is free again, and the partner's record goes. Where people or systems
    hang on the record already, it ends instead; that of a former partner stays as it is.
    """
    partner, year = prospect.partner, prospect.onboarding_year
    if partner is None or year is None:
        raise TypeError("The database lets nobody into onboarding without a record and a place.")
    give_back_place(AcademicYear(year))
    prospect.partner, prospect.onboarding_year = None, None
    if was_partner(prospect, partner):
        return set_stage(prospect, ProspectStage.DECLINED)
    try:
        with transaction.atomic():
            declined = set_stage(prospect, ProspectStage.DECLINED)
            remove_record(partner, by=by)
            return declined
    except Refused:
        end_record(partner, by=by)
        prospect.partner = partner
        return set_stage(prospect, ProspectStage.DECLINED)


def _add(prospect: Prospect, stage: ProspectStage, description: Description) -> Prospect:
    if stage not in FIRST_STAGES:
        raise NotThere("A prospect begins as a prospect, or with an enquiry.", field="stage")
    prospect.stage, prospect.stage_since = stage, timezone.now()
    _check_owner(description.owner)
    prospect.owner, prospect.notes = description.owner, description.notes
    prospect.save()
    _share(prospect, description.priorities)
    return prospect


def _describe(prospect: Prospect, description: Description) -> None:
    if description.owner != prospect.owner:
        _check_owner(description.owner)
    prospect.owner, prospect.notes = description.owner, description.notes
    _share(prospect, description.priorities)


def _share(prospect: Prospect, priorities: Collection[Priority]) -> None:
    """Touches only what differs."""
    shared = ProspectPriority.objects.filter(prospect=prospect)
    shared.exclude(priority__in=priorities).delete()
    there = set(shared.values_list("priority_id", flat=True))
    ProspectPriority.objects.bulk_create(
        ProspectPriority(prospect=prospect, priority=priority)
        for priority in priorities
        if priority.pk not in there
    )


def _check_owner(owner: User | None) -> None:
    if owner is not None and not may_own(owner):
        raise Refused(f"{owner} does not work for the alliance: choose one of its staff.", field="owner")


def _refuse_over(prospect: Prospect) -> None:
    if not prospect.is_open:
        over = "a member" if prospect.stage == ProspectStage.MEMBER else "declined"
        raise Refused(f"{prospect.name} is {over} by now: its record does not change any more.")


def _refuse_approved(prospect: Prospect) -> None:
    if prospect.decisions.filter(answer=BoardAnswer.APPROVE).exists():
        raise NotThere(
            f"The board has approved {prospect.name}: it does not go back. Begin onboarding, or decline it."
        )
