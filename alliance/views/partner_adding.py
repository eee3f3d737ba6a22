"""How an organisation becomes a partner: found in the School register, or named by its own number."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alliance import policy
from alliance.actions.partner_refusals import AlreadyPartner, SchoolClosed, refuse_school
from alliance.actions.partners import add_organisation, add_school
from alliance.choices import Organisation
from alliance.forms.partners import ORGANISATION_FORMS, JoinForm
from alliance.models import Partner, Prospect, School
from alliance.queries.candidates import find_school
from alliance.queries.same_organisation import same_school
from alliance.views.school_finding import Adding, about_school, find_page
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash

ADDING = Adding("Add a partner", "Partners", "partners", "add_partner", "add_school", "add_organisation")


@requires(policy.change_partners)
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """Search the School register; a URN, chosen or typed, leads straight on."""
    return find_page(request, slug, ADDING)


@requires(policy.change_partners)
def add_school_partner(request: HttpRequest, slug: str, urn: int) -> HttpResponse:
    """What the school's part will be; a school that cannot join says why, and where to go instead."""
    school = find_school(urn)
    if school is None:
        raise Http404("The School register has no such URN.")
    form = JoinForm(request.POST or None)
    refusal = _refusal_of(school)
    if request.method == "POST" and refusal is None and form.is_valid():
        try:
            partner = add_school(school=school, **_parts(form), by=request.user)
        except (AlreadyPartner, SchoolClosed) as caught:
            refusal = caught
        except Refused as caught:
            refuse(form, caught)
        else:
            return _added(request, partner)
    context = {
        **ADDING.frame(slug, Organisation.SCHOOL, school.name),
        **_ways_on(request, refusal),
        "form": form,
        "school": school,
        "page_title": f"Add {school.name}",
        "about": about_school(school),
        **_way_in(request, school),
    }
    status = 422 if form.errors or (refusal and request.method == "POST") else 200
    return render(request, "alliance/partners/add_school.html", context, status=status)


@requires(policy.change_partners)
def add_organisation_partner(request: HttpRequest, slug: str, organisation: str) -> HttpResponse:
    form_class = ORGANISATION_FORMS.get(organisation)
    if form_class is None:
        raise Http404("There is no such kind of organisation.")
    form, refusal = form_class(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            partner = add_organisation(identity=form.identity(), **_parts(form), by=request.user)
        except AlreadyPartner as caught:
            refusal = caught
        except Refused as caught:
            refuse(form, caught)
        else:
            return _added(request, partner)
    context = {
        **ADDING.frame(slug, Organisation(organisation)),
        **_ways_on(request, refusal),
        "form": form,
    }
    status = 422 if form.errors or refusal else 200
    return render(request, "alliance/partners/add_organisation.html", context, status=status)


def _refusal_of(school: School) -> Refused | None:
    try:
        refuse_school(school)
    except Refused as refusal:
        return refusal
    return None


def _parts(form: JoinForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {"kinds": given["kinds"], "year": form.academic_year, "joined_on": given["joined_on"]}


def _way_in(request: HttpRequest, school: School) -> dict[str, str]:
    """That the school is a prospect: adding it as a partner ends its way in."""
    prospect = Prospect.objects.visible_to(request.member).on_the_way().filter(same_school(school)).first()
    if prospect is None:
        return {"way_in": ""}
    return {
        "way_in": f"It is a prospect at the stage “{prospect.get_stage_display()}”",
        "way_in_href": reverse("prospect", args=[request.alliance.slug, prospect.public_id]),
    }


def _added(request: HttpRequest, partner: Partner) -> HttpResponse:
    was_prospect = Prospect.objects.filter(partner=partner).exists()
    closed = ", and a prospect no more" if was_prospect else ""
    flash.success(request, f"{partner.name} is a partner now{closed}")
    return redirect("partner", slug=request.alliance.slug, public_id=partner.public_id)


def _ways_on(request: HttpRequest, refusal: Refused | None) -> dict[str, Any]:
    """The refusal, and the record or the school that it leads to."""
    slug = request.alliance.slug
    known = refusal.partner if isinstance(refusal, AlreadyPartner) else None
    successor = refusal.successor if isinstance(refusal, SchoolClosed) else None
    return {
        "refusal": refusal,
        "known_words": f"Open {known.name}" if known else "",
        "known_href": reverse("partner", args=[slug, known.public_id]) if known else "",
        "successor_words": f"Add {successor.name}" if successor else "",
        "successor_href": reverse("add_school", args=[slug, successor.urn]) if successor else "",
    }
