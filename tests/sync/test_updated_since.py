"""Clients that know `updated_since` only: the mark they are given misses nothing that is not deleted."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from alliance.choices import Organisation
from alliance.models import Contact, Partner, School
from foundation.feed import since
from foundation.feed.generation import renew_if_moved
from foundation.feed.models import FeedGeneration
from foundation.feed.write import note_change
from foundation.tenancy.scope import acting_within
from tests.alliance.test_api_access import assert_problem
from tests.api_client import System, system_of
from tests.factories.alliance import AllianceFactory, ContactFactory, PartnerFactory, SchoolFactory
from tests.sync.follower import comparable, truth
from tests.sync.test_naive_cursors_lose import OpenTransaction, early_and_late, writes
from tests.sync.writers import CHANGES, Writer, delete_contact, delete_partner, leave_or_return, toggle_listed

pytestmark = pytest.mark.django_db(transaction=True)


class Poller:
    """Asks each list for what changed since the mark of last time, and knows nothing else."""

    def __init__(self, system: System, limit: int = 7) -> None:
        self.system, self.limit = system, limit
        self.marks: dict[str, str] = {}
        self.mirror: dict[tuple[str, str], dict[str, Any]] = {}

    def poll(self, *paths: str) -> list[str]:
        """One round; the names of what came."""
        came = []
        for path in paths or ("partners", "schools", "contacts"):
            asked = f"&updated_since={self.marks[path]}" if path in self.marks else ""
            pages = self.system.pages(f"{path}?limit={self.limit}{asked}", most=10_000)
            assert len({page["meta"]["watermark"] for page in pages}) == 1
            self.marks[path] = pages[0]["meta"]["watermark"]
            for each in (each for page in pages for each in page["data"]):
                self.mirror[each["type"], each["id"]] = each
                came.append(each["name"])
        return came


@pytest.fixture
def partner(transactional_db: None) -> Partner:
    with acting_within(AllianceFactory()), transaction.atomic():
        return PartnerFactory(name="Oak", school=SchoolFactory(name="Oak School"))


@pytest.fixture
def poller(partner: Partner) -> Poller:
    poller = Poller(system_of(partner))
    poller.poll()
    return poller


def do(partner: Partner, change: Any) -> Any:
    with acting_within(partner.alliance_id), transaction.atomic():
        return change()


def test_what_has_not_changed_is_not_told_again(partner: Partner, poller: Poller) -> None:
    poller.poll()
    assert poller.poll() == []
    do(partner, lambda: ContactFactory(partner=partner, name="Leah"))
    assert poller.poll() == ["Leah"]


def test_a_transaction_that_was_open_is_told_when_it_has_committed(partner: Partner, poller: Poller) -> None:
    with early_and_late(partner) as early:
        assert poller.poll("contacts") == ["Late"]
        assert poller.poll("contacts") == ["Late"]  # once more: the mark waits for the one that is open
        early.commit()
    assert sorted(poller.poll("contacts")) == ["Early", "Late"]
    poller.poll("contacts")
    assert poller.poll("contacts") == []


def test_the_clock_alone_would_lose_it(
    partner: Partner, poller: Poller, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, early_and_late(partner) as early:
        patch.setattr(since, "MARK", since.MARK.replace("(SELECT min(xact_start) FROM writing)", "NULL"))
        poller.poll("contacts")
        early.commit()
    assert poller.poll("contacts") == []


def test_another_roles_transaction_leaves_the_mark_where_it_was(partner: Partner, poller: Poller) -> None:
    """When it began is hidden from the application: nothing is lost, and the mark moves next time."""
    import psycopg2
    from django.conf import settings

    before, owner = poller.marks["contacts"], settings.DATABASE_OWNER
    session = psycopg2.connect(
        host=owner["HOST"],
        port=owner["PORT"] or None,
        user=owner["USER"],
        password=owner["PASSWORD"],
        dbname=connection.settings_dict["NAME"],
    )
    with session, session.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")
        poller.poll("contacts")
        assert poller.marks["contacts"] == before
        assert Poller(poller.system).poll("schools") == ["Oak School"]
        fresh = poller.system.get("schools").json()["meta"]["watermark"]
        assert fresh == "1970-01-01T00:00:00.000000Z"
    session.close()
    poller.poll("contacts")
    assert poller.marks["contacts"] > before


def test_the_mark_is_that_of_the_first_page(partner: Partner, poller: Poller) -> None:
    """What changes behind a reader between two pages is before the mark of the second."""
    poller.limit = 1
    do(partner, lambda: [ContactFactory(partner=partner, name=f"Contact {n}") for n in range(3)])
    asked = poller.marks["contacts"]
    first = poller.system.get(f"contacts?limit=1&updated_since={asked}").json()
    do(partner, lambda: Contact.objects.filter(name="Contact 0").update(post="Head"))
    second = poller.system.get(first["links"]["next"]).json()
    assert second["meta"] == first["meta"]
    changed = poller.system.get(f"contacts?updated_since={second['meta']['watermark']}").json()
    assert "Contact 0" in [each["name"] for each in changed["data"]]


def test_a_page_of_what_changed_leaves_out_the_rest_on_every_page(partner: Partner, poller: Poller) -> None:
    do(partner, lambda: [PartnerFactory(name=f"New {n}", school=SchoolFactory()) for n in range(5)])
    poller.limit = 2
    assert poller.poll("partners") == [f"New {n}" for n in range(5)]


def test_a_school_that_comes_into_view_is_told_although_its_row_is_old(
    partner: Partner, poller: Poller
) -> None:
    school = SchoolFactory(name="Old row")
    School.objects.filter(pk=school.pk).update(updated_at=datetime(2020, 1, 1, tzinfo=UTC))
    poller.poll()
    do(partner, lambda: PartnerFactory(name="Ash", school=school))
    assert poller.poll("partners", "schools") == ["Ash", "Old row"]
    with transaction.atomic():
        School.objects.filter(pk=school.pk).update(town="Fernwold")
    do(partner, lambda: note_change("school", [school.pk]))
    assert "Old row" in poller.poll("schools")


def test_a_view_that_changes_as_a_whole_is_said(partner: Partner) -> None:
    trust = do(
        partner,
        lambda: PartnerFactory(name="Trust", school=None, organisation=Organisation.TRUST, trust_uid="5001"),
    )
    system = system_of(trust)
    before = system.get("contacts").json()["meta"]["view"]
    assert system.get("contacts").json()["meta"]["view"] == before
    School.objects.filter(pk=partner.school_id).update(trust_uid="5001")
    assert system.get("contacts").json()["meta"]["view"] != before


def test_after_a_restore_everything_is_told_and_the_view_is_another(partner: Partner, poller: Poller) -> None:
    """The changes from before are forgotten then: an empty answer would be a lie."""
    renew_if_moved()
    meta = poller.system.get("contacts").json()["meta"]
    FeedGeneration.objects.update(token="00000000-0000-0000-0000-000000000001")
    FeedGeneration.objects.update(renewed_at=datetime.now(UTC) + timedelta(seconds=1))
    assert poller.poll("partners") == ["Oak"]
    assert poller.system.get("contacts").json()["meta"]["view"] != meta["view"]


def test_what_is_older_than_the_history_is_everything(partner: Partner, poller: Poller) -> None:
    do(partner, lambda: connection.cursor().execute("DELETE FROM foundation_change"))
    long_ago = datetime.now(UTC) - timedelta(days=401)
    assert poller.system.names(f"partners?updated_since={long_ago.date()}") == ["Oak"]
    assert poller.system.names("partners?updated_since=1000-01-01") == ["Oak"]
    yesterday = datetime.now(UTC) - timedelta(days=1)
    assert poller.system.names(f"partners?updated_since={yesterday.date()}") == []


def test_a_stream_takes_it_too_and_says_the_mark_in_its_last_line(partner: Partner, poller: Poller) -> None:
    do(partner, lambda: ContactFactory(partner=partner, name="Leah"))
    asked = poller.marks["contacts"]
    response = poller.system.get(f"contacts?updated_since={asked}", Accept="application/x-ndjson")
    lines = b"".join(response.streaming_content).splitlines()
    assert b'"name":"Leah"' in lines[0]
    assert b'"watermark":"20' in lines[1]
    assert len(lines) == 2


@pytest.mark.parametrize("name", ["updated_since", "filter[updated_since]"])
def test_both_spellings_are_read(name: str, partner: Partner, poller: Poller) -> None:
    assert poller.system.names(f"partners?{name}=2100-01-01T00:00:00%2B01:00") == []
    assert poller.system.names(f"partners?{name}=2000-01-01") == ["Oak"]
    for wrong in ("yesterday", "2026-13-01", "2026-01-01T00:00:00", "", "2026-01-01T25:00:00Z", "%00"):
        problem = assert_problem(poller.system.get(f"partners?{name}={wrong}"), 400, "bad_parameter")
        assert problem["errors"][0]["pointer"] == f"?{name}"


GOING = (delete_partner, delete_contact, leave_or_return, toggle_listed)
"""What ends in a deletion, which this way of asking cannot tell."""


@pytest.mark.parametrize("seed", range(4))
def test_a_client_that_only_polls_ends_equal_to_the_database(
    seed: int, partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.sync.writers.CHANGES", [each for each in CHANGES if each not in GOING])
    poller = Poller(system_of(partner))
    long = OpenTransaction(partner.alliance_id, writes(partner, "From first to last"))
    writers = [Writer(partner.alliance_id, {partner.pk}, 100 * seed + n, rounds=12) for n in range(4)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        poller.poll()
    long.commit()
    for writer in writers:
        writer.join(30)
        assert writer.failure is None
    assert sum(writer.committed for writer in writers) > 10
    time.sleep(0.01)
    poller.poll()
    expected = truth(poller.system)
    seen = comparable({key: each for key, each in poller.mirror.items() if key in expected}, expected)
    assert seen == expected
