"""The mailbox of a partner: letters to it go there once, it is shared, and it is nobody's alone to erase."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.agreements.nightly import agreements_by_night
from alliance.actions.contacts import (
    ContactDetails,
    add_contact,
    erase_contact,
    name_mailbox,
    restore_contact,
    update_contact,
)
from alliance.actions.personal.erasing import erase_person
from alliance.actions.personal.subjects import subject_of
from alliance.choices import Role
from alliance.models import Contact, Membership, Partner
from alliance.queries.feedback.audiences import audience_named, people_of
from alliance.queries.partner_record import history_of
from alliance.queries.personal import tables_about
from foundation.approvals.models import Approval
from foundation.refusal import ChangedMeanwhile
from tests.alliance.agreements.test_letters import write_letters
from tests.factories.agreements import ending, sent
from tests.factories.alliance import ContactFactory, MembershipFactory, PartnerFactory
from tests.factories.roster import EmploymentFactory

pytestmark = pytest.mark.django_db
OFFICE = "office@fernwold.example"
FOLLOWED = ("go to the new address, too", "no longer go to their address")


@pytest.fixture
def lead(alliance: Any) -> Membership:
    return MembershipFactory(alliance=alliance, roles=[Role.STRATEGIC_LEAD])


@pytest.fixture
def partner(alliance: Any) -> Partner:
    """With two contacts that share the office's mailbox."""
    partner: Partner = PartnerFactory(name="Fernwold Primary")
    ContactFactory(partner=partner, name="Hana Reyes", email=OFFICE, is_main=True)
    ContactFactory(partner=partner, name="Tom Ashe", email=OFFICE)
    return partner


def named(partner: Partner, by: Any, mailbox: str = OFFICE) -> Partner:
    partner.refresh_from_db()
    return name_mailbox(partner=partner, version=partner.version, mailbox=mailbox, by=by)


def page(partner: Partner, name: str = "partner_mailbox") -> str:
    return reverse(name, args=[partner.alliance.slug, partner.public_id])


def test_two_contacts_may_share_an_address_and_stay_two(lead: Membership, partner: Partner) -> None:
    add_contact(partner=partner, details=ContactDetails("Mia Dale", email=OFFICE.upper()), by=lead.user)
    assert list(Contact.objects.order_by("name").values_list("name", "email")) == [
        ("Hana Reyes", OFFICE),
        ("Mia Dale", OFFICE),
        ("Tom Ashe", OFFICE),
    ]


def test_a_letter_to_both_goes_to_their_address_once(lead: Membership, partner: Partner) -> None:
    audience = audience_named("contacts")
    assert audience is not None
    assert [(asked.name, asked.email) for asked in people_of(audience)] == [("Hana Reyes", OFFICE)]


def test_a_main_contact_without_an_address_is_asked_through_the_mailbox(
    lead: Membership, partner: Partner
) -> None:
    Contact.objects.filter(partner=partner).update(email="", phone="01900 000000")
    audience = audience_named("main_contacts")
    assert audience is not None
    assert people_of(audience) == []
    named(partner, lead.user)
    assert [(asked.name, asked.email) for asked in people_of(audience)] == [("Hana Reyes", OFFICE)]


def test_the_notice_of_an_agreements_end_goes_to_the_mailbox_alone(
    lead: Membership, partner: Partner
) -> None:
    named(partner, lead.user, "letters@fernwold.example")
    ending(80, by=lead.user, partner=partner)
    agreements_by_night(timezone.now())
    write_letters()
    (letter,) = mail.outbox
    assert letter.to == ["letters@fernwold.example"]
    assert "Dear colleagues," in letter.body
    assert "Fernwold Primary has letters of" in letter.body
    assert "Hana" not in letter.body


def test_what_asks_one_person_to_decide_never_goes_there(lead: Membership, partner: Partner) -> None:
    named(partner, lead.user)
    sent(partner, by=lead.user)
    assert Approval.objects.get().approver_email == "hana.reyes@fernwold.example"


def test_staff_and_the_partner_itself_name_it_and_others_do_not(
    lead: Membership, partner: Partner, client: Client
) -> None:
    other = PartnerFactory()
    answers = {}
    for who, roles, whose in (
        ("lead", [Role.STRATEGIC_LEAD], None),
        ("contact", [Role.PARTNER_CONTACT], partner),
        ("neighbour", [Role.PARTNER_CONTACT], other),
        ("mentor", [Role.MENTOR], None),
    ):
        member = MembershipFactory(alliance=lead.alliance, roles=roles, partner=whose)
        client.force_login(member.user)
        partner.refresh_from_db()
        written = {"mailbox": f"{who}@fernwold.example", "version": partner.version}
        answers[who] = client.post(page(partner), written).status_code
    assert answers == {"lead": 302, "contact": 302, "neighbour": 404, "mentor": 403}
    partner.refresh_from_db()
    assert partner.mailbox == "contact@fernwold.example"


def test_the_page_says_where_letters_go(lead: Membership, partner: Partner, client: Client) -> None:
    client.force_login(lead.user)
    assert "They go to the main contact." in client.get(page(partner, "partner_contacts")).content.decode()
    named(partner, lead.user)
    assert f"They go to {OFFICE}" in client.get(page(partner, "partner_contacts")).content.decode()


def test_two_who_name_it_at_once_do_not_overwrite_each_other(lead: Membership, partner: Partner) -> None:
    seen = partner.version
    named(partner, lead.user)
    with pytest.raises(ChangedMeanwhile):
        name_mailbox(partner=partner, version=seen, mailbox="", by=lead.user)


def test_the_trail_says_that_it_changed_and_not_to_what(lead: Membership, partner: Partner) -> None:
    named(partner, lead.user)
    (latest, *_) = history_of(partner, limit=1)
    assert (latest.title, latest.text) == ("Partner changed", "Mailbox for letters changed.")


def test_a_copy_names_the_mailbox_that_is_somebodys_too(lead: Membership, partner: Partner) -> None:
    named(partner, lead.user)
    person = EmploymentFactory(partner=partner, person__email=OFFICE).person
    tables = {table.title: table for table in tables_about(subject_of(person))}
    rows = tables["Mailboxes for letters to partners"].rows
    assert [OFFICE in str(row) for row in rows] == [True]


def test_removing_a_contact_takes_off_a_mailbox_that_was_their_own_address(
    lead: Membership, partner: Partner, client: Client
) -> None:
    client.force_login(lead.user)
    contacts = {contact.name: contact for contact in Contact.objects.all()}

    def remove(name: str) -> tuple[bool, bool, str]:
        """Whether the question and the answer speak of letters, and the mailbox afterwards."""
        more = [partner.alliance.slug, partner.public_id, contacts[name].public_id]
        step = reverse("remove_contact", args=more)
        question = client.get(step).content.decode()
        answer = client.post(step, follow=True).content.decode()
        partner.refresh_from_db()
        asked = "go to this address, which no other contact has" in question
        return asked, "no longer go to their address" in answer, partner.mailbox

    named(partner, lead.user)
    assert remove("Tom Ashe") == (False, False, OFFICE)
    assert remove("Hana Reyes") == (True, True, "")


@pytest.mark.parametrize(
    ("contact", "email", "mailbox", "said"),
    [
        ("Hana Reyes", "Hana@Fernwold.example", "hana@fernwold.example", FOLLOWED[0]),
        ("Hana Reyes", "", "", FOLLOWED[1]),
        ("Hana Reyes", OFFICE.upper(), OFFICE, ""),
        ("Tom Ashe", "tom.ashe@fernwold.example", OFFICE, ""),
    ],
)
def test_a_mailbox_that_is_a_contacts_own_address_follows_it(
    lead: Membership, partner: Partner, client: Client, contact: str, email: str, mailbox: str, said: str
) -> None:
    client.force_login(lead.user)
    Contact.objects.filter(name="Tom Ashe").update(email="tom@fernwold.example")
    named(partner, lead.user)
    found = Contact.objects.get(name=contact)
    step = reverse("edit_contact", args=[partner.alliance.slug, partner.public_id, found.public_id])
    written = {"name": contact, "email": email, "phone": "01900 000000", "version": found.version}
    answer = client.post(step, written, follow=True).content.decode()
    partner.refresh_from_db()
    assert partner.mailbox == mailbox
    told = [words for words in FOLLOWED if f"Letters to Fernwold Primary {words}" in answer]
    assert told == ([said] if said else [])


def test_one_that_another_contact_shares_stays(lead: Membership, partner: Partner) -> None:
    named(partner, lead.user)
    tom = Contact.objects.get(name="Tom Ashe")
    moved = ContactDetails("Tom Ashe", email="tom@fernwold.example")
    update_contact(contact=tom, version=tom.version, details=moved, by=None)
    partner.refresh_from_db()
    assert partner.mailbox == OFFICE


def test_undoing_an_import_brings_the_mailbox_back_with_the_address(
    lead: Membership, partner: Partner
) -> None:
    Contact.objects.filter(name="Tom Ashe").delete()
    named(partner, lead.user)
    hana = Contact.objects.get(name="Hana Reyes")
    before = ContactDetails("Hana Reyes", email=OFFICE, is_main=True)
    moved = ContactDetails("Hana Reyes", email="hana@fernwold.example", is_main=True)
    hana = update_contact(contact=hana, version=hana.version, details=moved, by=lead.user)
    restore_contact(contact=hana, before=before, verified_at=None, verified_by_id=None, by=lead.user)
    partner.refresh_from_db()
    assert partner.mailbox == OFFICE


def test_a_contact_that_a_backup_brought_back_goes_again_with_the_mailbox_of_theirs(
    lead: Membership, partner: Partner
) -> None:
    hana = ContactFactory(partner=partner, email="hana.reyes@fernwold.example")
    named(partner, lead.user, "hana.reyes@fernwold.example")
    erase_contact(str(hana.public_id))
    partner.refresh_from_db()
    assert (partner.mailbox, Contact.objects.filter(pk=hana.pk).count()) == ("", 0)


def test_erasing_one_leaves_the_mailbox_of_the_other(lead: Membership, partner: Partner) -> None:
    named(partner, lead.user)
    hana = EmploymentFactory(
        partner=partner, person__given_name="Hana", person__family_name="Reyes", person__email=OFFICE
    ).person
    erase_person(person=hana, by=lead.user)
    partner.refresh_from_db()
    assert partner.mailbox == OFFICE
    assert list(Contact.objects.values_list("name", "email")) == [("Tom Ashe", OFFICE)]


def test_erasing_the_only_one_who_had_it_takes_it_off(lead: Membership, partner: Partner) -> None:
    named(partner, lead.user, "hana.reyes@fernwold.example")
    hana = EmploymentFactory(partner=partner, person__email="hana.reyes@fernwold.example").person
    erase_person(person=hana, by=lead.user)
    partner.refresh_from_db()
    assert partner.mailbox == ""
