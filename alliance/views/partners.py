"""The partner list and its export."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.choices import Organisation, PartnerKind
from alliance.models import Partner
from alliance.queries.partner_rows import PartnerRow
from alliance.queries.partners import NEAR_MILES, PAGE_SIZE, Counts, PartnerList, authorities
from alliance.views.partner_address import ListAddress, chips, filter_groups
from alliance.views.partner_rows import CONTACT_KEY, contact_state, drawn, phase_word
from foundation import words
from foundation.access import requires
from foundation.exports import csv_response
from foundation.ui.items import Column, Crumb, Tab

COLUMNS = {
    "name": "School or partner",
    "kind": "Kind",
    "authority": "Authority",
    "joined": "Joined",
    "contact": "Main contact",
    "miles": "Miles",
}
EXPORT_HEADS = (
    *("Name", "URN", "Type", "Phase", "Kinds", "Authority", "Main contact", "Contact", "Verified on"),
    *("Joined on", "Left on", "Miles"),
)


@requires(policy.see_partners)
def partners(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the list, as the address asks for it."""
    listing, address = listing_of(request)
    counts = listing.counts()
    page = _page(counts.matching, address.page)
    context = {
        **frame_of(request, listing, address, counts),
        "contact_key": CONTACT_KEY,
        "columns": _columns(address, reverse("partners", args=[slug])),
        "counts": counts,
        "page": page,
        "pages_href": _with(reverse("partners", args=[slug]), address.query()),
        "rows": drawn(listing.page(page.number), reverse("partners", args=[slug]), listing.today),
        "summary": summary_of(listing, counts),
    }
    return render(request, "alliance/partners/list.html", context)


@requires(policy.export_partners)
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """Every row the list shows, in its order, as CSV."""
    listing, _ = listing_of(request)
    rows = [_exported(row, listing) for row in listing.all()]
    return csv_response(f"partners-{slug}-{listing.today.isoformat()}.csv", EXPORT_HEADS, rows)


def listing_of(request: HttpRequest) -> tuple[PartnerList, ListAddress]:
    """The list the address asks for, of the partners its reader may see."""
    address = ListAddress.read(request.GET)
    visible = Partner.objects.visible_to(request.member)
    lead = request.alliance.lead_school
    return PartnerList(visible, address.filters, address.sort, lead, timezone.localdate()), address


def frame_of(
    request: HttpRequest, listing: PartnerList, address: ListAddress, counts: Counts
) -> dict[str, Any]:
    """What list and map have in common: chips, filters, and each other's address with the same filters."""
    slug, query = request.alliance.slug, address.query()
    known = authorities(counts.total)
    base, here = reverse("partners", args=[slug]), request.path
    list_href, map_href = (_with(reverse(name, args=[slug]), query) for name in ("partners", "partner_map"))
    return {
        "breadcrumbs": [Crumb("Partners", base), Crumb("All partners")],
        "chips": chips(address, here, dict(known)),
        "groups": filter_groups(address, known, listing.year),
        "keep": address.keep(),
        "clear_href": f"{here}?status=all",
        "list_action": here,
        "search": address.filters.text,
        "filters_count": address.filters.count,
        "may_change": policy.change_partners.test(request.member),
        "views": [Tab("List", list_href, current=here == base), Tab("Map", map_href, current=here != base)],
        "partners_href": base,
        "partner_map_href": map_href,
        "export_href": _with(reverse("partners_export", args=[slug]), query),
        "panel_href": _with(reverse("partner_map_panel", args=[slug]), query),
    }


def summary_of(listing: PartnerList, counts: Counts) -> str:
    """60 of 71 partners match 3 filters · 27 within 10 miles of Hallgarth Academy."""
    filters = listing.filters
    if filters.search or filters.count:
        why = [f"“{filters.search.words}”"] if filters.search else []
        why += [words.counted(filters.count, "filter")] if filters.count else []
        verb = "matches" if counts.total == 1 else "match"
        said = f"{counts.matching:,} of {words.counted(counts.total, 'partner')} {verb} {words.listed(why)}"
    else:
        said = words.counted(counts.total, "partner")
    if counts.near is None or listing.centre is None:
        return said
    return f"{said} · {counts.near:,} within {NEAR_MILES} miles of {listing.centre.name}"


def _page(matching: int, number: int) -> Page:
    """The page, or the last one where there are not that many."""
    return Paginator(range(matching), PAGE_SIZE).get_page(number)


def _columns(address: ListAddress, here: str) -> list[Column]:
    sort = address.sort
    column_in_force = sort.column or ("name" if not address.filters.search else "")
    found = []
    for column, label in COLUMNS.items():
        order = ("descending" if sort.descending else "ascending") if column == column_in_force else ""
        href = _with(here, address.sorted_by(column).query())
        found.append(Column(label, href, order, numeric=column == "miles", roomy=column == "authority"))
    return found


def _exported(row: PartnerRow, listing: PartnerList) -> tuple[object, ...]:
    _, contact = contact_state(row, listing.today)
    return (
        row.name,
        row.urn,
        Organisation(row.organisation).label,
        phase_word(row) if row.organisation == Organisation.SCHOOL else None,
        ", ".join(PartnerKind(kind).label for kind in row.kinds),
        row.authority,
        row.contact,
        contact,
        timezone.localdate(row.verified_at) if row.verified_at else None,
        row.joined_on,
        row.left_on,
        None if row.miles is None or row.is_lead else round(row.miles, 1),
    )


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
