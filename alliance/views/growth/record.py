"""The pages of one prospect: overview and history."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from alliance import policy
from alliance.charts.growth_map import distance_words, draw_prospect, phases_of
from alliance.charts.partner_map import credit
from alliance.choices import PIPELINE, Organisation, PhaseGroup, ProspectStage
from alliance.logic.academic_year import AcademicYear
from alliance.models import Prospect
from alliance.queries.growth.prospects import find_prospect
from alliance.queries.growth.record import ProspectRecord, history_of
from alliance.views.growth.moves import moves_of
from alliance.views.growth.next import next_of
from foundation import words
from foundation.access import requires
from foundation.ui.items import Column, Crumb, Fact, MenuItem, Step, Tab

RECENT = 5
WHOLE_HISTORY = 500
WIDE, PHONE = (660, 420), (326, 360)


@requires(policy.see_prospects)
def prospect(request: HttpRequest, slug: str, prospect_id: UUID) -> HttpResponse:
    record = record_of(request, prospect_id)
    base = reverse("partners", args=[slug])
    has_map = record.place is not None
    context = {
        **frame_of(request, record, "Overview"),
        "facts": facts_of(record),
        "has_map": has_map,
        "maps": [
            (width, draw_prospect(record, base=base, width=size[0], height=size[1]))
            for width, size in (("wide", WIDE), ("narrow", PHONE))
            if has_map
        ],
        "credit": credit(),
        "map_phases": phases_of(record),
        "distance": distance_words(record.cohesion),
        "nearest": record.nearest,
        "nearest_columns": [Column("Nearest partners"), Column("Km", numeric=True)],
        "partners_href": base,
        "timeline": history_of(record.prospect, limit=RECENT),
    }
    return render(request, "alliance/growth/overview.html", context)


@requires(policy.see_prospects)
def history(request: HttpRequest, slug: str, prospect_id: UUID) -> HttpResponse:
    record = record_of(request, prospect_id)
    context = {
        **frame_of(request, record, "History"),
        "timeline": history_of(record.prospect, limit=WHOLE_HISTORY),
        "most": WHOLE_HISTORY,
    }
    return render(request, "alliance/growth/history.html", context)


def prospect_of(request: HttpRequest, public_id: UUID) -> Prospect:
    """The prospect of this id. One that the member may not see is not there: 404."""
    found = find_prospect(Prospect.objects.visible_to(request.member), public_id)
    if found is None:
        raise Http404("No such prospect.")
    return found


def record_of(request: HttpRequest, public_id: UUID) -> ProspectRecord:
    return ProspectRecord(
        prospect_of(request, public_id),
        request.alliance.lead_school,
        timezone.localdate(),
        for_staff=policy.see_prospects.test(request.member),
    )


def address_of(request: HttpRequest, name: str, prospect: Prospect, *more: Any) -> str:
    """The address of a page of this prospect."""
    return reverse(name, args=[request.alliance.slug, prospect.public_id, *more])


def frame_of(request: HttpRequest, record: ProspectRecord, tab: str) -> dict[str, Any]:
    """What every page of the record has around it: head, life, next action, tabs."""
    prospect = record.prospect
    may_change = policy.change_prospects.test(request.member) and prospect.is_open
    return {
        "breadcrumbs": crumbs_of(request, prospect),
        "recent": "Prospect",
        "prospect": prospect,
        "record": record,
        "head": _head(record),
        "about": about_of(prospect),
        "steps": steps_of(record),
        "tabs": _tabs(request, prospect, tab),
        "may_change": may_change,
        "menu": _menu(request, prospect),
        "next": next_of(request.alliance.slug, record) if may_change else None,
    }


def crumbs_of(request: HttpRequest, prospect: Prospect, *last: str) -> list[Crumb]:
    slug = request.alliance.slug
    way = [Crumb("Prospects", reverse("prospects", args=[slug]))]
    if not last:
        return [*way, Crumb(prospect.name)]
    return [*way, Crumb(prospect.name, address_of(request, "prospect", prospect)), Crumb(last[0])]


def about_of(prospect: Prospect) -> list[str]:
    """What it is, between dots."""
    school = prospect.school
    if school is None:
        return [Organisation(prospect.organisation).label]
    phase = PhaseGroup(school.phase_group).label.split(" and ")[0] if school.phase_group else ""
    place = school.local_authority.name if school.local_authority else ""
    return [part for part in (f"URN {school.urn}", phase, place) if part]


def facts_of(record: ProspectRecord) -> list[Fact]:
    """At a glance; what is not known is left out."""
    prospect, lead = record.prospect, record.lead
    school = prospect.school
    found = [
        Fact("Looked after by", str(prospect.owner) if prospect.owner else "Nobody yet"),
        Fact("In this stage", words.counted(record.days, "day"), f"Since {words.day(prospect.stage_since)}"),
        Fact("Added", words.day(prospect.created_at)),
    ]
    if record.km is not None and lead is not None:
        found.append(Fact("Distance", f"{record.km:,.1f} km from {lead.name}", "Straight line"))
    if school is not None:
        register = "From the School register"
        size = words.counted(school.pupils, "pupil") if school.pupils is not None else ""
        found += [
            Fact("Type", school.type_name, register),
            Fact("Trust", school.trust_name, register),
            Fact("Size", size, register),
        ]
    if prospect.onboarding_year is not None:
        found.append(Fact("A place of", str(AcademicYear(prospect.onboarding_year))))
    found += [
        Fact("Trust UID", prospect.trust_uid),
        Fact("UKPRN", prospect.ukprn),
        Fact("Address", prospect.address),
        Fact("What it is and brings", prospect.reason),
    ]
    return [fact for fact in found if fact.value]


def steps_of(record: ProspectRecord) -> list[Step]:
    """The life of a prospect; a declined one ends where it was declined."""
    prospect = record.prospect
    if prospect.stage == ProspectStage.DECLINED:
        return []
    stages = [*PIPELINE, ProspectStage.MEMBER]
    at = stages.index(ProspectStage(prospect.stage))
    since = date_format(timezone.localdate(prospect.stage_since), "j M Y")
    done = at + (prospect.stage == ProspectStage.MEMBER)
    return [
        Step(
            stage.label,
            "done" if place < done else "current" if place == at else "todo",
            f"since {since}" if place == at else "",
        )
        for place, stage in enumerate(stages)
    ]


def _head(record: ProspectRecord) -> tuple[str, str]:
    prospect = record.prospect
    if prospect.stage == ProspectStage.MEMBER:
        return "good", "Member"
    if prospect.stage == ProspectStage.DECLINED:
        return "none", "Declined"
    return ("warn", "Long in this stage") if record.is_stuck else ("info", prospect.get_stage_display())


def _tabs(request: HttpRequest, prospect: Prospect, current: str) -> list[Tab]:
    found = [
        ("Overview", "prospect", ""),
        ("Selection", "prospect_selection", ""),
        ("Onboarding", "prospect_onboarding", ""),
        ("History", "prospect_history", ""),
    ]
    return [
        Tab(label, address_of(request, name, prospect), count, label == current)
        for label, name, count in found
    ]


def _menu(request: HttpRequest, prospect: Prospect) -> list[MenuItem]:
    if not policy.change_prospects.test(request.member):
        return []
    if prospect.stage == ProspectStage.DECLINED:
        return [MenuItem("Add it again", address_of(request, "add_prospect_again", prospect), post=True)]
    if not prospect.is_open:
        return []
    moves = moves_of(request.alliance.slug, prospect.public_id, prospect.name, ProspectStage(prospect.stage))
    back = [MenuItem(move.label, move.href, post=True) for move in moves if move.label.startswith("Back")]
    edit = MenuItem("Edit", address_of(request, "edit_prospect", prospect))
    decline = MenuItem("Decline…", address_of(request, "decline_prospect", prospect), destructive=True)
    return [edit, *back, decline]
