"""One agreement: what it says, who signed, what each side does, what happened, and its PDF."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.agreements.ending import mark_obligation
from alliance.models import Agreement
from alliance.queries.agreements import facts_to_sign, passages_of
from alliance.queries.agreements import record as records
from alliance.views.agreements.frame import address, agreement_of, changeable, frame_of
from foundation import words
from foundation.access import requires
from foundation.ui import flash
from foundation.ui.items import Column, Fact

WHOLE_HISTORY = 500
COLUMNS = [Column("What"), Column("Whose"), Column("Due"), Column("Standing"), Column("Actions", hidden=True)]


@requires(policy.see_agreement)
def agreement(request: HttpRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    one = agreement_of(request, agreement_id)
    approvals = records.approvals_of(one) if policy.see_agreements.test(request.member) else []
    next_one = records.next_of(one)
    if next_one is not None and next_one.is_draft and not policy.see_agreements.test(request.member):
        next_one = None
    context = {
        **frame_of(request, one, "Overview"),
        "facts": facts_to_sign(one),
        "passages": passages_of(one),
        "signatures": _signatures(one),
        "code": records.check_code(one) if not one.is_draft else "",
        "document": records.document_of(one),
        "pdf_href": address(one, "agreement_pdf"),
        "approvals": [(each, reverse("approval", args=[slug, each.public_id])) for each in approvals],
        "novations": records.novations_of(one),
        "previous": one.previous,
        "previous_href": address(one.previous) if one.previous else "",
        "next": next_one,
        "next_href": address(next_one) if next_one else "",
        "partner_href": reverse("partner_agreements", args=[slug, one.partner.public_id]),
        "sign_href": address(one, "answer_agreement"),
        "ended": words.day(one.ended_on),
    }
    return render(request, "alliance/agreements/overview.html", context)


@requires(policy.see_agreement)
def obligations(request: HttpRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    one = agreement_of(request, agreement_id)
    frame = frame_of(request, one, "Obligations")
    context = {
        **frame,
        "columns": COLUMNS if frame["may_change"] and not one.is_draft else COLUMNS[:-1],
        "rows": [_obligation(one, each) for each in frame["obligations"]],
        "may_mark": frame["may_change"] and not one.is_draft,
    }
    return render(request, "alliance/agreements/obligations.html", context)


@requires(policy.see_agreements)
def history(request: HttpRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    one = agreement_of(request, agreement_id)
    context = {
        **frame_of(request, one, "History"),
        "entries": records.history_of(one, limit=WHOLE_HISTORY),
    }
    return render(request, "alliance/agreements/history.html", context)


@require_POST
@requires(policy.change_agreements)
def mark(request: HttpRequest, slug: str, agreement_id: UUID, obligation_id: UUID) -> HttpResponse:
    """Done today, or not yet after all."""
    one = changeable(request, agreement_id)
    owed = records.find_obligation(one, obligation_id)
    if owed is None:
        raise Http404("This agreement has no such line.")
    done = owed.done_on is None
    mark_obligation(obligation=owed, done=done, by=request.user)
    flash.success(request, "Marked as done" if done else "Marked as not done yet")
    return redirect(address(one, "agreement_obligations"))


@requires(policy.see_agreement)
def pdf(request: HttpRequest, slug: str, agreement_id: UUID) -> HttpResponseBase:
    """The file with the signatures that the agreement has now."""
    one = agreement_of(request, agreement_id)
    document = records.document_of(one)
    if document is None:
        raise Http404("The document is not made yet. Look again in a minute.")
    path = settings.MEDIA_ROOT / document.path
    if not path.is_file():
        raise Http404("The file is not in its place: restore the portal's files.")
    name = slugify(f"{one.title} {one.partner.name}")
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{name}.pdf", content_type="application/pdf"
    )
    response["ETag"] = f'"{document.sha256}"'
    response["Cache-Control"] = "private"
    return response


def _signatures(one: Agreement) -> list[Fact]:
    partner = words.moment(one.partner_signed_at)
    alliance = words.moment(one.alliance_signed_at)
    return [
        Fact(one.party or one.partner.name, one.partner_signed_name or "Not signed yet", partner),
        Fact(str(one.alliance), one.alliance_signed_name or "Not signed yet", alliance),
    ]


def _obligation(one: Agreement, each: Any) -> dict[str, Any]:
    done = each.done_on is not None
    return {
        "text": each.text,
        "whose": one.partner.name if each.party == "partner" else str(one.alliance),
        "owner": each.owner,
        "due": words.day(each.due_on),
        "state": "good" if done else "none",
        "word": f"Done {words.day(each.done_on)}" if done else "Open",
        "href": address(one, "mark_obligation", each.public_id),
        "label": "Not done yet" if done else "Mark as done",
    }
