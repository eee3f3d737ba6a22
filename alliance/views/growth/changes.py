"""Changing a prospect: edit, move, take up, decline, add again."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.growth.prospects import (
    AlreadyProspect,
    add_again,
    decline_prospect,
    describe_prospect,
    move_prospect,
)
from alliance.choices import DeclineReason, ProspectStage
from alliance.forms.growth.prospects import DeclineForm, EditProspectForm
from alliance.models import Prospect, ProspectPriority
from alliance.views.growth.record import address_of, crumbs_of, prospect_of
from foundation.access import requires
from foundation.audit.authors import authors_of
from foundation.drafts.page import PageDraft
from foundation.forms.refusals import refuse
from foundation.forms.versioned import save_versioned
from foundation.refusal import ChangedMeanwhile, Refused
from foundation.ui import flash


@requires(policy.change_prospects)
def edit(request: HttpRequest, slug: str, prospect_id: UUID) -> HttpResponse:
    """Whose it is, the goals it shares, notes."""
    prospect, draft = prospect_of(request, prospect_id), PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    form = EditProspectForm(request.POST or None, initial=EditProspectForm.saved(prospect), besides=prospect)
    draft.fill(form)
    if request.method != "POST" or not form.is_valid():
        return _edit_page(request, prospect, form, draft, 422 if form.is_bound else 200)

    def save(version: int) -> Prospect:
        return describe_prospect(
            prospect=prospect, version=version, description=form.description(), by=request.user
        )

    try:
        save_versioned(form, save, lambda: EditProspectForm.saved(prospect_of(request, prospect_id)))
    except ChangedMeanwhile:
        form.compare(authors_of(prospect, parts=[(ProspectPriority, "prospect")]))
        return _edit_page(request, prospect, form, draft, 409)
    except Refused as refusal:
        refuse(form, refusal)
        return _edit_page(request, prospect, form, draft, 422)
    draft.drop()
    flash.success(request, f"{prospect.name} saved")
    return redirect(address_of(request, "prospect", prospect))


@requires(policy.change_prospects)
@require_POST
def move(request: HttpRequest, slug: str, prospect_id: UUID, stage: str) -> HttpResponse:
    """One stage on or back, and then where one was: the board, with its filters, or the record."""
    prospect = prospect_of(request, prospect_id)
    if stage not in ProspectStage.values:
        raise Http404("There is no such stage.")
    before = ProspectStage(prospect.stage)
    try:
        moved = move_prospect(prospect=prospect, stage=ProspectStage(stage), by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        undo = address_of(request, "move_prospect", prospect, before.value) if before != moved.stage else ""
        flash.success(request, f"{prospect.name} is at “{moved.get_stage_display()}”", undo=undo)
    return redirect(_where_from(request) or address_of(request, "prospect", prospect))


@requires(policy.change_prospects)
def decline(request: HttpRequest, slug: str, prospect_id: UUID) -> HttpResponse:
    """Asks why; the page says what stays."""
    prospect = prospect_of(request, prospect_id)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            decline_prospect(
                prospect=prospect,
                because=DeclineReason(given["because"]),
                note=given["note"],
                by=request.user,
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"{prospect.name} is declined")
            return redirect(address_of(request, "prospect", prospect))
    context = {
        "breadcrumbs": crumbs_of(request, prospect, "Decline"),
        "page_title": f"Decline {prospect.name}?",
        "form": form,
        "back": address_of(request, "prospect", prospect),
    }
    return render(request, "alliance/growth/decline.html", context, status=422 if form.errors else 200)


@requires(policy.change_prospects)
@require_POST
def again(request: HttpRequest, slug: str, prospect_id: UUID) -> HttpResponse:
    """A declined prospect begins anew, as a new record."""
    prospect = prospect_of(request, prospect_id)
    try:
        begun = add_again(prospect=prospect, by=request.user)
    except AlreadyProspect as refusal:
        flash.warning(request, refusal.sentence)
        return redirect(address_of(request, "prospect", refusal.prospect))
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
        return redirect(address_of(request, "prospect", prospect))
    flash.success(request, f"{begun.name} is a prospect again")
    return redirect(address_of(request, "prospect", begun))


def _edit_page(
    request: HttpRequest, prospect: Prospect, form: EditProspectForm, draft: PageDraft, status: int
) -> HttpResponse:
    context = {
        "breadcrumbs": crumbs_of(request, prospect, "Edit"),
        "form": form,
        "draft": draft,
        "page_title": f"Edit {prospect.name}",
        "back": address_of(request, "prospect", prospect),
    }
    return render(request, "alliance/growth/edit.html", context, status=status)


def _where_from(request: HttpRequest) -> str:
    """The board or the table one pressed the button on; "" from anywhere else."""
    came_from = request.headers.get("referer", "")
    board = request.build_absolute_uri(reverse("prospects", args=[request.alliance.slug]))
    same = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if same and came_from.partition("?")[0] == board else ""
