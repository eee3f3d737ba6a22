"""How an organisation becomes a prospect: found in the School register, or named by its own number."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alliance import policy
from alliance.actions.growth.prospects import (
    AlreadyProspect,
    add_prospect_organisation,
    add_prospect_school,
    refuse_prospect_school,
)
from alliance.actions.partner_refusals import AlreadyPartner, SchoolClosed
from alliance.choices import Organisation
from alliance.forms.growth.prospects import PROSPECT_FORMS, AddProspectForm
from alliance.forms.partners import FindSchoolForm
from alliance.models import Prospect, School
from alliance.queries.candidates import find_school
from alliance.queries.schools import search_schools
from alliance.views.growth.record import address_of
from alliance.views.partner_adding import FOUND, TAB_LABELS
from foundation import words
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Crumb, Tab


@requires(policy.change_prospects)
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """Search the School register; a URN, chosen or typed, leads straight on."""
    asked = bool(request.GET)
    form = FindSchoolForm(request.GET if asked else None, slug=slug)
    hits: list[Any] = []
    if asked and form.is_valid():
        text = form.cleaned_data["school"]
        if text.isascii() and text.isdigit() and (school := find_school(int(text[:9]))):
            return redirect("add_prospect_school", slug=slug, urn=school.urn)
        hits = search_schools(text, near=request.alliance.lead_school)
    context = {
        **_frame(request, Organisation.SCHOOL),
        "form": form,
        "hits": hits,
        "columns": FOUND,
        "found_title": f"{words.counted(len(hits), 'school')} found",
        "other_href": reverse("add_prospect_organisation", args=[slug, Organisation.OTHER.value]),
        "asked": asked and form.is_valid(),
    }
    return render(request, "alliance/growth/find_school.html", context, status=422 if form.errors else 200)


@requires(policy.change_prospects)
def add_school(request: HttpRequest, slug: str, urn: int) -> HttpResponse:
    """A school that cannot be a prospect says why, and where to go instead."""
    school = find_school(urn)
    if school is None:
        raise Http404("The School register has no such URN.")
    form, refusal = AddProspectForm(request.POST or None), _refusal_of(school)
    if request.method == "POST" and refusal is None and form.is_valid():
        try:
            prospect = add_prospect_school(
                school=school, stage=form.first_stage, description=form.description(), by=request.user
            )
        except (AlreadyPartner, AlreadyProspect, SchoolClosed) as caught:
            refusal = caught
        except Refused as caught:
            refuse(form, caught)
        else:
            return _added(request, prospect)
    authority = school.local_authority.name if school.local_authority else ""
    about = (f"URN {school.urn}", school.get_phase_display(), school.town, authority)
    context = {
        **_frame(request, Organisation.SCHOOL, school.name),
        **_ways_on(request, refusal),
        "form": form,
        "page_title": f"Add {school.name}",
        "about": " · ".join(filter(None, about)),
    }
    status = 422 if form.errors or (refusal and request.method == "POST") else 200
    return render(request, "alliance/growth/add.html", context, status=status)


@requires(policy.change_prospects)
def add_organisation(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    form_class = PROSPECT_FORMS.get(organisation)
    if form_class is None:
        raise Http404("There is no such kind of organisation.")
    form, refusal = form_class(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            prospect = add_prospect_organisation(
                identity=form.identity(),
                stage=form.first_stage,
                description=form.description(),
                by=request.user,
            )
        except (AlreadyPartner, AlreadyProspect) as caught:
            refusal = caught
        except Refused as caught:
            refuse(form, caught)
        else:
            return _added(request, prospect)
    context = {
        **_frame(request, Organisation(organisation)),
        **_ways_on(request, refusal),
        "form": form,
        "page_title": "Add a prospect",
        "about": "",
    }
    return render(request, "alliance/growth/add.html", context, status=422 if form.errors or refusal else 200)


def _refusal_of(school: School) -> Refused | None:
    try:
        refuse_prospect_school(school)
    except Refused as refusal:
        return refusal
    return None


def _added(request: HttpRequest, prospect: Prospect) -> HttpResponse:
    flash.success(request, f"{prospect.name} is a prospect now")
    return redirect(address_of(request, "prospect", prospect))


def _ways_on(request: HttpRequest, refusal: Refused | None) -> dict[str, Any]:
    """The refusal, and the record or the school that it leads to."""
    slug = request.alliance.slug
    words_on, href = "", ""
    if isinstance(refusal, AlreadyPartner):
        words_on = f"Open {refusal.partner.name}"
        href = reverse("partner", args=[slug, refusal.partner.public_id])
    elif isinstance(refusal, AlreadyProspect):
        words_on, href = f"Open {refusal.prospect.name}", address_of(request, "prospect", refusal.prospect)
    elif isinstance(refusal, SchoolClosed) and refusal.successor:
        words_on = f"Add {refusal.successor.name}"
        href = reverse("add_prospect_school", args=[slug, refusal.successor.urn])
    return {"refusal": refusal, "on_words": words_on, "on_href": href}


def _frame(request: HttpRequest, current: Organisation, name: str = "") -> dict[str, Any]:
    slug = request.alliance.slug
    tabs = [Tab("School", reverse("add_prospect", args=[slug]), current=current == Organisation.SCHOOL)]
    for organisation, label in TAB_LABELS.items():
        href = reverse("add_prospect_organisation", args=[slug, organisation.value])
        tabs.append(Tab(label, href, current=current == organisation))
    crumbs = [Crumb("Prospects", reverse("prospects", args=[slug]))]
    if name:
        crumbs.append(Crumb("Add a prospect", reverse("add_prospect", args=[slug])))
    return {
        "tabs": [] if name else tabs,
        "breadcrumbs": [*crumbs, Crumb(name or "Add a prospect")],
        "prospects_href": reverse("prospects", args=[slug]),
        "add_href": reverse("add_prospect", args=[slug]),
    }
