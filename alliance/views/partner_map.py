"""The map of partners: a page of its own, and the panel beside the list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alliance import policy
from alliance.charts.partner_map import credit, draw_partners, glyph_of, key_of
from alliance.queries.partner_map import Place, Places, places_of
from alliance.queries.partners import PartnerList
from alliance.views.partner_rows import glyph
from alliance.views.partners import frame_of, listing_of, summary_of
from foundation.access import requires
from foundation.ui.items import Column, Crumb

LISTED = 200
"""Places named beside the map; the partner list has the others."""
PAGE_SIZE = (660, 620)
PHONE_SIZE = (356, 420)
PANEL_SIZE = (282, 357)


@requires(policy.see_partners)
def partner_map(request: HttpRequest, slug: str) -> HttpResponse:
    """The partners that the same filters show, on the National Grid, with the nearest named beside it."""
    listing, address = listing_of(request)
    places, counts = places_of(listing), listing.counts()
    base = reverse("partners", args=[slug])
    context = {
        **frame_of(request, listing, address, counts),
        **_shown(places),
        "breadcrumbs": [Crumb("Partners", base), Crumb("Map")],
        "maps": [
            ("wide", _draw(places, listing, base, PAGE_SIZE)),
            ("narrow", _draw(places, listing, base, PHONE_SIZE)),
        ],
        "nearest": [_listed(place, base) for place in places.drawn[:LISTED]],
        "more": max(len(places.drawn) - LISTED, 0) + places.further,
        "columns": [Column("Partner"), Column("Miles", numeric=True)],
        "list_href": base + (f"?{address.query()}" if address.query() else ""),
        "summary": summary_of(listing, counts),
    }
    return render(request, "alliance/partners/map.html", context)


@requires(policy.see_partners)
def panel(request: HttpRequest, slug: str) -> HttpResponse:
    """The small map, fetched by the list once it is in view: drawing it must not hold the list up."""
    listing, address = listing_of(request)
    places = places_of(listing)
    base = reverse("partners", args=[slug])
    query = address.query()
    context = {
        **_shown(places),
        "map": _draw(places, listing, base, PANEL_SIZE),
        "larger_href": reverse("partner_map", args=[slug]) + (f"?{query}" if query else ""),
    }
    return render(request, "alliance/partners/map_panel.html", context)


def _shown(places: Places) -> dict[str, Any]:
    return {"places": places, "key": key_of(places.drawn), "credit": credit()}


def _draw(places: Places, listing: PartnerList, base: str, size: tuple[int, int]) -> str:
    return draw_partners(places.drawn, listing.centre, base=base, width=size[0], height=size[1])


def _listed(place: Place, base: str) -> dict[str, Any]:
    miles = "–" if place.is_lead or place.miles is None else f"{place.miles:,.1f}"
    return {
        "href": f"{base}{place.public_id}/",
        "name": place.name,
        "glyph": glyph(glyph_of(place)),
        "authority": place.authority or "",
        "miles": miles,
    }
