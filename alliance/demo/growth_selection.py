"""How the prospects of the demo are judged: what the alliance knows, its assessors, their points."""

from collections.abc import Mapping, Sequence

from alliance.actions.growth.expertise import add_area, set_partner_expertise, set_prospect_expertise
from alliance.actions.growth.selection import appoint_assessor, declare_conflict, score_prospect
from alliance.choices import Recommendation, Role, Strength
from alliance.models import Criterion, ExpertiseArea, Partner, Prospect, User

AREAS = ("Attendance", "Autism", "Behaviour", "Early language", "Maths mastery", "Phonics", "Timetabling")
COVERED = {
    "Hallgarth Academy": {"Maths mastery": Strength.LEADING, "Behaviour": Strength.STRONG},
    "Kelderby St Hild’s Academy": {"Behaviour": Strength.LEADING, "Timetabling": Strength.SOME},
    "Foxdale Junior School": {"Phonics": Strength.LEADING, "Early language": Strength.STRONG},
    "Fernwold Infant School": {"Phonics": Strength.STRONG, "Early language": Strength.SOME},
    "Penderby Academy": {"Maths mastery": Strength.STRONG},
    "Sandhaugh School": {"Autism": Strength.STRONG},
}
KNOWN = {"Phonics": Strength.STRONG}
NEW = {"Attendance": Strength.LEADING, "Autism": Strength.STRONG, **KNOWN}
WHY = {
    4: "They have done it for years, and their neighbours say so.",
    3: "Clear in their plan, and two of our heads have seen it.",
    2: "Meant, but so far on paper.",
}


def add_expertise(by: User) -> list[ExpertiseArea]:
    """The areas, and which partners of the demo know them."""
    areas = {name: add_area(name=name, by=by) for name in AREAS}
    for partner in Partner.objects.filter(name__in=COVERED):
        strengths = {areas[name].pk: int(strength) for name, strength in COVERED[partner.name].items()}
        set_partner_expertise(partner=partner, strengths=strengths, by=by)
    return list(areas.values())


def judge(
    prospect: Prospect,
    brings: Mapping[str, Strength],
    areas: Sequence[ExpertiseArea],
    people: Mapping[str, User],
    by: User,
) -> None:
    """By two who scored and one who may not, with what it `brings`."""
    strengths = {area.pk: int(brings[area.name]) for area in areas if area.name in brings}
    set_prospect_expertise(prospect=prospect, strengths=strengths, by=by)
    for role, points in ((Role.SUPPORT_LEAD, (4, 3, 3)), (Role.BOARD_MEMBER, (3, 4, 2))):
        score(prospect, people[role], points, by)
    apart = appoint_assessor(prospect=prospect, assessor=people[Role.ITT_LEAD], by=by)
    declare_conflict(assessment=apart, note="My son is in Year 4 there.", by=people[Role.ITT_LEAD])


def score(prospect: Prospect, assessor: User, points: Sequence[int], by: User) -> None:
    assessment = appoint_assessor(prospect=prospect, assessor=assessor, by=by)
    criteria = Criterion.objects.filter(rubric=assessment.rubric).order_by("position")
    score_prospect(
        assessment=assessment,
        points={criterion.pk: (given, WHY[given]) for criterion, given in zip(criteria, points, strict=True)},
        recommendation=Recommendation.JOIN,
        comment="They would give as much as they take.",
        by=assessor,
    )
