"""The same moments told to other kinds of cursor: each of them loses a row that ours does not."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from alliance.models import Contact, Partner, School
from foundation.feed import reading
from foundation.feed.write import settle
from foundation.tenancy.scope import acting_within
from tests.api_client import system_of
from tests.factories.alliance import AllianceFactory, PartnerFactory, SchoolFactory
from tests.sync.follower import Follower

pytestmark = pytest.mark.django_db(transaction=True)


class OpenTransaction:
    """A writer on a connection of its own: it has written, and commits when it is told to."""

    def __init__(self, alliance_id: int, write: Callable[[], Any]) -> None:
        self._go, self._written = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, args=(alliance_id, write), daemon=True)
        self._thread.start()
        assert self._written.wait(30)

    def _run(self, alliance_id: int, write: Callable[[], Any]) -> None:
        try:
            with acting_within(alliance_id), transaction.atomic():
                write()
                self._written.set()
                self._go.wait(30)
        finally:
            connection.close()

    def commit(self) -> None:
        self._go.set()
        self._thread.join(30)


@pytest.fixture
def partner(transactional_db: None) -> Partner:
    with acting_within(AllianceFactory()), transaction.atomic():
        return PartnerFactory()


@pytest.fixture
def follower(partner: Partner) -> Follower:
    follower = Follower(system_of(partner))
    follower.to_the_end()
    return follower


def writes(partner: Partner, name: str) -> Callable[[], Any]:
    return lambda: Contact.objects.create(partner_id=partner.pk, name=name)


@contextmanager
def early_and_late(partner: Partner) -> Iterator[OpenTransaction]:
    """One transaction writes first and is still open; another writes after it, and commits."""
    early = OpenTransaction(partner.alliance_id, writes(partner, "Early"))
    try:
        OpenTransaction(partner.alliance_id, writes(partner, "Late")).commit()
        yield early
    finally:
        early.commit()


def contacts_of(follower: Follower) -> set[str]:
    return {each["name"] for (kind, _), each in follower.mirror.items() if kind == "contact"}


def rows(alliance_id: int, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with acting_within(alliance_id), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


@pytest.mark.parametrize("watermark", ["id", "at"], ids=["a number", "a moment"])
def test_a_number_or_a_moment_passes_the_row_that_commits_late(partner: Partner, watermark: str) -> None:
    """`updated_since`, and any sequence: the reader's mark is beyond the row when it appears."""
    with early_and_late(partner) as early:
        everything = f"SELECT {watermark} FROM foundation_change ORDER BY {watermark}"  # noqa: S608  # a constant
        mark = rows(partner.alliance_id, everything)[-1][0]
        early.commit()
    since = f"SELECT count(*) FROM foundation_change WHERE {watermark} > %s"  # noqa: S608  # a constant
    assert rows(partner.alliance_id, since, mark) == [(0,)]
    assert len(rows(partner.alliance_id, "SELECT 1 FROM foundation_change WHERE type = 'contact'")) == 2


def test_ours_waits_for_it_and_tells_both(partner: Partner, follower: Follower) -> None:
    with early_and_late(partner) as early:
        assert follower.to_the_head() == []
        assert follower.lag_seconds >= 0
        early.commit()
    follower.to_the_end()
    assert contacts_of(follower) == {"Early", "Late"}


def test_the_lag_says_how_long_a_committed_change_has_been_waiting(
    partner: Partner, follower: Follower
) -> None:
    with early_and_late(partner):
        threading.Event().wait(1.2)
        follower.to_the_head()
        assert follower.lag_seconds >= 1
    follower.to_the_end()
    follower.to_the_head()
    assert follower.lag_seconds == 0


class CommitBetween:
    """Lets a transaction commit right after the rows of one page were read, before anything else is."""

    def __init__(self, early: OpenTransaction, *, read_horizon_again: bool) -> None:
        self.early, self.read_horizon_again = early, read_horizon_again
        self.original = reading.rows_of

    def __call__(self, sql: str, parameters: Any) -> Any:
        (row,) = self.original(sql, parameters)
        self.early.commit()
        objects, count, last, holdings, horizon, *rest = row
        if self.read_horizon_again:
            horizon = _horizon_beyond_everything()
        return [(objects, count, last, holdings, horizon, *rest)]


def _horizon_beyond_everything() -> str:
    """The horizon in a statement of its own, once nothing that has written here is still running."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {reading.HORIZON}::text, NOT EXISTS ("  # noqa: S608  # constants
                f"SELECT FROM foundation_change WHERE xid >= {reading.HORIZON})"
            )
            horizon, settled = cursor.fetchone()
        if settled:
            return str(horizon)


@pytest.mark.parametrize(
    ("read_horizon_again", "expected"),
    [(True, set()), (False, {"Early"})],
    ids=["in a later statement it loses", "in the same statement it does not"],
)
def test_the_horizon_belongs_in_the_statement_of_the_rows(
    partner: Partner,
    follower: Follower,
    monkeypatch: pytest.MonkeyPatch,
    read_horizon_again: bool,
    expected: set[str],
) -> None:
    early = OpenTransaction(partner.alliance_id, writes(partner, "Early"))
    with monkeypatch.context() as patch:
        patch.setattr(reading, "rows_of", CommitBetween(early, read_horizon_again=read_horizon_again))
        follower.step()
    follower.to_the_end()
    assert contacts_of(follower) == expected


def test_without_a_horizon_the_seeds_would_find_it(
    partner: Partner, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading up to whatever is committed by now passes the transaction that is still open."""
    no_horizon = "pg_snapshot_xmax(pg_current_snapshot())"
    with monkeypatch.context() as patch, early_and_late(partner) as early:
        patch.setattr(reading, "HORIZON", no_horizon)
        patch.setattr(reading, "STAND", reading.STAND.replace("pg_snapshot_xmin", "pg_snapshot_xmax"))
        follower.to_the_head()
        early.commit()
        follower.to_the_head()
    follower.to_the_end()
    assert contacts_of(follower) == {"Late"}


class TestJoiningWhileTheRegisterIsImported:
    """The register's own table cannot carry the trigger: an import asks which alliances have its schools."""

    def joins(self, partner: Partner, school: School) -> OpenTransaction:
        return OpenTransaction(partner.alliance_id, lambda: PartnerFactory(name="Joins", school=school))

    def test_the_import_waits_for_who_is_joining_and_sees_them(self, partner: Partner) -> None:
        school = SchoolFactory()
        joining, seen = self.joins(partner, school), []
        importing = threading.Thread(target=self.imports, args=(partner, school, seen), daemon=True)
        importing.start()
        importing.join(0.5)
        assert (importing.is_alive(), seen) == (True, [])
        joining.commit()
        importing.join(30)
        assert seen == [True]

    def test_who_joins_meanwhile_waits_for_the_import(self, partner: Partner) -> None:
        school, joined = SchoolFactory(), threading.Event()
        importing = OpenTransaction(partner.alliance_id, lambda: settle("school"))
        joining = threading.Thread(target=self.join_at_once, args=(partner, school, joined), daemon=True)
        joining.start()
        assert not joined.wait(0.5)
        importing.commit()
        assert joined.wait(30)
        joining.join(30)

    @staticmethod
    def imports(partner: Partner, school: School, seen: list[bool]) -> None:
        with acting_within(partner.alliance_id), transaction.atomic():
            School.objects.filter(pk=school.pk).update(town="Fernwold")
            settle("school")
            seen.append(Partner.objects.filter(school=school).exists())
        connection.close()

    @staticmethod
    def join_at_once(partner: Partner, school: School, joined: threading.Event) -> None:
        with acting_within(partner.alliance_id), transaction.atomic():
            PartnerFactory(name="Joins", school=school)
        connection.close()
        joined.set()
