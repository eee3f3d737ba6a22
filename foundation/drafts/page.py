"""The draft behind a page with a form: kept while one writes, offered when the page is opened again.

A view asks it first, before its form:

    draft = PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    form = PartnerForm(request.POST or None, initial=…)
    draft.fill(form)
    …
    draft.drop()  # once the form is saved
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.utils import timezone
from django.utils.formats import date_format

from foundation import words
from foundation.drafts.actions import drop_draft, keep_draft
from foundation.drafts.models import Draft
from foundation.refusal import Refused

ASKS = "draft"
"""The name of what a request wants of the draft: keep or drop it (POST), or go on with it (GET)."""
NOT_KEPT = frozenset({ASKS, "csrfmiddlewaretoken"})


class PageDraft:
    """The acting person's draft of the form on `page`, which is this request's own address unless given.

    A form that posts to another address than its page's names the page in both views.
    """

    def __init__(self, request: HttpRequest, *, page: str = "") -> None:
        self.request = request
        self.page = page or _address_of(request)
        self.kept_at: datetime | None = None
        self.is_used = False

    @property
    def is_asked(self) -> bool:
        """Whether the request is about the draft, and not about the form."""
        return self.request.method == "POST" and self.request.POST.get(ASKS) in ("keep", "drop")

    def answer(self) -> HttpResponse:
        """Keep it, and tell when (JSON); or drop it, and begin the page anew."""
        if self.request.POST[ASKS] == "drop":
            self.drop()
            return HttpResponseRedirect(self.page)
        written = {
            _storable(name): [_storable(text) for text in texts]
            for name, texts in self.request.POST.lists()
            if name not in NOT_KEPT
        }
        try:
            draft = keep_draft(user=self.request.user, page=self.page, written=written)
        except Refused as refusal:
            return JsonResponse({"refused": refusal.sentence}, status=422)
        return JsonResponse({"kept": _time(draft.kept_at)})

    def fill(self, form: forms.BaseForm) -> None:
        """Look for a draft that says something else than the unposted `form`; write it in if asked to."""
        draft = None if form.is_bound else self._kept()
        if draft is None:
            return
        data = QueryDict(mutable=True)
        for name, texts in draft.written.items():
            data.setlist(name, texts)
        written = {
            name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
            for name, field in form.fields.items()
        }
        if not any(
            field.has_changed(form.get_initial_for_field(field, name), written[name])
            for name, field in form.fields.items()
            if not field.widget.is_hidden
        ):
            return
        self.kept_at = draft.kept_at
        self.is_used = self.request.GET.get(ASKS) == "use"
        if self.is_used:
            form.initial.update(written)

    def drop(self) -> None:
        """The form is saved: there is nothing left to be kept."""
        drop_draft(user=self.request.user, page=self.page)

    @property
    def is_offered(self) -> bool:
        """There is one, and nobody has said yet what becomes of it."""
        return self.kept_at is not None and not self.is_used

    @property
    def use_href(self) -> str:
        return f"{self.page}{'&' if '?' in self.page else '?'}{urlencode({ASKS: 'use'})}"

    @property
    def when(self) -> str:
        return words.moment(self.kept_at)

    @property
    def note(self) -> str:
        """What stands at the right of the form's buttons."""
        return f"Draft kept {_time(self.kept_at)}" if self.is_used and self.kept_at else ""

    def _kept(self) -> Draft | None:
        return Draft.objects.filter(user=self.request.user, page=self.page).first()


def _address_of(request: HttpRequest) -> str:
    query: Any = request.GET.copy()
    query.pop(ASKS, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _storable(text: str) -> str:
    """PostgreSQL keeps no NUL, and nobody types one."""
    return text.replace("\x00", "")


def _time(moment: datetime) -> str:
    """09:41 of today, else the day as well."""
    local = timezone.localtime(moment)
    return date_format(local, "H:i" if local.date() == timezone.localdate() else "D j M, H:i")
