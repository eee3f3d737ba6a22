"""API credentials: making, rotating, narrowing, revoking, and noting that one was used."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from alliance.choices import ApiScope
from alliance.logic.bearer import Bearer
from alliance.models import Alliance, ApiCredential, Partner, User
from foundation import words
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within

LIFETIME = timedelta(days=365)
LONGEST_LIFETIME = timedelta(days=2 * 365)
LONGEST_OVERLAP = timedelta(days=30)
MOST_LIVE = 20
"""Of one partner."""
USE_NOTED_EVERY = timedelta(minutes=1)


class CredentialRefused(Refused):
    """The credential cannot be made or changed like this."""

    code = "credential_refused"


@transaction.atomic
def make_credential(
    *,
    partner: Partner,
    name: str,
    scopes: Collection[str],
    expires_at: datetime | None = None,
    attempt: UUID | None = None,
    by: User | None,
) -> tuple[ApiCredential, str]:
    """A credential of the partner, and its text, which is told this once. It expires in a year by default.

    `attempt` names the form it is made by: pressed twice, it makes one.

    Raises CredentialRefused for a partner that has left, an empty name, unknown scopes, an end that is past
    or more than two years off, an attempt that made one already, or too many credentials.
    """
    partner = _locked_partner(partner.pk)
    now = timezone.now()
    _check_attempt(partner, attempt)
    expires_at = expires_at or now + LIFETIME
    if partner.left_on is not None:
        raise CredentialRefused(f"{partner.name} has left the alliance: its systems have no access any more.")
    if not name.strip():
        raise CredentialRefused("Say which system will use it, such as “Arbor sync”.", field="name")
    _check_scopes(scopes)
    if not now < expires_at <= now + LONGEST_LIFETIME:
        raise CredentialRefused(
            "Choose a last day that is still to come and not more than two years off.", field="expires_at"
        )
    _check_number(partner, now)
    return _create(partner, name.strip(), scopes, expires_at, by, attempt=attempt)


@transaction.atomic
def rotate_credential(
    *, credential: ApiCredential, overlap: timedelta, by: User | None
) -> tuple[ApiCredential, str]:
    """A successor with the same name and scopes, and its text. The old one works for `overlap` longer.

    A sync goes on with its cursor. Raises CredentialRefused for one that no longer works.
    """
    partner = _locked_partner(credential.partner_id)
    credential = _locked(credential)
    now = timezone.now()
    if not credential.is_live(now):
        raise CredentialRefused("This credential no longer works. Make a new one.")
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise CredentialRefused(f"Choose from 0 to {LONGEST_OVERLAP.days} days.", field="overlap")
    _check_number(partner, now)
    credential.expires_at = min(credential.expires_at, now + overlap)
    credential.save(update_fields=["expires_at"])
    return _create(
        partner, credential.name, credential.scopes, now + LIFETIME, by, view_number=credential.view_number
    )


@transaction.atomic
def change_scopes(*, credential: ApiCredential, scopes: Collection[str], by: User | None) -> ApiCredential:
    """Let a credential read something else: its view changes, so its sync starts again."""
    credential = _locked(credential)
    _check_scopes(scopes)
    if set(scopes) != set(credential.scopes):
        credential.scopes = sorted(scopes)
        credential.view_number = F("view_number") + 1
        credential.save(update_fields=["scopes", "view_number"])
        credential.refresh_from_db(fields=["view_number"])
    return credential


@transaction.atomic
def revoke_credential(*, credential: ApiCredential, by: User | None) -> ApiCredential:
    """End a credential at once. Raises CredentialRefused where that was done before."""
    credential = _locked(credential)
    if credential.revoked_at is not None:
        raise CredentialRefused(f"This credential was revoked on {words.day(credential.revoked_at)} already.")
    credential.revoked_at, credential.revoked_by = timezone.now(), by
    credential.save(update_fields=["revoked_at", "revoked_by"])
    return credential


def live_ones_made_by(*, user: User, alliance: Alliance) -> QuerySet[ApiCredential]:
    """Those of this alliance whose secret the person was shown: they made or rotated them."""
    made = ApiCredential.objects.of(alliance).filter(created_by=user).live(timezone.now())
    return made.select_related("partner").order_by("partner__name", "name", "pk")


def revoke_those_made_by(*, user: User, alliance: Alliance, by: User | None) -> list[ApiCredential]:
    """End them at once: whoever leaves may have kept the secret. Returns those that were live."""
    with acting_within(alliance):
        made = list(live_ones_made_by(user=user, alliance=alliance))
    return [revoke_credential(credential=credential, by=by) for credential in made]


def note_use(*, credential: ApiCredential, now: datetime) -> None:
    """Remember that it was used: once a minute at most, and never waiting for anybody who holds its row."""
    before = now - USE_NOTED_EVERY
    if credential.last_used_at is not None and credential.last_used_at > before:
        return
    due = ApiCredential.objects.filter(Q(last_used_at=None) | Q(last_used_at__lte=before), pk=credential.pk)
    with transaction.atomic():
        free = due.select_for_update(skip_locked=True, no_key=True).values("pk")
        ApiCredential.objects.filter(pk__in=free).update(last_used_at=now)


def _create(
    partner: Partner,
    name: str,
    scopes: Collection[str],
    expires_at: datetime,
    by: User | None,
    view_number: int = 1,
    attempt: UUID | None = None,
) -> tuple[ApiCredential, str]:
    bearer = Bearer.new()
    credential = ApiCredential.objects.create(
        alliance_id=partner.alliance_id,
        partner=partner,
        name=name,
        prefix=bearer.prefix,
        digest=bearer.digest,
        scopes=sorted(scopes),
        view_number=view_number,
        expires_at=expires_at,
        attempt=attempt,
        created_by=by,
    )
    return credential, bearer.text


def _locked_partner(partner_id: int) -> Partner:
    """Locked before its credentials, as where it leaves: they are counted, and ended, one after the other."""
    return Partner.objects.select_for_update(of=("self",)).get(pk=partner_id)


def _locked(credential: ApiCredential) -> ApiCredential:
    return (
        ApiCredential.objects.of(credential.alliance_id).select_for_update(of=("self",)).get(pk=credential.pk)
    )


def _check_attempt(partner: Partner, attempt: UUID | None) -> None:
    if attempt is None:
        return
    made = ApiCredential.objects.of(partner.alliance_id).filter(attempt=attempt).first()
    if made is not None:
        raise CredentialRefused(
            f"{made.name} was made by the first press of this button, and its secret was shown there. If you "
            "no longer have it, revoke that credential on the list and begin a new one."
        )


def _check_scopes(scopes: Collection[str]) -> None:
    if not scopes or not set(scopes) <= set(ApiScope.values):
        raise CredentialRefused("Choose what it may do.", field="scopes")


def _check_number(partner: Partner, now: datetime) -> None:
    live = ApiCredential.objects.of(partner.alliance_id).filter(partner=partner).live(now)
    if live.count() >= MOST_LIVE:
        raise CredentialRefused(f"{partner.name} has {MOST_LIVE} credentials. Revoke those no longer used.")
