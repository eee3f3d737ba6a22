"""Announcements: the list, one of them, and how they are written, changed and removed."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.actions import announcements as actions
from alliance.forms.hub import EditAnnouncementForm, NewAnnouncementForm
from alliance.models import Announcement
from alliance.queries.announcements import read_by, readings_of
from alliance.views.editing import save_edited
from alliance.views.export_menu import export_items
from foundation import words
from foundation.access import requires
from foundation.drafts.page import PageDraft
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Crumb, Fact

PER_PAGE = 25


@requires(policy.see_announcements)
def announcements(request: HttpRequest, slug: str) -> HttpResponse:
    """Pinned ones first, then the newest; staff see those to come too."""
    found = Announcement.objects.visible_to(request.member).saying_whether_read(request.user)
    page = Paginator(found.in_order(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": "Announcements",
        "summary": words.counted(page.paginator.count, "announcement"),
        "page": page,
        "today": timezone.localdate(),
        "may_announce": policy.announce.test(request.member),
        "exports": export_items("announcements_export", slug),
        "new_href": reverse("new_announcement", args=[slug]),
    }
    return render(request, "alliance/announcements/list.html", context)


@requires(policy.see_announcements)
def announcement(request: HttpRequest, slug: str, announcement_id: UUID) -> HttpResponse:
    """Opening it is reading it. Who may announce sees who has."""
    found = _found(request, announcement_id)
    if request.method == "GET" and not hasattr(request, "support_entry"):
        actions.mark_announcement_read(announcement=found, user=request.user)
    may_announce = policy.announce.test(request.member)
    context = {
        "page_title": found.title,
        "breadcrumbs": _crumbs(request, found.title),
        "announcement": found,
        "facts": _facts(found, may_announce),
        "may_announce": may_announce,
        "readings": readings_of(found) if may_announce else [],
        "edit_href": reverse("edit_announcement", args=[slug, found.public_id]),
        "remove_href": reverse("remove_announcement", args=[slug, found.public_id]),
    }
    return render(request, "alliance/announcements/announcement.html", context)


@requires(policy.announce)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    draft = PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    form = NewAnnouncementForm(request.POST or None)
    draft.fill(form)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.announce(details=form.details(), by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            draft.drop()
            out = "is out" if made.published_at else f"comes out on {words.day(made.shows_from)}"
            flash.success(request, f"{made.title} {out}")
            return redirect("announcement", slug=slug, announcement_id=made.public_id)
    back, status = reverse("announcements", args=[slug]), 422 if form.errors else 200
    return _form_page(request, form, draft, "Announce something", back, status)


@requires(policy.announce)
def edit(request: HttpRequest, slug: str, announcement_id: UUID) -> HttpResponse:
    found, draft = _found(request, announcement_id), PageDraft(request)
    if draft.is_asked:
        return draft.answer()
    form = EditAnnouncementForm(request.POST or None, initial=EditAnnouncementForm.saved(found))
    draft.fill(form)

    def save(version: int) -> Any:
        return actions.change_announcement(
            announcement=found, version=version, details=form.details(), by=request.user
        )

    status, back = 200, reverse("announcement", args=[slug, found.public_id])
    if request.method == "POST":
        status = save_edited(form, draft, found, save, EditAnnouncementForm.saved)
        if status == 200:
            flash.success(request, f"{form.cleaned_data['title']} saved")
            return redirect(back)
    return _form_page(request, form, draft, f"Change {found.title}", back, status)


@requires(policy.announce)
def remove(request: HttpRequest, slug: str, announcement_id: UUID) -> HttpResponse:
    """Asks first: who has read it goes with it."""
    found = _found(request, announcement_id)
    if request.method == "POST":
        actions.remove_announcement(announcement=found, by=request.user)
        flash.success(request, f"{found.title} removed")
        return redirect("announcements", slug=slug)
    context = {
        "page_title": f"Remove {found.title}?",
        "breadcrumbs": _crumbs(request, found.title),
        "announcement": found,
        "back": reverse("announcement", args=[slug, found.public_id]),
    }
    return render(request, "alliance/announcements/remove.html", context)


def _found(request: HttpRequest, public_id: UUID) -> Announcement:
    seen = Announcement.objects.visible_to(request.member).select_related("written_by", "alliance")
    found: Announcement | None = seen.filter(public_id=public_id).first()
    if found is None:
        raise Http404("No such announcement, or not one for you.")
    return found


def _facts(found: Announcement, may_announce: bool) -> list[Fact]:
    facts = [Fact("From", words.day(found.shows_from))]
    if found.shows_until:
        facts.append(Fact("Until", words.day(found.shows_until)))
    if found.written_by:
        facts.append(Fact("Written by", str(found.written_by)))
    if may_announce:
        facts += [Fact("For", found.get_audience_display()), Fact("Read by", read_by(found))]
    return facts


def _form_page(
    request: HttpRequest, form: Any, draft: PageDraft, title: str, back: str, status: int
) -> HttpResponse:
    context = {
        "page_title": title,
        "breadcrumbs": _crumbs(request, title),
        "form": form,
        "draft": draft,
        "back": back,
    }
    return render(request, "alliance/announcements/form.html", context, status=status)


def _crumbs(request: HttpRequest, here: str) -> list[Crumb]:
    return [Crumb("Announcements", reverse("announcements", args=[request.alliance.slug])), Crumb(here)]
