"""What an invitation offers, as the person who opens its link reads it."""

from dataclasses import dataclass

from alliance.models import Invitation, Partner
from foundation import words
from foundation.tenancy.scope import acting_within
from foundation.ui.items import Fact


@dataclass(frozen=True)
class Offer:
    alliance: str
    inviter: str
    """"" where no person stands behind it."""
    email: str
    facts: list[Fact]


def invitation_by_digest(digest: str) -> Invitation | None:
    """The invitation whose token has this SHA-256, whatever became of it."""
    found = Invitation.objects.select_related("alliance", "invited_by", "accepted_by")
    return found.filter(token_digest=digest).first()


def offer_of(invitation: Invitation) -> Offer:
    facts = [Fact("As", words.listed(invitation.role_labels))]
    if invitation.partner_id is not None:
        with acting_within(invitation.alliance):
            facts.append(Fact("For", Partner.objects.get(pk=invitation.partner_id).name))
    if invitation.ends_on is not None:
        facts.append(Fact("Until", words.day(invitation.ends_on)))
    facts.append(Fact("Sent to", invitation.email))
    facts.append(Fact("Accept by", words.day(invitation.expires_at)))
    inviter = str(invitation.invited_by or "")
    return Offer(str(invitation.alliance), inviter, invitation.email, facts)
