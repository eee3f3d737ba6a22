"""Which document shows what the results page shows."""

import json
from collections.abc import Mapping
from hashlib import sha256

from alliance.logic.feedback.suppression import Filter
from alliance.models import Survey, SurveyDocument

RESULTS_DOCUMENT = "survey_results_document"
"""The job that makes one; its subject is the row's id."""


def key_of(wanted: Filter) -> str:
    """The same for the same filter, however it was put together."""
    told = {fact: sorted(values) for fact, values in sorted(wanted.items())}
    return sha256(json.dumps(told).encode()).hexdigest()


def filter_in(document: SurveyDocument) -> Filter:
    wanted: Mapping[str, list[str]] = document.wanted
    return {fact: frozenset(values) for fact, values in wanted.items()}


def document_of(survey: Survey, wanted: Filter) -> SurveyDocument | None:
    """As the survey stands now, made or still to be made; without its content."""
    found = SurveyDocument.objects.filter(survey=survey, revision=survey.revision, key=key_of(wanted))
    one: SurveyDocument | None = found.defer("content").first()
    return one
