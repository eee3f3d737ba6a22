"""The steps of an agreement's life: written, sent, signed by both, renewed, ended."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from alliance import policy
from alliance.actions.agreements import drafting, ending, signing
from alliance.forms.agreements import (
    AgreementForm,
    BeginForm,
    CountersignForm,
    EditAgreementForm,
    SendForm,
    TerminateForm,
)
from alliance.forms.approvals import AnswerForm
from alliance.models import Agreement
from alliance.queries.agreements import shown_to_sign
from alliance.queries.agreements.record import next_of
from alliance.views.agreements.frame import address, agreement_of, changeable, crumbs
from foundation.access import check, requires
from foundation.audit.authors import authors_of
from foundation.forms.refusals import refuse
from foundation.forms.versioned import save_versioned
from foundation.refusal import ChangedMeanwhile, Refused
from foundation.ui import flash
from foundation.ui.items import Crumb


@requires(policy.change_agreements)
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """With whom and what it begins with; then what it says, to be saved as a draft."""
    begin = BeginForm(request.GET if "partner" in request.GET else None)
    list_crumb = Crumb("Agreements", reverse("agreements", args=[slug]))
    frame = {"page_title": "New agreement", "breadcrumbs": [list_crumb, Crumb("New agreement")]}
    if not begin.is_valid() or ("template" not in request.GET and begin.fields["template"].queryset.exists()):
        begin = begin if begin.errors else BeginForm(initial={"partner": request.GET.get("partner")})
        context = {**frame, "form": begin, "back": reverse("agreements", args=[slug])}
        return render(request, "alliance/agreements/begin.html", context, status=422 if begin.errors else 200)
    partner, template = begin.cleaned_data["partner"], begin.cleaned_data["template"]
    form = AgreementForm(
        request.POST or None, initial=AgreementForm.from_template(template, timezone.localdate())
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = drafting.draft_agreement(partner=partner, content=form.content(), by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, f"Draft saved for {partner.name}")
            return redirect(address(made))
    context = {**frame, "form": form, "partner": partner, "back": reverse("agreements", args=[slug])}
    return render(request, "alliance/agreements/write.html", context, status=422 if form.errors else 200)


@requires(policy.change_agreements)
def edit(request: HttpRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    """Change a draft. What was sent is taken back first."""
    one = changeable(request, agreement_id)
    form = EditAgreementForm(request.POST or None, initial=EditAgreementForm.saved(one))
    if request.method != "POST" or not form.is_valid():
        return _write_page(request, one, form, 422 if form.is_bound else 200)

    def save(version: int) -> Agreement:
        return drafting.update_draft(agreement=one, version=version, content=form.content(), by=request.user)

    try:
        save_versioned(form, save, lambda: EditAgreementForm.saved(changeable(request, agreement_id)))
    except ChangedMeanwhile:
        form.compare(authors_of(one))
        return _write_page(request, one, form, 409)
    except Refused as refusal:
        refuse(form, refusal)
        return _write_page(request, one, form, 422)
    flash.success(request, "Draft saved")
    return redirect(address(one))


@requires(policy.change_agreements)
def send(request: HttpRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    """Whom to ask; from then on what it says stays."""
    one = changeable(request, agreement_id)
    form = SendForm(request.POST or None, partner=one.partner)

    def act() -> str:
        signing.send_for_signature(agreement=one, approver=form.approver, by=request.user)
        return f"Sent to {form.approver.name}"

    return _step(request, one, form, act, "send", "Send for signature")


@requires(policy.countersign_agreement)
def countersign(request: HttpRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    """The alliance's signature, by somebody who may bind it."""
    one = agreement_of(request, agreement_id)
    form = CountersignForm(request.POST or None)

    def act() -> str:
        signing.countersign(agreement=one, name=form.cleaned_data["name"], by=request.user)
        return "Signed for the alliance"

    return _step(request, one, form, act, "countersign", "Sign for the alliance")


@requires(policy.change_agreements)
def terminate(request: HttpRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    one = changeable(request, agreement_id)
    form = TerminateForm(request.POST or None)

    def act() -> str:
        ending.terminate(agreement=one, by=request.user, **form.cleaned_data)
        return "The agreement is ended, and says from when and why"

    return _step(request, one, form, act, "terminate", "End it early", following=next_of(one))


@requires(policy.sign_agreement)
def answer(request: HttpRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    """Somebody who speaks for the partner signs, or says why not; the same answer as by the link."""
    one = agreement_of(request, agreement_id)
    check(request, policy.sign_agreement, one.partner)
    shown = shown_to_sign(one)
    form = AnswerForm(request.POST if request.method == "POST" else None, shown=shown)
    changed = False
    if form.is_valid():
        given = form.cleaned_data
        try:
            signing.answer_in_portal(
                agreement=one,
                agreed=form.agreed,
                name=given["name"],
                remark=given["remark"],
                seen=given["seen"],
                by=request.user,
            )
        except ChangedMeanwhile:
            changed = True
            form = AnswerForm({**request.POST.dict(), "seen": shown.fingerprint}, shown=shown)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, "Signed: thank you" if form.agreed else "Answered: the alliance is told")
            return redirect(address(one)) if form.agreed else redirect("today", slug=slug)
    context = {
        "page_title": shown.title,
        "breadcrumbs": crumbs(request, one, "Sign"),
        "shown": shown,
        "form": form,
        "changed": changed,
        "back": address(one),
    }
    status = 409 if changed else 422 if form.errors else 200
    return render(request, "alliance/agreements/answer.html", context, status=status)


@require_POST
@requires(policy.change_agreements)
def take_back(request: HttpRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    one = changeable(request, agreement_id)
    return _do(
        request,
        lambda: signing.take_back(agreement=one, by=request.user),
        "Taken back: the link that was sent no longer works",
        address(one),
    )


@require_POST
@requires(policy.change_agreements)
def renew(request: HttpRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    """The next agreement as a draft, where its words can still be changed."""
    one = changeable(request, agreement_id)
    try:
        made = ending.renew(agreement=one, by=request.user)
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
        return redirect(address(one))
    flash.success(request, "The next agreement is a draft: read it, then send it")
    return redirect(address(made))


@require_POST
@requires(policy.change_agreements)
def remove(request: HttpRequest, slug: str, agreement_id: UUID) -> HttpResponse:
    one = changeable(request, agreement_id)
    done = "The draft is removed"
    home = reverse("agreements", args=[slug])
    return _do(request, lambda: drafting.remove_draft(agreement=one, by=request.user), done, home)


def _do(request: HttpRequest, action: Callable[[], Any], done: str, back: str) -> HttpResponse:
    try:
        action()
    except Refused as refusal:
        flash.warning(request, refusal.sentence)
    else:
        flash.success(request, done)
    return redirect(back)


def _step(
    request: HttpRequest,
    one: Agreement,
    form: Any,
    act: Callable[[], str],
    name: str,
    title: str,
    **more: Any,
) -> HttpResponse:
    """A form that does one thing to an agreement and leads back to it."""
    if request.method == "POST" and form.is_valid():
        try:
            done = act()
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.success(request, done)
            return redirect(address(one))
    context = {
        **more,
        "page_title": f"{title}: {one.title}",
        "title": title,
        "breadcrumbs": crumbs(request, one, title),
        "agreement": one,
        "form": form,
        "back": address(one),
    }
    status = 422 if form.errors else 200
    return render(request, f"alliance/agreements/{name}.html", context, status=status)


def _write_page(request: HttpRequest, one: Agreement, form: Any, status: int) -> HttpResponse:
    context = {
        "page_title": f"Edit {one.title}",
        "breadcrumbs": crumbs(request, one, "Edit"),
        "form": form,
        "partner": one.partner,
        "back": address(one),
    }
    return render(request, "alliance/agreements/edit.html", context, status=status)
