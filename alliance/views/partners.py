"""The partner list and its export."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.models import Partner
from alliance.queries.partners import NEAR_MILES, PAGE_SIZE, Counts, PartnerList, authorities
from alliance.views.bulk_offers import PARTNER_VERBS, bar_of
from alliance.views.partner_address import PARTNERS, ListAddress, chips, filter_groups
from alliance.views.partner_columns import COLUMNS, row_menu
from alliance.views.partner_rows import CONTACT_KEY
from alliance.views.saved_views import view_menu
from foundation import words
from foundation.access import requires
from foundation.exports import export_response
from foundation.lists import saved
from foundation.lists.addresses import with_query
from foundation.lists.columns import Reading
from foundation.lists.pages import columns_page
from foundation.lists.rows import drawn_rows
from foundation.ui.items import Column, Crumb, MenuItem, Tab

ACTIONS = Column("Actions", hidden=True)
BULK = "bulk"
"""The id of the form that rows are ticked for."""
MOST_PRINTED = 2_000
MOST_BESIDE_MAP = 7
"""Columns; with more of them the list has the page for itself."""


@requires(policy.see_partners)
def partners(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the list, as the address asks for it; if it asks for nothing, one's default view."""
    views = saved.views_of(PARTNERS, request.user)
    if not request.GET and (default := next((view.query for view in views if view.is_default), "")):
        return redirect(with_query(request.path, default))
    listing, address = listing_of(request)
    here = reverse("partners", args=[slug])
    counts = listing.counts()
    page = _page(counts.matching, address.page)
    columns, reading = COLUMNS.chosen(address.columns), Reading(listing.today, here)
    frame = frame_of(request, listing, address, counts)
    context = {
        **frame,
        **(_bulk(slug, address, counts) if frame["may_change"] else {"bulk_form": ""}),
        **view_menu(request, views, address.query()),
        "contact_key": CONTACT_KEY,
        "columns": _columns(address, here) + ([ACTIONS] if frame["may_change"] else []),
        "columns_href": with_query(reverse("partner_columns", args=[slug]), address.query()),
        "with_map": len(columns) <= MOST_BESIDE_MAP,
        "counts": counts,
        "page": page,
        "pages_href": with_query(here, address.query()),
        "rows": drawn_rows(
            listing.page(page.number),
            columns,
            reading,
            select=BULK if frame["may_change"] else "",
            menu=row_menu if frame["may_change"] else None,
        ),
        "summary": summary_of(listing, counts),
    }
    return render(request, "alliance/partners/list.html", context)


@requires(policy.export_partners)
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Every row the list shows, in its order and with its columns, as csv or xlsx."""
    listing, address = listing_of(request)
    columns, reading = COLUMNS.chosen(address.columns), Reading(listing.today)
    rows = ([column.value(row, reading) for column in columns] for row in listing.all())
    heads = [column.label for column in columns]
    return export_response(kind, f"partners-{slug}-{listing.today.isoformat()}", heads, rows)


@requires(policy.see_partners)
def print_partners(request: HttpRequest, slug: str) -> HttpResponse:
    """Every row the list finds on one page, as many as anybody prints."""
    listing, address = listing_of(request)
    counts, back = listing.counts(), reverse("partners", args=[slug])
    columns, reading = COLUMNS.chosen(address.columns), Reading(listing.today, back)
    context = {
        "page_title": "Partners to print",
        "breadcrumbs": [Crumb("Partners", back), Crumb("To print")],
        "summary": summary_of(listing, counts),
        "chips": chips(address, back, dict(authorities(counts.total))),
        "columns": [Column(column.label, numeric=column.numeric) for column in columns],
        "rows": drawn_rows(listing.first(MOST_PRINTED), columns, reading),
        "most": MOST_PRINTED,
        "left_off": counts.matching - MOST_PRINTED,
        "back": with_query(back, address.query()),
    }
    return render(request, "alliance/partners/print.html", context)


@requires(policy.see_partners)
def choose_columns(request: HttpRequest, slug: str) -> HttpResponse:
    home = Crumb("Partners", reverse("partners", args=[slug]))
    address = ListAddress.read(request.GET)
    return columns_page(request, COLUMNS, address, title="Columns of the partner list", home=home)


def listing_of(request: HttpRequest) -> tuple[PartnerList, ListAddress]:
    """The list the address asks for, of the partners its reader may see."""
    return list_asked_for(request, request.GET)


def list_asked_for(request: HttpRequest, query: QueryDict) -> tuple[PartnerList, ListAddress]:
    """The list of this query, of the partners the reader may see."""
    address = ListAddress.read(query)
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
    list_href, map_href = (
        with_query(reverse(name, args=[slug]), query) for name in ("partners", "partner_map")
    )
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
        "imports": [
            MenuItem("Partners", reverse("new_import", args=[slug, "partners"])),
            MenuItem("Contacts", reverse("new_import", args=[slug, "contacts"])),
            MenuItem("Earlier imports", reverse("imports", args=[slug])),
        ],
        "exports": [
            MenuItem("As CSV", with_query(reverse("partners_export", args=[slug]), query)),
            MenuItem("As Excel", with_query(reverse("partners_export_xlsx", args=[slug]), query)),
            MenuItem("To print", with_query(reverse("print_partners", args=[slug]), query), ruled=True),
        ],
        "panel_href": with_query(reverse("partner_map_panel", args=[slug]), query),
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


def _bulk(slug: str, address: ListAddress, counts: Counts) -> dict[str, Any]:
    """What the bar under the list needs."""
    more = counts.matching > PAGE_SIZE
    return {
        "bulk_form": BULK,
        "bulk_href": reverse("select_partners", args=[slug]),
        "bulk_query": address.query(),
        "bulk_verbs": bar_of(PARTNER_VERBS),
        "bulk_all": f"All {counts.matching:,} that match" if more else "",
    }


def _page(matching: int, number: int) -> Page:
    """The page, or the last one where there are not that many."""
    return Paginator(range(matching), PAGE_SIZE).get_page(number)


def _columns(address: ListAddress, here: str) -> list[Column]:
    sort = address.sort
    column_in_force = sort.column or ("name" if not address.filters.search else "")
    found = []
    for column in COLUMNS.chosen(address.columns):
        order = ("descending" if sort.descending else "ascending") if column.name == column_in_force else ""
        href = with_query(here, address.sorted_by(column.name).query())
        found.append(Column(column.label, href, order, numeric=column.numeric, roomy=column.roomy))
    return found
