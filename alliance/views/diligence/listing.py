"""Due diligence across the partners, as a list and as a file."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.choices import DiligenceState, PartnerKind
from alliance.logic.search_text import read_search
from alliance.queries.diligence import listing
from alliance.queries.diligence.listing import ALL, DECIDED, OPEN, DiligenceFilters, ListedReview
from alliance.views.diligence.rows import Row, drawn_reviews
from alliance.views.diligence.words import state_of, why_short
from foundation import words
from foundation.access import requires
from foundation.exports import export_response
from foundation.lists.paging import page_of
from foundation.lists.sorting import Sorting
from foundation.ui.items import Chip, Crumb, FilterGroup, FilterOption, MenuItem, Tab

PER_PAGE = 50
SHOWN = {OPEN: "Due and in progress", DECIDED: "Decided", ALL: "All"}
COLUMNS = (("Partner", "partner"), ("State", "state"), ("Due", "due"), ("Why", ""), ("Checks", ""))
DECIDED_COLUMNS = (("Partner", "partner"), ("State", "state"), ("Decided", ""), ("Next due", "next"))
HEADS = ("Partner", "Kind", "State", "Due", "Why", "Checks answered", "Checks", "Decided", "Next due")
BY_DAY, BY_NEXT = Sorting("due"), Sorting("next")


@requires(policy.see_diligence)
def diligence(request: HttpRequest, slug: str) -> HttpResponse:
    today = timezone.localdate()
    filters, sort = _filters(request), _sort(request)
    found = listing.reviews_matching(filters, today=today)
    waiting, overdue = listing.open_and_overdue(today)
    known = waiting if filters == DiligenceFilters() else None
    ordered = listing.in_order(listing.shown(found), sort.column, descending=sort.descending)
    page = page_of(ordered, PER_PAGE, request.GET.get("page"), known=known)
    base, asked = reverse("partners", args=[slug]), _asked(filters)
    rows = [_row(base, row, today) for row in listing.listed(list(page.object_list), today=today)]
    columns = DECIDED_COLUMNS if filters.show == DECIDED else COLUMNS
    context = {
        "page_title": "Due diligence",
        "breadcrumbs": [
            Crumb("Partners", reverse("partners", args=[slug])),
            Crumb("Due diligence"),
        ],
        "summary": f"{words.counted(waiting, 'review')} waiting, {overdue:,} overdue",
        "tabs": [_tab(request, filters, show) for show in SHOWN],
        "columns": sort.heads(columns, request.path, asked),
        "rows": rows,
        "drawn": drawn_reviews(rows, decided=filters.show == DECIDED),
        "page": page,
        "base_href": _with(request.path, [*asked, ("sort", str(sort))]),
        "search": filters.text,
        "chips": _chips(request, filters),
        "groups": _groups(filters),
        "keep": [("show", filters.show), ("sort", str(sort))],
        "clear_href": _with(request.path, [("show", filters.show)]),
        "exports": [
            MenuItem(label, _with(reverse(name, args=[slug]), asked))
            for name, label in (("diligence_export", "As CSV"), ("diligence_export_xlsx", "As Excel"))
        ],
        "settings_href": reverse("diligence_settings", args=[slug])
        if policy.manage_settings.test(request.member)
        else "",
    }
    return render(request, "alliance/diligence/list.html", context)


@requires(policy.see_diligence)
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Every row the list finds, as csv or xlsx."""
    today, filters, sort = timezone.localdate(), _filters(request), _sort(request)
    found = listing.in_order(
        listing.reviews_matching(filters, today=today), sort.column, descending=sort.descending
    )
    rows = (_cells(row) for row in listing.listed(found, today=today))
    return export_response(kind, f"due-diligence-{slug}-{today.isoformat()}", list(HEADS), rows)


def _filters(request: HttpRequest) -> DiligenceFilters:
    query = request.GET
    return DiligenceFilters(
        text=read_search(query.get("q", "")).words,
        show=query["show"] if query.get("show") in SHOWN else OPEN,
        states=tuple(state for state in DiligenceState.values if state in query.getlist("state")),
        kinds=tuple(kind for kind in PartnerKind.values if kind in query.getlist("kind")),
        overdue=query.get("overdue") == "yes",
    )


def _sort(request: HttpRequest) -> Sorting:
    usual = BY_NEXT if request.GET.get("show") == DECIDED else BY_DAY
    return Sorting.read(request.GET.get("sort", ""), listing.SORTS, usual)


def _asked(filters: DiligenceFilters, **without: Any) -> list[tuple[str, str]]:
    """The filters as an address says them."""
    said = [("show", filters.show)] + ([("q", filters.text)] if filters.text else [])
    said += [("state", state) for state in filters.states if state != without.get("state")]
    said += [("kind", kind) for kind in filters.kinds if kind != without.get("kind")]
    return said + ([("overdue", "yes")] if filters.overdue and "overdue" not in without else [])


def _chips(request: HttpRequest, filters: DiligenceFilters) -> list[Chip]:
    path = request.path
    found = [
        Chip("State", str(DiligenceState(state).label), _with(path, _asked(filters, state=state)))
        for state in filters.states
    ]
    found += [
        Chip("Kind", str(PartnerKind(kind).label), _with(path, _asked(filters, kind=kind)))
        for kind in filters.kinds
    ]
    if filters.overdue:
        found.append(Chip("Overdue", "Yes", _with(path, _asked(filters, overdue=True))))
    return found


def _groups(filters: DiligenceFilters) -> list[FilterGroup]:
    states = [
        FilterOption(state.value, str(state.label), state.value in filters.states) for state in DiligenceState
    ]
    kinds = [FilterOption(kind.value, str(kind.label), kind.value in filters.kinds) for kind in PartnerKind]
    overdue = [
        FilterOption("", "Any", not filters.overdue),
        FilterOption("yes", "Only these", filters.overdue),
    ]
    return [
        FilterGroup("State", "state", states),
        FilterGroup("Kind", "kind", kinds),
        FilterGroup("Overdue", "overdue", overdue, multiple=False),
    ]


def _tab(request: HttpRequest, filters: DiligenceFilters, show: str) -> Tab:
    return Tab(SHOWN[show], _with(request.path, [("show", show)]), current=filters.show == show)


def _row(base: str, row: ListedReview, today: date) -> Row:
    review = row.review
    state, word = state_of(review, today)
    return Row(
        name=review.partner.name,
        href=f"{base}{review.partner.public_id}/due-diligence/",
        kinds=", ".join(str(kind.label) for kind in row.kinds),
        state=state,
        word=word,
        due=words.day(review.due_on),
        why=why_short(review),
        checks=f"{row.answered} of {row.checks}" if row.checks else "",
        decided=words.day(review.decided_at),
        next_due=words.day(review.next_due_on),
    )


def _cells(row: ListedReview) -> list[Any]:
    review = row.review
    return [
        review.partner.name,
        ", ".join(str(kind.label) for kind in row.kinds),
        review.get_state_display(),
        review.due_on,
        why_short(review),
        row.answered,
        row.checks,
        timezone.localdate(review.decided_at) if review.decided_at else None,
        review.next_due_on,
    ]


def _with(path: str, asked: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(asked)}"
