"""Prospects as a board and as a table, and their export."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.choices import PIPELINE, Organisation, PhaseGroup
from alliance.models import Prospect
from alliance.queries.growth.prospects import ProspectList, ProspectRow
from alliance.queries.growth.whose import owners
from alliance.views.growth.address import NOBODY, ProspectAddress, chips, filter_groups
from alliance.views.growth.moves import moves_of
from alliance.views.growth.rows import drawn
from foundation import words
from foundation.access import requires
from foundation.exports import export_response
from foundation.ui.items import BoardCard, BoardColumn, Column, MenuItem, Tab

PAGE_SIZE = 50
MOST_CARDS = 30
"""Of one stage; the table has the others."""
HEADS = (
    ("Prospect", "name"),
    ("Stage", "stage"),
    ("Days there", "days"),
    ("Looked after by", "owner"),
    ("Km to the lead school", "km"),
    ("Goals shared", "goals"),
)
EXPORTED = [
    "Prospect",
    "Kind",
    "Phase",
    "Local authority",
    "Stage",
    "Days in this stage",
    "Looked after by",
    "Km to the lead school",
    "Goals shared",
    "Goals of the alliance",
]


@requires(policy.see_prospects)
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """A column for each stage in which something is to be done, the longest there on top."""
    listing, address = listing_of(request)
    counts, may_change = listing.counts(), policy.change_prospects.test(request.member)
    table = reverse("prospects_table", args=[slug])
    rows = listing.columns(MOST_CARDS)
    columns = [
        BoardColumn(
            stage.label,
            [_card(row, slug, may_change) for row in rows[stage]],
            counts[stage],
            f"{table}?stage={stage.value}&sort=-days",
        )
        for stage in PIPELINE
    ]
    total = sum(counts[stage] for stage in PIPELINE)
    context = {
        **_frame(request, address, "Board"),
        "columns": columns,
        "total": total,
        "summary": _summary(total, address),
    }
    return render(request, "alliance/growth/board.html", context)


@requires(policy.see_prospects)
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """The same prospects as rows; those that became members or were declined by filter."""
    listing, address = listing_of(request)
    total = listing.matching.count()
    page = Paginator(range(total), PAGE_SIZE).get_page(address.page)
    start = (page.number - 1) * PAGE_SIZE
    here, keep = request.path, address.narrowing()
    heads = [
        Column(head.label, head.sort_href, head.sorted, numeric=name in ("days", "km", "goals"))
        for head, (_, name) in zip(address.sort.heads(HEADS, here, keep), HEADS, strict=True)
    ]
    context = {
        **_frame(request, address, "Table"),
        "heads": heads,
        "rows": drawn(listing.rows(first=PAGE_SIZE, start=start), reverse("prospects", args=[slug])),
        "page": page,
        "pages_href": f"{here}?{address.query()}" if address.query() else here,
        "total": total,
        "summary": _summary(total, address),
    }
    return render(request, "alliance/growth/table.html", context)


@requires(policy.export_prospects)
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Every row of the table, in its order, as csv or xlsx."""
    listing, _ = listing_of(request)
    rows = (_exported(row) for row in listing.rows())
    return export_response(kind, f"prospects-{slug}-{listing.today.isoformat()}", EXPORTED, rows)


def listing_of(request: HttpRequest) -> tuple[ProspectList, ProspectAddress]:
    """The list the address asks for, of the prospects its reader may see."""
    address = ProspectAddress.read(request.GET)
    visible = Prospect.objects.visible_to(request.member)
    lead = request.alliance.lead_school
    return ProspectList(visible, address.filters, lead, timezone.localdate(), address.sort), address


def _frame(request: HttpRequest, address: ProspectAddress, view: str) -> dict[str, Any]:
    slug, query = request.alliance.slug, address.query()
    routes = {"Board": "prospects", "Table": "prospects_table"}
    offered = {NOBODY: "Nobody yet", **owners(Prospect.objects.visible_to(request.member))}

    def to(route: str) -> str:
        href = reverse(route, args=[slug])
        return f"{href}?{query}" if query else href

    return {
        "views": [Tab(label, to(route), current=label == view) for label, route in routes.items()],
        "chips": chips(address, request.path, offered),
        "groups": filter_groups(address, offered, with_stages=view == "Table"),
        "keep": address.keep(),
        "search": address.filters.text,
        "is_narrowed": address.is_narrowed,
        "clear_href": request.path,
        "may_change": policy.change_prospects.test(request.member),
        "exports": [
            MenuItem("As CSV", to("prospects_export")),
            MenuItem("As Excel", to("prospects_export_xlsx")),
        ],
        "set_up": _set_up(request),
    }


def _set_up(request: HttpRequest) -> list[MenuItem]:
    """What is kept for all prospects together; most of it by leads."""
    slug = request.alliance.slug
    expertise = MenuItem("Expertise", reverse("expertise", args=[slug]))
    if not policy.manage_growth.test(request.member):
        return [expertise]
    return [
        expertise,
        MenuItem("Priorities", reverse("priorities", args=[slug])),
        MenuItem("Criteria", reverse("rubric", args=[slug])),
        MenuItem("Places for newcomers", reverse("capacity", args=[slug])),
    ]


def _summary(total: int, address: ProspectAddress) -> str:
    said = words.counted(total, "prospect")
    if not address.is_narrowed:
        return f"{said} on the way"
    return f"{said} {'matches' if total == 1 else 'match'}"


def _card(row: ProspectRow, slug: str, may_change: bool) -> BoardCard:
    where = f" · {row.km:,.1f} km" if row.km is not None else ""
    lines = [f"{words.counted(row.days, 'day')}{where}", row.owner or "Nobody’s yet"]
    lines += [f"{row.shared} of {words.counted(row.goals, 'goal')} shared"] if row.goals else []
    late = ("warn", "Long here") if row.is_stuck else ("", "")
    moves: Sequence[Any] = moves_of(slug, row.public_id, row.name, row.stage) if may_change else ()
    return BoardCard(row.name, reverse("prospect", args=[slug, row.public_id]), lines, *late, moves)


def _exported(row: ProspectRow) -> list[Any]:
    phase = PhaseGroup(row.phase_group).label if row.phase_group else ""
    return [
        row.name,
        Organisation(row.organisation).label,
        phase,
        row.place,
        row.stage.label,
        row.days,
        row.owner,
        round(row.km, 1) if row.km is not None else None,
        row.shared,
        row.goals,
    ]
