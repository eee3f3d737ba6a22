"""Term dates and INSET days, year by year."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.calendar.terms import add_term, change_term, remove_term
from alliance.forms.calendar import EditTermForm, TermForm
from alliance.logic.academic_year import AcademicYear
from alliance.models import TermDate
from alliance.views.editing import save_edited
from foundation import words
from foundation.access import NotAllowed, requires
from foundation.drafts.page import PageDraft
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Column, Crumb, MenuItem, Tab

COLUMNS = [
    Column("Name"),
    Column("First day"),
    Column("Last day"),
    Column("Kept by"),
    Column("What you can do", hidden=True),
]
YEARS_BACK, YEARS_AHEAD = 1, 2


@requires(policy.see_calendar)
def term_dates(request: HttpRequest, slug: str) -> HttpResponse:
    """A year's; whoever may change them adds one below."""
    may_change = policy.change_term_dates.test(request.member)
    form = TermForm(request.POST or None) if may_change else None
    if request.method == "POST":
        if form is None:
            raise NotAllowed(policy.change_term_dates)
        if form.is_valid() and (added := _added(request, form)):
            return redirect(f"{request.path}?year={AcademicYear.for_date(added.starts_on).slug}")
    this = AcademicYear.for_date(timezone.localdate())
    years = [AcademicYear(this.start + step) for step in range(-YEARS_BACK, YEARS_AHEAD + 1)]
    year = next((one for one in years if one.slug == request.GET.get("year")), this)
    rows = TermDate.objects.of_year(year).select_related("local_authority")
    context = {
        "page_title": f"Term dates {year}",
        "breadcrumbs": _crumbs(request, "Term dates"),
        "year": year,
        "years": [Tab(str(one), f"{request.path}?year={one.slug}", current=one == year) for one in years],
        "rows": [(row, _menu(row, slug)) for row in rows.order_by("starts_on", "pk")],
        "columns": COLUMNS,
        "form": form,
        "import_href": reverse("new_import", args=[slug, "term-dates"]),
        "summary": "Autumn, spring and summer, and the days on which only staff are in.",
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "alliance/calendar/terms.html", context, status=status)


@requires(policy.change_term_dates)
def edit(request: HttpRequest, slug: str, term_id: UUID) -> HttpResponse:
    term, draft = _term(term_id), PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    form = EditTermForm(request.POST or None, initial=EditTermForm.saved(term))
    draft.fill(form)

    def save(version: int) -> Any:
        return change_term(term=term, version=version, details=form.term(), by=request.user)

    status, back = 200, _list(request, term)
    if request.method == "POST":
        status = save_edited(form, draft, term, save, EditTermForm.saved)
        if status == 200:
            flash.success(request, f"{form.cleaned_data['name']} saved")
            return redirect(back)
    context = {
        "page_title": f"Change {term.name}",
        "breadcrumbs": _crumbs(request, term.name),
        "form": form,
        "draft": draft,
        "submit": "Save",
        "back": back,
    }
    return render(request, "alliance/calendar/form.html", context, status=status)


@require_POST
@requires(policy.change_term_dates)
def remove(request: HttpRequest, slug: str, term_id: UUID) -> HttpResponse:
    """Adding it again is the way back."""
    term = _term(term_id)
    remove_term(term=term, by=request.user)
    flash.success(request, f"{term.name}, {words.day(term.starts_on)}, removed")
    return redirect(_list(request, term))


def _menu(row: TermDate, slug: str) -> list[MenuItem]:
    args = [slug, row.public_id]
    return [
        MenuItem("Change", reverse("edit_term", args=args)),
        MenuItem("Remove", reverse("remove_term", args=args), post=True, destructive=True),
    ]


def _added(request: HttpRequest, form: TermForm) -> TermDate | None:
    try:
        term = add_term(details=form.term(), by=request.user)
    except Refused as refusal:
        refuse(form, refusal)
        return None
    flash.success(request, f"{term.name} added")
    return term


def _term(public_id: UUID) -> TermDate:
    found = TermDate.objects.select_related("local_authority").filter(public_id=public_id).first()
    if found is None:
        raise Http404("No such term here.")
    return found


def _list(request: HttpRequest, term: TermDate) -> str:
    year = AcademicYear.for_date(term.starts_on).slug
    return f"{reverse('term_dates', args=[request.alliance.slug])}?year={year}"


def _crumbs(request: HttpRequest, here: str) -> list[Crumb]:
    slug = request.alliance.slug
    first = Crumb("Calendar", reverse("calendar", args=[slug]))
    if here == "Term dates":
        return [first, Crumb(here)]
    return [first, Crumb("Term dates", reverse("term_dates", args=[slug])), Crumb(here)]
