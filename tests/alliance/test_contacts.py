"""Whom to write to at a partner, and when somebody last checked."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.contacts import (
    ContactDetails,
    add_contact,
    remove_contact,
    update_contact,
    verify_contact,
)
from alliance.choices import Role
from alliance.models import Contact, Partner
from foundation.audit.models import AuditEvent
from foundation.refusal import ChangedMeanwhile, Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import ContactFactory, PartnerFactory, UserFactory

pytestmark = pytest.mark.django_db
LEAH = ContactDetails("Leah Winterbourne", "Headteacher", "Leah@Fernwold.example")


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory(name="Fernwold Primary")


def address(partner: Partner, name: str, *more: Any) -> str:
    return reverse(name, args=[partner.alliance.slug, partner.public_id, *more])


def test_the_first_contact_is_the_main_one_and_verified(partner: Partner) -> None:
    user = UserFactory()
    first = add_contact(partner=partner, details=LEAH, by=user)
    second = add_contact(partner=partner, details=ContactDetails("Colin", email="c@f.example"), by=user)
    assert (first.is_main, first.email, first.verified_by, first.verified_on) == (
        True,
        "leah@fernwold.example",
        user,
        timezone.localdate(),
    )
    assert second.is_main is False


def test_a_new_main_contact_takes_the_place_of_the_old_one(partner: Partner) -> None:
    first = add_contact(partner=partner, details=LEAH, by=UserFactory())
    details = ContactDetails("Colin", email="c@f.example", is_main=True)
    second = add_contact(partner=partner, details=details, by=UserFactory())
    first.refresh_from_db()
    assert (first.is_main, second.is_main) == (False, True)


def test_a_contact_can_be_reached(partner: Partner) -> None:
    with pytest.raises(Refused) as refusal:
        add_contact(partner=partner, details=ContactDetails("Leah"), by=UserFactory())
    assert refusal.value.sentence == ("Write an e-mail address or a phone number: a contact can be reached.")


def test_the_same_person_is_added_once(partner: Partner) -> None:
    add_contact(partner=partner, details=LEAH, by=UserFactory())
    with pytest.raises(Refused) as refusal:
        add_contact(partner=partner, details=LEAH, by=UserFactory())
    assert (refusal.value.code, Contact.objects.count()) == ("already_contact", 1)


def test_the_same_person_with_a_phone_only_is_added_once(partner: Partner) -> None:
    for number in ("01642 000001", "01642 000002"):
        add_contact(partner=partner, details=ContactDetails("Leah", phone=number), by=UserFactory())
    with pytest.raises(Refused) as refusal:
        add_contact(partner=partner, details=ContactDetails("leah", phone="01642 000001"), by=UserFactory())
    assert (refusal.value.code, Contact.objects.count()) == ("already_contact", 2)


def test_verifying_says_who_checked_and_when(partner: Partner) -> None:
    user = UserFactory()
    contact = ContactFactory(partner=partner, verified_at=timezone.now() - timedelta(days=500))
    with time_machine.travel("2026-11-03 09:00Z", tick=False):
        verify_contact(contact=contact, by=user)
    contact.refresh_from_db()
    assert (contact.verified_on.isoformat(), contact.verified_by, contact.version) == ("2026-11-03", user, 2)


@pytest.mark.parametrize(
    ("details", "checked"),
    [
        (ContactDetails("Leah Winterbourne", "Deputy", "leah@fernwold.example"), False),
        (ContactDetails("Lea Winterbourne", "Headteacher", "leah@fernwold.example"), True),
        (ContactDetails("Leah Winterbourne", "Headteacher", "office@fernwold.example"), True),
    ],
)
def test_a_new_name_or_address_counts_as_a_check(
    partner: Partner, details: ContactDetails, checked: bool
) -> None:
    contact = ContactFactory(
        partner=partner, name="Leah Winterbourne", post="Headteacher", email="leah@fernwold.example"
    )
    update_contact(contact=contact, version=1, details=details, by=UserFactory())
    contact.refresh_from_db()
    assert (contact.verified_at is not None, contact.version) == (checked, 2)


def test_the_second_of_two_editors_is_told(partner: Partner) -> None:
    contact = ContactFactory(partner=partner)
    update_contact(contact=contact, version=1, details=LEAH, by=UserFactory())
    with pytest.raises(ChangedMeanwhile):
        update_contact(contact=contact, version=1, details=LEAH, by=UserFactory())


def test_a_removed_contact_leaves_a_trace_without_a_name(partner: Partner) -> None:
    contact = ContactFactory(partner=partner, name="Leah Winterbourne", email="leah@fernwold.example")
    pk = contact.pk
    remove_contact(contact=contact, by=UserFactory())
    events = AuditEvent.objects.filter(table=Contact._meta.db_table, row_id=pk)
    assert (Contact.objects.count(), [event.action for event in events.order_by("id")]) == (0, ["I", "D"])
    assert "Winterbourne" not in str([event.changes for event in events])


def test_two_main_contacts_are_impossible(partner: Partner) -> None:
    from django.db import IntegrityError

    ContactFactory(partner=partner, is_main=True)
    with pytest.raises(IntegrityError, match="contact_one_main"), transaction.atomic():
        ContactFactory(partner=partner, is_main=True)
    assert connection.is_usable()


def form(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Leah",
        "post": "",
        "email": "leah@fernwold.example",
        "phone": "",
        "version": "1",
        **changes,
    }


def test_staff_add_edit_verify_and_remove_on_pages(alliance: Any, sign_in: Any, partner: Partner) -> None:
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    assert page.post(address(partner, "add_contact"), form()).status_code == 302
    contact = Contact.objects.get()
    saved = page.post(address(partner, "edit_contact", contact.public_id), form(name="Leah W", is_main="on"))
    assert saved.status_code == 302
    assert page.post(address(partner, "verify_contact", contact.public_id)).status_code == 302
    assert (
        "cannot be brought back"
        in page.get(address(partner, "remove_contact", contact.public_id)).content.decode()
    )
    assert page.post(address(partner, "remove_contact", contact.public_id)).status_code == 302
    assert Contact.objects.count() == 0


def test_a_conflict_shows_both_texts(alliance: Any, sign_in: Any, partner: Partner) -> None:
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    contact = ContactFactory(partner=partner, name="Leah", email="leah@fernwold.example")
    step = address(partner, "edit_contact", contact.public_id)
    assert page.post(step, form(post="Theirs")).status_code == 302
    answer = page.post(step, form(post="Mine"))
    assert answer.status_code == 409
    assert [(found.label, found.saved, found.yours) for found in answer.context["form"].differences] == [
        ("Post", "Theirs", "Mine")
    ]


def test_a_partner_contact_keeps_the_contacts_of_their_own_school(alliance: Any, sign_in: Any) -> None:
    own, other = PartnerFactory(), PartnerFactory()
    theirs = ContactFactory(partner=other, name="Canary Contact")
    mine = ContactFactory(partner=own)
    page, _ = sign_in(alliance, Role.PARTNER_CONTACT, partner=own)
    assert page.post(address(own, "verify_contact", mine.public_id)).status_code == 302
    assert page.post(address(own, "add_contact"), form()).status_code == 302
    for name in ("edit_contact", "remove_contact"):
        assert page.get(address(other, name, theirs.public_id)).status_code == 404
        assert page.get(address(own, name, theirs.public_id)).status_code == 404
    assert page.post(address(own, "verify_contact", theirs.public_id)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.verified_at is None


def test_a_contact_is_found_under_their_own_partner_only(
    alliance: Any, sign_in: Any, partner: Partner
) -> None:
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    elsewhere = ContactFactory(partner=PartnerFactory())
    assert page.get(address(partner, "edit_contact", elsewhere.public_id)).status_code == 404


def test_another_alliances_contact_is_not_there(
    alliance: Any, other_alliance: Any, sign_in: Any, partner: Partner
) -> None:
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    with acting_within(other_alliance):
        theirs = ContactFactory(partner=PartnerFactory())
    assert page.get(address(partner, "edit_contact", theirs.public_id)).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 200},
        {"email": "no address"},
        {"name": "a\0b"},
        {"email": "", "phone": ""},
    ],
)
def test_a_form_that_will_not_do_keeps_nothing(
    alliance: Any, sign_in: Any, partner: Partner, changes: dict
) -> None:
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    assert page.post(address(partner, "add_contact"), form(**changes)).status_code == 422
    assert Contact.objects.count() == 0


def test_sending_the_form_twice_adds_one_contact(alliance: Any, sign_in: Any, partner: Partner) -> None:
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    assert [page.post(address(partner, "add_contact"), form()).status_code for _ in range(2)] == [302, 422]


def test_a_page_of_contacts_shows_who_is_due(alliance: Any, sign_in: Any, partner: Partner) -> None:
    page, _ = sign_in(alliance, Role.ADMINISTRATOR)
    ContactFactory(partner=partner, name="Never Checked")
    old = timezone.now() - timedelta(days=400)
    ContactFactory(partner=partner, name="Long Ago", verified_at=old, is_main=True)
    rows = page.get(address(partner, "partner_contacts")).context["contacts"]
    assert [(row.name, row.state, row.verified[:9]) for row in rows] == [
        ("Long Ago", "warn", "Due since"),
        ("Never Checked", "bad", "Never"),
    ]


def signed_out(client: Client, partner: Partner) -> int:
    return client.get(address(partner, "partner_contacts")).status_code


def test_nobody_sees_contacts_without_logging_in(client: Client, partner: Partner) -> None:
    assert signed_out(client, partner) == 302
