"""Signed links: the portal's secret makes a link's token from a nonce, the database keeps the digest.

So a reminder carries the same link, a worker that was killed sends it again, and whoever has the whole
database and not the secret can open none.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from foundation.approvals.choices import ApprovalState
from foundation.approvals.models import Approval, ApprovalLink

SALT = "foundation.approvals.links"
NONCE_BYTES = 16


class Closed(StrEnum):
    """Why a link can no longer be used."""

    REPLACED = "replaced"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Opened:
    """What a link leads to, and why it can no longer be used; None while it can."""

    approval: Approval
    closed: Closed | None


def digest_of(token: str) -> str:
    """What is kept of a token: its SHA-256. 256 bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_link(approval: Approval) -> ApprovalLink:
    """A link in the place of the one before. The caller holds the approval locked."""
    ApprovalLink.objects.filter(approval=approval, replaced_at=None).update(replaced_at=timezone.now())
    nonce = secrets.token_hex(NONCE_BYTES)
    link: ApprovalLink = ApprovalLink.objects.create(
        approval=approval, nonce=nonce, digest=digest_of(_token(nonce, settings.SECRET_KEY))
    )
    return link


def token_in_force(approval: Approval) -> str:
    """The token of the link that works; of a new one where the portal's secret is another by now.

    The caller holds the approval locked.
    """
    link = ApprovalLink.objects.filter(approval=approval, replaced_at=None).get()
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        token = _token(link.nonce, key)
        if digest_of(token) == link.digest:
            return token
    return _token(new_link(approval).nonce, settings.SECRET_KEY)


def opened_by(token: str, now: datetime) -> Opened | None:
    """What this link of the alliance in scope leads to; None for what is no link of it."""
    found = ApprovalLink.objects.select_related("approval__alliance", "approval__asked_by")
    link = found.filter(digest=digest_of(token)).first()
    return None if link is None else Opened(link.approval, closed_because(link, now))


def closed_because(link: ApprovalLink, now: datetime) -> Closed | None:
    approval = link.approval
    if approval.state != ApprovalState.WAITING:
        return Closed(approval.state)
    if link.replaced_at is not None:
        return Closed.REPLACED
    return Closed.EXPIRED if approval.has_run_out(now) else None


def _token(nonce: str, key: str) -> str:
    made = salted_hmac(SALT, nonce, secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()
