"""Support entries, as the middleware asks for one and as the alliance reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from alliance.choices import Role
from alliance.models import Alliance, Membership, SupportEntry, User
from foundation import words


@dataclass(frozen=True)
class EntryRow:
    """One visit. `state` and `standing` say whether it goes on; `can_end` whether a lead may end it now."""

    public_id: UUID
    operator: str
    reason: str
    since: str
    until: str
    state: str
    standing: str
    can_end: bool


def live_entry_of(operator: User) -> SupportEntry | None:
    """The entry by which this operator is inside the alliance in scope now."""
    found: SupportEntry | None = (
        SupportEntry.objects.live(timezone.now()).filter(operator=operator).select_related("alliance").first()
    )
    return found


def stand_in(alliance: Alliance, operator: User) -> Membership:
    """What an operator sees with: an administrator's eyes. Never saved: their transaction writes nothing."""
    return Membership(alliance=alliance, user=operator, roles=[Role.ADMINISTRATOR])


def latest_entries() -> QuerySet[SupportEntry]:
    """Those of the alliance in scope, the latest first."""
    found: QuerySet[SupportEntry] = SupportEntry.objects.select_related("operator", "ended_by").order_by(
        "-started_at"
    )
    return found


def entry_rows(entries: Iterable[SupportEntry]) -> list[EntryRow]:
    return [_row(entry) for entry in entries]


def _row(entry: SupportEntry) -> EntryRow:
    state, standing = _standing(entry)
    return EntryRow(
        public_id=entry.public_id,
        operator=str(entry.operator),
        reason=entry.reason,
        since=words.moment(entry.started_at),
        until=f"{timezone.localtime(entry.left_at or entry.ends_at):%H:%M}",
        state=state,
        standing=standing,
        can_end=state == "warn",
    )


def _standing(entry: SupportEntry) -> tuple[str, str]:
    if entry.left_at is None and entry.ends_at > timezone.now():
        return "warn", "Inside now"
    if entry.ended_by_id is None:
        return "none", "Time ran out"
    return "none", "Left" if entry.ended_by_id == entry.operator_id else f"Ended by {entry.ended_by}"
