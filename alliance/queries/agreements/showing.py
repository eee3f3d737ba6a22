"""What an agreement says, in the words of the page that is signed and of the document."""

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


def said_by(agreement: Agreement) -> dict[str, Any]:
    """Everything that the check code stands for: what it says and who signed it when."""
    return {
        "id": str(agreement.public_id),
        "title": agreement.title,
        "facts": [(fact.key, fact.value) for fact in facts_to_sign(agreement)],
        "passages": [(passage.heading, passage.paragraphs) for passage in passages_of(agreement)],
        "signed": [
            (agreement.partner_signed_name, agreement.partner_signed_at),
            (agreement.alliance_signed_name, agreement.alliance_signed_at),
        ],
    }


def _line(one: Obligation) -> str:
    who = f" · {one.owner}" if one.owner else ""
    due = f" · by {words.day(one.due_on)}" if one.due_on else ""
    return f"{one.text}{who}{due}"
