"""Writing the foreword of a year's report, before its figures are locked."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from alliance.logic.academic_year import AcademicYear
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Crumb
from reporting import policy
from reporting.actions.foreword import write_foreword
from reporting.forms import ForewordForm
from reporting.queries.editions import years_with_records
from reporting.queries.foreword import foreword_of


@require_http_methods(["GET", "POST"])
@requires(policy.write_foreword)
def foreword(request: HttpRequest, slug: str, year: AcademicYear) -> HttpResponse:
    if year not in years_with_records(timezone.localdate()):
        raise Http404("There are no records of this year.")
    form = ForewordForm(request.POST or None, initial={"text": foreword_of(year)})
    insight = reverse("insight", args=[slug])
    if request.method == "POST" and form.is_valid():
        try:
            write_foreword(year=year, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"The foreword of {year} is saved")
            return redirect(insight)
    context = {
        "breadcrumbs": [Crumb("Insight", insight), Crumb(f"Foreword {year}")],
        "page_title": f"Foreword {year}",
        "form": form,
        "insight_href": insight,
    }
    return render(request, "reporting/foreword.html", context, status=422 if form.errors else 200)
