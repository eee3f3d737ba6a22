"""Letters that an agreement ends: which are asked for, and that one went."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.models import AgreementNotice
from alliance.queries.agreements import AGREEMENT_LETTER
from alliance.queries.agreements.letters import waiting_letters
from foundation.jobs.queue import enqueue


def want_letters(today: date) -> None:
    """Have every letter written that has not gone: those of last night too, where no mail could be sent."""
    for notice in waiting_letters(today):
        enqueue(AGREEMENT_LETTER, alliance=notice.alliance_id, subject=notice.pk)


@transaction.atomic
def mark_sent(*, notice: AgreementNotice) -> None:
    AgreementNotice.objects.filter(pk=notice.pk, sent_at=None).update(sent_at=timezone.now())
