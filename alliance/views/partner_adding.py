"""How an organisation becomes a partner: found in the School register, or named by its own number."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alliance import policy
from alliance.actions.partner_refusals import AlreadyPartner, SchoolClosed, refuse_school
from alliance.actions.partners import add_organisation, add_school
from alliance.choices import Organisation
from alliance.forms.partners import ORGANISATION_FORMS, FindSchoolForm, JoinForm
from alliance.models import Partner, School
from alliance.queries.candidates import find_school
from alliance.queries.schools import search_schools
from foundation import words
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Column, Crumb, Tab

TAB_LABELS = {
    Organisation.TRUST: "Trust",
    Organisation.PROVIDER: "ITT provider",
    Organisation.LOCAL_AUTHORITY: "Local authority",
    Organisation.OTHER: "Other",
}
FOUND = [
    Column("School"),
    Column("URN"),
    Column("Place"),
    Column("Status"),
    Column("Miles from the lead school", numeric=True),
]


@requires(policy.change_partners)
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """Search the School register; a URN, chosen or typed, leads straight on."""
    asked = bool(request.GET)
    form = FindSchoolForm(request.GET if asked else None, slug=slug)
    hits: list[Any] = []
    if asked and form.is_valid():
        text = form.cleaned_data["school"]
        if text.isascii() and text.isdigit() and (school := find_school(int(text[:9]))):
            return redirect("add_school", slug=slug, urn=school.urn)
        hits = search_schools(text, near=request.alliance.lead_school)
    context = {
        **_frame(request, Organisation.SCHOOL),
        "form": form,
        "hits": hits,
        "columns": FOUND,
        "found_title": f"{words.counted(len(hits), 'school')} found",
        "other_href": reverse("add_organisation", args=[slug, Organisation.OTHER.value]),
        "asked": asked and form.is_valid(),
    }
    return render(request, "alliance/partners/find_school.html", context, status=422 if form.errors else 200)


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
        **_frame(request, Organisation.SCHOOL, school.name),
        **_ways_on(request, refusal),
        "form": form,
        "school": school,
        "page_title": f"Add {school.name}",
        "about": " · ".join(
            filter(None, (f"URN {school.urn}", school.get_phase_display(), school.town, _place(school)))
        ),
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
        **_frame(request, Organisation(organisation)),
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


def _added(request: HttpRequest, partner: Partner) -> HttpResponse:
    flash.success(request, f"{partner.name} is a partner now")
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


def _place(school: School) -> str:
    return school.local_authority.name if school.local_authority else ""


def _frame(request: HttpRequest, current: Organisation, name: str = "") -> dict[str, Any]:
    slug = request.alliance.slug
    tabs = [Tab("School", reverse("add_partner", args=[slug]), current=current == Organisation.SCHOOL)]
    for organisation, label in TAB_LABELS.items():
        href = reverse("add_organisation", args=[slug, organisation.value])
        tabs.append(Tab(label, href, current=current == organisation))
    crumbs = [Crumb("Partners", reverse("partners", args=[slug]))]
    if name:
        crumbs.append(Crumb("Add a partner", reverse("add_partner", args=[slug])))
    return {
        "tabs": tabs,
        "breadcrumbs": [*crumbs, Crumb(name or "Add a partner")],
        "partners_href": reverse("partners", args=[slug]),
        "add_href": reverse("add_partner", args=[slug]),
    }
