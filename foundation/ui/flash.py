"""Messages that the next page shows as toasts, with a way back where there is one."""

from django.contrib import messages
from django.http import HttpRequest


def success(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Say quietly what was done; ``undo`` is the address that a press on Undo posts to."""
    messages.success(request, text, extra_tags=f"undo:{undo}" if undo else "")
