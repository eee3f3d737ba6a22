"""What is done to survey templates. A version that a survey used stays as it is; a change makes the next."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from alliance.logic.feedback.questionnaire import MOST_QUESTIONS, Questionnaire
from alliance.logic.feedback.shipped import SHIPPED
from alliance.models import SurveyTemplate, TemplateVersion, User
from alliance.queries.feedback.templates import latest_version
from foundation.refusal import Refused

Change = Callable[[Questionnaire], Questionnaire]


@transaction.atomic
def create_template(*, title: str, about: str, by: User) -> SurveyTemplate:
    """A template that asks nothing yet."""
    return _create(title, about, Questionnaire(), shipped="")


@transaction.atomic
def take_shipped(*, key: str, by: User | None) -> SurveyTemplate:
    """The alliance's own copy of a template that the portal brings; the one it has, if it has one."""
    shipped = SHIPPED[key]
    had = SurveyTemplate.objects.filter(shipped=key).first()
    return had or _create(shipped.title, shipped.about, shipped.questionnaire, shipped=key)


@transaction.atomic
def copy_template(*, template: SurveyTemplate, by: User) -> SurveyTemplate:
    """The same questions under another name, to be changed without changing the first."""
    return _create(
        f"{template.title} (copy)"[:120], template.about, latest_version(template).questionnaire, shipped=""
    )


@transaction.atomic
def describe_template(*, template: SurveyTemplate, title: str, about: str, by: User) -> SurveyTemplate:
    template = SurveyTemplate.objects.select_for_update().get(pk=template.pk)
    template.title, template.about = title, about
    template.save()
    return template


@transaction.atomic
def change_questions(*, template: SurveyTemplate, change: Change, by: User) -> TemplateVersion:
    """Apply a change to the latest version, or to a new one where a survey used the latest."""
    template = SurveyTemplate.objects.select_for_update().get(pk=template.pk)
    version = latest_version(template)
    changed = change(version.questionnaire)
    if changed == version.questionnaire:
        return version
    if len(changed.questions) > MOST_QUESTIONS:
        raise Refused(f"A survey asks at most {MOST_QUESTIONS} questions. Remove one first.", field="text")
    if version.used:
        version = TemplateVersion(template=template, number=version.number + 1)
    version.content = changed.as_json()
    version.save()
    return version


@transaction.atomic
def retire_template(*, template: SurveyTemplate, by: User) -> None:
    """Offer it no longer. Surveys made from it stay."""
    SurveyTemplate.objects.filter(pk=template.pk, retired_on=None).update(retired_on=timezone.localdate())


@transaction.atomic
def offer_template_again(*, template: SurveyTemplate, by: User) -> None:
    SurveyTemplate.objects.filter(pk=template.pk).update(retired_on=None)


def _create(title: str, about: str, questionnaire: Questionnaire, *, shipped: str) -> SurveyTemplate:
    template = SurveyTemplate.objects.create(title=title, about=about, shipped=shipped)
    TemplateVersion.objects.create(template=template, number=1, content=questionnaire.as_json())
    return template
