"""What waits for staff about approvals: answers that did not come in time."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from alliance import policy
from alliance.queries.today import Due
from foundation import words
from foundation.approvals.kinds import kinds_for
from foundation.approvals.models import Approval

NAMED = 3
FORGOTTEN_AFTER = timedelta(days=90)


def approvals_due(member: Any, today: date) -> Iterable[Due]:
    """One by one, or in one line where they are many: whoever may manage them sends the letter again."""
    if not policy.see_approvals.test(member):
        return []
    now = timezone.now()
    lost = Approval.objects.run_out(now).filter(
        kind__in=kinds_for(member), expires_at__gt=now - FORGOTTEN_AFTER
    )
    first = list(lost.order_by("expires_at")[: NAMED + 1])
    slug = member.alliance.slug
    if len(first) > NAMED:
        title = f"{words.counted(lost.count(), 'approval')} not answered in time"
        href = f"{reverse('approvals', args=[slug])}?standing=run-out"
        oldest = f"The longest: {first[0].title}, {first[0].approver_name}"
        ended = timezone.localdate(first[0].expires_at)
        return [Due("warn", title, oldest, ended, action_label="Review", action_href=href)]
    return [_due(approval, slug) for approval in first]


def _due(approval: Approval, slug: str) -> Due:
    page = reverse("approval", args=[slug, approval.public_id])
    return Due(
        "warn",
        f"{approval.approver_name} has not answered",
        approval.title,
        timezone.localdate(approval.expires_at),
        href=page,
        action_label="Send again",
        action_href=page,
    )
