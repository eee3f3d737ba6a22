"""Who at a partner hears that an agreement ends, and which letters about it are still to be written."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from alliance.choices import ORGANISATION_ROLES
from alliance.models import AgreementNotice, Contact, Membership, Partner
from foundation.tenancy.scope import current_alliance_id


@dataclass(frozen=True)
class Reader:
    """Somebody to write to, or the mailbox of an organisation, which nobody's name stands for."""

    name: str
    email: str
    is_mailbox: bool = False


def told_in_portal(partner_id: int) -> Any:
    """Members who act for the partner: they are told by notification, and choose by which way."""
    members = Membership.objects.current().filter(alliance=current_alliance_id(), partner=partner_id)
    return members.holding(*ORGANISATION_ROLES)


def reader_of(partner_id: int) -> Reader | None:
    """The mailbox that it named for letters; else its main contact, unless they are told in the portal."""
    partner = Partner.objects.get(pk=partner_id)
    if partner.mailbox:
        return Reader(partner.name, partner.mailbox, is_mailbox=True)
    main = Contact.objects.filter(partner=partner_id, is_main=True).exclude(email="").first()
    if main is None:
        return None
    theirs = Q(user__email=main.email) | Q(user__emailaddress__email=main.email)
    return None if told_in_portal(partner_id).filter(theirs).exists() else Reader(main.name, main.email)


def waiting_letters(today: date) -> list[AgreementNotice]:
    """Those that somebody can be sent, in the alliance in scope."""
    waiting = AgreementNotice.objects.waiting(today).select_related("agreement").order_by("id")
    return [notice for notice in waiting if reader_of(notice.agreement.partner_id)]


def notice_to_send(notice_id: int, today: date) -> AgreementNotice | None:
    waiting = AgreementNotice.objects.waiting(today).select_related("agreement__alliance")
    one: AgreementNotice | None = waiting.filter(pk=notice_id).first()
    return one
