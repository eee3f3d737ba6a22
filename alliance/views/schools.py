"""The School register while somebody types."""

from django.http import HttpRequest, HttpResponse, JsonResponse

from alliance import policy
from alliance.queries.schools import search_schools
from foundation.access import requires

SUGGESTIONS = 8


@requires(policy.see_register)
def find_schools(request: HttpRequest, slug: str) -> HttpResponse:
    """`?q=` for the autocomplete field: {"results": [{"value": URN, "label": name, "hint": place}]}."""
    hits = search_schools(request.GET.get("q", ""), near=request.alliance.lead_school, limit=SUGGESTIONS)
    results = [{"value": str(hit.urn), "label": hit.name, "hint": hit.hint} for hit in hits]
    return JsonResponse({"results": results})
