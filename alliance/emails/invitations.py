"""The letter that invites somebody to an alliance."""

from django.urls import reverse

from alliance.emails.sender import sender_of
from alliance.models import Invitation
from foundation import words
from foundation.emails.blocks import Button, Heading, Paragraph
from foundation.emails.letter import Letter, portal_address


def invitation_link(token: str) -> str:
    """The full address that the person invited opens."""
    return portal_address(reverse("invitation", kwargs={"token": token}))


def invitation_letter(invitation: Invitation, token: str) -> Letter:
    """The invitation with its link; the inviter is named, so that the person knows whom to ask."""
    alliance, inviter = invitation.alliance, invitation.invited_by
    invites = f"{inviter} invites you" if inviter else "You are invited"
    roles = words.listed(invitation.role_labels)
    return Letter(
        to=invitation.email,
        subject=f"Your invitation to {alliance}",
        blocks=(
            Heading(f"Join {alliance}"),
            Paragraph(f"{invites} to join {alliance} on its portal, as {roles}."),
            Button("See the invitation", invitation_link(token)),
            Paragraph(
                f"The link works once, and until {words.day(invitation.expires_at)}. "
                "If you did not expect it, leave it: nothing happens unless you open it."
            ),
        ),
        why=f"You get this because {alliance} entered {invitation.email} in an invitation.",
        sender=sender_of(alliance),
    )
