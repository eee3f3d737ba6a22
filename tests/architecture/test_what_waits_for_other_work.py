"""Which work lets letters and reports go first."""

from alliance.queries.agreements import AGREEMENT_DOCUMENT
from foundation.jobs.registry import known_kinds


def test_only_documents_that_come_by_the_dozen_are_unhurried_and_nothing_that_is_to_be_forgotten() -> None:
    unhurried = {kind.name for kind in known_kinds() if kind.unhurried and not kind.name.startswith("tests.")}
    assert unhurried == {AGREEMENT_DOCUMENT}
