"""Which log-in a person of the directory has: found, linked after a look at both, taken away."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.roster.people import LogInTaken, link_log_in
from alliance.choices import Role
from alliance.models import Membership, Person
from alliance.queries.roster.record import history_of
from foundation.refusal import Refused
from foundation.tenancy.scope import acting_within
from tests.factories.alliance import AllianceFactory, MembershipFactory, PartnerFactory
from tests.factories.roster import EmploymentFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(alliance: Any, client: Client) -> Membership:
    member: Membership = MembershipFactory(
        alliance=alliance, roles=[Role.ADMINISTRATOR], user__full_name="Priya Nandwani"
    )
    client.force_login(member.user)
    return member


@pytest.fixture
def amira(alliance: Any) -> Person:
    one: Person = EmploymentFactory(
        person__given_name="Amira", person__family_name="Osgodby", person__email="amira@fernwold.example"
    ).person
    return one


def member(alliance: Any, name: str, email: str = "", **more: Any) -> Membership:
    email = email or f"{'.'.join(name.lower().split())}@elsewhere.example"
    found: Membership = MembershipFactory(
        alliance=alliance, user__full_name=name, user__email=email, **{"roles": [Role.MENTOR], **more}
    )
    return found


def address(person: Person, *more: Any, name: str = "person_log_in") -> str:
    return reverse(name, args=[person.alliance.slug, person.public_id, *more])


def page(client: Client, href: str, **asked: str) -> str:
    return " ".join(client.get(href, asked).content.decode().split())


def test_members_of_the_same_name_or_address_are_offered_first(
    lead: Membership, amira: Person, client: Client
) -> None:
    member(lead.alliance, "Amira Osgodby")
    member(lead.alliance, "A. Osgodby-Lane", "amira@fernwold.example")
    member(lead.alliance, "Tom Ashe")
    said = page(client, address(amira))
    assert ["amira.osgodby@elsewhere" in said, "A. Osgodby-Lane" in said, "Tom Ashe" in said] == [
        True,
        True,
        False,
    ]


def test_others_are_found_by_name(lead: Membership, amira: Person, client: Client) -> None:
    member(lead.alliance, "Tom Ashe")
    said = page(client, address(amira), q="ashe")
    assert "tom.ashe@elsewhere.example" in said
    assert "Nobody who can log in is called that" in page(client, address(amira), q="nobody at all")


def test_nobody_of_another_alliance_is_found_or_linked(
    lead: Membership, amira: Person, client: Client
) -> None:
    other = AllianceFactory()
    with acting_within(other):
        stranger = member(other, "Amira Osgodby", "stranger@elsewhere.example")
    assert "stranger@elsewhere.example" not in page(client, address(amira), q="osgodby")
    assert client.post(address(amira, stranger.public_id, name="link_log_in")).status_code == 404
    amira.refresh_from_db()
    assert amira.user is None


def test_both_are_shown_before_they_are_linked_and_then_the_record_says_so(
    lead: Membership, amira: Person, client: Client
) -> None:
    theirs = member(lead.alliance, "Amira Lane")
    href = address(amira, theirs.public_id, name="link_log_in")
    asked = page(client, href)
    for said in ("Is Amira Lane this person?", "amira@fernwold.example", "amira.lane@elsewhere.example"):
        assert said in asked
    amira.refresh_from_db()
    assert amira.user is None
    assert client.post(href)["Location"] == address(amira, name="roster_person")
    amira.refresh_from_db()
    assert amira.user == theirs.user
    assert "Amira Lane" in page(client, address(amira, name="roster_person"))
    assert "Take the link away" in page(client, address(amira))


def test_the_link_is_taken_away_and_the_access_stays(lead: Membership, amira: Person, client: Client) -> None:
    theirs = member(lead.alliance, "Amira Lane")
    link_log_in(person=amira, membership=theirs, by=lead.user)
    assert client.post(address(amira, name="unlink_log_in"))["Location"] == address(amira)
    amira.refresh_from_db()
    theirs.refresh_from_db()
    assert (amira.user, theirs.is_current) == (None, True)


def test_the_timeline_tells_of_both_and_of_no_name(lead: Membership, amira: Person) -> None:
    with acting_within(lead.alliance, user=lead.user):
        link_log_in(person=amira, membership=member(lead.alliance, "Amira Lane"), by=lead.user)
        link_log_in(person=amira, membership=None, by=lead.user)
    told = [(entry.title, entry.text) for entry in history_of(amira, limit=2)]
    assert told == [("Person changed", "Log-in changed.")] * 2


def test_a_log_in_that_is_somebody_elses_is_refused_and_leads_to_them(
    lead: Membership, amira: Person, client: Client
) -> None:
    theirs = member(lead.alliance, "Tom Ashe")
    tom = PersonFactory(given_name="Tom", family_name="Ashe")
    link_log_in(person=tom, membership=theirs, by=lead.user)
    assert address(tom, name="roster_person") in page(client, address(amira), q="ashe")
    refused = client.post(address(amira, theirs.public_id, name="link_log_in"))
    assert refused.status_code == 409
    assert "This log-in belongs to Tom Ashe already." in refused.content.decode()
    with pytest.raises(LogInTaken) as raised:
        link_log_in(person=amira, membership=theirs, by=lead.user)
    assert raised.value.existing == tom.public_id


def test_who_has_no_access_any_more_is_not_linked(lead: Membership, amira: Person) -> None:
    gone = member(lead.alliance, "Amira Lane", ended_at=timezone.now())
    with pytest.raises(Refused, match="Amira Lane has no access any more"):
        link_log_in(person=amira, membership=gone, by=lead.user)


def test_nobody_is_linked_with_whoever_was_erased(lead: Membership, client: Client) -> None:
    gone = PersonFactory(
        given_name="", family_name="Former member", email="", trn="", erased_at=timezone.now()
    )
    assert client.get(address(gone)).status_code == 404


def test_only_leads_link(lead: Membership, amira: Person, client: Client) -> None:
    theirs = member(lead.alliance, "Amira Lane")
    href = address(amira, theirs.public_id, name="link_log_in")
    for roles in ([Role.CPD_LEAD], [Role.FINANCE_OFFICER], [Role.MENTOR]):
        client.force_login(member(lead.alliance, f"{roles[0]} person", roles=roles).user)
        assert client.post(href).status_code == 403
    contact = member(lead.alliance, "Their contact", roles=[Role.PARTNER_CONTACT], partner=PartnerFactory())
    client.force_login(contact.user)
    assert client.post(href).status_code == 403
    amira.refresh_from_db()
    assert amira.user is None


def test_a_list_of_many_asks_the_same_few_questions(
    lead: Membership, amira: Person, client: Client, django_assert_num_queries: Any
) -> None:
    member(lead.alliance, "Ashe One")
    client.get(address(amira), {"q": "ashe"})
    with django_assert_num_queries(QUERIES):
        client.get(address(amira), {"q": "ashe"})
    for name in ("Ashe Two", "Ashe Three"):
        link_log_in(person=PersonFactory(), membership=member(lead.alliance, name), by=lead.user)
    with django_assert_num_queries(QUERIES):
        client.get(address(amira), {"q": "ashe"})


def test_of_very_many_the_rest_is_counted(lead: Membership, amira: Person, client: Client) -> None:
    for number in range(22):
        member(lead.alliance, f"Ashe {number}")
    assert "And 2 more" in page(client, address(amira), q="ashe")


QUERIES = 9
