"""Asking, sending again, withdrawing, reminding, and the one answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from foundation import words
from foundation.approvals.choices import ApprovalState
from foundation.approvals.kinds import kind_named
from foundation.approvals.links import new_link
from foundation.approvals.models import Approval, ApprovalLink, ApprovalQuerySet
from foundation.jobs.queue import enqueue
from foundation.notifications.actions import notify
from foundation.refusal import ChangedMeanwhile, Refused

LIFETIME = timedelta(days=14)
REMIND_BEFORE_THE_END = (timedelta(days=7), timedelta(days=2))
"""A reminder when so much time is left, each once."""
LETTER = "approval_letter"
"""The kind of the job that writes to the person asked; its subject is the approval's public id and what makes
the letter due.
"""
ANSWERED = "approval_answered"
"""The kind of the notification about an answer."""


class AlreadyAsked(Refused):
    code = "already_asked"


class ApprovalClosed(Refused):
    """It was answered or withdrawn, has run out, or a newer link replaced this one."""

    code = "approval_closed"


@dataclass(frozen=True)
class Approver:
    """Who is asked, and where they are written to."""

    name: str
    email: str


@transaction.atomic
def ask(*, kind: str, subject: UUID, title: str, approver: Approver, by: Any) -> Approval:
    """Ask somebody by letter. Raises AlreadyAsked while the same person's answer is waited for."""
    kind_named(kind)
    try:
        with transaction.atomic():
            approval: Approval = Approval.objects.create(
                kind=kind,
                subject=subject,
                title=title[:200],
                approver_name=approver.name,
                approver_email=approver.email.strip().lower(),
                asked_by=by,
                expires_at=timezone.now() + LIFETIME,
            )
    except IntegrityError as error:
        raise AlreadyAsked(f"{approver.name} has been asked already: send that letter again.") from error
    _post(approval, f"link{new_link(approval).pk}")
    return approval


@transaction.atomic
def send_again(*, approval: Approval, by: Any) -> Approval:
    """A fresh link for another fourteen days; the link sent before stops working. Raises ApprovalClosed."""
    approval = _locked(approval)
    _check_waiting(approval)
    approval.expires_at, approval.sent_at, approval.reminders = timezone.now() + LIFETIME, None, 0
    approval.save(update_fields=["expires_at", "sent_at", "reminders"])
    _post(approval, f"link{new_link(approval).pk}")
    return approval


@transaction.atomic
def withdraw(*, approval: Approval, by: Any) -> None:
    """The link stops working at once. Raises ApprovalClosed."""
    approval = _locked(approval)
    _check_waiting(approval)
    approval.state = ApprovalState.WITHDRAWN
    approval.save(update_fields=["state"])


@transaction.atomic
def withdraw_all_about(*, kind: str, subject: UUID) -> None:
    """Nobody is asked about this thing any more. Call it before the thing itself is locked."""
    _withdraw(Approval.objects.about(kind, subject))


@transaction.atomic
def withdraw_those(*, approvals: Iterable[Approval]) -> None:
    """Their links stop working at once; what was answered meanwhile stays answered."""
    _withdraw(Approval.objects.filter(pk__in=[approval.pk for approval in approvals]))


@transaction.atomic
def decide(
    *,
    approval: Approval,
    agreed: bool,
    name: str,
    remark: str = "",
    by: Any = None,
    digest: str | None = None,
    seen: str | None = None,
) -> Approval:
    """The answer, which counts once. `digest` is that of the link used, `by` who answers inside the portal.

    `seen` is the fingerprint of what was read. Raises ApprovalClosed, ChangedMeanwhile where the thing is not
    as it was read, and whatever the kind refuses.
    """
    kind = kind_named(approval.kind)
    approval = _locked(approval)
    _check_open(approval, digest)
    shown = kind.shown(approval)
    if shown is None:
        raise ApprovalClosed("What you were asked about is no longer there. There is nothing to answer.")
    if seen is not None and shown.fingerprint != seen:
        raise ChangedMeanwhile
    approval.state = ApprovalState.AGREED if agreed else ApprovalState.DECLINED
    approval.decided_at, approval.decided_name, approval.decided_by = timezone.now(), name, by
    approval.remark = remark
    approval.save(update_fields=["state", "decided_at", "decided_name", "decided_by", "remark"])
    (kind.agreed if agreed else kind.declined)(approval)
    verb = "has agreed" if agreed else "has not agreed"
    slug = approval.alliance.slug
    notify(
        kind.to_tell(approval), f"{name} {verb}: {approval.title}", kind.page(approval, slug), kind=ANSWERED
    )
    return approval


def remind(now: datetime) -> int:
    """Remind whoever has not answered and has little time left; how many that were. May run twice."""
    reminded = 0
    for count, left in enumerate(REMIND_BEFORE_THE_END):
        due = Approval.objects.open(now).filter(
            reminders=count, sent_at__isnull=False, expires_at__lte=now + left
        )
        for approval in due.select_for_update(skip_locked=True):
            passed = sum(approval.expires_at <= now + left for left in REMIND_BEFORE_THE_END)
            approval.reminders = passed
            approval.save(update_fields=["reminders"])
            _post(approval, f"reminder{passed}")
            reminded += 1
    return reminded


def _withdraw(approvals: ApprovalQuerySet) -> None:
    for approval in approvals.waiting().select_for_update(of=("self",)).order_by("id"):
        approval.state = ApprovalState.WITHDRAWN
        approval.save(update_fields=["state"])


def _locked(approval: Approval) -> Approval:
    """As it is now, and nobody else's until the transaction ends."""
    locked: Approval = (
        Approval.objects.select_for_update(of=("self",)).select_related("alliance").get(pk=approval.pk)
    )
    return locked


def _check_waiting(approval: Approval) -> None:
    if approval.is_waiting:
        return
    if approval.state == ApprovalState.WITHDRAWN:
        raise ApprovalClosed("This was withdrawn already. Nobody is asked any more.")
    raise ApprovalClosed(
        f"{approval.decided_name} answered on {words.day(approval.decided_at)}. There is nothing to change."
    )


def _check_open(approval: Approval, digest: str | None) -> None:
    _check_waiting(approval)
    if approval.has_run_out(timezone.now()):
        raise ApprovalClosed(
            f"The time to answer ended on {words.day(approval.expires_at)}. Ask for it to be sent again."
        )
    links = ApprovalLink.objects.filter(approval=approval, replaced_at=None)
    if digest is not None and not links.filter(digest=digest).exists():
        raise ApprovalClosed("A newer link has replaced this one. Open the one in the latest e-mail.")


def _post(approval: Approval, why: str) -> None:
    enqueue(LETTER, alliance=approval.alliance_id, subject=f"{approval.public_id}:{why}")
