"""The list of people, its export and its columns."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.queries.roster.listing import (
    PAGE_SIZE,
    SORTS,
    PeopleList,
    partners_with_people,
    posts_in_use,
)
from alliance.views.roster.address import PeopleAddress, chips, filter_groups
from alliance.views.roster.columns import COLUMNS
from foundation import words
from foundation.access import requires
from foundation.exports import export_response
from foundation.lists.addresses import with_query
from foundation.lists.columns import Reading
from foundation.lists.pages import columns_page
from foundation.lists.rows import drawn_rows
from foundation.ui.items import Column, Crumb, MenuItem

MOST_PRINTED = 2_000


@requires(policy.see_roster)
def roster(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of the list, as the address asks for it."""
    listing, address = listing_of(request)
    here, query = reverse("roster", args=[slug]), address.query()
    total, matching = listing.total(), listing.matching()
    page = Paginator(range(matching), PAGE_SIZE).get_page(address.page)
    columns, reading = COLUMNS.chosen(address.columns), Reading(listing.today, here)
    may_change = policy.change_roster.test(request.member, None)
    may_import = policy.import_roster.test(request.member)
    partners = partners_with_people(request.member)
    context = {
        "page_title": "People",
        "breadcrumbs": [Crumb("People", here)],
        "summary": _summary(listing, total, matching),
        "total": total,
        "page": page,
        "pages_href": with_query(here, query),
        "columns": _heads(address, here),
        "rows": drawn_rows(listing.page(page.number), columns, reading),
        "chips": chips(address, here, dict(partners)),
        "groups": filter_groups(
            address,
            partners,
            posts_in_use(request.member),
            may_merge=policy.merge_people.test(request.member),
        ),
        "keep": address.keep(),
        "clear_href": f"{here}?status=all",
        "search": address.filters.text,
        "columns_href": with_query(reverse("roster_columns", args=[slug]), query),
        "exports": _exports(slug, query),
        "imports": _imports(slug) if may_import else [],
        "add_href": reverse("add_to_roster", args=[slug]) if may_change else "",
        "duplicates_href": (
            reverse("likely_duplicates", args=[slug]) if policy.merge_people.test(request.member) else ""
        ),
        "log_ins_href": reverse("people", args=[slug]) if policy.manage_people.test(request.member) else "",
    }
    return render(request, "alliance/roster/list.html", context)


@requires(policy.see_roster)
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Every row the list shows, in its order and with its columns, as csv or xlsx."""
    listing, address = listing_of(request)
    columns, reading = COLUMNS.chosen(address.columns), Reading(listing.today)
    rows = ([column.value(row, reading) for column in columns] for row in listing.all())
    heads = [column.label for column in columns]
    return export_response(kind, f"people-{slug}-{listing.today.isoformat()}", heads, rows)


@requires(policy.see_roster)
def print_roster(request: HttpRequest, slug: str) -> HttpResponse:
    """Every row the list finds on one page, as many as anybody prints."""
    listing, address = listing_of(request)
    back, matching = reverse("roster", args=[slug]), listing.matching()
    columns, reading = COLUMNS.chosen(address.columns), Reading(listing.today, back)
    context = {
        "page_title": "People to print",
        "breadcrumbs": [Crumb("People", back), Crumb("To print")],
        "summary": _summary(listing, listing.total(), matching),
        "chips": chips(address, back, dict(partners_with_people(request.member))),
        "columns": [Column(column.label, numeric=column.numeric) for column in columns],
        "rows": drawn_rows(listing.first(MOST_PRINTED), columns, reading),
        "most": MOST_PRINTED,
        "left_off": matching - MOST_PRINTED,
        "back": with_query(back, address.query()),
    }
    return render(request, "alliance/roster/print.html", context)


@requires(policy.see_roster)
def choose_columns(request: HttpRequest, slug: str) -> HttpResponse:
    home = Crumb("People", reverse("roster", args=[slug]))
    address = PeopleAddress.read(request.GET)
    return columns_page(request, COLUMNS, address, title="Columns of the list of people", home=home)


def listing_of(request: HttpRequest) -> tuple[PeopleList, PeopleAddress]:
    """The list the address asks for, of the people its reader may see."""
    address = PeopleAddress.read(request.GET)
    return PeopleList(request.member, address.filters, address.sort, timezone.localdate()), address


def _summary(listing: PeopleList, total: int, matching: int) -> str:
    """112 of 214 people match “science” and 1 filter."""
    filters = listing.filters
    why = [f"“{filters.words}”"] if filters.words else []
    why += [words.counted(filters.count, "filter")] if filters.count else []
    people = words.counted(total, "person", "people")
    if not why:
        return people
    return f"{matching:,} of {people} {'matches' if total == 1 else 'match'} {words.listed(why)}"


def _heads(address: PeopleAddress, here: str) -> list[Column]:
    found = []
    for column in COLUMNS.chosen(address.columns):
        if column.name not in SORTS:
            found.append(Column(column.label, numeric=column.numeric))
            continue
        is_here = column.name == address.sort.column
        order = ("descending" if address.sort.descending else "ascending") if is_here else ""
        href = with_query(here, address.sorted_by(column.name).query())
        found.append(Column(column.label, href, order, numeric=column.numeric))
    return found


def _exports(slug: str, query: str) -> list[MenuItem]:
    return [
        MenuItem("As CSV", with_query(reverse("roster_export", args=[slug]), query)),
        MenuItem("As Excel", with_query(reverse("roster_export_xlsx", args=[slug]), query)),
        MenuItem("To print", with_query(reverse("print_roster", args=[slug]), query), ruled=True),
    ]


def _imports(slug: str) -> list[MenuItem]:
    return [
        MenuItem("A staff list", reverse("new_import", args=[slug, "staff"])),
        MenuItem("Earlier imports", reverse("imports", args=[slug])),
    ]
