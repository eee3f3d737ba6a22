"""Who reaches the portal through a partner, and how that ends with the partnership."""

from django.utils import timezone

from alliance.choices import ORGANISATION_ROLES
from alliance.models import ApiCredential, Invitation, Membership, Partner, User


def close_access(partner: Partner, *, by: User) -> None:
    """End what people and systems have through `partner`. Staff who also spoke for it stay staff.

    Raises nothing; called inside the action that ends the partnership.
    """
    now = timezone.now()
    for member in Membership.objects.current().filter(alliance=partner.alliance_id, partner=partner):
        if member.is_staff:
            member.roles = [role for role in member.roles if role not in ORGANISATION_ROLES]
            member.partner = None
            member.save(update_fields=["roles", "partner"])
        else:
            member.ended_at = now
            member.save(update_fields=["ended_at"])
    ApiCredential.objects.filter(alliance=partner.alliance_id, partner=partner, revoked_at=None).update(
        revoked_at=now, revoked_by=by
    )
    Invitation.objects.filter(
        alliance=partner.alliance_id, partner=partner, accepted_at=None, revoked_at=None
    ).update(revoked_at=now)
