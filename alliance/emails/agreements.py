"""The letter that tells a partner that its agreement ends."""

from datetime import date

from alliance.emails.sender import sender_of
from alliance.models import Agreement, AgreementNotice
from alliance.queries.agreements.letters import Reader
from foundation import words
from foundation.emails.blocks import Facts, Heading, Paragraph
from foundation.emails.letter import Letter


def ending_letter(
    notice: AgreementNotice, reader: Reader, following: Agreement | None, *, today: date
) -> Letter:
    """Which agreement, when it ends, and what comes next. The subject names nobody but the alliance."""
    agreement, alliance = notice.agreement, notice.agreement.alliance
    days = agreement.days_left(today)
    when = f"in {words.counted(days, 'day')}" if days else "today"
    facts = [
        ("Agreement", agreement.title),
        ("Between", f"{alliance} and {agreement.party}"),
        ("Last day", f"{words.day(agreement.ends_on)}, {when}"),
    ]
    return Letter(
        to=reader.email,
        subject=f"Your agreement with {alliance} ends {when}",
        blocks=(
            Heading(f"Your agreement ends {when}"),
            Paragraph("Dear colleagues," if reader.is_mailbox else f"Dear {reader.name},"),
            Paragraph(f"{agreement.party} and {alliance} have an agreement, and it is near its end."),
            Facts(tuple(facts)),
            Paragraph(_what_comes_next(agreement, following)),
        ),
        why=_why(agreement, reader),
        sender=sender_of(alliance),
        reference=f"{agreement.public_id}.ends-{notice.days}",
    )


def _why(agreement: Agreement, reader: Reader) -> str:
    if reader.is_mailbox:
        return f"You get this because {reader.name} has letters of {agreement.alliance} sent to this mailbox."
    return f"You get this because you are the main contact of {agreement.party} at {agreement.alliance}."


def _what_comes_next(agreement: Agreement, following: Agreement | None) -> str:
    alliance = agreement.alliance
    if following is not None and not following.is_draft:
        return (
            f"The next one, from {words.day(following.starts_on)}, has been sent for signature. Once both "
            "sides have signed it, it follows without a gap."
        )
    return (
        f"To go on, {alliance} sends the next agreement for signature: there is nothing you need to do "
        f"today. If your organisation does not want to go on, or something should change, tell {alliance}."
    )
