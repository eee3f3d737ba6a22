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
from alliance.models import Prospect, School
from alliance.queries.candidates import find_school
from alliance.views.growth.record import address_of
from alliance.views.school_finding import Adding, about_school, find_page
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash

ADDING = Adding(
    "Add a prospect",
    "Prospects",
    "prospects",
    "add_prospect",
    "add_prospect_school",
    "add_prospect_organisation",
)


@requires(policy.change_prospects)
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """Search the School register; a URN, chosen or typed, leads straight on."""
    return find_page(request, slug, ADDING)


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
    context = {
        **ADDING.frame(slug, Organisation.SCHOOL, school.name),
        "tabs": [],
        **_ways_on(request, refusal),
        "form": form,
        "page_title": f"Add {school.name}",
        "about": about_school(school),
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
        **ADDING.frame(slug, Organisation(organisation)),
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
