"""Contacts from a table, of every partner at once: each row names its partner by URN or by name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.dateparse import parse_datetime

from alliance import policy
from alliance.actions.contacts import (
    MOST_CONTACTS,
    ContactDetails,
    add_contact,
    remove_contact,
    restore_contact,
    update_contact,
)
from alliance.actions.import_fields import NAMED
from alliance.actions.import_partner_lookups import NamedPartners
from alliance.models import Contact, Partner
from foundation.importer import values
from foundation.importer.choices import Outcome
from foundation.importer.target import Change, Entry, Field, Plan, Target, cannot
from foundation.refusal import Refused

LABELS = {"name": "Name", "post": "Post", "email": "E-mail", "phone": "Phone", "is_main": "Main contact"}


@dataclass(frozen=True)
class Adding:
    """A new contact of a partner."""

    partner: Partner
    details: ContactDetails


@dataclass(frozen=True)
class Editing:
    """A contact as the plan found it, and what it would be."""

    contact: Contact
    details: ContactDetails


class ContactTarget(Target):
    key = "contacts"
    singular, plural = "contact", "contacts"
    home, home_label = "partners", "Partners"
    may_import = policy.import_contacts
    notes = (
        "Each row names the partner, by URN or by its name in the list of partners, and the person.",
        "A person needs an e-mail address or a phone number. Somebody of the same name at the same partner "
        "is changed, not added twice. An empty cell changes nothing.",
        "New contacts count as verified today, as when you add one by hand.",
    )
    fields = (
        *NAMED,
        Field(
            "name",
            "Name",
            values.line(150),
            example="Leah Winterbourne",
            synonyms=("Contact", "Contact name", "Main contact", "Full name", "Person"),
        ),
        Field("first_name", "First name", values.line(75), synonyms=("Forename", "Given name")),
        Field("surname", "Surname", values.line(75), synonyms=("Last name", "Family name")),
        Field(
            "post",
            "Post",
            values.line(100),
            example="Headteacher",
            synonyms=("Job title", "Position", "Role"),
        ),
        Field(
            "email",
            "E-mail",
            values.email,
            example="office@tarnley.example",
            synonyms=("E-mail address", "Contact email", "Mail"),
        ),
        Field(
            "phone",
            "Phone",
            values.line(30),
            example="01642 000001",
            synonyms=("Phone number", "Telephone", "Telephone number", "Tel", "Mobile"),
        ),
        Field(
            "is_main",
            "Main contact (yes or no)",
            values.yes_no,
            example="yes",
            synonyms=("Is main contact", "Main"),
        ),
    )

    def plan(self, entries: Sequence[Entry]) -> list[Plan]:
        known = _Known.of([entry.values for entry in entries])
        return [_plan(entry.values, known) for entry in entries]

    def apply(self, entry: Entry, plan: Plan, *, by: Any) -> dict[str, Any]:
        carries: Adding | Editing = plan.carries
        partner = carries.partner if isinstance(carries, Adding) else carries.contact.partner
        main = Contact.objects.filter(partner=partner, is_main=True).values_list("pk", flat=True).first()
        if isinstance(carries, Adding):
            contact = add_contact(partner=partner, details=carries.details, by=by)
            return {"created": contact.pk, "main": main, "after": _saved(contact)}
        contact = _as_planned(carries.contact)
        before = _saved(contact)
        is_main = entry.values.get("is_main", contact.is_main)
        details = replace(carries.details, is_main=is_main)
        contact = update_contact(contact=contact, version=contact.version, details=details, by=by)
        return {"updated": contact.pk, "main": main, "before": before, "after": _saved(contact)}

    def undo(self, trace: Mapping[str, Any], *, by: Any) -> None:
        pk = trace.get("created") or trace["updated"]
        contact = Contact.objects.select_related("partner").filter(pk=pk).first()
        if contact is None:
            raise Refused("This contact is not there any more.")
        if _saved(contact) != trace["after"]:
            raise Refused(f"{contact.name} was changed since, so this contact stays as it is now.")
        if "created" in trace:
            remove_contact(contact=contact, by=by)
        else:
            before = dict(trace["before"])
            verified_at = parse_datetime(before.pop("verified_at") or "")
            restore_contact(
                contact=contact,
                verified_at=verified_at,
                verified_by_id=before.pop("verified_by"),
                before=ContactDetails(**before),
                by=by,
            )
        _give_back_main(contact.partner, trace["main"], by)


@dataclass(frozen=True)
class _Known:
    """Partners and contacts that the rows may mean, in the same queries however many rows there are."""

    partners: NamedPartners
    contacts: dict[int, list[Contact]]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]]) -> "_Known":
        partners = NamedPartners.of(rows)
        contacts: dict[int, list[Contact]] = defaultdict(list)
        found = Contact.objects.filter(partner__in=partners.ids)
        for contact in found.select_related("partner").order_by("pk"):
            contacts[contact.partner_id].append(contact)
        return cls(partners, dict(contacts))


def _plan(given: Mapping[str, Any], known: _Known) -> Plan:
    name = _name(given)
    if not name:
        return cannot("The row names nobody. Write the person's name.")
    partner = known.partners.meant_by(given)
    if isinstance(partner, str):
        return cannot(partner, about=name)
    about = f"{name}, {partner.name}"
    contacts = known.contacts.get(partner.pk, [])
    same = _same_person(contacts, name, given.get("email", ""))
    if len(same) > 1:
        return cannot(
            f"{partner.name} has {len(same)} contacts called {name}. Change the one you mean by hand.",
            about=about,
        )
    if same:
        return _plan_change(same[0], name, given, about)
    if not given.get("email") and not given.get("phone"):
        return cannot("Write an e-mail address or a phone number: a contact can be reached.", about=about)
    if len(contacts) >= MOST_CONTACTS:
        return cannot(f"A partner has at most {MOST_CONTACTS} contacts. Remove one first.", about=about)
    named = {field: given[field] for field in LABELS if field in given}
    details = ContactDetails(**{**named, "name": name})
    said = tuple(
        Change(LABELS[field], "", _words(getattr(details, field)))
        for field in LABELS
        if field != "name" and getattr(details, field)
    )
    return Plan(
        Outcome.CREATE,
        about,
        identity=f"{partner.pk} {name.casefold()} {details.email or details.phone}",
        changes=said,
        carries=Adding(partner, details),
    )


def _plan_change(contact: Contact, name: str, given: Mapping[str, Any], about: str) -> Plan:
    wanted = {field: given.get(field, getattr(contact, field)) for field in LABELS} | {"name": name}
    changes = tuple(
        Change(LABELS[field], _words(getattr(contact, field)), _words(value))
        for field, value in wanted.items()
        if getattr(contact, field) != value
    )
    identity = f"contact {contact.pk}"
    if not changes:
        return Plan(Outcome.SKIP, about, "This contact is there already, just as the row says.", identity)
    editing = Editing(contact, ContactDetails(**wanted))
    return Plan(Outcome.UPDATE, about, identity=identity, changes=changes, carries=editing)


def _name(given: Mapping[str, Any]) -> str:
    parts = (given.get("first_name", ""), given.get("surname", ""))
    return given.get("name") or " ".join(part for part in parts if part)


def _same_person(contacts: Sequence[Contact], name: str, email: str) -> list[Contact]:
    """Who has this name; of several, who has the e-mail address too. Many names may share a mailbox."""
    named = [contact for contact in contacts if contact.name.casefold() == name.casefold()]
    return [contact for contact in named if email and contact.email == email][:1] or named


def _as_planned(planned: Contact) -> Contact:
    """The contact as it is now. Raises Refused where it is not as the plan found it.

    Being the main contact is left out of this: another row of the same table may have moved that.
    """
    now = Contact.objects.select_related("partner").filter(pk=planned.pk).first()
    said = [field for field in LABELS if field != "is_main"]
    if now is None or any(getattr(now, field) != getattr(planned, field) for field in said):
        raise Refused(f"{planned.name} was changed while the table was imported. Import the row again.")
    return now


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _saved(contact: Contact) -> dict[str, Any]:
    """The contact as the database has it now, as plain JSON."""
    contact.refresh_from_db()
    return {
        **{field: getattr(contact, field) for field in LABELS},
        "verified_at": contact.verified_at.isoformat() if contact.verified_at else None,
        "verified_by": contact.verified_by_id,
    }


def _give_back_main(partner: Partner, main: int | None, by: Any) -> None:
    """Whoever was the main contact before is it again, unless somebody else is by now."""
    contacts = Contact.objects.filter(partner=partner)
    if main is not None and not contacts.filter(is_main=True).exists():
        contacts.filter(pk=main).update(is_main=True)
