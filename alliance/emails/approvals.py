"""The letter that asks somebody to decide, and the one that reminds them."""

from django.urls import reverse

from alliance.emails.sender import sender_of
from foundation import words
from foundation.approvals.kinds import Shown
from foundation.approvals.models import Approval
from foundation.emails.blocks import Button, Facts, Heading, Paragraph
from foundation.emails.letter import Letter, portal_address


def approval_link(slug: str, token: str) -> str:
    """The full address that the person asked opens."""
    return portal_address(reverse("decide_approval", args=[slug, token]))


def approval_letter(approval: Approval, shown: Shown, token: str, *, is_reminder: bool = False) -> Letter:
    """What is asked, with the link; whoever asked is named. The subject names nobody but the alliance."""
    alliance = approval.alliance
    until = words.day(approval.expires_at)
    waits = f"{alliance} still waits for your answer" if is_reminder else f"{alliance} asks you to decide"
    return Letter(
        to=approval.approver_email,
        subject=f"{waits}: by {until}",
        blocks=(
            Heading(shown.title),
            Paragraph(f"Dear {approval.approver_name},"),
            Paragraph(shown.asks),
            Facts(tuple((fact.key, fact.value) for fact in shown.facts)),
            Button("Read it and answer", approval_link(alliance.slug, token)),
            Paragraph(
                f"Opening the page decides nothing: you answer there, with your name, until {until}. No "
                "account is needed. The link is yours alone: whoever has it can answer for you, so keep it."
            ),
        ),
        why=f"You get this because {approval.asked_by or alliance} asked you in the name of {alliance}.",
        sender=sender_of(alliance),
    )
