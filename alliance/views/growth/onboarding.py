"""How an approved prospect is brought in: a place, the checklist, and the partner it becomes."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.growth.capacity import set_capacity
from alliance.actions.growth.onboarding import (
    begin_onboarding,
    complete_onboarding,
    tick_item,
    untick_item,
)
from alliance.choices import OnboardingItem, ProspectStage
from alliance.forms.growth.onboarding import BeginForm, CapacityForm, CompleteForm, TickForm
from alliance.logic.academic_year import AcademicYear
from alliance.models import Prospect
from alliance.queries.growth.onboarding import ChecklistLine, Places, checklist_of, places_of, way_to
from alliance.views.growth.record import address_of, crumbs_of, frame_of, prospect_of, record_of
from foundation import words
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Crumb

BY_HAND = {
    OnboardingItem.AGREEMENT: "Both sides have signed.",
    OnboardingItem.CONTACTS: "A main contact, verified, on the partner’s record.",
    OnboardingItem.CREDENTIAL: "For their system; without one, tick it and say why.",
    OnboardingItem.DATA_AGREEMENT: "Who holds which data, and what for.",
    OnboardingItem.INDUCTION: "They met the people they will work with.",
}


@requires(policy.see_prospects)
def onboarding(request: HttpRequest, slug: str, prospect_id: UUID) -> HttpResponse:
    """The checklist, with what the records settle and what is ticked by hand."""
    record = record_of(request, prospect_id)
    prospect = record.prospect
    lines = checklist_of(prospect) if prospect.onboarding_year else []
    frame = frame_of(request, record, "Onboarding")
    context = {
        **frame,
        "lines": [_line(line, request, prospect) for line in lines],
        "done": sum(line.is_done for line in lines),
        "may_tick": frame["may_change"] and prospect.stage == ProspectStage.ONBOARDING,
        "year": str(AcademicYear(prospect.onboarding_year)) if prospect.onboarding_year else "",
        "joined_directly": prospect.stage == ProspectStage.MEMBER and not prospect.onboarding_year,
        "partner_href": _partner_href(request, prospect),
    }
    return render(request, "alliance/growth/onboarding.html", context)


@requires(policy.change_prospects)
def begin(request: HttpRequest, slug: str, prospect_id: UUID) -> HttpResponse:
    """Which year’s place it takes; a full year explains itself, and the next is offered."""
    prospect, today = prospect_of(request, prospect_id), timezone.localdate()
    places = _places(today)
    form = BeginForm(request.POST or None, places=places, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            begin_onboarding(
                prospect=prospect,
                year=form.academic_year,
                joins_on=form.cleaned_data["joins_on"],
                by=request.user,
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"Onboarding of {prospect.name} has begun")
            return redirect(address_of(request, "prospect_onboarding", prospect))
    context = {
        "page_title": f"Begin onboarding of {prospect.name}",
        "breadcrumbs": crumbs_of(request, prospect, "Begin onboarding"),
        "form": form,
        "full": [known for _, known in places if known is not None and known.left <= 0],
        "unsaid": words.listed([str(year) for year, known in places if known is None]),
        "none_left": not form.fields["year"].choices,
        "capacity_href": reverse("capacity", args=[slug])
        if policy.manage_growth.test(request.member)
        else "",
        "back": address_of(request, "prospect", prospect),
    }
    return render(request, "alliance/growth/begin.html", context, status=422 if form.errors else 200)


@requires(policy.change_prospects)
@require_POST
def tick(request: HttpRequest, slug: str, prospect_id: UUID, item: str) -> HttpResponse:
    """Something is in place, somebody says."""
    prospect, form = prospect_of(request, prospect_id), TickForm(request.POST)
    found = _item(item)
    if not form.is_valid():
        flash.warning(request, "A note has 200 letters at most.")
        return redirect(address_of(request, "prospect_onboarding", prospect))
    try:
        tick_item(prospect=prospect, item=found, note=form.cleaned_data["note"], by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        undo = address_of(request, "untick_item", prospect, found.value)
        flash.success(request, f"{found.label}: ticked", undo=undo)
    return redirect(address_of(request, "prospect_onboarding", prospect))


@requires(policy.change_prospects)
@require_POST
def untick(request: HttpRequest, slug: str, prospect_id: UUID, item: str) -> HttpResponse:
    prospect = prospect_of(request, prospect_id)
    try:
        untick_item(prospect=prospect, item=_item(item), by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    return redirect(address_of(request, "prospect_onboarding", prospect))


@requires(policy.change_prospects)
def complete(request: HttpRequest, slug: str, prospect_id: UUID) -> HttpResponse:
    """The last step: it is a partner, with its parts, from a day on."""
    prospect = prospect_of(request, prospect_id)
    form = CompleteForm(request.POST or None, prospect=prospect)
    if request.method == "POST" and form.is_valid():
        try:
            partner = complete_onboarding(prospect=prospect, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"{partner.name} is a partner now")
            return redirect("partner", slug=slug, public_id=partner.public_id)
    context = {
        "page_title": f"Make {prospect.name} a partner",
        "breadcrumbs": crumbs_of(request, prospect, "Make it a partner"),
        "form": form,
        "back": address_of(request, "prospect_onboarding", prospect),
    }
    return render(request, "alliance/growth/complete.html", context, status=422 if form.errors else 200)


@requires(policy.manage_growth)
def capacity(request: HttpRequest, slug: str) -> HttpResponse:
    """How many newcomers there can be, this year and the next two."""
    today = timezone.localdate()
    form = CapacityForm(request.POST or None, places=_places(today, years=3))
    if request.method == "POST" and form.is_valid():
        try:
            for year, places in form.places().items():
                set_capacity(year=year, places=places, by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, "Places for newcomers saved")
            return redirect("capacity", slug=slug)
    context = {
        "page_title": "Places for newcomers",
        "breadcrumbs": [Crumb("Prospects", reverse("prospects", args=[slug])), Crumb("Places for newcomers")],
        "form": form,
        "back": reverse("prospects", args=[slug]),
    }
    return render(request, "alliance/growth/capacity.html", context, status=422 if form.errors else 200)


def _places(today: Any, years: int = 2) -> list[tuple[AcademicYear, Places | None]]:
    """This year and those after it."""
    this = AcademicYear.for_date(today).start
    found = [AcademicYear(start) for start in range(this, this + years)]
    return [(year, places_of(year)) for year in found]


def _item(text: str) -> OnboardingItem:
    if text not in OnboardingItem.values:
        raise Http404("There is no such item.")
    return OnboardingItem(text)


def _line(line: ChecklistLine, request: HttpRequest, prospect: Prospect) -> dict[str, Any]:
    item, route, partner = line.item, way_to(line.item), prospect.partner
    if line.tick is not None:
        word = f"{words.day(line.tick.done_at)}, {line.tick.done_by}"
    else:
        word = "In the records" if line.found else "Not yet"
    href = reverse(route, args=[request.alliance.slug, partner.public_id]) if route and partner else ""
    return {
        "item": item,
        "state": "good" if line.is_done else "warn",
        "word": word,
        "about": line.note or BY_HAND[item],
        "href": href if not line.is_done else "",
        "tick_href": address_of(request, "tick_item", prospect, item.value) if not line.is_done else "",
        "untick_href": address_of(request, "untick_item", prospect, item.value) if line.tick else "",
    }


def _partner_href(request: HttpRequest, prospect: Prospect) -> str:
    if prospect.partner is None:
        return ""
    return reverse("partner", args=[request.alliance.slug, prospect.partner.public_id])
