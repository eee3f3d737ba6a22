"""The results of a survey as a document."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwned, AllianceQuerySet


class SurveyDocumentQuerySet(AllianceQuerySet):
    def ready(self) -> "SurveyDocumentQuerySet":
        return self.exclude(made_at=None)


class SurveyDocument(AllianceOwned):
    """A tagged PDF of what the results page shows under one filter, made by a job and kept for a week.

    It is of one `revision` of the survey: what is written under “You said, we did” later makes another. `key`
    stands for the filter, which `wanted` holds, fact → values.
    """

    survey = OwnedForeignKey("alliance.Survey", on_delete=models.CASCADE, related_name="documents")
    revision = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    wanted = models.JSONField(default=dict)
    content = models.BinaryField(null=True)
    pages = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(SurveyDocumentQuerySet)()

    class Meta(AllianceOwned.Meta):
        verbose_name = "results as a document"
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey("survey", to="alliance.Survey", name="survey_document_survey_fk"),
            models.UniqueConstraint(
                fields=["alliance", "survey", "revision", "key"], name="survey_document_once"
            ),
            models.CheckConstraint(
                condition=(
                    Q(made_at=None, content=None, pages=None)
                    | Q(made_at__isnull=False, content__isnull=False, pages__isnull=False)
                ),
                name="survey_document_made_whole",
            ),
        ]
