"""My tasks: what waits for one person across everything, and the tasks people write down."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions import own_tasks as actions
from alliance.forms.hub import EditTaskForm, TaskForm
from alliance.models import Task
from alliance.queries.my_tasks import done_lately, given_to_others, tasks_for
from alliance.views.editing import save_edited
from alliance.views.export_menu import export_items
from alliance.views.today import groups_of
from foundation import words
from foundation.access import requires
from foundation.drafts.page import PageDraft
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Crumb, Fact


@requires(policy.see_own_tasks)
def my_tasks(request: HttpRequest, slug: str) -> HttpResponse:
    """By the day it is due; below it what was done lately, and what one gave to others."""
    today = timezone.localdate()
    waiting = tasks_for(request.member, today)
    context = {
        "page_title": "My tasks",
        "summary": words.counted(len(waiting), "task") if waiting else "Nothing waits for you",
        "groups": groups_of(waiting, today),
        "done": done_lately(request.member, timezone.now()),
        "given": given_to_others(request.member),
        "exports": export_items("tasks_export", slug),
        "new_href": reverse("new_task", args=[slug]),
    }
    return render(request, "alliance/tasks/list.html", context)


@requires(policy.see_own_tasks)
def task(request: HttpRequest, slug: str, task_id: UUID) -> HttpResponse:
    """One's own task, or one that one gave to somebody."""
    found = _found(request, task_id)
    context = {
        "page_title": found.title,
        "breadcrumbs": _crumbs(request, found.title),
        "task": found,
        "facts": _facts(found),
        "edit_href": reverse("edit_task", args=[slug, found.public_id]),
        "finish_href": reverse("finish_task", args=[slug, found.public_id]),
        "reopen_href": reverse("reopen_task", args=[slug, found.public_id]),
        "remove_href": reverse("remove_task", args=[slug, found.public_id]),
    }
    return render(request, "alliance/tasks/task.html", context)


@requires(policy.see_own_tasks)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    draft = PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    form = TaskForm(request.POST or None, **_whose(request))
    draft.fill(form)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_task(details=form.task_details(), by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            draft.drop()
            flash.success(request, f"{made.title} is on {_list_of(made, request)}")
            return redirect("my_tasks", slug=slug)
    back, status = reverse("my_tasks", args=[slug]), 422 if form.errors else 200
    return _form_page(request, form, draft, "Add a task", back, status)


@requires(policy.see_own_tasks)
def edit(request: HttpRequest, slug: str, task_id: UUID) -> HttpResponse:
    found, draft = _found(request, task_id), PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    form = EditTaskForm(request.POST or None, initial=EditTaskForm.saved(found), **_whose(request))
    draft.fill(form)

    def save(version: int) -> Any:
        return actions.change_task(task=found, version=version, details=form.task_details(), by=request.user)

    status, back = 200, reverse("task", args=[slug, found.public_id])
    if request.method == "POST":
        status = save_edited(form, draft, found, save, EditTaskForm.saved)
        if status == 200:
            flash.success(request, f"{form.cleaned_data['title']} saved")
            return redirect("my_tasks", slug=slug)
    return _form_page(request, form, draft, f"Change {found.title}", back, status)


@require_POST
@requires(policy.see_own_tasks)
def finish(request: HttpRequest, slug: str, task_id: UUID) -> HttpResponse:
    """Reopening it is the undo."""
    found = _found(request, task_id)
    actions.finish_task(task=found, by=request.user)
    flash.success(request, f"{found.title} is done")
    return redirect("my_tasks", slug=slug)


@require_POST
@requires(policy.see_own_tasks)
def reopen(request: HttpRequest, slug: str, task_id: UUID) -> HttpResponse:
    found = _found(request, task_id)
    actions.reopen_task(task=found, by=request.user)
    flash.success(request, f"{found.title} is open again")
    return redirect("my_tasks", slug=slug)


@require_POST
@requires(policy.see_own_tasks)
def remove(request: HttpRequest, slug: str, task_id: UUID) -> HttpResponse:
    found = _found(request, task_id)
    actions.remove_task(task=found, by=request.user)
    flash.success(request, f"{found.title} removed")
    return redirect("my_tasks", slug=slug)


def _found(request: HttpRequest, public_id: UUID) -> Task:
    seen = Task.objects.visible_to(request.member).select_related("owner", "made_by", "done_by")
    found: Task | None = seen.filter(public_id=public_id).first()
    if found is None:
        raise Http404("No such task, or not one of yours.")
    return found


def _whose(request: HttpRequest) -> dict[str, Any]:
    return {"member": request.member, "may_give": policy.give_tasks.test(request.member)}


def _list_of(made: Task, request: HttpRequest) -> str:
    return "your list" if made.owner_id == request.user.pk else f"{made.owner}’s list"


def _facts(found: Task) -> list[Fact]:
    facts = [Fact("Due", words.day(found.due_on) or "At any time"), Fact("Whose", str(found.owner))]
    if found.made_by and found.made_by_id != found.owner_id:
        facts.append(Fact("From", str(found.made_by)))
    if found.done_at:
        facts.append(
            Fact("Done", words.moment(found.done_at), f"By {found.done_by}" if found.done_by else "")
        )
    return facts


def _form_page(
    request: HttpRequest, form: Any, draft: PageDraft, title: str, back: str, status: int
) -> HttpResponse:
    context = {
        "page_title": title,
        "breadcrumbs": _crumbs(request, title),
        "form": form,
        "draft": draft,
        "back": back,
    }
    return render(request, "alliance/tasks/form.html", context, status=status)


def _crumbs(request: HttpRequest, here: str) -> list[Crumb]:
    return [Crumb("My tasks", reverse("my_tasks", args=[request.alliance.slug])), Crumb(here)]
