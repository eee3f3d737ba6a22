"""Which log-in a person of the directory has: found, linked after a look at both, taken away."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alliance.actions.personal.erasing import erase_person
from alliance.actions.roster.merging import merge_people
from alliance.actions.roster.people import LogInTaken, link_log_in, unlink_log_in
from alliance.choices import Role
from alliance.models import Alliance, Membership, Person, User
from alliance.queries.roster.record import history_of
from alliance.views.roster import log_ins
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
    return page_of(client.get(href, asked))


def page_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


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
    unlink = address(amira, theirs.public_id, name="unlink_log_in")
    assert unlink in page(client, address(amira))
    for _ in range(2):
        assert client.post(unlink)["Location"] == address(amira)
    amira.refresh_from_db()
    theirs.refresh_from_db()
    assert (amira.user, theirs.is_current) == (None, True)


def test_a_link_is_never_replaced_unseen(lead: Membership, amira: Person, client: Client) -> None:
    first, second = member(lead.alliance, "Amira Lane"), member(lead.alliance, "Tom Ashe")
    for _ in range(2):
        link_log_in(person=amira, membership=first, by=lead.user)
    refused = client.post(address(amira, second.public_id, name="link_log_in"))
    assert refused.status_code == 409
    assert "Amira Osgodby logs in as Amira Lane already. Take that link away first." in page_of(refused)
    amira.refresh_from_db()
    assert amira.user == first.user


def test_undo_of_a_link_leaves_a_newer_one_alone(lead: Membership, amira: Person, client: Client) -> None:
    first, second = member(lead.alliance, "Amira Lane"), member(lead.alliance, "A. Osgodby-Lane")
    link = client.post(address(amira, first.public_id, name="link_log_in"), follow=True)
    undo = address(amira, first.public_id, name="unlink_log_in")
    assert undo in page_of(link)
    unlink_log_in(person=amira, membership=first, by=lead.user)
    link_log_in(person=amira, membership=second, by=lead.user)
    undone = client.post(undo, follow=True)
    assert "Amira Osgodby logs in as A. Osgodby-Lane by now: that link stays." in page_of(undone)
    amira.refresh_from_db()
    assert amira.user == second.user


@pytest.mark.parametrize(
    "change",
    [
        lambda amira, by: erase_person(person=amira, by=by),
        lambda amira, by: merge_people(kept=PersonFactory(), other=amira, by=by),
    ],
    ids=["erased", "merged"],
)
def test_whoever_is_removed_in_that_moment_is_a_sentence(
    lead: Membership,
    amira: Person,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Person, User], Any],
) -> None:
    theirs = member(lead.alliance, "Amira Lane")
    link_log_in(person=amira, membership=theirs, by=lead.user)

    def found(alliance: Alliance, membership_id: UUID) -> Membership:
        """What the view finds, before a colleague's change; the person is locked after it."""
        change(Person.objects.get(pk=amira.pk), lead.user)
        return theirs

    monkeypatch.setattr(log_ins, "find_member", found)
    answer = client.post(address(amira, theirs.public_id, name="unlink_log_in"), follow=True)
    assert "Somebody else has just removed this person: nothing was changed." in page_of(answer)


def test_the_timeline_tells_of_both_and_of_no_name(lead: Membership, amira: Person) -> None:
    with acting_within(lead.alliance, user=lead.user):
        theirs = member(lead.alliance, "Amira Lane")
        link_log_in(person=amira, membership=theirs, by=lead.user)
        unlink_log_in(person=amira, membership=theirs, by=lead.user)
    told = [(entry.title, entry.text) for entry in history_of(amira, lead, limit=2)]
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
    with pytest.raises(Refused) as refusal:
        link_log_in(person=amira, membership=gone, by=lead.user)
    assert refusal.value.sentence == (
        "Amira Lane has no access any more. Give it back under Settings, people with access, then link them."
    )


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
