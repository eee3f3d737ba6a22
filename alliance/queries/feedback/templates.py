"""Survey templates with their latest version."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from alliance.choices import SurveyState
from alliance.models import SurveyTemplate, TemplateVersion


@dataclass(frozen=True)
class TemplateRow:
    template: SurveyTemplate
    version: int
    questions: int
    surveys: int
    """How many were opened from any of its versions."""


def latest_version(template: SurveyTemplate) -> TemplateVersion:
    return TemplateVersion.objects.filter(template=template).order_by("-number")[0]


def template_rows() -> list[TemplateRow]:
    """By name, those no longer offered last. Two queries."""
    opened = Count("versions__surveys", filter=~Q(versions__surveys__state=SurveyState.DRAFT), distinct=True)
    templates = SurveyTemplate.objects.annotate(opened=opened)
    versions = TemplateVersion.objects.order_by("template", "-number").distinct("template")
    latest = {version.template_id: version for version in versions}
    return [
        TemplateRow(
            template,
            latest[template.pk].number,
            len(latest[template.pk].questionnaire.questions),
            template.opened,
        )
        for template in templates.order_by(F("retired_on").asc(nulls_first=True), "title", "pk")
    ]
