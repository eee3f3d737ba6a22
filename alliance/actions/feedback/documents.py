"""The results as a document: asked for, kept once it is made, forgotten after a week."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from alliance.choices import SurveyMode, SurveyState
from alliance.logic.feedback.suppression import Filter
from alliance.models import Survey, SurveyDocument, User
from alliance.queries.feedback.documents import RESULTS_DOCUMENT, key_of
from foundation.jobs.queue import enqueue
from foundation.refusal import Refused

KEPT = timedelta(days=7)


@transaction.atomic
def ask_for_document(*, survey: Survey, wanted: Filter, by: User) -> SurveyDocument:
    """Have it made as the survey stands; the one there is, if there is one. Raises Refused."""
    if survey.state != SurveyState.CLOSED:
        raise Refused("Wait until the survey has closed: until then there are no results.")
    document, _ = SurveyDocument.objects.get_or_create(
        survey=survey,
        revision=survey.revision,
        key=key_of(wanted),
        defaults={"wanted": {fact: sorted(values) for fact, values in wanted.items()}},
    )
    if document.made_at is None:
        enqueue(RESULTS_DOCUMENT, alliance=survey.alliance_id, subject=document.pk, by=by)
    return document


def keep_document(*, document: SurveyDocument, content: bytes, pages: int) -> None:
    SurveyDocument.objects.filter(pk=document.pk).update(content=content, pages=pages, made_at=timezone.now())


def drop_documents_beside(survey: Survey) -> None:
    """Runs that are counted together with this one tell more than their documents, now that it has closed."""
    if survey.mode == SurveyMode.CONFIDENTIAL:
        runs = Survey.objects.filter(mode=survey.mode, version__template=survey.version.template_id)
        SurveyDocument.objects.filter(survey__in=runs).delete()


def forget_documents(now: datetime) -> int:
    """Those of the alliance in scope that are past a week; how many they were."""
    return int(SurveyDocument.objects.filter(created_at__lt=now - KEPT).delete()[0])
