"""Support entry: an operator enters one alliance with a reason, reads for 60 minutes, and leaves."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from alliance.models import Alliance, Membership, SupportEntry, User
from alliance.models.support_entry import LENGTH
from alliance.policy import LEADS
from foundation.notifications.actions import notify
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within

SHORTEST_REASON = 10


class SupportRefused(Refused):
    """The operator cannot enter, or the entry has ended."""

    code = "support_refused"


@transaction.atomic
def begin_support(*, alliance: Alliance, reason: str, by: User) -> SupportEntry:
    """Let an operator into `alliance` for 60 minutes, and tell its leads at once.

    Raises `SupportRefused` for somebody who is no operator, belongs to the alliance or is inside already,
    and for a reason of fewer than ten characters.
    """
    reason = " ".join(reason.split())
    if not by.is_operator:
        raise SupportRefused("Only operators enter an alliance to support it.")
    if len(reason) < SHORTEST_REASON:
        raise SupportRefused(
            "Write why, as the alliance should read it: such as “You wrote that the map stays empty”.",
            field="reason",
        )
    if Membership.objects.current().filter(alliance=alliance, user=by).exists():
        raise SupportRefused(f"You belong to {alliance}: open it as the member you are.")
    with acting_within(alliance, user=by):
        entry = _begin(alliance, reason, by)
        _tell_leads(alliance, entry)
    return entry


@transaction.atomic
def end_support(*, entry: SupportEntry, by: User) -> None:
    """End an entry now: the operator leaves, or a lead of the alliance sends them out.

    Raises `SupportRefused` where it has ended already.
    """
    now = timezone.now()
    with acting_within(entry.alliance_id, user=by):
        if not SupportEntry.objects.live(now).filter(pk=entry.pk).update(left_at=now, ended_by=by):
            raise SupportRefused("This support entry has ended already.")


def _begin(alliance: Alliance, reason: str, by: User) -> SupportEntry:
    now = timezone.now()
    own = SupportEntry.objects.filter(operator=by, left_at=None)
    own.filter(ends_at__lte=now).update(left_at=F("ends_at"))
    try:
        with transaction.atomic():
            return SupportEntry.objects.create(
                operator=by, reason=reason, started_at=now, ends_at=now + LENGTH
            )
    except IntegrityError as error:
        raise SupportRefused(f"You are inside {alliance} already: leave first, then enter anew.") from error


def _tell_leads(alliance: Alliance, entry: SupportEntry) -> None:
    leads = Membership.objects.current().filter(alliance=alliance).holding(*LEADS)
    until = f"{timezone.localtime(entry.ends_at):%H:%M}"
    notify(
        leads.values_list("user_id", flat=True),
        f"{entry.operator} of the portal’s support reads here until {until}: {entry.reason}",
        reverse("support_access", kwargs={"slug": alliance.slug}),
    )
