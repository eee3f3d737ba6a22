"""Tasks that people write down for themselves or for others."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from alliance.actions.versions import locked
from alliance.models import Membership, Task, User
from alliance.queries.notifications import TASKS
from foundation import words
from foundation.notifications.actions import notify
from foundation.refusal import Refused
from foundation.tenancy.scope import current_alliance_id

MOST_OPEN = 500
"""Of one owner: more is a list that nobody reads."""


@dataclass(frozen=True)
class TaskDetails:
    """What the form holds; without a day it is to be done at any time."""

    title: str
    owner: User
    due_on: date | None = None
    details: str = ""


@transaction.atomic
def add_task(*, details: TaskDetails, by: User) -> Task:
    """Write a task down; somebody else whose it is, is told. Raises Refused."""
    _check_owner(details.owner)
    if Task.objects.open().filter(owner=details.owner).count() >= MOST_OPEN:
        raise Refused(
            f"{details.owner} has {MOST_OPEN} open tasks: finish some of them first.", field="owner"
        )
    task: Task = Task.objects.create(**vars(details), made_by=by)
    _tell(task, by)
    return task


@transaction.atomic
def change_task(*, task: Task, version: int, details: TaskDetails, by: User) -> Task:
    """Change one that is still as the editor saw it. Raises ChangedMeanwhile, Refused."""
    task = locked(task, version)
    before = task.owner_id
    if details.owner.pk != before:
        _check_owner(details.owner)
    for name, value in vars(details).items():
        setattr(task, name, value)
    task.save()
    if task.owner_id != before:
        _tell(task, by)
    return task


@transaction.atomic
def finish_task(*, task: Task, by: User) -> None:
    """It is done. Doing so twice changes nothing."""
    Task.objects.filter(pk=task.pk, done_at=None).update(done_at=timezone.now(), done_by=by)


@transaction.atomic
def reopen_task(*, task: Task, by: User) -> None:
    """It is not done after all."""
    Task.objects.filter(pk=task.pk).update(done_at=None, done_by=None)


@transaction.atomic
def remove_task(*, task: Task, by: User) -> None:
    """Delete it; the trail keeps that there was one."""
    Task.objects.filter(pk=task.pk).delete()


def _check_owner(owner: User) -> None:
    current = Membership.objects.current().filter(alliance=current_alliance_id(), user=owner)
    if not current.exists():
        raise Refused("They do not belong to the alliance any more: choose somebody else.", field="owner")


def _tell(task: Task, by: User) -> None:
    if task.owner_id == by.pk:
        return
    due = f", due {words.day(task.due_on)}" if task.due_on else ""
    href = reverse("task", args=[task.alliance.slug, task.public_id])
    notify(
        [task.owner_id], f"{by} gave you a task: {task.title}{due}", href, kind=TASKS, subject=task.public_id
    )
