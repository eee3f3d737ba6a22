"""How many requests a reader may make."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from foundation.api import allowance
from foundation.api.allowance import Allowance, SharedCounts
from tsa_portal.runtime.paths import DataDirectory
from tsa_portal.runtime.valkey import Valkey


def test_each_reader_has_its_own_count() -> None:
    counted = Allowance(requests=2, window=60)
    assert [counted.take("a", 0.5).left for _ in range(3)] == [1, 0, -1]
    assert counted.take("b", 0.5).left == 1


def test_it_is_exhausted_only_beyond_the_last() -> None:
    counted = Allowance(requests=1, window=60)
    assert [counted.take("a", 0).exhausted for _ in range(2)] == [False, True]


def test_it_begins_again_with_the_next_window() -> None:
    counted = Allowance(requests=1, window=60)
    standings = [counted.take("a", now) for now in (59.2, 59.9, 60.0, 61.5)]
    assert [standing.left for standing in standings] == [0, -1, 0, -1]
    assert [standing.resets_in for standing in standings] == [1, 1, 60, 59]


def test_the_headers_are_those_of_the_draft() -> None:
    counted = Allowance(requests=1, window=60)
    headers = [counted.take("a", 10).header for _ in range(2)]
    assert headers == ['"default";r=0;t=50', '"default";r=0;t=50']


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    """One of the test's own, to be stopped."""
    server = Valkey(DataDirectory(tmp_path))
    server.start()
    yield server
    server.stop()


def of_a_process(valkey: Valkey, requests: int = 10, name: str = "portal") -> Allowance:
    return Allowance(requests, shared=SharedCounts(valkey.environment()["REDIS_URL"], name))


def lefts(allowances: list[Allowance], reader: str = "a", now: float = 30.0) -> list[int]:
    return [each.take(reader, now).left for each in allowances]


def test_web_processes_count_together(valkey: Valkey) -> None:
    one, other = of_a_process(valkey), of_a_process(valkey)
    assert lefts([one, other, one, other]) == [9, 8, 7, 6]
    assert lefts([one, other], "b") == [9, 8]
    assert lefts([one, other], now=61.0) == [9, 8]


def test_portals_that_share_a_redis_do_not(valkey: Valkey) -> None:
    assert lefts([of_a_process(valkey, name="here"), of_a_process(valkey, name="there")]) == [9, 9]


def test_without_redis_each_process_counts_alone_and_soon(
    valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = of_a_process(valkey), of_a_process(valkey)
    assert lefts([one, one, one, other]) == [9, 8, 7, 6]
    valkey.stop()
    began = time.monotonic()
    assert lefts([one, other, one, other]) == [6, 8, 5, 7]
    assert time.monotonic() - began < 1
    valkey.start()
    assert lefts([one]) == [4]  # it is not asked again at once
    monkeypatch.setattr(allowance, "PAUSE_SECONDS", 0)
    for each in (one, other):
        each.shared._ask_from = 0
    assert lefts([other, one])[1] == 3


def test_what_is_counted_in_redis_is_forgotten_there(valkey: Valkey) -> None:
    of_a_process(valkey).take("a", 30.0)
    with redis.from_url(valkey.environment()["REDIS_URL"]) as client:
        (key,) = client.keys()
        assert (key, client.get(key)) == (b"portal:allowance:a:0", b"1")
        assert 60 < client.ttl(key) <= 120
