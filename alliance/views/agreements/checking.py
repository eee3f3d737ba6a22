"""What anybody who holds a copy of an agreement is told: that it is genuine, and how it stands today.

The parties are named as the paper names them. Nobody is named, and neither are terms and fee.
"""

from datetime import date

from django.utils import timezone

from alliance.models import Agreement
from alliance.queries.agreements.checking import SignedCopy, signed_copy
from foundation import words
from foundation.checking import CODE_DIGITS, SHA256_DIGITS, KnownCopy, in_groups
from foundation.ui.items import Fact


def known_agreement(code: str) -> KnownCopy | None:
    """The page about the agreement with this check code, or of which this is the file."""
    copy = signed_copy(code)
    if copy is None:
        return None
    mark, standing = standing_of(copy.agreement, timezone.localdate())
    context = {
        "page_title": "Agreement",
        "copy": copy,
        "owner": copy.document.alliance_name,
        "party": _party(copy.agreement),
        "mark": mark,
        "standing": standing,
        "facts": _facts(copy),
        "is_file": len(code) == SHA256_DIGITS,
    }
    return KnownCopy("alliance/agreements/check_copy.html", context)


def standing_of(agreement: Agreement, today: date) -> tuple[str, str]:
    """Mark and sentence of how it stands on this day."""
    first, last = words.day(agreement.starts_on), words.day(agreement.ends_on)
    if agreement.never_began:
        return "bad", "Never came into force"
    if agreement.ended_on is not None:
        ended, is_over = words.day(agreement.ended_on), agreement.ended_on <= today
        return ("bad", f"Ended early, on {ended}") if is_over else ("warn", f"Ends early, on {ended}")
    if agreement.alliance_signed_at is None:
        return "warn", "Signed by one side only: not in force"
    if agreement.ends_on < today:
        return "warn", f"Ended on {last}"
    if agreement.starts_on > today:
        return "info", f"Signed by both sides; in force from {first}"
    return "good", f"In force until {last}"


def _party(agreement: Agreement) -> str:
    return f"{agreement.party} (URN {agreement.party_urn})" if agreement.party_urn else agreement.party


def _facts(copy: SignedCopy) -> list[Fact]:
    agreement, document = copy.agreement, copy.document
    facts = [
        Fact("Agreement", agreement.title),
        Fact("From", words.day(agreement.starts_on)),
        Fact("Until", words.day(agreement.ends_on)),
        Fact("Signed by the partner", words.day(agreement.partner_signed_at)),
    ]
    if document.signatures > 1:
        facts.append(Fact("Signed by the alliance", words.day(agreement.alliance_signed_at)))
    return [
        *facts,
        Fact("Check code", in_groups(document.digest[:CODE_DIGITS])),
        Fact("Pages", str(document.pages)),
        Fact("SHA-256 of the file", in_groups(document.sha256)),
    ]
