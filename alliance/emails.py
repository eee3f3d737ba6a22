"""Letters of the alliance app."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from alliance.models import Invitation
from foundation import words


def invitation_link(token: str) -> str:
    """The full address that the person invited opens."""
    return f"{settings.ADDRESS}{reverse('invitation', kwargs={'token': token})}"


def invitation_letter(invitation: Invitation, token: str) -> EmailMessage:
    """The invitation with its link; the inviter is named, so that the person knows whom to ask."""
    context = {
        "alliance": invitation.alliance,
        "inviter": invitation.invited_by,
        "roles": words.listed(invitation.role_labels),
        "link": invitation_link(token),
        "expires_on": words.day(invitation.expires_at),
    }
    return EmailMessage(
        subject=f"Your invitation to {invitation.alliance}",
        body=render_to_string("emails/invitation.txt", context),
        to=[invitation.email],
    )
