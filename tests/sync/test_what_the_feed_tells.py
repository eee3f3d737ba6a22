"""Each kind of change, one at a time, as the systems of two schools and a trust are told of it."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client

from alliance.choices import Organisation, Role
from alliance.models import Contact, Partner, School
from foundation.feed import reading
from foundation.feed.cursor import FeedCursor
from foundation.feed.models import FeedGeneration
from foundation.feed.write import note_change
from foundation.tenancy.scope import acting_within
from tests.api_client import System, system_of
from tests.factories.alliance import (
    AllianceFactory,
    ContactFactory,
    MembershipFactory,
    PartnerFactory,
    PartnerRoleFactory,
    SchoolFactory,
)
from tests.sync.follower import Follower, comparable, truth

pytestmark = pytest.mark.django_db(transaction=True)

LEFT = date(2026, 1, 31)


class World:
    """An alliance of two schools and a trust with one school, and a follower for each that syncs."""

    def __init__(self) -> None:
        self.alliance = AllianceFactory()
        with acting_within(self.alliance), transaction.atomic():
            self.oak = PartnerFactory(name="Oak", school=SchoolFactory(name="Oak"))
            self.elm = PartnerFactory(name="Elm", school=SchoolFactory(name="Elm"))
            self.trust = PartnerFactory(
                name="Trust", school=None, organisation=Organisation.TRUST, trust_uid="5001"
            )
            self.yew = PartnerFactory(name="Yew", school=SchoolFactory(name="Yew", trust_uid="5001"))
            self.contact = ContactFactory(partner=self.oak, name="Leah")
        self.followers = {
            partner.name: Follower(system_of(partner)) for partner in (self.oak, self.elm, self.trust)
        }
        for follower in self.followers.values():
            follower.to_the_end()

    def do(self, change: Callable[[], Any]) -> Any:
        """One transaction in the alliance."""
        with acting_within(self.alliance), transaction.atomic():
            return change()

    def told(self) -> dict[str, list[tuple[str, ...]]]:
        """What each follower is told next: (type, name), or (type, id, "deleted")."""
        return {
            name: [_word(each) for each in follower.to_the_end()] for name, follower in self.followers.items()
        }

    def assert_all_equal(self) -> None:
        for follower in self.followers.values():
            expected = truth(follower.system)
            assert comparable(follower.mirror, expected) == expected


def _word(change: dict[str, Any]) -> tuple[str, ...]:
    if change.get("deleted"):
        assert set(change) == {"type", "id", "deleted"}
        return (change["type"], change["id"], "deleted")
    return (change["type"], change["name"])


@pytest.fixture
def world(transactional_db: None) -> World:
    return World()


def gone(type: str, thing: Any) -> tuple[str, str, str]:
    return (type, str(thing.public_id), "deleted")


def test_at_the_head_there_is_nothing_and_a_time_to_ask_again(world: World) -> None:
    response = world.followers["Oak"].system.get(world.followers["Oak"].next)
    assert response.json()["data"] == []
    assert response.json()["meta"] == {"head": True, "full_state": False, "lag_seconds": 0}
    assert response["Retry-After"] == "30"
    assert "Retry-After" not in world.followers["Oak"].system.get("changes")


def test_a_new_partner_is_told_to_all_with_its_school(world: World) -> None:
    world.do(lambda: PartnerFactory(name="Ash", school=SchoolFactory(name="Ash")))
    told = [("partner", "Ash"), ("school", "Ash")]
    assert world.told() == {"Oak": told, "Elm": told, "Trust": told}


def test_an_object_stands_once_on_a_page_in_its_current_form(world: World) -> None:
    for name in ("Elm 1", "Elm 2", "Elm 3"):
        world.do(lambda name=name: Partner.objects.filter(pk=world.elm.pk).update(name=name))
    assert world.told()["Oak"] == [("partner", "Elm 3")]


def test_a_partner_taken_off_the_list_is_a_deletion_to_all_but_itself(world: World) -> None:
    world.do(lambda: Partner.objects.filter(pk=world.elm.pk).update(listed=False))
    lost = [gone("partner", world.elm), gone("school", world.elm.school)]
    assert world.told() == {"Oak": lost, "Elm": [("partner", "Elm"), ("school", "Elm")], "Trust": lost}
    world.do(lambda: Partner.objects.filter(pk=world.elm.pk).update(listed=True))
    assert world.told()["Oak"] == [("partner", "Elm"), ("school", "Elm")]


def test_a_partner_that_leaves_is_a_deletion_to_the_others(world: World) -> None:
    world.do(lambda: Partner.objects.filter(pk=world.yew.pk).update(left_on=LEFT))
    lost = [gone("partner", world.yew), gone("school", world.yew.school)]
    assert world.told() == {"Oak": lost, "Elm": lost, "Trust": [("partner", "Yew"), ("school", "Yew")]}


def test_a_contact_is_told_to_its_own_partner_alone(world: World) -> None:
    world.do(lambda: Contact.objects.filter(pk=world.contact.pk).update(name="Leah Winterbourne"))
    assert world.told() == {"Oak": [("contact", "Leah Winterbourne")], "Elm": [], "Trust": []}


def test_a_contact_that_moves_is_a_deletion_here_and_new_there(world: World) -> None:
    world.do(lambda: Contact.objects.filter(pk=world.contact.pk).update(partner=world.elm))
    lost, found = [gone("contact", world.contact)], [("contact", "Leah")]
    assert world.told() == {"Oak": lost, "Elm": found, "Trust": []}
    world.do(lambda: Contact.objects.filter(pk=world.contact.pk).update(partner=world.yew))
    assert world.told() == {"Oak": [], "Elm": lost, "Trust": found}


def test_a_deletion_is_told_to_who_saw_the_object(world: World) -> None:
    world.do(lambda: Contact.objects.filter(pk=world.contact.pk).delete())
    assert world.told() == {"Oak": [gone("contact", world.contact)], "Elm": [], "Trust": []}
    world.do(lambda: Partner.objects.filter(pk=world.yew.pk).delete())
    assert world.told()["Elm"] == [gone("partner", world.yew), gone("school", world.yew.school)]


def test_what_a_reader_never_saw_is_not_told_when_it_goes(world: World) -> None:
    """Not even its id: that a partner exists which nobody is shown is nobody's business."""
    hidden = world.do(lambda: PartnerFactory(name="Hidden", listed=False))
    world.do(lambda: ContactFactory(partner=hidden))
    world.do(lambda: Partner.objects.filter(pk=hidden.pk).update(name="Still hidden"))
    world.do(lambda: Partner.objects.filter(pk=hidden.pk).delete())
    assert world.told() == {"Oak": [], "Elm": [], "Trust": []}


def test_a_change_of_roles_is_a_change_of_the_partner(world: World) -> None:
    role = world.do(lambda: PartnerRoleFactory(partner=world.elm, kind="member", academic_year=2025))
    assert world.told()["Oak"] == [("partner", "Elm")]
    world.do(role.delete)
    assert world.told()["Oak"] == [("partner", "Elm")]
    world.assert_all_equal()


def test_a_register_change_is_told_to_who_sees_the_school(world: World) -> None:
    """The import commits the new values first, and tells each alliance in a transaction after that."""
    elsewhere = SchoolFactory(name="In no alliance")
    schools = [world.elm.school_id, elsewhere.pk]
    with transaction.atomic():
        School.objects.filter(pk__in=schools).update(town="Fernwold")
    assert world.do(lambda: note_change("school", [*schools, *schools])) == 1
    assert world.told() == {name: [("school", "Elm")] for name in world.followers}
    mirror = world.followers["Oak"].mirror["school", str(world.elm.school.public_id)]
    assert (mirror["town"], mirror["version"]) == ("Fernwold", 2)


def test_following_a_successor_exchanges_the_school(world: World) -> None:
    successor = SchoolFactory(name="Elm Academy")
    world.do(lambda: Partner.objects.filter(pk=world.elm.pk).update(school=successor))
    assert sorted(world.told()["Oak"]) == sorted(
        [("partner", "Elm"), gone("school", world.elm.school), ("school", "Elm Academy")]
    )
    world.assert_all_equal()


def test_nothing_is_told_of_what_was_rolled_back(world: World) -> None:
    class ThinkBetterOfIt(Exception):
        pass

    def change() -> None:
        PartnerFactory(name="Never was")
        Partner.objects.filter(pk=world.elm.pk).update(name="Never was")
        raise ThinkBetterOfIt

    with pytest.raises(ThinkBetterOfIt):
        world.do(change)
    assert world.told() == {"Oak": [], "Elm": [], "Trust": []}


def test_nothing_of_another_alliance_is_told(world: World) -> None:
    stranger = AllianceFactory()
    with acting_within(stranger), transaction.atomic():
        theirs = PartnerFactory(name="Stranger", school=world.elm.school)
        ContactFactory(partner=theirs)
        note_change("school", [world.elm.school_id])
    assert world.told() == {"Oak": [], "Elm": [], "Trust": []}


def test_types_narrow_what_is_told(world: World) -> None:
    follower = Follower(world.followers["Oak"].system)
    follower.next += "&types=contact"
    assert [_word(each) for each in follower.to_the_end()] == [("contact", "Leah")]
    world.do(lambda: PartnerFactory(name="Ash"))
    world.do(lambda: ContactFactory(partner=world.oak, name="Arun"))
    assert [_word(each) for each in follower.to_the_end()] == [("contact", "Arun")]


def test_what_changes_while_the_full_state_is_read_is_told_afterwards(world: World) -> None:
    follower = Follower(world.followers["Oak"].system, limit=1)
    follower.step()
    world.do(lambda: Partner.objects.filter(pk=world.oak.pk).update(name="Renamed behind the reader"))
    world.do(lambda: Partner.objects.filter(pk=world.yew.pk).delete())
    world.do(lambda: PartnerFactory(name="Ahead of the reader"))
    follower.step()
    world.do(lambda: Contact.objects.filter(pk=world.contact.pk).delete())
    follower.to_the_end()
    assert comparable(follower.mirror, truth(follower.system)) == truth(follower.system)


@pytest.mark.parametrize(("times", "status"), [(1, 200), (4, 200), (5, 410)])
def test_a_view_that_changes_within_the_first_page_begins_it_again(
    world: World, monkeypatch: pytest.MonkeyPatch, times: int, status: int
) -> None:
    """Each type is read by a statement of its own: the trust gets another school between two of them."""
    read_page, left = reading.read_page, [times]

    def interrupted(view: Any, resource: Any, **kwargs: Any) -> Any:
        page = read_page(view, resource, **kwargs)
        if resource.type == "partner" and left[0]:
            left[0] -= 1
            trust_uid = "5001" if (times - left[0]) % 2 else "5002"
            thread = threading.Thread(target=in_another_transaction, args=(world, trust_uid))
            thread.start()
            thread.join(30)
        return page

    monkeypatch.setattr(reading, "read_page", interrupted)
    response = world.followers["Trust"].system.get("changes")
    assert response.status_code == status
    if status == 200:
        monkeypatch.undo()
        follower = Follower(world.followers["Trust"].system)
        follower.to_the_end()
        assert comparable(follower.mirror, truth(follower.system)) == truth(follower.system)


def in_another_transaction(world: World, trust_uid: str) -> None:
    School.objects.filter(pk=world.elm.school_id).update(trust_uid=trust_uid)
    connection.close()


def test_staff_follow_everything_by_their_session(world: World) -> None:
    member = MembershipFactory(alliance=world.alliance, roles=[Role.ADMINISTRATOR])
    client = Client()
    client.force_login(member.user)
    first = client.get(f"/api/v1/alliances/{world.alliance.slug}/changes").json()
    assert len(first["data"]) == 4 + 3 + 1
    hidden = world.do(lambda: PartnerFactory(name="Hidden", listed=False))
    world.told()
    second = client.get(first["links"]["next"]).json()
    assert (str(hidden.public_id), "Hidden") in [(each["id"], each["name"]) for each in second["data"]]


class TestStartingAgain:
    """What a cursor does not outlive; each is told as 410 with the address to start again from."""

    def refused(self, follower: Follower) -> str:
        response = follower.system.get(follower.next)
        assert response.status_code == 410, response.content
        problem = response.json()
        assert problem["resync"] == f"http://testserver/api/v1/alliances/{follower.system.slug}/changes"
        return str(problem["detail"])

    def test_a_school_that_changes_its_trust(self, world: World) -> None:
        School.objects.filter(pk=world.yew.school_id).update(trust_uid="5002")
        assert "its schools or its scopes" in self.refused(world.followers["Trust"])
        assert world.followers["Oak"].system.get(world.followers["Oak"].next).status_code == 200

    def test_a_trust_with_another_uid(self, world: World) -> None:
        world.do(lambda: Partner.objects.filter(pk=world.trust.pk).update(trust_uid="5009"))
        self.refused(world.followers["Trust"])

    def test_a_new_school_of_the_trust(self, world: World) -> None:
        world.do(lambda: PartnerFactory(school=SchoolFactory(trust_uid="5001")))
        self.refused(world.followers["Trust"])

    def test_a_partner_that_has_left_and_comes_back(self, world: World) -> None:
        world.do(lambda: Partner.objects.filter(pk=world.oak.pk).update(left_on=LEFT))
        self.refused(world.followers["Oak"])
        follower = Follower(world.followers["Oak"].system)
        follower.to_the_end()
        assert {public_id for _, public_id in follower.mirror} == {
            str(thing.public_id) for thing in (world.contact, world.oak, world.oak.school)
        }
        world.do(lambda: Partner.objects.filter(pk=world.oak.pk).update(left_on=None))
        self.refused(follower)

    def test_a_new_generation(self, world: World) -> None:
        FeedGeneration.objects.create(cluster="as after a restore")
        assert "history was renewed" in self.refused(world.followers["Oak"])

    def test_a_cursor_older_than_what_is_kept(self, world: World) -> None:
        follower = world.followers["Oak"]
        query = parse_qs(urlsplit(follower.next).query)
        credential = follower.system.credential
        cursor = FeedCursor.opened(
            query["after"][0],
            alliance_id=credential.alliance_id,
            reader=f"partner {credential.partner_id}",
        )
        for days, status in ((399, 200), (401, 410)):
            aged = replace(cursor, at=cursor.at - days * 86_400).sealed()
            follower.next = f"changes?{urlencode({'after': aged})}"
            assert follower.system.get(follower.next).status_code == status
        assert "older than the history that is kept (400 days)" in self.refused(follower)

    def test_the_way_to_start_again_ends_equal(self, world: World) -> None:
        School.objects.filter(pk=world.yew.school_id).update(trust_uid="5002")
        follower = world.followers["Trust"]
        follower.to_the_end()
        assert follower.resyncs == 1
        assert comparable(follower.mirror, truth(follower.system)) == truth(follower.system)

    def test_it_keeps_to_the_types_asked_for(self, world: World) -> None:
        follower = Follower(world.followers["Trust"].system)
        follower.next += "&types=contact"
        follower.to_the_end()
        School.objects.filter(pk=world.yew.school_id).update(trust_uid="5002")
        problem = follower.system.get(follower.next).json()
        assert problem["resync"].endswith("/changes?types=contact")


def test_a_credential_made_anew_for_the_partner_goes_on_where_the_old_one_stood(world: World) -> None:
    follower = world.followers["Oak"]
    follower.system = System(*_text_of(system_of(world.oak)))
    world.do(lambda: Contact.objects.filter(pk=world.contact.pk).delete())
    assert [_word(each) for each in follower.to_the_end()] == [gone("contact", world.contact)]


def _text_of(system: System) -> tuple[Any, str]:
    return system.credential, system.text


def test_the_index_leads_to_the_next_page(world: World) -> None:
    """However long the history, a page reads only from its cursor on."""
    with acting_within(world.alliance), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT 1 FROM foundation_change WHERE alliance_id = %s AND (xid, id) > ('1'::xid8, 0)"
            " AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid, id LIMIT 200",
            [world.alliance.pk],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "change_in_order" in plan
    assert "Sort" not in plan
    assert "Index Cond: ((alliance_id = " in plan
    assert "ROW(xid, id) > ROW(" in plan
