"""What an agreement says, in the words of the page that is signed and of the document."""

from datetime import UTC, datetime
from typing import Any

from alliance.choices import Party
from alliance.logic.agreements import paragraphs
from alliance.models import Agreement, Obligation
from foundation import words
from foundation.approvals.kinds import Passage, Shown
from foundation.ui.items import Fact


def money(pence: int) -> str:
    """`£1,850.00`; "No fee" for nothing."""
    return f"£{pence // 100:,}.{pence % 100:02d}" if pence else "No fee"


def facts_to_sign(agreement: Agreement) -> tuple[Fact, ...]:
    party = agreement.party or agreement.partner.name
    urn = f" (URN {agreement.party_urn})" if agreement.party_urn else ""
    tier = (Fact("Tier", agreement.tier),) if agreement.tier else ()
    return (
        Fact("Between", f"{agreement.alliance} and {party}{urn}"),
        Fact("From", words.day(agreement.starts_on)),
        Fact("Until", words.day(agreement.ends_on)),
        *tier,
        Fact("Fee", money(agreement.fee_pence)),
        Fact("Notice", words.counted(agreement.notice_days, "day")),
    )


def passages_of(agreement: Agreement) -> tuple[Passage, ...]:
    """The terms, then what each side owes."""
    owed = list(Obligation.objects.filter(agreement=agreement).order_by("id"))
    theirs = [_line(one) for one in owed if one.party == Party.PARTNER]
    ours = [_line(one) for one in owed if one.party == Party.ALLIANCE]
    passages = [Passage("Terms", paragraphs(agreement.terms))]
    if theirs:
        passages.append(Passage(f"What {agreement.party or agreement.partner.name} does", tuple(theirs)))
    if ours:
        passages.append(Passage(f"What {agreement.alliance} does", tuple(ours)))
    return tuple(passages)


def shown_to_sign(agreement: Agreement) -> Shown:
    """All that is signed, on one page."""
    alliance = agreement.alliance
    return Shown(
        title=agreement.title,
        asks=f"{alliance} asks you to sign this agreement for {agreement.partner.name}.",
        facts=facts_to_sign(agreement),
        passages=passages_of(agreement),
        then=f"When you sign, {alliance} signs too, and the agreement is in force from its first day.",
        agree="Sign for my organisation",
        decline="Do not sign",
    )


def said_by(agreement: Agreement, *, alliance: str, signatures: int) -> dict[str, Any]:
    """Everything that a check code stands for: what was agreed, between whom, and who signed it when.

    As values and not as they are written, so that a code outlives a change of words. `alliance` is its name
    on the paper, and `signatures` how many that shows.
    """
    signed = [
        (agreement.partner_signed_name, _moment(agreement.partner_signed_at)),
        (agreement.alliance_signed_name, _moment(agreement.alliance_signed_at)),
    ]
    owed = Obligation.objects.filter(agreement=agreement).order_by("id")
    return {
        "id": str(agreement.public_id),
        "between": [alliance, agreement.party or agreement.partner.name, agreement.party_urn],
        "title": agreement.title,
        "tier": agreement.tier,
        "fee_pence": agreement.fee_pence,
        "terms": agreement.terms,
        "days": [str(agreement.starts_on), str(agreement.ends_on), agreement.notice_days],
        "owed": [[one.party, one.text, one.owner, str(one.due_on or "")] for one in owed],
        "signed": signed[:signatures],
    }


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat() if at else ""


def _line(one: Obligation) -> str:
    who = f" · {one.owner}" if one.owner else ""
    due = f" · by {words.day(one.due_on)}" if one.due_on else ""
    return f"{one.text}{who}{due}"
