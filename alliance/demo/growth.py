"""Who may join the demo alliance: somebody at every stage, with why they are where they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from alliance.actions.growth.locking import set_stage
from alliance.actions.growth.priorities import add_priority
from alliance.actions.growth.prospects import Description, add_prospect_school, decline_prospect
from alliance.actions.growth.selection import appoint_assessor
from alliance.choices import DeclineReason, ProspectStage, Role
from alliance.demo.growth_onboarding import approve, bring_in, open_places
from alliance.demo.growth_selection import KNOWN, NEW, add_expertise, judge, score
from alliance.demo.parts import DemoAlliance
from alliance.logic.academic_year import AcademicYear
from alliance.models import Membership, Partner, Priority, Prospect, School, User
from alliance.queries.nearby import nearest

PRIORITIES = (
    "Every child reads by seven",
    "Maths from counting to A level",
    "Children with SEND learn with everybody",
    "New teachers stay in the profession",
    "Attendance after the long absences",
)


@dataclass(frozen=True)
class Plan:
    """One prospect: how many open schools nearer to the lead school are passed over, its stage and for how
    many days, whose it is, the goals it shares by place in the list, and what is noted.
    """

    place: int
    stage: ProspectStage
    days: int
    owner: str
    goals: tuple[int, ...]
    notes: str


PLANS = (
    Plan(
        1,
        ProspectStage.PROSPECT,
        12,
        Role.STRATEGIC_LEAD,
        (),
        "Two of our primaries share governors with them.",
    ),
    Plan(3, ProspectStage.PROSPECT, 104, "", (0,), "Named at the spring conference; nobody has rung yet."),
    Plan(
        5,
        ProspectStage.ENQUIRY,
        6,
        Role.SUPPORT_LEAD,
        (0, 2),
        "The head asked what membership costs and gives.",
    ),
    Plan(
        9,
        ProspectStage.ENQUIRY,
        33,
        Role.CPD_LEAD,
        (1,),
        "Wants the maths programme; waiting for their governors.",
    ),
    Plan(
        12,
        ProspectStage.ASSESSED,
        14,
        Role.ITT_LEAD,
        (0, 1, 3),
        "Could host four trainees a year from September.",
    ),
    Plan(
        14,
        ProspectStage.DUE_DILIGENCE,
        20,
        Role.SUPPORT_LEAD,
        (0, 2, 4),
        "Safeguarding review seen; finance to come.",
    ),
    Plan(
        17,
        ProspectStage.BOARD_DECISION,
        9,
        Role.STRATEGIC_LEAD,
        (0, 1, 2, 3),
        "The paper is ready for the next board.",
    ),
)
NEWCOMERS = (
    Plan(24, ProspectStage.BOARD_DECISION, 0, Role.SUPPORT_LEAD, (0, 2), "Joins with its early years team."),
    Plan(
        27, ProspectStage.BOARD_DECISION, 0, Role.CPD_LEAD, (1, 3, 4), "Wants to host two trainees at once."
    ),
)
CONTACTS = (("Ffion Marlowe", True), ("Idris Penhale", False))
"""Of the newcomers: whom to write to, and whether it has joined."""
DECLINED = (
    21,
    DeclineReason.TOO_FAR,
    "An hour each way after school: they chose the alliance next door.",
)


def add_growth(demo: DemoAlliance) -> None:
    """Of the first demo alliance, once."""
    if demo.alliance.slug != "eastmoor" or Prospect.objects.exists():
        return
    by = demo.strategic_lead.user
    priorities = [add_priority(name=name, by=by) for name in PRIORITIES]
    people = _people(demo)
    schools = list(_schools(demo.alliance.lead_school))
    prospects = [_walk(plan, schools[plan.place], priorities, people, by) for plan in PLANS]
    areas = add_expertise(by)
    *_, assessed, checked, before_the_board = prospects
    judge(before_the_board, NEW, areas, people, by)
    score(checked, people[Role.CPD_LEAD], (3, 2, 4), by)
    for prospect in (assessed, checked):
        appoint_assessor(prospect=prospect, assessor=people[Role.STRATEGIC_LEAD], by=by)
    year = AcademicYear.for_date(timezone.localdate())
    open_places(year, by)
    for plan, (contact, whole) in zip(NEWCOMERS, CONTACTS, strict=True):
        newcomer = _walk(plan, schools[plan.place], priorities, people, by)
        judge(newcomer, KNOWN, areas, people, by)
        approve(newcomer, by)
        bring_in(newcomer, year, contact, by, whole=whole)
    place, because, note = DECLINED
    gone = Plan(place, ProspectStage.ASSESSED, 60, Role.CPD_LEAD, (3,), "Interested in ECT mentor training.")
    prospect = _walk(gone, schools[place], priorities, people, by)
    decline_prospect(prospect=prospect, because=because, note=note, by=by)


def _walk(
    plan: Plan, school: School, priorities: Sequence[Priority], people: dict[str, User], by: User
) -> Prospect:
    """Through the stages to its own, the days there counted back from today."""
    shared = [priorities[place] for place in plan.goals]
    description = Description(people.get(plan.owner), plan.notes, shared)
    first = ProspectStage.PROSPECT
    prospect = add_prospect_school(school=school, stage=first, description=description, by=by)
    stages = list(ProspectStage)
    for stage in stages[1 : stages.index(plan.stage) + 1]:
        set_stage(prospect, stage)
    prospect.stage_since = timezone.now() - timedelta(days=plan.days)
    prospect.save(update_fields=["stage_since"])
    return prospect


def _schools(lead: School | None) -> Iterator[School]:
    """Open schools that are no partners, from the lead school outwards."""
    partners = set(Partner.objects.exclude(school=None).values_list("school__resolved_id", flat=True))
    found = nearest(lead, 250) if lead is not None else ()
    return (school for school in found if school.resolved_id not in partners)


def _people(demo: DemoAlliance) -> dict[str, User]:
    """Who works here, by role."""
    members = Membership.objects.current().filter(alliance=demo.alliance).select_related("user")
    return {role: member.user for member in members for role in member.roles}
