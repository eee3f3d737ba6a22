"""Form parts that Django's form renderer does not draw by itself."""

from typing import Any

from foundation.ui.component import component


@component()
def field(bound: Any) -> dict[str, Any]:
    """One field of a form in GOV.UK order: label, hint, error, field. ``{{ form }}`` does all of them."""
    return {"field": bound}


@component(block=True, slots=("note",))
def form_actions() -> dict[str, Any]:
    """The row under a form: primary button, ways out; slot ``note`` at the right ("Draft kept 09:41")."""
    return {}


@component(block=True)
def fieldset(*, legend: str, hint: str = "") -> dict[str, Any]:
    """A group of fields under a question."""
    return locals()
