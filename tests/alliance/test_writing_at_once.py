"""Two people write one record at once: both texts are shown, one choice is saved, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from alliance.actions.contacts import remove_contact
from alliance.choices import Organisation, Role, SecondFactor
from alliance.models import Contact, Partner
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import AllianceFactory, ContactFactory, MembershipFactory, PartnerFactory

LEAH = {"name": "Leah Winter", "post": "Head", "email": "leah@fernwold.example", "phone": ""}


def address(partner: Partner, name: str, *more: Any) -> str:
    return reverse(name, args=[partner.alliance.slug, partner.public_id, *more])


def browser_of(alliance: Any, name: str, role: Role = Role.ADMINISTRATOR) -> Client:
    client = Client()
    client.force_login(MembershipFactory(alliance=alliance, roles=[role], user__full_name=name).user)
    return client


def opened(browser: Client, page: str) -> dict[str, Any]:
    """The form as the browser would post it back unchanged."""
    form = browser.get(page).context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    return {
        name: "on" if value is True else value
        for name, value in values.items()
        if value not in (None, False, [])
    }


@pytest.mark.django_db
def test_two_browsers_edit_one_contact_and_the_second_chooses_field_by_field(alliance: Any) -> None:
    contact = ContactFactory(partner=PartnerFactory(), **LEAH)
    page = address(contact.partner, "edit_contact", contact.public_id)
    idris, rosa = browser_of(alliance, "Idris Bell"), browser_of(alliance, "Rosa Quill")
    first, second = opened(idris, page), opened(rosa, page)
    assert idris.post(page, {**first, "name": "Leah Idris", "phone": "01642 111"}).status_code == 302

    mine = {**second, "name": "Leah Rosa", "post": "Headteacher"}
    answer = rosa.post(page, mine)
    assert answer.status_code == 409
    found = {
        difference.name: (difference.saved, difference.yours, difference.kept, difference.who)
        for difference in answer.context["form"].differences
    }
    assert found == {
        "name": ("Leah Idris", "Leah Rosa", "", "Idris Bell"),
        "post": ("Head", "Headteacher", "yours", ""),
        "phone": ("01642 111", "nothing", "theirs", "Idris Bell"),
    }
    text = answer.content.decode()
    assert [words in text for words in ("Somebody else changed this", "Leah Idris", "Leah Rosa")] == [
        True
    ] * 3

    over = {"over": answer.context["form"].over, "asked": "name,post,phone"}
    undecided = rosa.post(page, {**mine, **over, "keep_post": "yours", "keep_phone": "theirs"})
    assert undecided.status_code == 409
    assert "Choose one of the two texts for each field." in undecided.content.decode()
    contact.refresh_from_db()
    assert (contact.name, contact.post) == ("Leah Idris", "Head"), "nothing is saved before it is chosen"

    chosen = {"keep_name": "yours", "keep_post": "yours", "keep_phone": "theirs"}
    assert rosa.post(page, {**mine, **over, **chosen}).status_code == 302
    contact.refresh_from_db()
    assert (contact.name, contact.post, contact.phone) == ("Leah Rosa", "Headteacher", "01642 111")


@pytest.mark.django_db
def test_a_contact_verified_meanwhile_is_saved_without_asking(alliance: Any) -> None:
    contact = ContactFactory(partner=PartnerFactory(), **LEAH)
    page = address(contact.partner, "edit_contact", contact.public_id)
    rosa = browser_of(alliance, "Rosa Quill")
    form = opened(rosa, page)
    rosa.post(address(contact.partner, "verify_contact", contact.public_id))
    assert rosa.post(page, {**form, "post": "Headteacher"}).status_code == 302
    contact.refresh_from_db()
    assert contact.post == "Headteacher"


@pytest.mark.django_db
def test_settings_are_compared_too_and_colours_are_another_matter(alliance: Any) -> None:
    page = reverse("settings", args=[alliance.slug])
    idris = browser_of(alliance, "Idris Bell", Role.OWNER)
    rosa = browser_of(alliance, "Rosa Quill", Role.STRATEGIC_LEAD)
    first, second = opened(idris, page), opened(rosa, page)
    alliance.accent_colour = "#e3a730"
    alliance.save()
    assert idris.post(page, {**first, "name": "Eastmoor & Coast"}).status_code == 302
    answer = rosa.post(page, {**second, "second_factor": SecondFactor.EVERYBODY})
    assert answer.status_code == 409
    assert [(found.label, found.kept, found.who) for found in answer.context["form"].differences] == [
        ("Name of the alliance", "theirs", "Idris Bell"),
        ("Who shows a second factor", "yours", ""),
    ]
    alliance.refresh_from_db()
    assert (alliance.name, alliance.second_factor) == ("Eastmoor & Coast", SecondFactor.NOBODY)


@pytest.mark.django_db
def test_a_contact_removed_while_it_is_edited_is_a_sentence_and_the_text_stays(
    alliance: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = ContactFactory(partner=PartnerFactory(), **LEAH)
    page = address(contact.partner, "edit_contact", contact.public_id)
    rosa = browser_of(alliance, "Rosa Quill")
    form = opened(rosa, page)
    take_away_before_it_is_locked(monkeypatch, contact)
    answer = rosa.post(page, {**form, "post": "What Rosa wrote"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert [
        words in text for words in ("Somebody else removed Leah Winter", "What Rosa wrote", "add it anew")
    ] == [True] * 3


@pytest.mark.django_db
def test_a_contact_removed_while_it_is_verified_is_a_sentence(
    alliance: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = ContactFactory(partner=PartnerFactory(), **LEAH)
    rosa = browser_of(alliance, "Rosa Quill")
    take_away_before_it_is_locked(monkeypatch, contact)
    verify = address(contact.partner, "verify_contact", contact.public_id)
    answer = rosa.post(verify, follow=True)
    assert answer.status_code == 200
    assert "Somebody else has just removed Leah Winter: nothing was verified." in answer.content.decode()


def take_away_before_it_is_locked(monkeypatch: pytest.MonkeyPatch, contact: Contact) -> None:
    """Between the view's reading of it and the action's lock, a colleague removes the contact."""
    from alliance.views import contacts

    def find(partner: Partner, public_id: Any) -> Contact:
        found = Contact.objects.select_related("partner").get(pk=contact.pk)
        remove_contact(contact=contact, by=MembershipFactory(alliance=partner.alliance).user)
        return found

    monkeypatch.setattr(contacts, "find_contact", find)


@pytest.mark.django_db(transaction=True)
def test_of_many_browsers_that_save_in_one_moment_one_saves_and_the_others_are_asked() -> None:
    alliance = AllianceFactory()
    with acting_within(alliance), transaction.atomic():
        charity = PartnerFactory(
            organisation=Organisation.OTHER, school=None, name="Literacy Trust", reason="Reads"
        )
    page = address(charity, "edit_partner")
    names = ["Ann", "Bea", "Cat", "Dan"]
    browsers = [browser_of(alliance, name) for name in names]
    forms = [
        {**opened(browser, page), "reason": name, "kinds": ["member"]}
        for browser, name in zip(browsers, names, strict=True)
    ]
    together = Barrier(len(names))

    def save(number: int) -> int:
        try:
            together.wait(timeout=10)
            return browsers[number].post(page, forms[number]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(names)) as pool:
        statuses = sorted(pool.map(save, range(len(names))))
    assert statuses == [302, 409, 409, 409]
    with acting_within(alliance), transaction.atomic():
        charity = Partner.objects.get()
    assert (charity.reason in names, charity.version) == (True, 2)


@pytest.mark.django_db(transaction=True)
def test_a_contact_edited_and_removed_in_one_moment_is_never_a_fault() -> None:
    alliance = AllianceFactory()
    editor, remover = browser_of(alliance, "Editor"), browser_of(alliance, "Remover")
    outcomes = set()
    for _ in range(5):
        with acting_within(alliance), transaction.atomic():
            contact = ContactFactory(partner=PartnerFactory(), **LEAH)
        edit = address(contact.partner, "edit_contact", contact.public_id)
        remove = address(contact.partner, "remove_contact", contact.public_id)
        form = {**opened(editor, edit), "post": "Headteacher"}
        together = Barrier(2)

        def press(browser: Client, page: str, data: dict[str, Any], together: Barrier = together) -> int:
            try:
                together.wait(timeout=10)
                return browser.post(page, data).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            edited = pool.submit(press, editor, edit, form)
            removed = pool.submit(press, remover, remove, {})
        outcomes |= {edited.result(), removed.result()}
    assert outcomes <= {302, 404, 409}
