"""API credentials: the list, a new one, a successor, the end of one. A secret is shown in one answer only."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.actions import credentials as actions
from alliance.forms.credentials import CredentialForm, RotateForm
from alliance.models import ApiCredential, Partner
from alliance.queries.credentials import credentials_visible_to, in_order, row_of
from foundation.access import check, requires
from foundation.api.allowance import REQUESTS
from foundation.forms.refusals import refuse
from foundation.refusal import Refused
from foundation.ui import flash
from foundation.ui.items import Column, Crumb

PER_PAGE = 50
COLUMNS = [
    Column("System"),
    Column("Partner"),
    Column("May"),
    Column("Last used"),
    Column("Last day"),
    Column("Standing"),
    Column("What you can do", hidden=True),
]


@requires(policy.manage_credentials)
def credentials(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    found = in_order(credentials_visible_to(request.member), now)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": "API access",
        "columns": COLUMNS,
        "rows": [row_of(credential, now) for credential in page.object_list],
        "page": page,
        "base_href": request.path,
        "new_url": reverse("new_credential", args=[slug]),
        "document_url": reverse("api_document"),
        "guide_url": reverse("api_guide"),
        "requests": REQUESTS,
        "address": _address(request),
    }
    return render(request, "alliance/credentials/list.html", context)


@requires(policy.manage_credentials)
def new_credential(request: HttpRequest, slug: str) -> HttpResponse:
    own = None if policy.is_lead.test(request.member) else Partner.objects.get(pk=request.member.partner_id)
    form = CredentialForm(request.POST or None, partner=own, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        partner = own or form.cleaned_data["partner"]
        check(request, policy.manage_credentials, partner)
        try:
            made, text = actions.make_credential(
                partner=partner,
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                expires_at=form.expiry,
                attempt=form.cleaned_data["attempt"],
                by=request.user,
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _shown_once(request, made, text)
    context = {
        "page_title": "New API credential",
        "breadcrumbs": _crumbs(request, "New"),
        "form": form,
        "own": own,
        "back": reverse("credentials", args=[slug]),
    }
    return render(request, "alliance/credentials/new.html", context, status=422 if form.errors else 200)


@requires(policy.manage_credentials)
def rotate_credential(request: HttpRequest, slug: str, credential_id: UUID) -> HttpResponse:
    """Asks how long the old one stays, then shows its successor."""
    credential = _credential_or_404(request, credential_id)
    form = RotateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, text = actions.rotate_credential(credential=credential, overlap=form.days, by=request.user)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _shown_once(request, made, text)
    return _ask(request, credential, "rotate", form=form, status=422 if form.errors else 200)


@requires(policy.manage_credentials)
def revoke_credential(request: HttpRequest, slug: str, credential_id: UUID) -> HttpResponse:
    """Asks first, naming what stops; then ends it at once."""
    credential = _credential_or_404(request, credential_id)
    refusal = None
    if request.method == "POST":
        try:
            actions.revoke_credential(credential=credential, by=request.user)
        except Refused as reason:
            refusal = reason.sentence
        else:
            flash.success(request, f"{credential.name} is revoked: it stopped working at once")
            return redirect("credentials", slug=slug)
    return _ask(request, credential, "revoke", refusal=refusal, status=409 if refusal else 200)


def _credential_or_404(request: HttpRequest, credential_id: UUID) -> ApiCredential:
    credential = credentials_visible_to(request.member).filter(public_id=credential_id).first()
    if credential is None:
        raise Http404("No such credential here.")
    check(request, policy.manage_credentials, credential.partner)
    return credential


def _ask(
    request: HttpRequest, credential: ApiCredential, what: str, *, status: int, **more: Any
) -> HttpResponse:
    context = {
        "page_title": f"{what.capitalize()} {credential.name}",
        "breadcrumbs": _crumbs(request, credential.name),
        "row": row_of(credential, timezone.now()),
        "back": reverse("credentials", args=[request.alliance.slug]),
        **more,
    }
    return render(request, f"alliance/credentials/{what}.html", context, status=status)


def _shown_once(request: HttpRequest, credential: ApiCredential, text: str) -> HttpResponse:
    """The one answer that holds the secret; nobody keeps a copy on the way."""
    header = f"-H 'Authorization: Bearer {text}'"
    context = {
        "page_title": "Your API credential",
        "breadcrumbs": _crumbs(request, credential.name),
        "credential": credential,
        "text": text,
        "try_it": f"curl {header} {_address(request, 'me')}",
        "sync": f"curl {header} '{_address(request, f'alliances/{request.alliance.slug}/changes')}'",
        "back": reverse("credentials", args=[request.alliance.slug]),
    }
    response = render(request, "alliance/credentials/made.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _address(request: HttpRequest, path: str = "") -> str:
    return request.build_absolute_uri(f"/api/v1/{path}")


def _crumbs(request: HttpRequest, here: str) -> list[Crumb]:
    return [Crumb("API access", reverse("credentials", args=[request.alliance.slug])), Crumb(here)]
