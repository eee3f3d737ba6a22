"""The page that a signed link opens. GET shows and changes nothing; the answer is a POST, and counts once.

The link is the right: it enters the alliance of its address and finds the token's digest there, or nothing.
Nobody is signed in, no cookie is set or read, and no other page is told this address.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alliance.forms.approvals import AnswerForm
from alliance.queries.identity import alliance_id_of
from alliance.views.faces import face_of
from foundation import words
from foundation.access import public
from foundation.api.allowance import Allowance
from foundation.approvals.actions import decide as take_answer
from foundation.approvals.choices import ApprovalState
from foundation.approvals.kinds import Shown, kind_named
from foundation.approvals.links import Closed, Opened, digest_of, opened_by
from foundation.forms.refusals import refuse
from foundation.refusal import ChangedMeanwhile, Refused
from foundation.tenancy.scope import acting_within

allowance = Allowance(requests=60)
"""For each address, a minute: enough for a whole school behind one, and for the scanner of its mail."""
GONE_STATUS = {Closed.AGREED: 200, Closed.DECLINED: 200}
"""An answer can be read again; what nobody can use any more is gone."""


@never_cache
@public("the link is the right to answer: 256 bits, of which only the digest is kept")
@csrf_exempt  # no cookie gives the right, and the page sends no referrer that could be checked
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """What is asked, and the answer to it. Another alliance's address finds nothing: 404."""
    standing = allowance.take(get_adapter().get_client_ip(request))
    if standing.exhausted:
        response = _page(request, "too_often", status=429, seconds=standing.resets_in)
        response["Retry-After"] = str(standing.resets_in)
        return response
    alliance_id = alliance_id_of(slug)
    if alliance_id is None:
        return _page(request, "unknown", status=404)
    with acting_within(alliance_id):
        opened = opened_by(token, timezone.now())
        if opened is None:
            return _page(request, "unknown", status=404)
        return _opened(request, opened, token)


def _opened(request: HttpRequest, opened: Opened, token: str) -> HttpResponse:
    approval = opened.approval
    shown = kind_named(approval.kind).shown(approval)
    if opened.closed is not None or shown is None:
        return _closed(request, opened, shown)
    form = AnswerForm(request.POST if request.method == "POST" else None, shown=shown)
    if not form.is_valid():
        return _ask(request, opened, shown, form, status=422 if form.is_bound else 200)
    try:
        take_answer(
            approval=approval,
            agreed=form.agreed,
            name=form.cleaned_data["name"],
            remark=form.cleaned_data["remark"],
            digest=digest_of(token),
            seen=form.cleaned_data["seen"],
        )
    except ChangedMeanwhile:
        again = AnswerForm({**request.POST.dict(), "seen": shown.fingerprint}, shown=shown)
        return _ask(request, opened, shown, again, status=409, changed=True)
    except Refused as refusal:
        refuse(form, refusal)
        return _ask(request, opened, shown, form, status=409)
    return _kept_private(redirect(request.path))


def _ask(
    request: HttpRequest, opened: Opened, shown: Shown, form: AnswerForm, *, status: int, **more: Any
) -> HttpResponse:
    approval = opened.approval
    context = {
        "shown": shown,
        "form": form,
        "asked_by": str(approval.asked_by or approval.alliance),
        "until": words.day(approval.expires_at),
        **face_of(approval.alliance),
        **more,
    }
    return _page(request, "decide", status=status, title=shown.title, **context)


def _closed(request: HttpRequest, opened: Opened, shown: Shown | None) -> HttpResponse:
    approval, closed = opened.approval, opened.closed
    context = {
        "closed": closed,
        "approval": approval,
        "shown": shown,
        "was_answered": approval.state in (ApprovalState.AGREED, ApprovalState.DECLINED),
        "answered_on": words.moment(approval.decided_at),
        "expired_on": words.day(approval.expires_at),
        "ask": str(approval.asked_by or approval.alliance),
        **face_of(approval.alliance),
    }
    status = GONE_STATUS.get(closed, 410) if closed else 410
    return _page(request, "closed", status=status, title=approval.title, **context)


def _page(
    request: HttpRequest, name: str, *, status: int, title: str = "Your answer", **more: Any
) -> HttpResponse:
    """Without the forms of the layout: with no referrer their sender cannot be checked."""
    context = {"page_title": title, "theme_url": "", "sign_out_url": "", **more}
    return _kept_private(render(request, f"alliance/approvals/{name}.html", context, status=status))


def _kept_private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
