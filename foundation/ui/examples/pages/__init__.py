"""Whole pages made of components, with invented content: name → (current area, context).

The last four are the portal's own error pages, drawn from their real templates.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from foundation.ui.examples import forms, partners, report, today

PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "today": ("Today", today.context),
    "partners": ("Partners", partners.list_context),
    "partner": ("Partners", partners.record_context),
    "report": ("Insight", report.context),
    "form": ("Settings", forms.context),
    "sign-in": ("", forms.sign_in_context),
    "bad-request": ("", dict),
    "forbidden": ("", dict),
    "not-found": ("", dict),
    "server-error": ("", dict),
}


def source_of(name: str) -> str:
    """The template of an example page."""
    return (Path(__file__).parent / f"{name}.html").read_text(encoding="utf-8")
