"""The list of surveys, and making one."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from alliance import policy
from alliance.actions.feedback.surveys import draft_survey
from alliance.actions.feedback.templates import take_shipped
from alliance.choices import SurveyMode, SurveyState
from alliance.forms.feedback.surveys import SurveyForm
from alliance.logic.feedback.shipped import SHIPPED
from alliance.logic.search_text import read_search
from alliance.models import Survey, SurveyTemplate
from alliance.queries.feedback.surveys import (
    Progress,
    progress_of,
    state_counts,
    surveys,
)
from alliance.views.feedback.frame import STATES
from alliance.views.feedback.rows import drawn_surveys
from foundation import words
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.lists.paging import page_of
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Chip, Column, Crumb, FilterGroup, FilterOption

PER_PAGE = 50
COLUMNS = [Column("Survey"), Column("Standing"), Column("Last day"), Column("Answered"), Column("Mode")]


@requires(policy.see_surveys)
def survey_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every survey, the open ones first."""
    visible = Survey.objects.visible_to(request.member)
    text, state = read_search(request.GET.get("q", "")).words, request.GET.get("state", "")
    state = state if state in SurveyState.values else ""
    here, counts = reverse("surveys", args=[slug]), state_counts(visible)
    found, total = surveys(visible, text=text, state=state), sum(counts.values())
    known = counts.get(state, 0) if state else total
    page = page_of(found, PER_PAGE, request.GET.get("page"), known=None if text else known)
    progress = progress_of(page)
    rows = [_row(here, survey, progress[survey.pk]) for survey in page]
    context = {
        "page_title": "Surveys",
        "summary": _summary(counts),
        "total": total,
        "columns": COLUMNS,
        "rows": rows,
        "drawn": drawn_surveys(rows),
        "page": page,
        "pages_href": f"{here}?{urlencode({'q': text, 'state': state})}",
        "here": here,
        "search": text,
        "chips": _chips(here, text, state),
        "groups": [_states(state, counts)],
        "may_manage": policy.manage_surveys.test(request.member),
    }
    return render(request, "alliance/feedback/list.html", context)


@requires(policy.manage_surveys)
def choose_template(request: HttpRequest, slug: str) -> HttpResponse:
    """What the new survey asks: one of the alliance's templates, or one that the portal brings."""
    own = SurveyTemplate.objects.offered().order_by("title", "pk")
    taken = {template.shipped for template in SurveyTemplate.objects.exclude(shipped="")}
    context = {
        "page_title": "New survey",
        "breadcrumbs": [Crumb("Surveys", reverse("surveys", args=[slug])), Crumb("New survey")],
        "templates": own,
        "shipped": [template for key, template in SHIPPED.items() if key not in taken],
        "columns": [Column("Template"), Column("What it is for"), Column("Use", hidden=True)],
    }
    return render(request, "alliance/feedback/choose.html", context)


@requires(policy.manage_surveys)
def new_survey(request: HttpRequest, slug: str, template: str) -> HttpResponse:
    """A survey made from a template: what it is called, whom it asks, until when."""
    found = _template_of(template)
    title = found.title if found else SHIPPED[template].title
    form = SurveyForm(request.POST or None, initial=SurveyForm.usual(title, timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        own = found or take_shipped(key=template, by=request.user)
        try:
            survey = draft_survey(template=own, plan=form.plan(), by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, "Survey made. Nobody has been asked yet")
            return redirect("survey", slug=slug, survey_id=survey.public_id)
    context = {
        "page_title": f"New survey: {title}",
        "breadcrumbs": [Crumb("Surveys", reverse("surveys", args=[slug])), Crumb("New survey")],
        "form": form,
        "back": reverse("choose_survey_template", args=[slug]),
        "submit": "Make the survey",
    }
    return render(request, "alliance/feedback/form.html", context, status=422 if form.errors else 200)


def _template_of(name: str) -> SurveyTemplate | None:
    """The alliance's template of this id; None for one that the portal brings."""
    if name in SHIPPED:
        return SurveyTemplate.objects.filter(shipped=name).first()
    try:
        found = SurveyTemplate.objects.offered().filter(public_id=UUID(name)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404("There is no such template.")
    return found


def _row(base: str, survey: Survey, progress: Progress) -> dict[str, Any]:
    return {
        "title": survey.title,
        "href": f"{base}{survey.public_id}/",
        "state": STATES[SurveyState(survey.state)],
        "word": SurveyState(survey.state).label,
        "until": words.day(survey.closes_on),
        "answered": progress.words,
        "mode": SurveyMode(survey.mode).label,
    }


def _summary(counts: dict[str, int]) -> str:
    running = counts.get(SurveyState.OPEN, 0)
    return f"{running} open, {counts.get(SurveyState.CLOSED, 0)} closed"


def _chips(here: str, text: str, state: str) -> list[Chip]:
    if state not in SurveyState.values:
        return []
    kept = f"{here}?{urlencode({'q': text})}" if text else here
    return [Chip("Standing", str(SurveyState(state).label), kept)]


def _states(chosen: str, counts: dict[str, int]) -> FilterGroup:
    options = [
        FilterOption(state.value, str(state.label), state == chosen, counts.get(state, 0))
        for state in SurveyState
    ]
    return FilterGroup("Standing", "state", options, multiple=False)
