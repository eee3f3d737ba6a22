"""How due diligence becomes due: by hand, by the clock, and by what the School register tells."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from alliance.actions.versions import locked
from alliance.choices import DILIGENCE_OPEN, DiligenceState, DueBecause
from alliance.logic.diligence.triggers import Trigger, of_news
from alliance.logic.diligence.verdicts import OPENED_BEFORE, finish_by, first_due
from alliance.models import Alliance, DiligenceReview, Partner, User
from foundation.refusal import Refused
from foundation.tenancy.scope import current_alliance_id


class DiligenceUnderWay(Refused):
    """The partner has a review that is not decided yet."""

    code = "diligence_under_way"


@transaction.atomic
def ask_for_diligence(*, partner: Partner, by: User) -> DiligenceReview:
    """Somebody asks for it today. Raises DiligenceUnderWay, Refused."""
    partner = locked(partner)
    if partner.left_on is not None:
        raise Refused(f"{partner.name} is no partner any more. Let it rejoin first.")
    if DiligenceReview.objects.filter(partner=partner).open().exists():
        raise DiligenceUnderWay(f"Due diligence of {partner.name} is under way already.")
    today = timezone.localdate()
    return _open({partner.pk: [Trigger(DueBecause.BY_HAND, today)]}, finish_by(today))[0]


@transaction.atomic
def open_by_clock(now: datetime) -> int:
    """Every night: partners without any review, and those whose next one is due within the month.

    Many without any, as when an alliance begins with it, come to their turn month by month, who joined last
    first. May run twice: a partner has one open review. How many were opened.
    """
    today = timezone.localdate(now)
    by_day: dict[date, dict[int, list[Trigger]]] = defaultdict(dict)
    current = Partner.objects.current()
    never = current.exclude(pk__in=DiligenceReview.objects.values("partner")).filter(joined_on__lte=today)
    new = list(never.order_by("-joined_on", "pk").values_list("pk", "joined_on"))
    for (pk, joined_on), due_on in zip(new, first_due(len(new), today, cycle_months()), strict=True):
        by_day[due_on][pk] = [Trigger(DueBecause.NEW, joined_on)]
    due = DiligenceReview.objects.latest_of_current().exclude(state__in=DILIGENCE_OPEN)
    rows = due.filter(next_due_on__lte=today + OPENED_BEFORE).values_list(
        "partner_id", "next_due_on", "decided_at"
    )
    for partner_id, next_due_on, decided_at in rows:
        trigger = Trigger(DueBecause.CYCLE, timezone.localdate(decided_at))
        by_day[max(next_due_on, today)][partner_id] = [trigger]
    return sum(len(_open(triggers, due_on)) for due_on, triggers in by_day.items())


def reopen_after_register(
    partners: Sequence[Partner], news: Mapping[int | None, Mapping[str, Any]], *, as_at: date
) -> int:
    """What the register told of these partners makes their due diligence due; an open review is told of it,
    and comes to its turn as soon.

    In the caller's transaction, which holds the partners locked. `news` is by school. How many concerned.
    """
    told = {
        partner.pk: triggers for partner in partners if (triggers := of_news(news[partner.school_id], as_at))
    }
    due_on = finish_by(timezone.localdate())
    under_way = DiligenceReview.objects.open().filter(partner__in=told).select_for_update()
    for review in under_way:
        triggers = told.pop(review.partner_id)
        review.triggers = [*review.triggers, *(trigger.as_json() for trigger in triggers)]
        review.due_on = min(review.due_on, due_on)
        review.save(update_fields=["triggers", "due_on", "updated_at"])
    opened = _open(told, due_on)
    return len(opened) + len(under_way)


def cycle_months() -> int:
    """How many months the alliance in scope lets pass between two rounds."""
    return int(Alliance.objects.values_list("diligence_months", flat=True).get(pk=current_alliance_id()))


def _open(triggers: Mapping[int, Iterable[Trigger]], due_on: date) -> list[DiligenceReview]:
    """A review for each of these partners, which have none open."""
    DiligenceReview.objects.filter(partner__in=triggers, is_latest=True).update(is_latest=False)
    return DiligenceReview.objects.bulk_create(
        DiligenceReview(
            partner_id=partner_id,
            state=DiligenceState.DUE,
            triggers=[trigger.as_json() for trigger in why],
            due_on=due_on,
        )
        for partner_id, why in sorted(triggers.items())
    )
