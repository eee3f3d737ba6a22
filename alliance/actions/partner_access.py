"""Who reaches the portal through partners, how that ends with the partnership, and how it is put back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.utils import timezone

from alliance.choices import ORGANISATION_ROLES, STAFF_ROLES
from alliance.models import ApiCredential, Invitation, Membership, Partner, User
from foundation.tenancy.scope import current_alliance_id

Closed = dict[str, Any]
"""What one partner's people and systems had: ids of `members`, `credentials` and `invitations`, which ended
`at` a moment, and of `staff` with the roles they had.
"""


def close_access(partner: Partner, *, by: User) -> None:
    """End what people and systems have through `partner`. Staff who also spoke for it stay staff.

    Raises nothing; called inside the action that ends the partnership.
    """
    close_access_through([partner.pk], by=by)


def close_access_through(partners: Iterable[int], *, by: User) -> dict[int, Closed]:
    """The same for many partners at once; what each had, for `open_access_again`."""
    ids, now = list(partners), timezone.now()
    closed: dict[int, Closed] = {
        pk: {"at": now.isoformat(), "staff": [], "members": [], "credentials": [], "invitations": []}
        for pk in ids
    }
    members = Membership.objects.current().filter(alliance=current_alliance_id(), partner__in=ids)
    is_staff = Q(roles__overlap=sorted(STAFF_ROLES))
    for member in members.filter(is_staff):
        closed[cast(int, member.partner_id)]["staff"].append([member.pk, member.roles])
        member.roles = [role for role in member.roles if role not in ORGANISATION_ROLES]
        member.partner = None
        member.save(update_fields=["roles", "partner"])
    credentials = ApiCredential.objects.filter(
        alliance=current_alliance_id(), partner__in=ids, revoked_at=None
    )
    invitations = Invitation.objects.pending().filter(alliance=current_alliance_id(), partner__in=ids)
    for name, rows, changes in (
        ("members", members.exclude(is_staff), {"ended_at": now}),
        ("credentials", credentials, {"revoked_at": now, "revoked_by": by}),
        ("invitations", invitations, {"revoked_at": now}),
    ):
        for partner, pks in _by_partner(rows).items():
            closed[partner][name] = pks
        rows.update(**changes)
    return closed


def open_access_again(closed: Mapping[int, Closed]) -> None:
    """Put back what ended through these partners, but for what somebody has changed since."""
    moments = defaultdict(list)
    for partner, had in closed.items():
        moments[had["at"]].append((partner, had))
    for at, those in moments.items():
        _open_again(datetime.fromisoformat(at), [had for _, had in those])
        for partner, had in those:
            for pk, roles in had["staff"]:
                now_staff = Membership.objects.current().filter(pk=pk, partner=None)
                now_staff.update(roles=roles, partner=partner)


def _open_again(at: datetime, had: list[Closed]) -> None:
    def of(name: str) -> list[int]:
        return [pk for each in had for pk in each[name]]

    here = {"alliance": current_alliance_id()}
    Membership.objects.filter(**here, pk__in=of("members"), ended_at=at).update(ended_at=None)
    ApiCredential.objects.filter(**here, pk__in=of("credentials"), revoked_at=at).update(
        revoked_at=None, revoked_by=None
    )
    Invitation.objects.filter(**here, pk__in=of("invitations"), revoked_at=at).update(revoked_at=None)


def _by_partner(rows: QuerySet[Any]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for partner, pk in rows.values_list("partner", "pk"):
        found[partner].append(pk)
    return found
