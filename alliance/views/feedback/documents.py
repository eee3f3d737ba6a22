"""The results as a PDF: asked for from the results page, and fetched there once it is made."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.feedback.documents import ask_for_document
from alliance.queries.feedback.documents import document_of
from alliance.views.feedback.filters import query_of, wanted_by
from alliance.views.feedback.frame import address_of, survey_of
from foundation.access import requires
from foundation.refusal import Refused
from foundation.ui import flash


@require_POST
@requires(policy.see_surveys)
def make(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    """Of those whom the filter in the address picks."""
    survey = survey_of(request, survey_id)
    wanted = wanted_by(request, survey)
    try:
        ask_for_document(survey=survey, wanted=wanted, by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    return redirect(f"{address_of('survey_results', slug, survey)}?{query_of(wanted)}")


@requires(policy.see_surveys)
def fetch(request: HttpRequest, slug: str, survey_id: UUID) -> HttpResponse:
    survey = survey_of(request, survey_id)
    document = document_of(survey, wanted_by(request, survey))
    if document is None or document.made_at is None:
        raise Http404("The PDF is not made yet. Look again in a minute.")
    name = slugify(f"{survey.title} results")
    return HttpResponse(
        bytes(document.content),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "private"},
    )
