"""How the contacts of a partner are written in tables."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format

from alliance.logic.verification import Standing, due_on, standing
from alliance.models import Contact, Partner
from alliance.views.partner_rows import STANDING_STATES
from foundation.ui.items import Column, MenuItem

COLUMNS = [Column("Name"), Column("Verified")]
WITH_BUTTONS = [*COLUMNS, Column("Still right?"), Column("Actions", hidden=True)]


@dataclass(frozen=True)
class ContactRow:
    """A contact as the template writes it, with the addresses of its buttons and what they are called."""

    anchor: str
    name: str
    post: str
    email: str
    phone: str
    is_main: bool
    state: str
    verified: str
    verify_href: str
    menu: list[MenuItem]

    @property
    def verify_label(self) -> str:
        return f"Verified today: {self.name}"


def contact_rows(
    request: HttpRequest, partner: Partner, contacts: list[Contact], today: date
) -> list[ContactRow]:
    """The contacts in their order."""
    return [_row(request, partner, contact, today) for contact in contacts]


def _row(request: HttpRequest, partner: Partner, contact: Contact, today: date) -> ContactRow:
    state, verified = verified_words(contact, today)
    arguments = [request.alliance.slug, partner.public_id, contact.public_id]
    return ContactRow(
        anchor=f"contact-{contact.public_id}",
        name=contact.name,
        post=contact.post,
        email=contact.email,
        phone=contact.phone,
        is_main=contact.is_main,
        state=state,
        verified=verified,
        verify_href=reverse("verify_contact", args=arguments),
        menu=[
            MenuItem("Edit", reverse("edit_contact", args=arguments)),
            MenuItem("Remove…", reverse("remove_contact", args=arguments), destructive=True),
        ],
    )


def verified_words(contact: Contact, today: date) -> tuple[str, str]:
    """Mark and words for where the contact stands: a day, or since when it is due."""
    verified_on = contact.verified_on
    where = standing(verified_on, today)
    if verified_on is None:
        return STANDING_STATES[where], "Never"
    if where is Standing.DUE:
        return STANDING_STATES[where], f"Due since {date_format(due_on(verified_on), 'j M Y')}"
    return STANDING_STATES[where], date_format(verified_on, "j M Y")
