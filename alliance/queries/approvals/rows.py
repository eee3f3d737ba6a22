"""The list of approvals: those of the kinds that a member may manage, narrowed and in order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from foundation import words
from foundation.approvals.choices import ApprovalState
from foundation.approvals.kinds import kinds_for
from foundation.approvals.models import Approval

WAITING, RUN_OUT, ANSWERED, WITHDRAWN = "waiting", "run-out", "answered", "withdrawn"
STANDINGS = {
    WAITING: "Waiting",
    RUN_OUT: "Not answered in time",
    ANSWERED: "Answered",
    WITHDRAWN: "Withdrawn",
}
SORTS = {"asked": "asked_at", "until": "expires_at", "name": "approver_name"}
SHOWN = (
    *("public_id", "title", "kind", "approver_name", "approver_email", "asked_at"),
    *("state", "expires_at", "sent_at", "decided_at", "asked_by__full_name", "asked_by__email"),
)
MARKS = {
    ApprovalState.AGREED: "good",
    ApprovalState.DECLINED: "bad",
    ApprovalState.WITHDRAWN: "none",
}


@dataclass(frozen=True)
class Narrowed:
    """What a list is narrowed to; "" is everything. `words` looks in title, name and address."""

    standing: str = ""
    kind: str = ""
    words: str = ""


@dataclass(frozen=True)
class ApprovalRow:
    """One question in the list; `note` says when it was answered, or until when it can be."""

    public_id: UUID
    title: str
    kind: str
    approver: str
    email: str
    asked: str
    asked_by: str
    state: str
    word: str
    note: str
    is_waiting: bool


def found(member: Any, narrowed: Narrowed, now: datetime) -> Any:
    """The approvals this member may manage."""
    mine = Approval.objects.filter(kind__in=kinds_for(member))
    match narrowed.standing:
        case "waiting":
            mine = mine.open(now)
        case "run-out":
            mine = mine.run_out(now)
        case "answered":
            mine = mine.answered()
        case "withdrawn":
            mine = mine.filter(state=ApprovalState.WITHDRAWN)
    if narrowed.kind:
        mine = mine.filter(kind=narrowed.kind)
    for word in narrowed.words.split():
        mine = mine.filter(
            Q(title__icontains=word) | Q(approver_name__icontains=word) | Q(approver_email__icontains=word)
        )
    return mine


def counts(member: Any, now: datetime) -> tuple[int, int]:
    """How many wait for their answer, and how many were not answered in time."""
    waiting = Approval.objects.waiting().filter(kind__in=kinds_for(member))
    counted = waiting.aggregate(all=Count("*"), run_out=Count("alliance", filter=Q(expires_at__lte=now)))
    return counted["all"] - counted["run_out"], counted["run_out"]


def find_approval(member: Any, public_id: UUID) -> Approval | None:
    mine = Approval.objects.filter(kind__in=kinds_for(member), public_id=public_id)
    one: Approval | None = mine.select_related("asked_by", "decided_by", "alliance").first()
    return one


def rows_of(page: Any, now: datetime, kinds: dict[str, Any]) -> list[ApprovalRow]:
    """The rows of a page of what was `found`, in one query."""
    shown = page.select_related("asked_by").only(*SHOWN)
    return [row_of(approval, now, kinds) for approval in shown]


def row_of(approval: Approval, now: datetime, kinds: dict[str, Any]) -> ApprovalRow:
    state, word, note = _standing(approval, now)
    return ApprovalRow(
        public_id=approval.public_id,
        title=approval.title,
        kind=kinds[approval.kind].label,
        approver=approval.approver_name,
        email=approval.approver_email,
        asked=words.day(approval.asked_at),
        asked_by=str(approval.asked_by or "the portal"),
        state=state,
        word=word,
        note=note,
        is_waiting=approval.is_waiting,
    )


def _standing(approval: Approval, now: datetime) -> tuple[str, str, str]:
    """Mark, word, and the day that goes with it."""
    if approval.has_run_out(now):
        return "bad", STANDINGS[RUN_OUT], f"ended {words.day(approval.expires_at)}"
    if approval.is_waiting and approval.sent_at is None:
        return "warn", "Letter not sent yet", f"until {words.day(approval.expires_at)}"
    if approval.is_waiting:
        return "info", STANDINGS[WAITING], f"until {words.day(approval.expires_at)}"
    state = ApprovalState(approval.state)
    return MARKS[state], str(state.label), words.day(approval.decided_at)
