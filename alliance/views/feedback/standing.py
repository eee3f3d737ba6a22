"""Surveys that open by themselves: which trigger asks what."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.feedback.standing import let_open, let_open_no_more
from alliance.choices import SurveyMode
from alliance.forms.feedback.standing import StandingForm
from alliance.models import StandingSurvey
from alliance.queries.feedback.triggers import Trigger, trigger_named, triggers
from foundation import words
from foundation.access import requires
from foundation.ui import flash
from foundation.ui.items import Crumb


@requires(policy.manage_surveys)
def standing_surveys(request: HttpRequest, slug: str) -> HttpResponse:
    """Every trigger that there is, with what it asks, if anything."""
    rows = {row.trigger: row for row in StandingSurvey.objects.select_related("template")}
    context = {
        "page_title": "Surveys that open by themselves",
        "breadcrumbs": _crumbs(slug),
        "rows": [(trigger, _asks(rows.get(trigger.key))) for trigger in triggers()],
    }
    return render(request, "alliance/feedback/standing.html", context)


@requires(policy.manage_surveys)
def edit_standing(request: HttpRequest, slug: str, trigger: str) -> HttpResponse:
    found = _trigger_of(trigger)
    standing = StandingSurvey.objects.filter(trigger=trigger).first()
    form = StandingForm(request.POST or None, initial=StandingForm.saved(standing))
    back = reverse("standing_surveys", args=[slug])
    if request.method == "POST" and form.is_valid():
        let_open(trigger=found, by=request.user, **form.cleaned_data)
        flash.success(request, "From the next morning on it opens by itself")
        return redirect(back)
    context = {
        "page_title": found.label,
        "breadcrumbs": [*_crumbs(slug), Crumb(found.label)],
        "form": form,
        "back": back,
        "submit": "Let it open by itself",
    }
    return render(request, "alliance/feedback/form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(policy.manage_surveys)
def stop_standing(request: HttpRequest, slug: str, trigger: str) -> HttpResponse:
    _trigger_of(trigger)
    standing = StandingSurvey.objects.filter(trigger=trigger).first()
    if standing is not None:
        let_open_no_more(standing=standing, by=request.user)
        flash.success(request, "It opens by itself no more")
    return redirect("standing_surveys", slug=slug)


def _trigger_of(key: str) -> Trigger:
    found = trigger_named(key)
    if found is None:
        raise Http404("Nothing of this name opens surveys.")
    return found


def _asks(standing: StandingSurvey | None) -> str:
    if standing is None:
        return ""
    mode = str(SurveyMode(standing.mode).label).lower()
    return f"{standing.template}, {mode}, {words.counted(standing.days, 'day')} to answer"


def _crumbs(slug: str) -> list[Crumb]:
    return [Crumb("Surveys", reverse("surveys", args=[slug])), Crumb("Open by themselves")]
