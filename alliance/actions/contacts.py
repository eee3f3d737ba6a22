"""What is done to the contacts of a partner: added, changed, verified, removed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alliance.actions.versions import locked
from alliance.models import Contact, Partner, User
from alliance.queries.partner_record import has_the_mailbox
from foundation.erasure.log import record_erasure
from foundation.refusal import Refused

CONTACT = "alliance.contact"
"""What the log of erasures calls a contact."""
MOST_CONTACTS = 100
"""Of one partner: more is a staff list, which is kept elsewhere."""


@dataclass(frozen=True)
class ContactDetails:
    """What the contact form holds. The e-mail address is kept in lower case."""

    name: str
    post: str = ""
    email: str = ""
    phone: str = ""
    is_main: bool = False


@transaction.atomic
def add_contact(*, partner: Partner, details: ContactDetails, by: User | None) -> Contact:
    """Add somebody to write to, verified today; the first contact of a partner is its main one.

    Here and below `by` is None where the partner's own system acts.
    """
    partner = locked(partner)
    others = Contact.objects.filter(partner=partner)
    _check(details, others.count())
    reached = {"email": details.email.lower()} if details.email else {"email": "", "phone": details.phone}
    if same := others.filter(name__iexact=details.name, **reached).first():
        raise Refused(
            f"{details.name} is a contact of {partner.name} already.",
            field="name",
            code="already_contact",
            existing=same.public_id,
        )
    contact = Contact(partner=partner, verified_at=timezone.now(), verified_by=by)
    _write(contact, details, is_main=details.is_main or not others.exists())
    return contact


@transaction.atomic
def update_contact(*, contact: Contact, version: int, details: ContactDetails, by: User | None) -> Contact:
    """Change a contact that is still as the editor saw it. A new name or e-mail address counts as verified; a
    mailbox of the partner that was their own address becomes the new one.

    Raises ChangedMeanwhile, Refused.
    """
    partner = locked(contact.partner)
    contact = locked(contact, version)
    _check(details)
    if (details.name, details.email.lower()) != (contact.name, contact.email):
        contact.verified_at = timezone.now()
        contact.verified_by = by
    _take_mailbox_along(contact, partner, details)
    _write(contact, details, is_main=details.is_main)
    return contact


@transaction.atomic
def restore_contact(
    *,
    contact: Contact,
    before: ContactDetails,
    verified_at: datetime | None,
    verified_by_id: int | None,
    by: User,
) -> Contact:
    """Put back what an import changed, and when the contact was last verified."""
    partner = locked(contact.partner)
    contact = locked(contact)
    contact.verified_at, contact.verified_by_id = verified_at, verified_by_id
    _take_mailbox_along(contact, partner, before)
    _write(contact, before, is_main=before.is_main)
    return contact


@transaction.atomic
def verify_contact(*, contact: Contact, by: User) -> Contact:
    """Say that this is still the right person, today."""
    contact = locked(contact)
    contact.verified_at, contact.verified_by = timezone.now(), by
    contact.save(update_fields=["verified_at", "verified_by"])
    return contact


@transaction.atomic
def remove_contact(*, contact: Contact, by: User | None, version: int | None = None) -> bool:
    """Delete a contact, and the partner's mailbox with it where that is their own address: whether it was.

    The trail keeps that there was one, not who it was. Raises ChangedMeanwhile.
    """
    partner = locked(contact.partner)
    if version is not None:
        locked(contact, version)
    had_mailbox = _delete(contact, partner)
    record_erasure(CONTACT, subject=contact.public_id, alliance=contact.alliance_id)
    return had_mailbox


@transaction.atomic
def name_mailbox(*, partner: Partner, version: int, mailbox: str, by: User) -> Partner:
    """Have letters to the organisation go to this address, which its contacts may share; "" to none.

    Raises ChangedMeanwhile.
    """
    partner = locked(partner, version)
    partner.mailbox = mailbox.strip().lower()
    partner.save(update_fields=["mailbox", "updated_at"])
    return partner


def erase_contact(public_id: str) -> None:
    """Remove a contact again that a restored backup brought back."""
    for contact in Contact.objects.filter(public_id=public_id).select_related("partner"):
        _delete(contact, contact.partner)


def _delete(contact: Contact, partner: Partner) -> bool:
    had_mailbox = _take_mailbox_along(contact, partner, ContactDetails(""))
    Contact.objects.filter(pk=contact.pk).delete()
    return had_mailbox


def _take_mailbox_along(contact: Contact, partner: Partner, details: ContactDetails) -> bool:
    """A mailbox that is the contact's own address becomes the new one: whether it is theirs."""
    is_theirs, email = has_the_mailbox(contact, partner), details.email.lower()
    if is_theirs and partner.mailbox != email:
        partner.mailbox = email
        partner.save(update_fields=["mailbox", "updated_at"])
    return is_theirs


def _check(details: ContactDetails, others: int = 0) -> None:
    if not details.email and not details.phone:
        raise Refused("Write an e-mail address or a phone number: a contact can be reached.", field="email")
    if others >= MOST_CONTACTS:
        raise Refused(f"A partner has at most {MOST_CONTACTS} contacts. Remove one first.", field="name")


def _write(contact: Contact, details: ContactDetails, *, is_main: bool) -> None:
    """Save the contact; as the main one it takes that from whoever had it."""
    if is_main:
        Contact.objects.filter(partner=contact.partner_id, is_main=True).exclude(pk=contact.pk).update(
            is_main=False
        )
    contact.name, contact.post = details.name, details.post
    contact.email, contact.phone = details.email.lower(), details.phone
    contact.is_main = is_main
    contact.save()
