"""The criteria by which prospects are judged."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alliance import policy
from alliance.actions.growth.rubrics import change_rubric
from alliance.forms.growth.selection import RubricForm
from alliance.models import Rubric
from alliance.queries.growth.selection import USUAL_ASSESSORS, criteria_now
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Crumb


@requires(policy.manage_growth)
def rubric(request: HttpRequest, slug: str) -> HttpResponse:
    """The criteria in use, to be changed: once they were used, as a new version."""
    latest = Rubric.objects.latest_version()
    initial = {
        "assessors": latest.assessors if latest else USUAL_ASSESSORS,
        "one_because": latest.one_because if latest else "",
    }
    form = RubricForm(request.POST or None, criteria=criteria_now(), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            saved = change_rubric(
                criteria=form.criteria(),
                assessors=given["assessors"],
                one_because=given["one_because"],
                by=request.user,
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"Criteria saved as version {saved.number}")
            return redirect("rubric", slug=slug)
    context = {
        "page_title": "Criteria",
        "breadcrumbs": [Crumb("Prospects", reverse("prospects", args=[slug])), Crumb("Criteria")],
        "summary": f"Version {latest.number} is in use." if latest else "The usual criteria are in use.",
        "form": form,
        "back": reverse("prospects", args=[slug]),
    }
    return render(request, "alliance/growth/rubric.html", context, status=422 if form.errors else 200)
