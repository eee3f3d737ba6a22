"""Keeping what somebody is writing, and forgetting it in time. All of it is the acting person's own."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from foundation.drafts.models import LONGEST_ADDRESS, Draft
from foundation.refusal import Refused

LONGEST = 64_000
"""Characters of a draft, as JSON."""
MOST = 40
"""Drafts of one person in one alliance: the oldest make room."""
KEPT_DAYS = 30


@transaction.atomic
def keep_draft(*, user: Any, page: str, written: Mapping[str, Sequence[str]]) -> Draft:
    """Keep the texts of the form at `page`, in place of those kept before. Raises Refused for too much."""
    if len(json.dumps(written)) > LONGEST or len(page) > LONGEST_ADDRESS:
        raise Refused("This is too long to be kept as a draft. Save it, or copy it elsewhere.")
    draft, is_new = Draft.objects.update_or_create(user=user, page=page, defaults={"written": written})
    if is_new:
        oldest = Draft.objects.filter(user=user).order_by("-kept_at", "-id")[MOST:]
        Draft.objects.filter(pk__in=[old.pk for old in oldest]).delete()
    return draft


@transaction.atomic
def drop_draft(*, user: Any, page: str) -> None:
    """Forget it; there may be none."""
    Draft.objects.filter(user=user, page=page).delete()


@transaction.atomic
def prune_drafts(*, user: Any, now: datetime) -> int:
    """Forget what this person left lying for a month; how many drafts that were.

    Run as the person (`acting_within(alliance, user=…)`): nobody else finds them.
    """
    old = Draft.objects.filter(user=user, kept_at__lt=now - timedelta(days=KEPT_DAYS))
    return int(old.delete()[0])
