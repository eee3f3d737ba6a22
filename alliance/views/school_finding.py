"""The first step of adding a school, whatever it is added as: which one."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alliance.choices import Organisation
from alliance.forms.partners import FindSchoolForm
from alliance.models import School
from alliance.queries.candidates import find_school
from alliance.queries.schools import search_schools
from foundation import words
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


@dataclass(frozen=True)
class Adding:
    """What an organisation is added as, in words, and the names of the routes of its steps and its list."""

    title: str
    listed: str
    list_route: str
    find_route: str
    school_route: str
    organisation_route: str

    def frame(self, slug: str, current: Organisation, name: str = "") -> dict[str, Any]:
        """Tabs by kind of organisation, and where one is. `name` is that of the school once it is chosen."""
        here = reverse(self.find_route, args=[slug])
        tabs = [Tab("School", here, current=current == Organisation.SCHOOL)]
        for organisation, label in TAB_LABELS.items():
            href = reverse(self.organisation_route, args=[slug, organisation.value])
            tabs.append(Tab(label, href, current=current == organisation))
        home = reverse(self.list_route, args=[slug])
        crumbs = [Crumb(self.listed, home), *([Crumb(self.title, here)] if name else [])]
        return {
            "tabs": tabs,
            "breadcrumbs": [*crumbs, Crumb(name or self.title)],
            "list_href": home,
            "add_href": here,
        }


def find_page(request: HttpRequest, slug: str, adding: Adding) -> HttpResponse:
    """Search the School register; a URN, chosen or typed, leads straight on."""
    asked = bool(request.GET)
    form = FindSchoolForm(request.GET if asked else None, slug=slug)
    hits: list[Any] = []
    if asked and form.is_valid():
        text = form.cleaned_data["school"]
        if text.isascii() and text.isdigit() and (school := find_school(int(text[:9]))):
            return redirect(adding.school_route, slug=slug, urn=school.urn)
        hits = search_schools(text, near=request.alliance.lead_school)  # type: ignore[attr-defined]  # set by the middleware
    context = {
        **adding.frame(slug, Organisation.SCHOOL),
        "page_title": adding.title,
        "school_route": adding.school_route,
        "form": form,
        "hits": hits,
        "columns": FOUND,
        "found_title": f"{words.counted(len(hits), 'school')} found",
        "other_href": reverse(adding.organisation_route, args=[slug, Organisation.OTHER.value]),
        "asked": asked and form.is_valid(),
    }
    return render(request, "alliance/find_school.html", context, status=422 if form.errors else 200)


def about_school(school: School) -> str:
    """URN 900042 · Primary · Tarnley · Eastmoor."""
    authority = school.local_authority.name if school.local_authority else ""
    about = (f"URN {school.urn}", school.get_phase_display(), school.town, authority)
    return " · ".join(filter(None, about))
