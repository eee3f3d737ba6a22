"""Getting started: the first steps of an alliance, each with what it is good for and one button."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions import getting_started as actions
from alliance.queries import getting_started as queries
from foundation.access import requires
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Crumb


@requires(policy.manage_settings)
def getting_started(request: HttpRequest, slug: str) -> HttpResponse:
    found = queries.getting_started(request.alliance)
    context = {
        "page_title": "Getting started",
        "breadcrumbs": [Crumb("Today", reverse("today", args=[slug])), Crumb("Getting started")],
        "started": found,
        "summary": _summary(found),
        "whole": queries.WHOLE,
    }
    return render(request, "alliance/getting_started.html", context)


@requires(policy.manage_settings)
@require_POST
def skip_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    try:
        actions.skip_step(key=step, by=request.user)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal
    what = "The first steps are put away" if step == queries.WHOLE else f"Skipped: {_title(step)}"
    flash.success(request, what, undo=reverse("take_up_step", args=[slug, step]))
    return redirect("today" if step == queries.WHOLE else "getting_started", slug=slug)


@requires(policy.manage_settings)
@require_POST
def take_up_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    try:
        actions.take_up_step(key=step, by=request.user)
    except Refused as refusal:
        raise Http404(refusal.sentence) from refusal
    return redirect("getting_started", slug=slug)


def _summary(found: queries.GettingStarted) -> str:
    if not found.open:
        return f"{found.words} · nothing is left to do"
    return f"{found.words} · about ten minutes, in any order, each can be skipped"


def _title(key: str) -> str:
    return next(step.title for step in queries.first_steps() if step.key == key)
