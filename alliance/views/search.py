"""The search of the whole portal: a page of results, and the palette under the search field."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alliance import policy
from alliance.logic.search_text import read_search
from foundation import words
from foundation.access import requires
from foundation.search import FEWEST_LETTERS
from foundation.search import search as find

ON_THE_PAGE, IN_THE_PALETTE = 20, 5
"""Results of each kind."""


@requires(policy.search)
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that `?q=` may mean, by kind."""
    text = read_search(request.GET.get("q", "")).words
    is_asked = len(text) >= FEWEST_LETTERS
    sections = find(request.member, text, limit=ON_THE_PAGE) if is_asked else []
    found = sum(len(section.results) for section in sections)
    more = "More than " if any(section.is_cut for section in sections) else ""
    context = {
        "page_title": f"Search: {text}" if text else "Search",
        "text": text,
        "is_asked": is_asked,
        "search_value": text,
        "sections": sections,
        "summary": f"{more}{words.counted(found, 'result')}" if sections else "",
    }
    return render(request, "alliance/search/results.html", context)


@requires(policy.search)
def palette(request: HttpRequest, slug: str) -> HttpResponse:
    """The first of each kind while somebody types; for an empty text, the pages there are."""
    sections = find(request.member, read_search(request.GET.get("q", "")).words, limit=IN_THE_PALETTE)
    return render(request, "alliance/search/palette.html", {"sections": sections})
