"""How many requests a reader may make."""

from foundation.api.allowance import Allowance


def test_each_reader_has_its_own_count() -> None:
    allowance = Allowance(requests=2, window=60)
    assert [allowance.take("a", 0.5).left for _ in range(3)] == [1, 0, -1]
    assert allowance.take("b", 0.5).left == 1


def test_it_is_exhausted_only_beyond_the_last() -> None:
    allowance = Allowance(requests=1, window=60)
    assert [allowance.take("a", 0).exhausted for _ in range(2)] == [False, True]


def test_it_begins_again_with_the_next_window() -> None:
    allowance = Allowance(requests=1, window=60)
    standings = [allowance.take("a", now) for now in (59.2, 59.9, 60.0, 61.5)]
    assert [standing.left for standing in standings] == [0, -1, 0, -1]
    assert [standing.resets_in for standing in standings] == [1, 1, 60, 59]


def test_the_headers_are_those_of_the_draft() -> None:
    allowance = Allowance(requests=1, window=60)
    headers = [allowance.take("a", 10).header for _ in range(2)]
    assert headers == ['"default";r=0;t=50', '"default";r=0;t=50']
