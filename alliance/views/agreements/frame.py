"""What every page of one agreement has around it: head, next action, tabs."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.choices import AgreementState
from alliance.models import Agreement
from alliance.queries.agreements import record as records
from alliance.queries.agreements.rows import row_of
from foundation import words
from foundation.access import check
from foundation.ui.items import Crumb, MenuItem, Tab


def agreement_of(request: HttpRequest, agreement_id: UUID) -> Agreement:
    """The agreement of this id. One that the member may not see is not there: 404."""
    found = records.find_agreement(request.member, agreement_id)
    if found is None:
        raise Http404("No such agreement.")
    return found


def changeable(request: HttpRequest, agreement_id: UUID) -> Agreement:
    agreement = agreement_of(request, agreement_id)
    check(request, policy.change_agreements, agreement)
    return agreement


def address(agreement: Agreement, name: str = "agreement", *more: Any) -> str:
    return reverse(name, args=[agreement.alliance.slug, agreement.public_id, *more])


def frame_of(request: HttpRequest, agreement: Agreement, tab: str) -> dict[str, Any]:
    may_change = policy.change_agreements.test(request.member)
    today = timezone.localdate()
    obligations = records.obligations_of(agreement)
    done = sum(one.done_on is not None for one in obligations)
    tabs = [
        Tab("Overview", address(agreement), current=tab == "Overview"),
        Tab(
            "What each side does",
            address(agreement, "agreement_obligations"),
            f"{done} of {len(obligations)}" if obligations else "",
            tab == "Obligations",
        ),
    ]
    if policy.see_agreements.test(request.member):
        tabs.append(Tab("History", address(agreement, "agreement_history"), current=tab == "History"))
    return {
        "page_title": f"{agreement.title}, {agreement.partner.name}",
        "recent": "Agreement",
        "breadcrumbs": crumbs(request, agreement),
        "agreement": agreement,
        "row": row_of(agreement, today),
        "tabs": tabs,
        "obligations": obligations,
        "may_change": may_change,
        "may_sign": agreement.state == AgreementState.SENT
        and policy.sign_agreement.test(request.member, agreement.partner),
        "need": need_of(request, agreement) if may_change else None,
        "menu": _menu(agreement, today) if may_change else [],
    }


def crumbs(request: HttpRequest, agreement: Agreement, *more: str) -> list[Crumb]:
    slug = agreement.alliance.slug
    first = [Crumb("Agreements", reverse("agreements", args=[slug]))]
    if not policy.see_agreements.test(request.member):
        first = []
        if policy.see_own_partner.test(request.member):
            first = [Crumb("My school", reverse("my_school", args=[slug]))]
    here = Crumb(f"{agreement.title}, {agreement.partner.name}", address(agreement) if more else "")
    return [*first, here, *(Crumb(word) for word in more)]


def need_of(request: HttpRequest, agreement: Agreement) -> dict[str, Any] | None:
    """The one thing to do next: a title, why, and the button."""
    followed = records.next_of(agreement)
    match agreement.state:
        case AgreementState.DRAFT:
            return _need(
                "Nobody has been asked to sign it",
                "Only staff see a draft.",
                "Send for signature",
                address(agreement, "send_agreement"),
            )
        case AgreementState.SIGNED if agreement.alliance_signed_at is None:
            if not policy.countersign_agreement.test(request.member):
                return _need(
                    "The partner has signed", "The strategic lead or an owner signs for the alliance."
                )
            signed = f"{agreement.partner_signed_name}, {words.moment(agreement.partner_signed_at)}"
            return _need(
                "The partner has signed",
                signed,
                "Sign for the alliance",
                address(agreement, "countersign_agreement"),
            )
        case AgreementState.RENEWAL_DUE if followed is None:
            notice = f"Notice can be given until {words.day(agreement.notice_by)}."
            return _need(
                f"It ends on {words.day(agreement.ends_on)}",
                notice,
                "Renew for a year",
                address(agreement, "renew_agreement"),
                post=True,
            )
        case AgreementState.LAPSED if followed is None:
            return _need(
                "It has lapsed",
                "Nothing renews it.",
                "Renew for a year",
                address(agreement, "renew_agreement"),
                post=True,
            )
    if followed is not None and followed.state in (AgreementState.DRAFT, AgreementState.SENT):
        return _need(
            "The next agreement is not signed yet",
            f"From {words.day(followed.starts_on)}.",
            "Open it",
            address(followed),
        )
    return None


def _need(title: str, text: str, label: str = "", href: str = "", *, post: bool = False) -> dict[str, Any]:
    return {"title": title, "text": text, "label": label, "href": href, "post": post}


def _menu(agreement: Agreement, today: date) -> list[MenuItem]:
    items = []
    if agreement.is_draft:
        items.append(MenuItem("Edit", address(agreement, "edit_agreement")))
        remove = address(agreement, "remove_agreement")
        items.append(MenuItem("Remove this draft", remove, post=True, destructive=True, ruled=True))
    if agreement.state == AgreementState.SENT:
        items.append(MenuItem("Take back", address(agreement, "take_back_agreement"), post=True))
    if agreement.state == AgreementState.ACTIVE:
        items.append(MenuItem("Renew for a year", address(agreement, "renew_agreement"), post=True))
    if agreement.is_in_force_on(today) or agreement.state == AgreementState.SIGNED:
        end = address(agreement, "terminate_agreement")
        items.append(MenuItem("End it early…", end, destructive=True, ruled=True))
    return items
