"""The list of what the alliance works towards."""

from django.db import transaction
from django.utils import timezone

from alliance.models import Priority, User
from foundation.refusal import Refused

MOST_PRIORITIES = 20
"""More is no list of priorities."""


@transaction.atomic
def add_priority(*, name: str, by: User) -> Priority:
    """One more aim; one of the same name that had ended goes on. Raises Refused."""
    there = Priority.objects.current()
    if there.filter(name__iexact=name).exists():
        raise Refused(f"“{name}” is on the list already.", field="name")
    if there.count() >= MOST_PRIORITIES:
        raise Refused(f"The list has {MOST_PRIORITIES} priorities. End one first.", field="name")
    if ended := Priority.objects.filter(name__iexact=name).order_by("pk").last():
        ended.ended_on = None
        ended.save()
        return ended
    return Priority.objects.create(name=name)


@transaction.atomic
def end_priority(*, priority: Priority, by: User) -> None:
    """Ask no prospect for it any more; those that named it keep it."""
    Priority.objects.filter(pk=priority.pk, ended_on=None).update(ended_on=timezone.localdate())
