"""Agreements in the portal's search."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.choices import AgreementState
from alliance.models import Agreement
from alliance.queries.agreements.rows import Narrowed, found
from foundation import words
from foundation.search import Asked, Result, Source
from foundation.search.pages import Page


def find_agreements(asked: Asked) -> Iterator[Result]:
    """By the partner's name or the title, those that end last first."""
    if asked.loosely:
        return
    rows = found(asked.member, Narrowed(words=asked.text), timezone.localdate()).order_by("-ends_on", "-id")
    agreement: Agreement
    for agreement in rows[: asked.limit]:
        hint = f"{agreement.title} · {AgreementState(agreement.state).label} · {words.day(agreement.ends_on)}"
        page = reverse("agreement", args=[asked.member.alliance.slug, agreement.public_id])
        yield Result(agreement.partner.name, page, hint)


SOURCE = Source("agreements", "Agreements", "file", policy.see_agreement, find_agreements, 35)
PAGES = (
    Page("Agreements", "agreements", policy.see_agreements, "mou contract renewal signature fee"),
    Page("Agreement templates", "agreement_templates", policy.change_agreements, "terms mou"),
)
