"""An agreement as HTML that the PDF renderer lays out."""

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string

from alliance.emails.sender import branding_of
from alliance.models import Agreement
from alliance.queries.agreements import facts_to_sign, passages_of
from alliance.queries.agreements.record import check_code
from foundation import words


@dataclass(frozen=True)
class ComposedAgreement:
    """Ready to be laid out; `created` is the moment of its last signature."""

    html: str
    title: str
    created: datetime | None


def compose_agreement(agreement: Agreement) -> ComposedAgreement:
    """With the signatures it has now."""
    alliance, code = agreement.alliance, check_code(agreement)
    branding = branding_of(alliance.alliance_colour, alliance.accent_colour)
    party = agreement.party or agreement.partner.name
    html = render_to_string(
        "pdf/agreement/agreement.html",
        {
            "title": agreement.title,
            "owner": alliance.name,
            "author": alliance.name,
            "edition": f"{agreement.title} · {code}",
            "spine": branding.spine,
            "accent": branding.accent,
            "lead": f"Between {alliance.name} and {party}.",
            "facts": facts_to_sign(agreement),
            "passages": passages_of(agreement),
            "signatures": [
                _signature(party, agreement.partner_signed_name, agreement.partner_signed_at),
                _signature(alliance.name, agreement.alliance_signed_name, agreement.alliance_signed_at),
            ],
            "code": code,
        },
    )
    return ComposedAgreement(
        html,
        f"{agreement.title}, {party}",
        agreement.alliance_signed_at or agreement.partner_signed_at or agreement.sent_at,
    )


def _signature(party: str, name: str, at: datetime | None) -> dict[str, str]:
    return {"party": party, "name": name or "Not signed yet", "when": words.moment(at) or "—"}
