"""An agreement as HTML that the PDF renderer lays out."""

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse

from alliance.emails.sender import branding_of
from alliance.models import Agreement
from alliance.queries.agreements import facts_to_sign, passages_of
from alliance.queries.agreements.record import digest_now
from foundation import words
from foundation.charts.qr import qr_code
from foundation.checking import CHECK_ROUTE, CODE_DIGITS, in_groups
from foundation.emails.letter import portal_address


@dataclass(frozen=True)
class ComposedAgreement:
    """Ready to be laid out; `created` is the moment of its last signature, `digest` what its code begins."""

    html: str
    title: str
    created: datetime | None
    digest: str
    alliance_name: str


def compose_agreement(agreement: Agreement) -> ComposedAgreement:
    """With the signatures it has now."""
    alliance, digest = agreement.alliance, digest_now(agreement)
    code = digest[:CODE_DIGITS]
    address = portal_address(reverse(CHECK_ROUTE, args=[alliance.slug, code]))
    branding = branding_of(alliance.alliance_colour, alliance.accent_colour)
    party = agreement.party or agreement.partner.name
    html = render_to_string(
        "pdf/agreement/agreement.html",
        {
            "title": agreement.title,
            "owner": alliance.name,
            "author": alliance.name,
            "edition": f"{agreement.title} · {in_groups(code)}",
            "spine": branding.spine,
            "accent": branding.accent,
            "lead": f"Between {alliance.name} and {party}.",
            "facts": facts_to_sign(agreement),
            "passages": passages_of(agreement),
            "signatures": [
                _signature(party, agreement.partner_signed_name, agreement.partner_signed_at),
                _signature(alliance.name, agreement.alliance_signed_name, agreement.alliance_signed_at),
            ],
            "code": in_groups(code),
            "address": address,
            "address_words": address.partition("://")[2],
            "qr": qr_code(address, side=76, dark="#16232a"),
        },
    )
    return ComposedAgreement(
        html,
        f"{agreement.title}, {party}",
        agreement.alliance_signed_at or agreement.partner_signed_at or agreement.sent_at,
        digest,
        alliance.name,
    )


def _signature(party: str, name: str, at: datetime | None) -> dict[str, str]:
    return {"party": party, "name": name or "Not signed yet", "when": words.moment(at) or "—"}
