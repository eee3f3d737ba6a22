"""The letter that tells what somebody wants to hear of by e-mail too."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from alliance.emails.sender import sender_of
from alliance.models import Membership
from foundation import words
from foundation.emails.blocks import Block, Button, Heading, Paragraph
from foundation.emails.letter import Letter, portal_address
from foundation.notifications.choices import Pace
from foundation.notifications.kinds import kinds_for
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


def digest_letter(member: Membership, told: Sequence[Notification], pace: Pace) -> Letter:
    """Everything of a day or a week, kind by kind. The subject names nobody."""
    alliance = member.alliance
    slug = alliance.slug
    count = words.counted(len(told), "notification")
    often = {Pace.DAILY: "Daily", Pace.WEEKLY: "Weekly"}[pace]
    page = portal_address(reverse("notifications", args=[slug]))
    return Letter(
        to=member.user.email,
        subject=f"{often} digest from {alliance}: {count}",
        blocks=(Heading(f"{often} digest"), *_by_kind(member, told), Button("Open your notifications", page)),
        why=f"You get this because you asked {alliance} for a {often.lower()} digest.",
        sender=sender_of(alliance),
        change=portal_address(reverse("notification_choices", args=[slug])),
    )


def _by_kind(member: Membership, told: Sequence[Notification]) -> Iterator[Block]:
    """Under the name of each kind its sentences; of very many the rest is counted."""
    for kind, label in kinds_for(member):
        sentences = [one.sentence for one in told if one.kind == kind]
        if not sentences:
            continue
        yield Heading(label)
        yield from (Paragraph(sentence) for sentence in sentences[:MOST])
        if len(sentences) > MOST:
            yield Paragraph(f"And {len(sentences) - MOST} more.")
