"""With STRICT=1 a test that skips has failed, unless it needs published data that are not kept here.

Where tests are shared out, those that take long begin first: no worker is left with one when the others end.

What is loaded for the tests stays to the end: garbage is not looked for in it, and less often elsewhere.
"""

import gc
import os
from collections.abc import Generator

import pytest

STRICT = os.environ.get("STRICT") == "1"
LONG = ("journey", "fault", "slow")

gc.set_threshold(50_000, 20, 100)


@pytest.hookimpl(trylast=True)  # after the order has been shuffled
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("PYTEST_XDIST_WORKER"):
        items.sort(key=lambda item: not any(map(item.get_closest_marker, LONG)))


def pytest_collection_finish() -> None:
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if (
        STRICT
        and report.skipped
        and not hasattr(report, "wasxfail")
        and not item.get_closest_marker("realdata")
    ):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, which STRICT=1 does not allow: {reason(report)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if STRICT and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped, which STRICT=1 does not allow: {reason(report)}"
    return report


def reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why it was skipped, in the test's own words."""
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
