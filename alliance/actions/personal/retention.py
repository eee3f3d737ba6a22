"""Rules of how long people are kept who have left, and carrying them out at night."""

from collections.abc import Mapping
from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from alliance.actions.contacts import remove_contact
from alliance.actions.personal.erasing import erase_member, erase_person
from alliance.choices import RetentionKind
from alliance.models import RetentionRule, User
from alliance.models.roster.retention import FEWEST_MONTHS, MOST_MONTHS
from alliance.queries.roster.retention import Due, due_until, rules
from foundation.refusal import Refused

log = structlog.get_logger(__name__)


@transaction.atomic
def set_rules(*, months: Mapping[RetentionKind, int | None], by: User) -> None:
    """All rules at once. Raises Refused."""
    for kind, number in months.items():
        set_rule(kind=kind, months=number, by=by)


@transaction.atomic
def set_rule(*, kind: RetentionKind, months: int | None, by: User) -> None:
    """Keep people of this kind so many months after they left; None keeps them. Raises Refused."""
    if months is None:
        RetentionRule.objects.filter(kind=kind).delete()
        return
    if not FEWEST_MONTHS <= months <= MOST_MONTHS:
        raise Refused(f"Write a number of months from {FEWEST_MONTHS} to {MOST_MONTHS}.", field=kind)
    rule = RetentionRule.objects.select_for_update().filter(kind=kind).first()
    if rule is None:
        RetentionRule.objects.create(kind=kind, months=months)
    elif rule.months != months:
        rule.months = months
        rule.save(update_fields=["months"])


def carry_out_rules(now: datetime) -> int:
    """Remove everybody of the alliance in scope who is past keeping; how many they were.

    Each in a transaction of their own: one who cannot be removed does not keep the others. May run twice.
    """
    today, removed = timezone.localdate(now), 0
    for kind, rule in rules().items():
        for due in due_until(kind, rule.months, today):
            try:
                with transaction.atomic():
                    _remove(due)
            except Refused as refusal:
                log.info("not_past_keeping", kind=kind.value, code=refusal.code)
            else:
                removed += 1
    return removed


def _remove(due: Due) -> None:
    match due.kind:
        case RetentionKind.FORMER_STAFF:
            erase_person(person=due.record, by=None)
        case RetentionKind.FORMER_MEMBERS:
            erase_member(membership=due.record, by=None)
        case RetentionKind.CONTACTS:
            remove_contact(contact=due.record, by=None)
