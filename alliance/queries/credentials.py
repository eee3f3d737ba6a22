"""API credentials as the pages show them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from alliance import policy
from alliance.models import ApiCredential
from foundation import words
from foundation.tenancy.scope import current_alliance_id

SOON = timedelta(days=30)
MOMENT = timedelta(microseconds=1)
CREDENTIAL = "credential"
"""The kind of agent that an API credential is in the audit trail."""


@dataclass(frozen=True)
class CredentialRow:
    """One line of the list. `ends` is the last day it works, `state` a mark, and `word` what it means."""

    public_id: UUID
    name: str
    prefix: str
    partner: str
    may: str
    ends: str
    used: str
    state: str
    word: str
    is_live: bool


def credentials_visible_to(member: Any) -> QuerySet[ApiCredential]:
    """Leads see those of the whole alliance, a partner contact those of their own partner."""
    found = ApiCredential.objects.of(member.alliance_id).select_related("partner")
    if policy.is_lead.test(member):
        return found
    if policy.is_partner_contact.test(member):
        return found.filter(partner=member.partner_id)
    return found.none()


def names_of_credentials(ids: Collection[int]) -> dict[int, str]:
    """`Fernwold Primary: Arbor sync` by id, for those of the alliance in scope."""
    found = ApiCredential.objects.of(current_alliance_id()).select_related("partner").filter(pk__in=ids)
    return {credential.pk: f"{credential.partner}: {credential.name}" for credential in found}


def in_order(credentials: QuerySet[ApiCredential], now: datetime) -> QuerySet[ApiCredential]:
    """Those that work first, the newest of them on top."""
    ended = Q(revoked_at__isnull=False) | Q(expires_at__lte=now)
    return credentials.alias(ended=ended).order_by("ended", "-id")


def row_of(credential: ApiCredential, now: datetime) -> CredentialRow:
    state, word = _standing(credential, now)
    return CredentialRow(
        public_id=credential.public_id,
        name=credential.name,
        prefix=f"tsa_{credential.prefix}_…",
        partner=credential.partner.name,
        may=_may(credential),
        ends=words.day(credential.expires_at - MOMENT),
        used=words.moment(credential.last_used_at) or "Never",
        state=state,
        word=word,
        is_live=credential.is_live(now),
    )


def _may(credential: ApiCredential) -> str:
    """Such as “Read partners and schools; change contacts of its own schools”."""
    labels = credential.scope_labels
    reads = words.listed([label.removeprefix("Read ") for label in labels if label.startswith("Read ")])
    changes = [label[0].lower() + label[1:] for label in labels if not label.startswith("Read ")]
    sentence = "; ".join([*([f"read {reads}"] if reads else []), *changes])
    return sentence[:1].upper() + sentence[1:]


def _standing(credential: ApiCredential, now: datetime) -> tuple[str, str]:
    if credential.revoked_at is not None:
        return "none", f"Revoked {words.day(credential.revoked_at)}"
    if credential.expires_at <= now:
        return "none", "Expired"
    if credential.expires_at <= now + SOON:
        return "warn", "Expires soon"
    return "good", "Works"
