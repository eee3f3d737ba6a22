"""Twenty seeds of writers at once: whoever only follows the feed ends equal to the database."""

import threading
import time
from typing import Any

import pytest
from django.db import connection, transaction

from alliance.choices import Organisation
from alliance.models import Contact
from foundation.tenancy.scope import acting_within
from tests.api_client import System, system_of
from tests.factories.alliance import AllianceFactory, ContactFactory, PartnerFactory, SchoolFactory
from tests.sync.follower import PATIENCE_SECONDS, Follower, comparable, truth
from tests.sync.writers import Writer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

SEEDS = range(20)
WRITERS, ROUNDS = 4, 12


class LongTransaction(threading.Thread):
    """Writes at once and commits last, as an import does: it holds the horizon all the while."""

    def __init__(self, alliance_id: int, partner_id: int, release: threading.Event) -> None:
        super().__init__(daemon=True)
        self.alliance_id, self.partner_id, self.release = alliance_id, partner_id, release
        self.began = threading.Event()

    def run(self) -> None:
        try:
            with acting_within(self.alliance_id), transaction.atomic():
                Contact.objects.create(partner_id=self.partner_id, name="Written first, seen last")
                self.began.set()
                self.release.wait(30)
        finally:
            connection.close()


def world() -> tuple[Any, list[System], set[int]]:
    """An alliance with a school and a trust that sync, and others around them."""
    alliance = AllianceFactory()
    with acting_within(alliance), transaction.atomic():
        school = PartnerFactory(name="School", school=SchoolFactory(name="School"))
        trust = PartnerFactory(name="Trust", school=None, organisation=Organisation.TRUST, trust_uid="5001")
        of_trust = PartnerFactory(school=SchoolFactory(trust_uid="5001"), listed=False)
        for partner in (school, trust, of_trust, *[PartnerFactory() for _ in range(4)]):
            ContactFactory(partner=partner)
    systems = [system_of(school), system_of(trust)]
    return alliance, systems, {school.pk, trust.pk, of_trust.pk}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_follower_ends_equal_to_the_database(seed: int) -> None:
    alliance, systems, keep = world()
    of_school, of_trust = Follower(systems[0], limit=1 + seed % 7), Follower(systems[1])
    release = threading.Event()
    long = LongTransaction(alliance.pk, min(keep), release)
    writers = [Writer(alliance.pk, keep, seed * 100 + number, ROUNDS) for number in range(WRITERS)]
    long.start()
    assert long.began.wait(30)
    for writer in writers:
        writer.start()
    until = time.monotonic() + 60
    while any(writer.is_alive() for writer in writers):
        assert time.monotonic() < until
        of_school.step()
        of_trust.step()
    release.set()
    for thread in (*writers, long):
        thread.join(30)
    assert [writer.failure for writer in writers] == [None] * WRITERS
    assert sum(writer.committed for writer in writers) > WRITERS
    for follower in (of_school, of_trust):
        follower.to_the_end()
        expected = truth(follower.system)
        assert comparable(follower.mirror, expected) == expected
    assert of_school.resyncs == 0


class FollowingThread(threading.Thread):
    """A system that asks on a connection of its own until it is told to come to the end."""

    def __init__(self, follower: Follower, done: threading.Event) -> None:
        super().__init__(daemon=True)
        self.follower, self.done = follower, done
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.done.is_set():
                self.follower.step()
            self.follower.to_the_end()
        except BaseException as failure:  # the test's own thread looks at it
            self.failure = failure
        finally:
            connection.close()


def test_five_systems_at_once_each_end_with_their_own_view() -> None:
    alliance, systems, keep = world()
    with acting_within(alliance), transaction.atomic():
        more = [PartnerFactory(listed=False) for _ in range(3)]
    keep |= {partner.pk for partner in more}
    done = threading.Event()
    threads = [
        FollowingThread(Follower(system, limit=3), done) for system in [*systems, *map(system_of, more)]
    ]
    writers = [Writer(alliance.pk, keep, 7_000 + number, ROUNDS) for number in range(2)]
    for thread in (*threads, *writers):
        thread.start()
    for writer in writers:
        writer.join(60)
    done.set()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert [thread.failure for thread in (*threads, *writers)] == [None] * 7
    for thread in threads:
        expected = truth(thread.follower.system)
        assert comparable(thread.follower.mirror, expected) == expected
