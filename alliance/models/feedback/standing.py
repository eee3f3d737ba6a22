"""Surveys that open by themselves."""

from django.db import models
from django.db.models import Q

from alliance.choices import SurveyMode
from foundation.tenancy.fields import CompositeForeignKey, OwnedForeignKey
from foundation.tenancy.models import AllianceOwnedPublic


class StandingSurvey(AllianceOwnedPublic):
    """For each occasion of one trigger (a course session has ended, a year has passed) a survey is made from
    this template and opened for `days` days. Without a row the trigger asks nobody.
    """

    trigger = models.SlugField(max_length=40)
    template = OwnedForeignKey("alliance.SurveyTemplate", on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=20, choices=SurveyMode.choices)
    days = models.PositiveSmallIntegerField("days to answer")

    class Meta(AllianceOwnedPublic.Meta):
        verbose_name = "survey that opens by itself"
        constraints = [
            *AllianceOwnedPublic.Meta.constraints,
            CompositeForeignKey("template", to="alliance.SurveyTemplate", name="standing_survey_template_fk"),
            models.UniqueConstraint(fields=["alliance", "trigger"], name="standing_survey_once"),
            models.CheckConstraint(condition=Q(days__range=(1, 120)), name="standing_survey_days"),
        ]
