"""The pages of people: whom one sees, finds and changes, and that it stays one's own school's."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alliance.actions.personal.erasing import erase_person
from alliance.choices import Role
from alliance.models import Employment, Partner, Person
from foundation.search import search
from tests.factories.alliance import MembershipFactory, PartnerFactory
from tests.factories.roster import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(alliance: Any) -> Partner:
    return PartnerFactory(name="Fernwold Primary")


@pytest.fixture
def staff(alliance: Any, sign_in: Any) -> Client:
    client, _ = sign_in(alliance, Role.ADMINISTRATOR)
    return client


@pytest.fixture
def contact(alliance: Any, partner: Partner) -> Client:
    """Somebody who speaks for the partner."""
    client = Client()
    client.force_login(
        MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=partner).user
    )
    return client


def at(alliance: Any, name: str, *more: Any) -> str:
    return reverse(name, args=[alliance.slug, *more])


def amira(partner: Partner, **fields: Any) -> Person:
    named = {"person__given_name": "Amira", "person__family_name": "Osgodby", **fields}
    return EmploymentFactory(partner=partner, **named).person


def listed(client: Client, alliance: Any, query: str = "") -> list[str]:
    """The names on the page of the list, in order, as its export has them."""
    text = client.get(f"{at(alliance, 'roster_export')}?{query}").content.decode("utf-8-sig")
    return [line.split(",")[0] for line in text.splitlines()[1:]]


def test_the_list_shows_who_works_where(staff: Client, alliance: Any, partner: Partner) -> None:
    person = amira(partner)
    page = staff.get(at(alliance, "roster")).content.decode()
    assert at(alliance, "roster_person", person.public_id) in page
    assert "Class teacher · Fernwold Primary" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Amira Osgodby", "Bea Rudd"]),
        ("sort=-name", ["Bea Rudd", "Amira Osgodby"]),
        ("sort=partner", ["Bea Rudd", "Amira Osgodby"]),
        ("sort=post", ["Amira Osgodby", "Bea Rudd"]),
        ("status=former", ["Cal Thirsk"]),
        ("status=all", ["Amira Osgodby", "Bea Rudd", "Cal Thirsk"]),
        ("post=Headteacher", ["Bea Rudd"]),
        ("email=none", ["Bea Rudd"]),
        ("q=osgod", ["Amira Osgodby"]),
        ("q=osgoodby", ["Amira Osgodby"]),
        ("q=1234567", ["Amira Osgodby"]),
        ("q=T-17", ["Bea Rudd"]),
        ("q=nobody+such", []),
        ("partner=not-an-id&sort=none&page=x&columns=zz", ["Amira Osgodby", "Bea Rudd"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(
    staff: Client, alliance: Any, partner: Partner, query: str, expected: list[str]
) -> None:
    amira(partner, person__trn="1234567")
    other = PartnerFactory(name="Allerdale Academy")
    amira(
        other,
        person__given_name="Bea",
        person__family_name="Rudd",
        person__email="",
        post="Headteacher",
        reference="T-17",
    )
    amira(partner, person__given_name="Cal", person__family_name="Thirsk", ended_on=date(2025, 7, 31))
    PersonFactory(family_name="Erased")
    Person.objects.filter(family_name="Erased").delete()
    assert listed(staff, alliance, query) == expected


def test_each_who_works_today_is_counted_once_and_nobody_who_was_erased(
    staff: Client, alliance: Any, partner: Partner
) -> None:
    twice = amira(partner)
    EmploymentFactory(person=twice, partner=PartnerFactory(), post="Governor")
    EmploymentFactory(person=twice, partner=partner, started_on=date(2020, 9, 1), ended_on=date(2021, 7, 31))
    amira(partner, person__family_name="Thirsk", ended_on=date(2025, 7, 31))
    amira(partner, person__family_name="Later", started_on=date(2099, 9, 1))
    erase_person(person=amira(partner), by=None)
    assert Employment.objects.running().count() == 3
    page = staff.get(at(alliance, "roster"))
    assert (page.context["page"].paginator.count, page.context["total"]) == (1, 3)


def test_a_school_keeps_to_its_own_people(contact: Client, alliance: Any, partner: Partner) -> None:
    own, other = amira(partner), amira(PartnerFactory(), person__family_name="Marrick")
    assert listed(contact, alliance, "status=all") == ["Amira Osgodby"]
    for name in ("roster_person", "roster_employments", "roster_history", "edit_roster_person"):
        assert contact.get(at(alliance, name, own.public_id)).status_code == 200
        assert contact.get(at(alliance, name, other.public_id)).status_code == 404
    assert contact.get(at(alliance, "likely_duplicates")).status_code == 403


def test_a_school_sees_of_a_person_its_own_employments_only(
    contact: Client, alliance: Any, partner: Partner
) -> None:
    person = amira(partner, ended_on=date(2025, 7, 31))
    EmploymentFactory(person=person, partner=PartnerFactory(name="Wren Academy"), post="Head of science")
    page = contact.get(at(alliance, "roster_employments", person.public_id)).content.decode()
    assert ("Fernwold Primary" in page, "Wren Academy" in page, "Head of science" in page) == (
        True,
        False,
        False,
    )
    assert contact.get(at(alliance, "edit_roster_person", person.public_id)).status_code == 403


def test_a_school_adds_somebody_at_its_own_partner_only(
    contact: Client, alliance: Any, partner: Partner
) -> None:
    form = {"family_name": "Osgodby", "partner": partner.public_id, "post": "Teacher"}
    other = PartnerFactory()
    refused = contact.post(at(alliance, "add_to_roster"), {**form, "partner": other.public_id})
    assert (refused.status_code, Person.objects.count()) == (422, 0)
    added = contact.post(at(alliance, "add_to_roster"), form)
    person = Person.objects.get()
    assert added.headers["Location"] == at(alliance, "roster_person", person.public_id)
    assert Employment.objects.get().partner == partner


def test_a_person_is_edited_moved_and_ended_on_pages(staff: Client, alliance: Any, partner: Partner) -> None:
    person = amira(partner, started_on=date(2025, 9, 1))
    work, wren = Employment.objects.get(), PartnerFactory(name="Wren Academy")
    edited = {"given_name": "Mira", "family_name": "Osgodby", "email": "M@f.example", "version": 1}
    assert staff.post(at(alliance, "edit_roster_person", person.public_id), edited).status_code == 302
    move = {"partner": wren.public_id, "started_on": "1/9/2026", "post": "Head of science"}
    address = at(alliance, "move_employment", person.public_id, work.public_id)
    assert staff.post(address, move).status_code == 302
    new = Employment.objects.get(partner=wren)
    end = at(alliance, "end_employment", person.public_id, new.public_id)
    assert staff.post(end, {"ended_on": "31/8/2027"}).status_code == 302
    work.refresh_from_db()
    new.refresh_from_db()
    person.refresh_from_db()
    assert (person.name, person.email, work.ended_on, new.ended_on) == (
        "Mira Osgodby",
        "m@f.example",
        date(2026, 8, 31),
        date(2027, 8, 31),
    )


def test_what_the_form_refuses_stands_where_it_is_wrong(
    staff: Client, alliance: Any, partner: Partner
) -> None:
    form = {"family_name": "Osgodby", "partner": partner.public_id, "trn": "12", "fte": "2"}
    page = staff.post(at(alliance, "add_to_roster"), form)
    assert (page.status_code, "A TRN has 7 digits, such as 1234567." in page.content.decode()) == (422, True)


def test_an_old_version_is_compared_and_not_overwritten(
    staff: Client, alliance: Any, partner: Partner
) -> None:
    person = amira(partner)
    Person.objects.filter(pk=person.pk).update(given_name="Mira")
    mine = {"given_name": "Ami", "family_name": "Osgodby", "version": 1}
    page = staff.post(at(alliance, "edit_roster_person", person.public_id), mine)
    person.refresh_from_db()
    assert (page.status_code, person.given_name) == (409, "Mira")


def test_two_are_compared_merged_and_told_apart_on_pages(
    staff: Client, alliance: Any, partner: Partner
) -> None:
    one, other = amira(partner), amira(partner, person__email="")
    found = at(alliance, "likely_duplicates")
    assert f'href="{found}"' in staff.get(at(alliance, "roster")).content.decode()
    assert "1 pair may be one person" in staff.get(found).content.decode()
    compare = at(alliance, "compare_people", one.public_id, other.public_id)
    assert compare in staff.get(at(alliance, "likely_duplicates")).content.decode()
    assert staff.get(compare).status_code == 200
    staff.post(compare, {"keep": str(other.public_id)})
    assert list(Person.objects.all()) == [other]
    page = staff.get(at(alliance, "likely_duplicates")).content.decode()
    undo = page.split('action="')[1:]
    (address,) = {each.split('"')[0] for each in undo if "/merges/" in each.split('"')[0]}
    staff.post(address)
    assert set(Person.objects.all()) == {one, other}
    staff.post(at(alliance, "two_people", one.public_id, other.public_id))
    assert "Nobody is there twice" in staff.get(at(alliance, "likely_duplicates")).content.decode()


def test_the_list_asks_as_often_for_three_rows_as_for_one(
    staff: Client, alliance: Any, partner: Partner
) -> None:
    counts = []
    for _ in range(2):
        amira(partner)
        staff.get(at(alliance, "roster"))
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(at(alliance, "roster")).status_code == 200
        counts.append(len(queries))
        amira(PartnerFactory(), person__family_name="Rudd")
    assert counts == [QUERIES, QUERIES]


QUERIES = 12


@pytest.mark.parametrize(("text", "found"), [("osgodby", 1), ("osgoodby", 1), ("marrick", 0)])
def test_the_search_finds_the_people_that_one_sees(
    alliance: Any, partner: Partner, text: str, found: int
) -> None:
    amira(partner)
    amira(PartnerFactory(), person__family_name="Marrick")
    member = MembershipFactory(alliance=alliance, roles=[Role.PARTNER_CONTACT], partner=partner)
    sections = [section for section in search(member, text, limit=5) if section.label == "People of partners"]
    results = [result for section in sections for result in section.results]
    assert [(result.title, result.hint) for result in results] == [
        ("Amira Osgodby", "Class teacher, Fernwold Primary")
    ] * found
