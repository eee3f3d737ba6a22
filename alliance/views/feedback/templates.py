"""Survey templates: the list of them, and the page that one is changed on, button by button."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.feedback import templates
from alliance.choices import QuestionKind
from alliance.forms.feedback.answering import AnswerForm
from alliance.forms.feedback.templates import TemplateForm
from alliance.logic.feedback.questionnaire import Question, Questionnaire
from alliance.logic.feedback.shipped import SHIPPED
from alliance.models import SurveyTemplate, TemplateVersion
from alliance.queries.feedback.templates import latest_version, template_rows
from foundation import words
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Column, Crumb, MenuItem

COLUMNS = [Column("Template"), Column("Questions", numeric=True), Column("Version"), Column("Used in")]


@requires(policy.manage_surveys)
def template_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The alliance's own, and those that the portal brings and it has not taken yet."""
    rows = template_rows()
    taken = {row.template.shipped for row in rows}
    context = {
        "page_title": "Survey templates",
        "breadcrumbs": crumbs(slug),
        "rows": rows,
        "columns": COLUMNS,
        "shipped": [
            (shipped, reverse("take_survey_template", args=[slug, key]))
            for key, shipped in SHIPPED.items()
            if key not in taken
        ],
    }
    return render(request, "alliance/feedback/templates.html", context)


@requires(policy.manage_surveys)
def new_template(request: HttpRequest, slug: str) -> HttpResponse:
    form = TemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        template = templates.create_template(**form.cleaned_data, by=request.user)
        return redirect("survey_template", slug=slug, template_id=template.public_id)
    context = {
        "page_title": "New survey template",
        "breadcrumbs": [*crumbs(slug), Crumb("New")],
        "form": form,
        "back": reverse("survey_templates", args=[slug]),
        "submit": "Make the template",
    }
    return render(request, "alliance/feedback/form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(policy.manage_surveys)
def take(request: HttpRequest, slug: str, shipped: str) -> HttpResponse:
    """A copy of one that the portal brings, to be changed."""
    if shipped not in SHIPPED:
        raise Http404("The portal brings no such template.")
    taken = templates.take_shipped(key=shipped, by=request.user)
    return redirect("survey_template", slug=slug, template_id=taken.public_id)


@requires(policy.manage_surveys)
def template(request: HttpRequest, slug: str, template_id: UUID) -> HttpResponse:
    """Its sections and questions, each with its buttons."""
    found = template_of(template_id)
    version = latest_version(found)
    context = {
        "page_title": found.title,
        "breadcrumbs": [*crumbs(slug), Crumb(found.title)],
        "template": found,
        "version": version,
        "standing": _standing(version),
        "sections": _sections(version.questionnaire),
        "menu": _menu(slug, found),
        "survey_href": reverse("new_survey", args=[slug, found.public_id]),
    }
    return render(request, "alliance/feedback/template.html", context)


@requires(policy.manage_surveys)
def preview(request: HttpRequest, slug: str, template_id: UUID) -> HttpResponse:
    found = template_of(template_id)
    back = reverse("survey_template", args=[slug, template_id])
    form = AnswerForm(questionnaire=latest_version(found).questionnaire, named=False)
    context = {
        "page_title": found.title,
        "breadcrumbs": [*crumbs(slug), Crumb(found.title, back), Crumb("The form")],
        "form": form,
        "back": back,
    }
    return render(request, "alliance/feedback/preview.html", context)


@requires(policy.manage_surveys)
def describe(request: HttpRequest, slug: str, template_id: UUID) -> HttpResponse:
    found = template_of(template_id)
    form = TemplateForm(request.POST or None, initial={"title": found.title, "about": found.about})
    back = reverse("survey_template", args=[slug, template_id])
    if request.method == "POST" and form.is_valid():
        templates.describe_template(template=found, **form.cleaned_data, by=request.user)
        flash.success(request, "Template saved")
        return redirect(back)
    context = {
        "page_title": f"Rename {found.title}",
        "breadcrumbs": [*crumbs(slug), Crumb(found.title, back), Crumb("Rename")],
        "form": form,
        "back": back,
        "submit": "Save",
    }
    return render(request, "alliance/feedback/form.html", context, status=422 if form.errors else 200)


@require_POST
@requires(policy.manage_surveys)
def copy(request: HttpRequest, slug: str, template_id: UUID) -> HttpResponse:
    made = templates.copy_template(template=template_of(template_id), by=request.user)
    flash.success(request, "Copy made")
    return redirect("survey_template", slug=slug, template_id=made.public_id)


@require_POST
@requires(policy.manage_surveys)
def retire(request: HttpRequest, slug: str, template_id: UUID) -> HttpResponse:
    """Offer it no longer, or again: the other way round each time."""
    found = template_of(template_id)
    if found.retired_on is None:
        templates.retire_template(template=found, by=request.user)
        flash.success(request, f"“{found.title}” is no longer offered")
    else:
        templates.offer_template_again(template=found, by=request.user)
        flash.success(request, f"“{found.title}” is offered again")
    return redirect("survey_templates", slug=slug)


def template_of(template_id: UUID) -> SurveyTemplate:
    found = SurveyTemplate.objects.filter(public_id=template_id).first()
    if found is None:
        raise Http404("There is no such template.")
    return found


def crumbs(slug: str) -> list[Crumb]:
    return [
        Crumb("Surveys", reverse("surveys", args=[slug])),
        Crumb("Templates", reverse("survey_templates", args=[slug])),
    ]


def change(request: HttpRequest, found: SurveyTemplate, how: templates.Change, form: Any = None) -> bool:
    """Change the questions; False where that was refused, with the sentence on the form or the next page."""
    try:
        templates.change_questions(template=found, change=how, by=request.user)
    except Refused as refusal:
        if form is None:
            flash.warning(request, refusal.sentence)
        else:
            refuse(form, refusal)
        return False
    return True


def _standing(version: TemplateVersion) -> str:
    asked = words.counted(len(version.questionnaire.questions), "question")
    if version.used:
        return (
            f"{asked}. Version {version.number} has been sent: a change begins version {version.number + 1}."
        )
    return f"{asked}. Version {version.number} has not been sent yet, and can be changed freely."


def _sections(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    return [
        {"section": section, "questions": [_line(question) for question in section.questions]}
        for section in questionnaire.sections
    ]


def _line(question: Question) -> dict[str, Any]:
    kind = str(QuestionKind(question.kind).label)
    counted = f", {len(question.options)} lines" if question.options else ""
    return {"question": question, "kind": f"{kind}{counted}", "required": question.required}


def _menu(slug: str, found: SurveyTemplate) -> list[MenuItem]:
    def to(route: str) -> str:
        return reverse(route, args=[slug, found.public_id])

    return [
        MenuItem("See the form", to("preview_survey_template")),
        MenuItem("Rename", to("describe_survey_template")),
        MenuItem("Copy", to("copy_survey_template"), post=True),
        MenuItem(
            "Offer it no longer" if found.retired_on is None else "Offer it again",
            to("retire_survey_template"),
            post=True,
        ),
    ]
