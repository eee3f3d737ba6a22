"""The list of agreements, its export, and those of one partner."""

from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.choices import AgreementState
from alliance.logic.search_text import read_search
from alliance.queries.agreements import record as records
from alliance.queries.agreements import rows as queries
from alliance.queries.agreements.rows import ENDING, SORTS, Narrowed, Standing
from alliance.views.agreements.rows import drawn_agreements
from alliance.views.partner_record import frame_of, record_of
from foundation.access import requires
from foundation.exports import export_response
from foundation.lists.paging import page_of
from foundation.lists.sorting import Sorting
from foundation.ui.items import Chip, FilterGroup, FilterOption

PER_PAGE = 50
MOST_EXPORTED = 20_000
USUAL = Sorting("ends")
COLUMNS = (
    ("Partner", "partner"),
    ("State", "state"),
    ("Tier", "tier"),
    ("Fee", "fee"),
    ("First day", "from"),
    ("Last day", "ends"),
)
EXPORTED = ("Partner", "Title", "State", "Tier", "Fee in pounds", "First day", "Last day")


@requires(policy.see_agreements)
def agreements(request: HttpRequest, slug: str) -> HttpResponse:
    """Every agreement, those that end first at the top."""
    today = timezone.localdate()
    narrowed, sort = _narrowed(request), _sorting(request)
    found = queries.in_order(
        queries.found(request.member, narrowed, today), sort.column, descending=sort.descending
    )
    standing = queries.standing(today)
    known = standing.total if narrowed == Narrowed() else None
    page = page_of(found, PER_PAGE, request.GET.get("page"), known=known)
    rows = [asdict(queries.row_of(one, today)) for one in page.object_list]
    kept = _kept(narrowed)
    ordered = [("sort", str(sort))] if sort != USUAL else []
    context = {
        "page_title": "Agreements",
        "summary": _summary(standing),
        "columns": [
            replace(head, numeric=head.label == "Fee") for head in sort.heads(COLUMNS, request.path, kept)
        ],
        "rows": rows,
        "drawn": drawn_agreements(rows, reverse("agreements", args=[slug])),
        "page": page,
        "search": narrowed.words,
        "is_usual": narrowed == Narrowed(),
        "chips": _chips(request, narrowed, kept, ordered),
        "groups": _groups(narrowed),
        "keep": ordered,
        "clear_href": request.path if kept else "",
        "base_href": f"{request.path}?{urlencode([*kept, *ordered])}",
        "exports": [
            (kind, f"{reverse(name, args=[slug])}?{urlencode([*kept, *ordered])}")
            for kind, name in (("CSV", "agreements_export"), ("Excel", "agreements_export_xlsx"))
        ],
        "may_change": policy.change_agreements.test(request.member),
        "new_href": reverse("new_agreement", args=[slug]),
        "templates_href": reverse("agreement_templates", args=[slug]),
    }
    return render(request, "alliance/agreements/list.html", context)


@requires(policy.see_agreements)
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """What the list shows, all pages of it."""
    today, sort = timezone.localdate(), _sorting(request)
    found = queries.in_order(
        queries.found(request.member, _narrowed(request), today), sort.column, descending=sort.descending
    )
    shown = (queries.row_of(one, today) for one in found[:MOST_EXPORTED])
    rows = (
        [row.partner, row.title, row.word, row.tier, row.fee_pence / 100, row.starts_on, row.ends_on]
        for row in shown
    )
    return export_response(kind, "agreements", list(EXPORTED), rows)


@requires(policy.see_partner)
def partner_agreements(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """The tab on a partner's record."""
    record = record_of(request, public_id)
    found = records.agreements_of(record.partner, request.member)
    start = f"{reverse('new_agreement', args=[slug])}?partner={record.partner.public_id}"
    context = {
        **frame_of(request, record, "Agreements"),
        "rows": [asdict(queries.row_of(one, record.today)) for one in found],
        "new_href": start if policy.change_agreements.test(request.member) else "",
    }
    return render(request, "alliance/agreements/of_partner.html", context)


def _sorting(request: HttpRequest) -> Sorting:
    return Sorting.read(request.GET.get("sort", ""), SORTS, USUAL)


def _narrowed(request: HttpRequest) -> Narrowed:
    """What the address asks for; what it names that is not there is left out."""
    states = tuple(state for state in request.GET.getlist("state") if state in AgreementState.values)
    ending = request.GET.get("ending", "")
    return Narrowed(
        states,
        tuple(filter(None, (read_search(tier).words for tier in request.GET.getlist("tier")))),
        ending if ending in ENDING else "",
        read_search(request.GET.get("q", "")).words,
    )


def _kept(narrowed: Narrowed) -> list[tuple[str, str]]:
    return [
        *([("q", narrowed.words)] if narrowed.words else []),
        *(("state", state) for state in narrowed.states),
        *(("tier", tier) for tier in narrowed.tiers),
        *([("ending", narrowed.ending)] if narrowed.ending else []),
    ]


def _chips(
    request: HttpRequest,
    narrowed: Narrowed,
    kept: list[tuple[str, str]],
    ordered: list[tuple[str, str]],
) -> list[Chip]:
    def without(pair: tuple[str, str]) -> str:
        return f"{request.path}?{urlencode([other for other in [*kept, *ordered] if other != pair])}"

    labels = {"state": "State", "tier": "Tier", "ending": "Ending"}
    words: dict[str, Any] = {"state": dict(AgreementState.choices), "ending": ENDING}
    return [
        Chip(labels[name], str(words.get(name, {}).get(value, value)), without((name, value)))
        for name, value in kept
        if name in labels
    ]


def _groups(narrowed: Narrowed) -> list[FilterGroup]:
    states = [
        FilterOption(value, str(label), value in narrowed.states) for value, label in AgreementState.choices
    ]
    tiers = [FilterOption(tier, tier, tier in narrowed.tiers) for tier in queries.tiers()]
    ending = [FilterOption(value, label, value == narrowed.ending) for value, label in ENDING.items()]
    return [
        FilterGroup("State", "state", states),
        *([FilterGroup("Tier", "tier", tiers)] if tiers else []),
        FilterGroup("Ending", "ending", ending, multiple=False),
    ]


def _summary(standing: Standing) -> str:
    return (
        f"{standing.in_force:,} in force · {standing.ending:,} to renew within 90 days"
        f" · {standing.waiting:,} waiting for a signature"
    )
