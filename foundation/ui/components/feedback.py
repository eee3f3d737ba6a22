"""What the portal says back: toasts, notices, error summaries."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from foundation.ui.component import component
from foundation.ui.flash import seconds_until, tagged


@component()
def toast(text: str, *, undo_href: str = "", undo_label: str = "Undo", seconds: int = 0) -> dict[str, Any]:
    """An ink bar with what happened and a way back; stays while hovered or focused.

    ``seconds`` says how long the way back is open: it counts down, and the button goes with the last one.
    """
    return locals()


@component(block=True, choices={"state": ("info", "good", "warn", "bad")})
def notice(*, title: str, state: str = "info") -> dict[str, Any]:
    """A sentence that stays on the page: what happened, why, what to do next."""
    return locals()


@component()
def flashes(messages: Iterable[Any]) -> dict[str, Any]:
    """Django's messages: success and info as toasts, warnings and errors as notices above the content."""
    toasts, notices = [], []
    for message in messages or ():
        undo, until = tagged(message, "undo"), tagged(message, "until")
        seconds = seconds_until(datetime.fromisoformat(until)) if until else 0
        open_still = seconds > 0 or not until
        row = {"text": message.message, "undo_href": undo if open_still else "", "seconds": seconds}
        if message.level_tag in ("warning", "error"):
            notices.append(row | {"state": "bad" if message.level_tag == "error" else "warn"})
        else:
            toasts.append(row)
    return {"toasts": toasts, "notices": notices}


@component()
def error_summary(form: Any, *, title: str = "There is a problem", take_focus: bool = True) -> dict[str, Any]:
    """Every error of a bound form, each linking to its field; takes focus when the page opens."""
    rows = []
    if form is not None and form.is_bound:
        rows = [{"text": error, "href": ""} for error in form.non_field_errors()]
        for field in form:
            target = field.id_for_label or f"{field.auto_id}_0"
            rows += [{"text": error, "href": f"#{target}"} for error in field.errors]
    return {"rows": rows, "title": title, "take_focus": take_focus}
