"""Form parts that Django's form renderer does not draw by itself."""

import json
from collections.abc import Mapping
from typing import Any

from foundation.ui.component import component
from foundation.ui.states import BUTTON_KINDS


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


@component(choices={"ceremony": ("create", "get"), "kind": BUTTON_KINDS})
def passkey(
    text: str,
    *,
    ceremony: str = "get",
    options: Mapping[str, Any] | None = None,
    options_url: str = "",
    kind: str = "secondary",
) -> dict[str, Any]:
    """A button that asks the browser for a passkey, puts its answer into the field ``credential`` and sends
    the form it stands in.

    ``options`` are what the server asks for; ``options_url`` answers with them where they are to be fresh.
    Hidden where the browser knows no passkeys or runs no script: a page offers another way too.
    """
    return {**locals(), "options": json.dumps(options) if options else ""}


@component(block=True)
def editor(
    *,
    form: Any,
    draft: Any = None,
    action: str = "",
    submit: str = "Save",
    back: str = "",
    back_label: str = "Cancel",
) -> dict[str, Any]:
    """A form that loses nothing: it asks before unsent changes are left, keeps a draft while one writes, and
    shows both texts where somebody else was faster.

    ``draft`` is the ``PageDraft`` that the view filled the form from; without one nothing is kept. Of a
    ``VersionedForm`` with differences the choice of each stands above the fields. ``back`` is the way out.
    The content stands between fields and buttons.
    """
    differences = getattr(form, "differences", ())
    return {
        **locals(),
        "guard": "changed" if form.is_bound else "unchanged",
        "keeps": draft is not None and not draft.is_offered,
        "submit": "Save what I chose" if differences else submit,
    }


@component()
def conflict(*, form: Any) -> dict[str, Any]:
    """Where somebody else changed what one was changing: both texts of each field, who wrote the other and
    when, and which to keep. Stands inside the form.
    """
    return locals()
