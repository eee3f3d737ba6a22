"""The letter that tells what somebody wants to hear of by e-mail too."""

from collections.abc import Sequence

from django.urls import reverse

from alliance.emails.sender import sender_of
from alliance.models import Membership
from foundation import words
from foundation.emails.blocks import Button, Heading, Paragraph
from foundation.emails.letter import Letter, portal_address
from foundation.notifications.models import Notification

MOST = 20
"""Sentences in one letter; the rest are counted."""


def notification_letter(member: Membership, told: Sequence[Notification]) -> Letter:
    """One letter for everything that is due, however much came at once. The subject names nobody."""
    alliance = member.alliance
    slug = alliance.slug
    count = words.counted(len(told), "notification")
    more = [Paragraph(f"And {len(told) - MOST} more.")] if len(told) > MOST else []
    one = reverse("notification", args=[slug, told[0].public_id])
    page = one if len(told) == 1 else reverse("notifications", args=[slug])
    return Letter(
        to=member.user.email,
        subject=f"{count} from {alliance}",
        blocks=(
            Heading(count),
            *(Paragraph(notification.sentence) for notification in told[:MOST]),
            *more,
            Button("Open it" if len(told) == 1 else "Open your notifications", portal_address(page)),
        ),
        why=f"You get this because you asked {alliance} for such news by e-mail.",
        sender=sender_of(alliance),
        change=portal_address(reverse("notification_choices", args=[slug])),
    )
