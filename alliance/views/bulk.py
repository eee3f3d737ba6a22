"""Doing one thing to many rows: select, preview, do, undo. What can be done is in `bulk_offers`."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.forms.bulk import BulkForm
from alliance.models import Invitation, Partner
from alliance.queries import selected
from alliance.queries.people import pending_invitations
from alliance.views.bulk_offers import INVITATION_VERBS, OFFERS, PARTNER_VERBS, Offer
from alliance.views.partners import list_asked_for
from foundation import words
from foundation.access import check, requires
from foundation.forms.refusals import refuse
from foundation.lists import bulk
from foundation.lists.models import BulkChange
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Column, Crumb

MOST_IDS = 500
"""Ticked one by one: more than a page holds."""
SHOWN = 50
LEFT_OUT = 200
"""Rows of the preview; the rest is counted."""
COLUMNS = [Column("Name"), Column("What will happen")]
LEFT_OUT_COLUMNS = [Column("Name"), Column("Why it is left out")]


@require_POST
@requires(policy.change_partners)
def select_partners(request: HttpRequest, slug: str) -> HttpResponse:
    """The ticked rows of the list, or everything that its address finds: `id`s, or `all` and `query`."""
    listing, address = list_asked_for(request, QueryDict(request.POST.get("query", "")))
    visible = Partner.objects.visible_to(request.member)
    chosen = listing.matching if request.POST.get("all") else visible.filter(public_id__in=_ids(request))
    query = address.query()
    back = reverse("partners", args=[slug]) + (f"?{query}" if query else "")
    contacts = request.POST.get("verb") == "verify_contacts"
    seen = selected.main_contacts_seen if contacts else selected.partners_seen
    return _select(request, PARTNER_VERBS, seen(chosen), back)


@require_POST
@requires(policy.manage_people)
def select_invitations(request: HttpRequest, slug: str) -> HttpResponse:
    pending = pending_invitations(request.alliance)
    chosen = Invitation.objects.filter(alliance=request.alliance, pk__in=pending.values("pk"))
    if not request.POST.get("all"):
        chosen = chosen.filter(public_id__in=_ids(request))
    back = reverse("people_invited", args=[slug])
    return _select(request, INVITATION_VERBS, selected.invitations_seen(chosen), back)


@requires(policy.enter_alliance)
def bulk_change(request: HttpRequest, slug: str, change_id: UUID) -> HttpResponse:
    """What will happen to each row, and on the next press its happening; afterwards what has happened."""
    change, offer = _change_or_404(request, change_id)
    if change.done_at is not None:
        return _result(request, change, offer)
    asked = request.POST if request.method == "POST" else offer.form.usual()
    form = offer.form(asked)
    verb = form.make() if form.is_valid() else None
    if verb is None or request.POST.get("previewed") != _said(verb):
        return _preview(request, change, offer, form, verb)
    try:
        outcomes = bulk.carry_out(change=change, verb=verb, by=request.user)
    except Refused as refusal:
        refuse(form, refusal)
        return _preview(request, change, offer, form, verb)
    change.refresh_from_db()
    left_out = sum(outcome.refused for outcome in outcomes)
    if str(left_out) != request.POST.get("left_out"):
        return redirect("bulk_change", slug=slug, change_id=change_id)
    _tell(request, change, left_out)
    return redirect(change.back)


@require_POST
@requires(policy.enter_alliance)
def undo_bulk_change(request: HttpRequest, slug: str, change_id: UUID) -> HttpResponse:
    """Back to how it was, within half a minute; the server holds the clock."""
    change, offer = _change_or_404(request, change_id)
    if change.done_at is None:
        return redirect("bulk_change", slug=slug, change_id=change_id)
    try:
        undone = bulk.undo(change=change, verb=offer.form.verb.of(change.options), by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(change.back)
    if undone.restored:
        flash.success(request, f"{words.counted(undone.restored, offer.noun)} put back as before")
    if undone.left:
        messages.warning(
            request,
            f"Not put back, because they were changed since: {bulk.told(undone.left)}.",
        )
    return redirect(change.back)


def undo_of(request: HttpRequest, row_id: int) -> dict[str, Any] | None:
    """What the reader did to this partner with others and can still take back: the words, and where to."""
    change = bulk.change_to_undo(row_id, verbs=PARTNER_VERBS, by=request.user)
    return _undo(request, change) if change else None


def _select(request: HttpRequest, verbs: tuple[str, ...], rows: Any, back: str) -> HttpResponse:
    verb = request.POST.get("verb", "")
    if verb not in verbs or not rows.exists():
        messages.warning(request, "Nothing is selected. Tick the rows that you mean, then choose what to do.")
        return redirect(back)
    change = bulk.select(verb=verb, rows=rows, back=back, by=request.user)
    return redirect("bulk_change", slug=request.alliance.slug, change_id=change.public_id)


def _ids(request: HttpRequest) -> list[UUID]:
    """The ticked ids; what is none, or nobody's here, is as good as not ticked."""
    found = []
    for text in request.POST.getlist("id")[:MOST_IDS]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _change_or_404(request: HttpRequest, change_id: UUID) -> tuple[BulkChange, Offer]:
    change = BulkChange.objects.filter(user=request.user, public_id=change_id).first()
    if change is None:
        raise Http404("Nothing of yours is selected here.")
    offer = OFFERS[change.verb]
    check(request, offer.policy, None)
    return change, offer


def _said(verb: Any) -> str:
    return json.dumps(verb.options(), sort_keys=True)


def _preview(
    request: HttpRequest, change: BulkChange, offer: Offer, form: BulkForm, verb: Any
) -> HttpResponse:
    outcomes = bulk.outcomes_of(change, verb) if verb else []
    ready = [outcome for outcome in outcomes if not outcome.refused]
    left_out = [outcome for outcome in outcomes if outcome.refused]
    number = change.rows.count()
    title = offer.title.format(words.counted(number, offer.noun))
    answered = request.method == "POST" and (form.errors or verb is None)
    context = {
        "page_title": title,
        "breadcrumbs": _crumbs(change, offer, title),
        "summary": _summary(len(ready), len(left_out)) if verb else "Say which first; then see what happens.",
        "form": form,
        "has_fields": bool(form.fields),
        "previewed": _said(verb) if verb else "",
        "ready": _rows(request, offer, ready[:SHOWN]),
        "ready_count": len(ready),
        "more_ready": len(ready) - SHOWN,
        "left_out": _rows(request, offer, left_out[:LEFT_OUT]),
        "left_out_count": len(left_out),
        "more_left_out": len(left_out) - LEFT_OUT,
        "columns": COLUMNS,
        "left_out_columns": LEFT_OUT_COLUMNS,
        "button": offer.button.format(words.counted(len(ready), offer.noun)),
        "kind": "destructive" if offer.destructive else "primary",
        "lasting": not offer.form.verb.can_be_undone,
        "seconds": bulk.UNDO_SECONDS,
        "back": change.back,
    }
    return render(request, "lists/bulk.html", context, status=422 if answered else 200)


def _result(request: HttpRequest, change: BulkChange, offer: Offer) -> HttpResponse:
    """What was done, who was left out and why, and while there is time the way back."""
    verb = offer.form.verb.of(change.options)
    reasons = dict(change.rows.exclude(refusal="").values_list("row_id", "refusal"))
    rows = verb.read(list(reasons)[:LEFT_OUT])
    left_out = [bulk.Outcome(row, reasons[row.id], refused=True) for row in rows]
    context = {
        "page_title": change.sentence,
        "breadcrumbs": _crumbs(change, offer, "Done"),
        "undone": change.undone_at is not None,
        "undo": _undo(request, change),
        "left_out": _rows(request, offer, left_out),
        "left_out_count": len(reasons),
        "more_left_out": len(reasons) - LEFT_OUT,
        "left_out_columns": LEFT_OUT_COLUMNS,
        "back": change.back,
    }
    return render(request, "lists/bulk_done.html", context)


def _tell(request: HttpRequest, change: BulkChange, left_out: int) -> None:
    more = f"; {left_out:,} left out" if left_out else ""
    until = bulk.undo_until(change) if OFFERS[change.verb].form.verb.can_be_undone else None
    address = _undo_address(request, change) if until else ""
    flash.success(request, f"{change.sentence}{more}", undo=address, until=until)


def _undo(request: HttpRequest, change: BulkChange) -> dict[str, Any] | None:
    until = bulk.undo_until(change)
    if until is None or not OFFERS[change.verb].form.verb.can_be_undone:
        return None
    seconds = flash.seconds_until(until)
    if seconds <= 0:
        return None
    return {"sentence": change.sentence, "href": _undo_address(request, change), "seconds": seconds}


def _undo_address(request: HttpRequest, change: BulkChange) -> str:
    return reverse("undo_bulk_change", args=[request.alliance.slug, change.public_id])


def _rows(request: HttpRequest, offer: Offer, outcomes: list[bulk.Outcome]) -> list[dict[str, str]]:
    slug = request.alliance.slug
    return [
        {
            "name": outcome.row.name,
            "href": reverse(offer.route, args=[slug, outcome.row.public_id]) if offer.route else "",
            "sentence": outcome.sentence,
        }
        for outcome in outcomes
    ]


def _summary(ready: int, left_out: int) -> str:
    said = f"{ready:,} will change" if ready else "None of them will change"
    return f"{said} · {left_out:,} left out" if left_out else said


def _crumbs(change: BulkChange, offer: Offer, here: str) -> list[Crumb]:
    return [Crumb(f"{offer.noun.capitalize()}s", change.back), Crumb(here)]
