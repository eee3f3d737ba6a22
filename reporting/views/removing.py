"""Taking back what was published: why, what readers will see instead, and what is lost."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alliance.logic.academic_year import AcademicYear
from alliance.queries.identity import needs_two_pairs_of_eyes
from foundation import words
from foundation.access import requires
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Crumb
from reporting import policy
from reporting.actions import removals
from reporting.forms import RedactForm, WithdrawForm
from reporting.logic.redaction import NAME_REMOVED, Passage, notice
from reporting.models import Edition, Removal
from reporting.queries.removals import elsewhere, passages_of
from reporting.views.frame import address, crumbs, edition_of, title_of
from reporting.views.report import report


@require_http_methods(["GET", "POST"])
@requires(policy.take_back_report)
def withdraw(request: HttpRequest, slug: str, year: AcademicYear, number: int) -> HttpResponse:
    """Ask why (GET), show what readers will see (POST), do it (POST with `confirm`)."""
    edition = edition_of(request, year, number)
    form = WithdrawForm(request.POST or None)
    if not (form.is_bound and form.is_valid()):
        return _page(request, edition, "reporting/withdraw.html", form)
    if "confirm" not in request.POST:
        return _page(request, edition, "reporting/withdraw.html", form, why=_why(form))
    try:
        removal = removals.withdraw_edition(edition=edition, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        refuse(form, refusal)
        return _page(request, edition, "reporting/withdraw.html", form)
    return _done(request, edition, removal, f"{title_of(edition)} is withdrawn")


@require_http_methods(["GET", "POST"])
@requires(policy.take_back_report)
def redact(request: HttpRequest, slug: str, year: AcademicYear, number: int) -> HttpResponse:
    """Choose passages (GET), show what will stand in their place (POST), do it (POST with `confirm`)."""
    edition = edition_of(request, year, number)
    known = passages_of(edition)
    form = RedactForm(request.POST or None, passages=known)
    if not (form.is_bound and form.is_valid()):
        return _page(request, edition, "reporting/redact.html", form, known=known)
    if "confirm" not in request.POST:
        chosen = [passage for passage in known if passage.id in form.cleaned_data["passages"]]
        return _page(request, edition, "reporting/redact.html", form, **_preview(edition, form, chosen))
    try:
        removal = removals.redact_edition(edition=edition, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        refuse(form, refusal)
        return _page(request, edition, "reporting/redact.html", form, known=known)
    return _done(request, edition, removal, "The passages are removed. The document is made again")


@require_POST
@requires(policy.take_back_report)
def agree(request: HttpRequest, slug: str, year: AcademicYear, number: int) -> HttpResponse:
    return _decide(request, edition_of(request, year, number), removals.agree_to_removal, "It is taken back")


@require_POST
@requires(policy.take_back_report)
def drop(request: HttpRequest, slug: str, year: AcademicYear, number: int) -> HttpResponse:
    return _decide(request, edition_of(request, year, number), removals.drop_removal, "It can be read again")


def _decide(request: HttpRequest, edition: Edition, action: Any, said: str) -> HttpResponse:
    try:
        action(edition=edition, by=request.user)
    except Refused as refusal:
        year = AcademicYear(edition.academic_year)
        return report(request, request.alliance.slug, year, edition.number, refusal=refusal)
    flash.success(request, said)
    return redirect(address(edition, "report", request.alliance.slug))


def _done(request: HttpRequest, edition: Edition, removal: Removal, said: str) -> HttpResponse:
    waits = removal.agreed_at is None
    flash.success(request, "It is held back until another strategic lead agrees" if waits else said)
    return redirect(address(edition, "report", request.alliance.slug))


def _preview(edition: Edition, form: RedactForm, chosen: list[Passage]) -> dict[str, Any]:
    said = notice(words.day(timezone.now()), _why(form))
    return {
        "why": _why(form),
        "chosen": [(one, NAME_REMOVED if one.is_name else said) for one in chosen],
        "elsewhere": elsewhere(edition, {one.text for one in chosen if not one.is_name}),
    }


def _why(form: WithdrawForm) -> str:
    """The sentence that readers will see; the record says it the same way (`Removal.words`)."""
    return Removal(**{key: form.cleaned_data[key] for key in ("reason", "explanation")}).words


def _page(
    request: HttpRequest, edition: Edition, template: str, form: WithdrawForm, **more: Any
) -> HttpResponse:
    slug = request.alliance.slug
    context = {
        "breadcrumbs": crumbs(slug, edition, Crumb("Take back")),
        "page_title": title_of(edition),
        "edition": edition,
        "form": form,
        "today": words.day(timezone.now()),
        "two_pairs_of_eyes": needs_two_pairs_of_eyes(),
        "report_href": address(edition, "report", slug),
        "withdraw_href": address(edition, "withdraw_report", slug),
        **more,
    }
    return render(request, template, context, status=422 if form.errors else 200)
