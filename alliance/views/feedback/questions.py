"""Sections and questions of a survey template: added, changed, moved and removed, by forms and buttons."""

from secrets import token_hex
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.forms.feedback.templates import QuestionForm, SectionForm
from alliance.logic.feedback.questionnaire import Section
from alliance.models import SurveyTemplate
from alliance.queries.feedback.templates import latest_version
from alliance.views.feedback.templates import change, crumbs, template_of
from foundation.access import requires
from foundation.ui import flash
from foundation.ui.items import Crumb


@requires(policy.manage_surveys)
def add_section(request: HttpRequest, slug: str, template_id: UUID) -> HttpResponse:
    found, form = template_of(template_id), SectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        section = form.section(_new_key())
        change(request, found, lambda now: now.with_section(section))
        return redirect("survey_template", slug=slug, template_id=template_id)
    return _page(request, slug, found, form, "Add a section")


@requires(policy.manage_surveys)
def edit_section(request: HttpRequest, slug: str, template_id: UUID, section: str) -> HttpResponse:
    found = template_of(template_id)
    before = _section_of(found, section)
    form = SectionForm(request.POST or None, initial=SectionForm.saved(before))
    if request.method == "POST" and form.is_valid():
        change(request, found, lambda now: now.with_section(form.section(section, now.section(section))))
        return redirect("survey_template", slug=slug, template_id=template_id)
    return _page(request, slug, found, form, f"Change “{before.title}”")


@require_POST
@requires(policy.manage_surveys)
def remove_section(request: HttpRequest, slug: str, template_id: UUID, section: str) -> HttpResponse:
    """With its questions."""
    found = template_of(template_id)
    change(request, found, lambda now: now.without_section(section))
    flash.success(request, "Section removed, with its questions")
    return redirect("survey_template", slug=slug, template_id=template_id)


@requires(policy.manage_surveys)
def add_question(request: HttpRequest, slug: str, template_id: UUID, section: str) -> HttpResponse:
    """At the end of the section."""
    found, form = template_of(template_id), QuestionForm(request.POST or None)
    whole = _section_of(found, section)
    if request.method == "POST" and form.is_valid():
        question = form.question(_new_key())
        if change(request, found, lambda now: now.with_question(section, question), form):
            return redirect(_at(slug, found, question.key))
    return _page(request, slug, found, form, f"Add a question to “{whole.title}”")


@requires(policy.manage_surveys)
def edit_question(request: HttpRequest, slug: str, template_id: UUID, question: str) -> HttpResponse:
    found = template_of(template_id)
    before = latest_version(found).questionnaire.question(question)
    if before is None:
        raise Http404("This template has no such question.")
    form = QuestionForm(request.POST or None, initial=QuestionForm.saved(before))
    if request.method == "POST" and form.is_valid():
        changed = form.question(question)
        if change(request, found, lambda now: now.with_question("", changed), form):
            return redirect(_at(slug, found, question))
    return _page(request, slug, found, form, "Change a question")


@require_POST
@requires(policy.manage_surveys)
def move_question(request: HttpRequest, slug: str, template_id: UUID, question: str) -> HttpResponse:
    """One place up, or with `down` one place down."""
    found = template_of(template_id)
    change(request, found, lambda now: now.moved(question, up="down" not in request.POST))
    return redirect(_at(slug, found, question))


@require_POST
@requires(policy.manage_surveys)
def remove_question(request: HttpRequest, slug: str, template_id: UUID, question: str) -> HttpResponse:
    found = template_of(template_id)
    change(request, found, lambda now: now.without_question(question))
    flash.success(request, "Question removed")
    return redirect("survey_template", slug=slug, template_id=template_id)


def _section_of(found: SurveyTemplate, key: str) -> Section:
    section = latest_version(found).questionnaire.section(key)
    if section is None:
        raise Http404("This template has no such section.")
    return section


def _page(
    request: HttpRequest, slug: str, found: SurveyTemplate, form: forms.Form, title: str
) -> HttpResponse:
    back = reverse("survey_template", args=[slug, found.public_id])
    context = {
        "page_title": title,
        "breadcrumbs": [*crumbs(slug), Crumb(found.title, back), Crumb(title)],
        "form": form,
        "back": back,
        "submit": "Save",
    }
    return render(request, "alliance/feedback/form.html", context, status=422 if form.errors else 200)


def _at(slug: str, found: SurveyTemplate, key: str) -> str:
    """The template's page, at the question."""
    return f"{reverse('survey_template', args=[slug, found.public_id])}#question-{key}"


def _new_key() -> str:
    return f"q{token_hex(4)}"
