"""Changing a record by a form: what every such page does between asking and saving."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model

from foundation.audit.authors import authors_of
from foundation.drafts.page import PageDraft
from foundation.forms.refusals import refuse
from foundation.forms.versioned import VersionedForm, save_versioned
from foundation.refusal import ChangedMeanwhile, GoneMeanwhile, Refused


def save_edited(
    form: VersionedForm,
    draft: PageDraft,
    record: Model,
    save: Callable[[int], Any],
    saved: Callable[[Any], Mapping[str, Any]],
) -> int:
    """200 once the posted form is saved; else the status of the page that shows it again.

    `save(version)` is the action, `saved(record)` the form's fields as the record has them, version included.
    """
    if not form.is_valid():
        return 422
    try:
        save_versioned(form, save, lambda: saved(_again(record)))
    except ChangedMeanwhile:
        form.compare(authors_of(record))
        return 409
    except Refused as refusal:
        refuse(form, refusal)
        return 409 if isinstance(refusal, GoneMeanwhile) else 422
    draft.drop()
    return 200


def _again(record: Model) -> Model:
    found = type(record)._default_manager.filter(pk=record.pk).first()
    if found is None:
        raise GoneMeanwhile(str(record))
    return found
