"""Showing the results to everybody who was asked, and no longer."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.feedback.sharing import share_results, take_results_back
from alliance.models import Survey
from alliance.views.feedback.frame import survey_of
from foundation.access import requires
from foundation.refusal import Refused
from foundation.ui import flash


@require_POST
@requires(policy.manage_surveys)
def share(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    return _do(request, slug, survey_id, share_results, "Everybody who was asked sees the results now")


@require_POST
@requires(policy.manage_surveys)
def take_back(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    return _do(request, slug, survey_id, take_results_back, "Only staff and the board see the results now")


def _do(
    request: HttpRequest, slug: str, survey_id: UUID, action: Callable[..., Survey], done: str
) -> HttpResponse:
    try:
        action(survey=survey_of(request, survey_id), by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        flash.success(request, done)
    return redirect("survey_results", slug=slug, survey_id=survey_id)
