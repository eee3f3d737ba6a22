"""What the board reads: one paper a prospect, and the list of them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alliance import policy
from alliance.charts.growth_map import distance_words, draw_prospect, phases_of
from alliance.charts.partner_map import credit
from alliance.choices import ProspectStage
from alliance.logic.growth.matrix import Brings
from alliance.models import Prospect
from alliance.queries.growth.expertise import Matrix
from alliance.queries.growth.selection import to_assess
from alliance.views.growth.judged import judged_of
from alliance.views.growth.record import PHONE, WIDE, about_of, facts_of, record_of
from foundation import words
from foundation.access import requires
from foundation.ui.items import Column, Crumb

MOST_DECIDED = 20
BRINGS_WORDS = {
    Brings.FILLS: ("good", "Fills a gap"),
    Brings.BACKS_UP: ("info", "Backs up one partner"),
    Brings.ADDS: ("none", "Covered already"),
    Brings.NOTHING: ("none", "Brings nothing here"),
}


@requires(policy.see_board_papers)
def papers(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for the board, what it decided lately, and what one is asked to assess oneself."""
    visible = Prospect.objects.visible_to(request.member)
    waiting = visible.filter(stage=ProspectStage.BOARD_DECISION).order_by("stage_since", "pk")
    decided = visible.exclude(stage=ProspectStage.BOARD_DECISION)
    context = {
        "page_title": "Board papers",
        "waiting": waiting,
        "decided": decided.order_by("-stage_since", "pk")[:MOST_DECIDED],
        "own": to_assess(request.user),
    }
    return render(request, "alliance/growth/papers.html", context)


@requires(policy.read_board_papers)
def paper(request: HttpRequest, slug: str, prospect_id: UUID) -> HttpResponse:
    """Everything the board decides on, on one page that prints."""
    record = record_of(request, prospect_id)
    is_staff = policy.see_prospects.test(request.member)
    base = reverse("partners", args=[slug]) if is_staff else ""
    has_map = record.place is not None
    way = ("Prospects", "prospects") if is_staff else ("Board papers", "board_papers")
    context = {
        "page_title": f"Board paper: {record.prospect.name}",
        "breadcrumbs": [Crumb(way[0], reverse(way[1], args=[slug])), Crumb(record.prospect.name)],
        "prospect": record.prospect,
        "record": record,
        "about": about_of(record.prospect),
        "facts": facts_of(record),
        "judged": judged_of(record.prospect, request.user),
        "brought": brought_of(record.prospect),
        "has_map": has_map,
        "maps": [
            (width, draw_prospect(record, base=base, width=size[0], height=size[1]))
            for width, size in (("wide", WIDE), ("narrow", PHONE))
            if has_map
        ],
        "map_phases": phases_of(record),
        "credit": credit(),
        "distance": distance_words(record.cohesion),
        "nearest": record.nearest,
        "nearest_columns": [Column("Nearest partners"), Column("Km", numeric=True)],
        "partners_href": base,
        "shared_words": _shared_words(len(record.shared), len(record.shared) + len(record.unshared)),
        "record_href": reverse("prospect", args=[slug, record.prospect.public_id]) if is_staff else "",
    }
    return render(request, "alliance/growth/paper.html", context)


def brought_of(prospect: Prospect) -> list[dict[str, Any]]:
    """What the prospect brings, area by area, the gaps it fills first."""
    return [
        {
            "area": one.covered.area.name,
            "state": BRINGS_WORDS[one.brings][0],
            "word": BRINGS_WORDS[one.brings][1],
            "strength": one.strength_words,
            "strong": words.counted(one.covered.strong, "partner"),
        }
        for one in Matrix().brought(prospect)
    ]


def _shared_words(shared: int, goals: int) -> str:
    return f"{shared} of {words.counted(goals, 'goal')} shared" if goals else ""
