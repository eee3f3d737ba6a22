"""Messages that the next page shows as toasts, with a way back where there is one."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone


def success(request: HttpRequest, text: str, *, undo: str = "", until: datetime | None = None) -> None:
    """Say quietly what was done; ``undo`` is the address that a press on Undo posts to, ``until`` when it
    stops working.
    """
    tags = [f"undo:{undo}"] if undo else []
    tags += [f"until:{until.isoformat()}"] if until else []
    messages.success(request, text, extra_tags=" ".join(tags))


def warning(request: HttpRequest, text: str) -> None:
    """Say above the next page what was not done, and why."""
    messages.warning(request, text)


def tagged(message: object, name: str) -> str:
    """What `success` gave the message under this name; "" where it gave nothing."""
    tags = (getattr(message, "extra_tags", "") or "").split()
    return next((tag.partition(":")[2] for tag in tags if tag.startswith(f"{name}:")), "")


def seconds_until(moment: datetime) -> int:
    """Whole seconds from now, rounded up; none left is 0."""
    return max(0, -int(-(moment - timezone.now()).total_seconds() // 1))
