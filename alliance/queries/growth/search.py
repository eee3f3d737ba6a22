"""What the portal's search finds of prospects."""

from collections.abc import Iterator

from django.db.models import Case, Q, When
from django.urls import reverse

from alliance import policy
from alliance.choices import ProspectStage
from alliance.logic.search_text import read_search
from alliance.models import Prospect
from foundation.search import Asked, Result, Source
from foundation.search.pages import Page

MOST_WORDS = 8


def find_prospects(asked: Asked) -> Iterator[Result]:
    """Prospects by name or URN: those still open first."""
    if asked.loosely:
        return
    sought = read_search(asked.text)
    says = Q()
    for word in sought.words.split()[:MOST_WORDS]:
        says &= Q(name__icontains=word)
    numbered = Q(school__urn=sought.number) if sought.number is not None else Q(pk__in=())
    standing = Case(When(stage=ProspectStage.DECLINED, then=1), default=0)
    found = Prospect.objects.visible_to(asked.member).filter(says | numbered)
    rows = found.annotate(standing=standing).order_by("standing", "name", "pk")
    slug = asked.member.alliance.slug
    for public_id, name, stage in rows.values_list("public_id", "name", "stage")[: asked.limit]:
        yield Result(
            name, reverse("prospect", args=[slug, public_id]), f"Prospect · {ProspectStage(stage).label}"
        )


SOURCE = Source("prospects", "Prospects", "growth", policy.see_prospects, find_prospects, 15)
PAGES = (
    Page("Prospects", "prospects", policy.see_prospects, "growth pipeline board expansion new partners"),
    Page("Add a prospect", "add_prospect", policy.change_prospects, "growth enquiry new school join"),
    Page("Board papers", "board_papers", policy.see_board_papers, "growth decide minutes prospect"),
    Page("Expertise", "expertise", policy.see_prospects, "matrix gaps areas who knows specialism"),
    Page("Criteria", "rubric", policy.manage_growth, "rubric weights selection assess prospects"),
    Page("Places for newcomers", "capacity", policy.manage_growth, "growth onboarding capacity year"),
    Page("Priorities", "priorities", policy.manage_growth, "growth goals objectives shared"),
)
