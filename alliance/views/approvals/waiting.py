"""Approvals: who was asked what, who has answered, and whom to ask again."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.logic.search_text import read_search
from alliance.queries import approvals as queries
from alliance.queries.approvals.rows import SORTS, STANDINGS, WAITING, Narrowed
from alliance.views.approvals.rows import drawn
from foundation import words
from foundation.access import requires
from foundation.approvals import actions
from foundation.approvals.kinds import kind_named, kinds_for
from foundation.approvals.models import Approval
from foundation.audit.timeline import timeline_of
from foundation.lists.paging import page_of
from foundation.lists.sorting import Sorting
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Chip, Column, Crumb, Fact, FilterGroup, FilterOption

PER_PAGE = 50
COLUMNS = (("About", ""), ("Kind", ""), ("Who is asked", "name"), ("Asked", "asked"), ("Standing", "until"))
USUAL = Sorting("asked", descending=True)
EVERYTHING = "all"


@requires(policy.see_approvals)
def approvals(request: HttpRequest, slug: str) -> HttpResponse:
    """What is waited for; with `standing` what was answered, withdrawn or left lying."""
    now, kinds = timezone.now(), kinds_for(request.member)
    narrowed = _narrowed(request, kinds)
    sort = Sorting.read(request.GET.get("sort", ""), SORTS, USUAL)
    found = queries.found(request.member, narrowed, now)
    order = f"{'-' if sort.descending else ''}{SORTS[sort.column]}"
    waiting, run_out = queries.counts(request.member, now)
    is_usual = narrowed == Narrowed(WAITING)
    known = waiting if is_usual else None
    page = page_of(found.order_by(order, "-id"), PER_PAGE, request.GET.get("page"), known=known)
    rows = queries.rows_of(page.object_list, now, kinds)
    filters = _filters(request, narrowed, kinds, sort)
    context = {
        "page_title": "Approvals",
        "summary": _summary(waiting, run_out),
        "columns": [
            *sort.heads(COLUMNS, request.path, filters["asked"]),
            Column("Actions", hidden=True),
        ],
        "rows": drawn(rows, reverse("approvals", args=[slug]), get_token(request)),
        "page": page,
        "search": narrowed.words,
        "is_usual": is_usual,
        **filters,
    }
    return render(request, "alliance/approvals/list.html", context)


@requires(policy.see_approvals)
def approval(request: HttpRequest, slug: str, approval_id: UUID) -> HttpResponse:
    """One question: what was asked, what was answered, and what happened on the way."""
    one = _approval(request, approval_id)
    now = timezone.now()
    row = queries.row_of(one, now, kinds_for(request.member))
    context = {
        "page_title": one.title,
        "breadcrumbs": [Crumb("Approvals", reverse("approvals", args=[slug])), Crumb(one.title)],
        "row": row,
        "approval": one,
        "facts": _facts(one, slug),
        "entries": timeline_of(one),
        "thing_href": kind_named(one.kind).page(one, slug),
        "resend_href": reverse("resend_approval", args=[slug, one.public_id]),
        "withdraw_href": reverse("withdraw_approval", args=[slug, one.public_id]),
    }
    return render(request, "alliance/approvals/approval.html", context)


@require_POST
@requires(policy.see_approvals)
def resend(request: HttpRequest, slug: str, approval_id: UUID) -> HttpResponse:
    one = _approval(request, approval_id)
    done = f"Sent again to {one.approver_email}: the link before no longer works"
    return _do(request, one, lambda: actions.send_again(approval=one, by=request.user), done)


@require_POST
@requires(policy.see_approvals)
def withdraw(request: HttpRequest, slug: str, approval_id: UUID) -> HttpResponse:
    one = _approval(request, approval_id)
    done = f"{one.approver_name} is not asked any more: the link no longer works"
    return _do(request, one, lambda: actions.withdraw(approval=one, by=request.user), done)


def _approval(request: HttpRequest, approval_id: UUID) -> Approval:
    found = queries.find_approval(request.member, approval_id)
    if found is None:
        raise Http404("No such approval.")
    return found


def _do(request: HttpRequest, one: Approval, action: Callable[[], Any], done: str) -> HttpResponse:
    try:
        action()
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        flash.success(request, done)
    return redirect("approval", slug=request.alliance.slug, approval_id=one.public_id)


def _narrowed(request: HttpRequest, kinds: dict[str, Any]) -> Narrowed:
    """What is waited for, unless the address says otherwise; "all" says everything."""
    standing, kind = request.GET.get("standing", WAITING), request.GET.get("kind", "")
    if standing != EVERYTHING and standing not in STANDINGS:
        standing = WAITING
    return Narrowed(
        "" if standing == EVERYTHING else standing,
        kind if kind in kinds else "",
        read_search(request.GET.get("q", "")).words,
    )


def _filters(
    request: HttpRequest, narrowed: Narrowed, kinds: dict[str, Any], sort: Sorting
) -> dict[str, Any]:
    asked = {
        "q": narrowed.words,
        "standing": (narrowed.standing or EVERYTHING) if narrowed.standing != WAITING else "",
        "kind": narrowed.kind,
    }
    kept = [(name, value) for name, value in asked.items() if value]
    ordered = [("sort", str(sort))] if sort != USUAL else []

    def without(name: str) -> str:
        rest = [pair for pair in [*kept, *ordered] if pair[0] != name]
        return f"{request.path}?{urlencode(rest)}" if rest else request.path

    chips = (
        []
        if not asked["standing"]
        else [Chip("Standing", STANDINGS.get(narrowed.standing, "Everything"), without("standing"))]
    )
    if narrowed.kind:
        chips.append(Chip("Kind", kinds[narrowed.kind].label, without("kind")))
    standings = [
        FilterOption(value, label, value == (narrowed.standing or EVERYTHING))
        for value, label in [*STANDINGS.items(), (EVERYTHING, "Everything")]
    ]
    return {
        "asked": kept,
        "chips": chips,
        "groups": [
            FilterGroup("Standing", "standing", standings, multiple=False),
            FilterGroup(
                "Kind",
                "kind",
                [FilterOption(key, kind.label, key == narrowed.kind) for key, kind in kinds.items()],
                multiple=False,
            ),
        ],
        "keep": ordered,
        "clear_href": request.path if chips else "",
        "base_href": f"{request.path}?{urlencode([*kept, *ordered])}",
    }


def _summary(waiting: int, run_out: int) -> str:
    return f"{words.counted(waiting, 'answer')} waited for · {run_out:,} not answered in time"


def _facts(one: Approval, slug: str) -> list[Fact]:
    facts = [
        Fact("Who is asked", one.approver_name, one.approver_email),
        Fact("Asked by", str(one.asked_by or "the portal"), words.moment(one.asked_at)),
        Fact("Letter sent", words.moment(one.sent_at) or "Not yet", _reminded(one)),
        Fact("Can be answered until", words.day(one.expires_at)),
    ]
    if one.decided_at:
        how = f"signed in as {one.decided_by}" if one.decided_by else "by the link in the letter"
        facts.append(Fact("Answered", f"{one.get_state_display()}, as {one.decided_name}", how))
        facts.append(Fact("On", words.moment(one.decided_at)))
    if one.remark:
        facts.append(Fact("They add", one.remark))
    return facts


def _reminded(one: Approval) -> str:
    return f"{words.counted(one.reminders, 'reminder')} sent" if one.reminders else ""
