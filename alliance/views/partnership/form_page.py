"""A form about a partner on a page of its own: drafts, refusals, conflicts, and the way back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from alliance import policy
from alliance.models import Partner
from foundation.audit.authors import authors_of
from foundation.drafts.page import PageDraft
from foundation.forms.refusals import refuse
from foundation.forms.versioned import VersionedForm, save_versioned
from foundation.refusal import ChangedMeanwhile, Refused
from foundation.ui import flash
from foundation.ui.items import Crumb


@dataclass(frozen=True)
class FormPage:
    """What a form page says: its title, where it leads back to and what that is called, and its button."""

    title: str
    back: str
    back_name: str
    submit: str = "Save"
    intro: str = ""
    done: str = "Saved"


@dataclass(frozen=True)
class Editing:
    """A record that others may change meanwhile: itself, and its fields as they are saved now."""

    record: Model
    saved: Callable[[], Mapping[str, Any]]


def answer_form(
    request: HttpRequest,
    partner: Partner,
    page: FormPage,
    make: Callable[[Any], forms.Form],
    save: Callable[..., Any],
    *,
    editing: Editing | None = None,
) -> HttpResponse:
    """Show the form that `make` makes of what was posted, or save it.

    `save(form)` does so, or `save(form, version)` of a record that is edited. A refusal stands on the form.
    """
    draft = PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    form = make(request.POST or None)
    draft.fill(form)
    if request.method != "POST" or not form.is_valid():
        return _shown(request, partner, page, form, draft, 422 if form.is_bound else 200)
    try:
        if editing is not None and isinstance(form, VersionedForm):
            save_versioned(form, lambda version: save(form, version), editing.saved)
        else:
            save(form)
    except ChangedMeanwhile:
        if editing is not None and isinstance(form, VersionedForm):
            form.compare(authors_of(editing.record))
        return _shown(request, partner, page, form, draft, 409)
    except Refused as refusal:
        refuse(form, refusal)
        return _shown(request, partner, page, form, draft, 422)
    draft.drop()
    flash.success(request, page.done)
    return redirect(page.back)


def crumbs_of(request: HttpRequest, partner: Partner, *more: Crumb) -> list[Crumb]:
    """The way to a partner and on from there, as the reader goes it."""
    slug = request.alliance.slug
    first = Crumb("My school", reverse("my_school", args=[slug]))
    if policy.see_partners.test(request.member):
        first = Crumb("Partners", reverse("partners", args=[slug]))
    return [first, Crumb(partner.name, reverse("partner", args=[slug, partner.public_id])), *more]


def _shown(
    request: HttpRequest, partner: Partner, page: FormPage, form: forms.Form, draft: PageDraft, status: int
) -> HttpResponse:
    context = {
        "breadcrumbs": crumbs_of(request, partner, Crumb(page.back_name, page.back), Crumb(page.title)),
        "page_title": page.title,
        "partner": partner,
        "page": page,
        "form": form,
        "draft": draft,
    }
    return render(request, "alliance/partnership/form.html", context, status=status)
