"""How a measurement is judged: medians against limits that fail and goals that only inform."""

import json

import pytest

from tsa_portal.runtime import bench

SYNC = {"name": "sync", "limit": {"ratio": (">=", 0.7)}, "goal": {"ratio": (">=", 0.9)}}


def outcome(ratio: float) -> dict[str, object]:
    return SYNC | {"figures": {"ratio": ratio, "page_ms": 41.5}}


def test_a_figure_is_the_median_of_its_runs() -> None:
    runs = [{"ratio": value} for value in (0.9, 0.1, 0.8, 0.7, 0.85)]
    assert bench.medians(runs) == {"ratio": 0.8}


def test_a_figure_on_the_wrong_side_of_its_limit_fails_the_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert bench.report([outcome(0.69)], as_json=False) == 1
    assert "FAILED: ratio is 0.69, and has to be >= 0.7" in capsys.readouterr().out


def test_a_figure_that_only_misses_its_goal_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.report([outcome(0.7)], as_json=False) == 0
    assert "FAILED" not in capsys.readouterr().out


def test_one_failure_among_several_fails_the_command() -> None:
    assert bench.report([outcome(0.9), outcome(0.5), outcome(0.8)], as_json=True) == 1


def test_a_limit_whose_figure_was_not_measured_fails() -> None:
    assert bench.failures(SYNC | {"figures": {}}) == ["ratio is None, and has to be >= 0.7"]


def test_json_is_one_line_for_each_benchmark_with_figures_limit_and_goal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bench.report([outcome(0.8), outcome(0.9)], as_json=True)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert json.loads(lines[0]) == {
        "name": "sync",
        "figures": {"ratio": 0.8, "page_ms": 41.5},
        "limit": {"ratio": [">=", 0.7]},
        "goal": {"ratio": [">=", 0.9]},
    }
