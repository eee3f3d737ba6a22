"""What a survey asks, by version."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from alliance.logic.feedback.questionnaire import Questionnaire
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceManager, AllianceOwned, AllianceOwnedPublic, AllianceQuerySet

KEEP_USED = """
IF OLD.used AND (NEW.content IS DISTINCT FROM OLD.content OR NOT NEW.used) THEN
    RAISE EXCEPTION 'A version that was used is not changed.' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
"""In the database, because answers are read by the questions of their version as long as they are kept."""


class SurveyTemplateQuerySet(AllianceQuerySet):
    def offered(self) -> "SurveyTemplateQuerySet":
        """What a new survey may be made from."""
        return self.filter(retired_on=None)


class SurveyTemplate(AllianceOwnedPublic):
    """Questions under a name. `shipped` names the one it was copied from, of those that the portal brings;
    each alliance may change its copy.
    """

    title = models.CharField(max_length=120)
    about = models.CharField("what it is for", max_length=300, blank=True)
    shipped = models.SlugField(max_length=40, blank=True)
    retired_on = models.DateField("no longer offered since", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = AllianceManager.from_queryset(SurveyTemplateQuerySet)()

    class Meta(AllianceOwnedPublic.Meta):
        verbose_name = "survey template"
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            models.UniqueConstraint(
                fields=["alliance", "shipped"], condition=~Q(shipped=""), name="survey_template_shipped_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TemplateVersion(AllianceOwned):
    """One version of a template's questions: changed freely until a survey uses it, and never after."""

    template = OwnedForeignKey("alliance.SurveyTemplate", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    used = models.BooleanField(default=False, db_default=False)

    class Meta(AllianceOwned.Meta):
        verbose_name = "version of a survey template"
        constraints = [
            *AllianceOwned.Meta.constraints,
            CompositeForeignKey(
                "template", to="alliance.SurveyTemplate", name="template_version_template_fk"
            ),
            models.UniqueConstraint(fields=["alliance", "template", "number"], name="template_version_once"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="keep_used", operation=pgtrigger.Update, when=pgtrigger.Before, func=KEEP_USED
            )
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def questionnaire(self) -> Questionnaire:
        return Questionnaire.read(self.content)
