"""Which work lets letters and reports go first."""

from alliance.choices.jobs import FORGET
from alliance.queries.agreements import AGREEMENT_DOCUMENT
from foundation.jobs.registry import known_kinds
from reporting.choices import DESTROY_FILES


def test_only_documents_that_come_by_the_dozen_and_what_is_forgotten_or_destroyed_are_unhurried() -> None:
    unhurried = {kind.name for kind in known_kinds() if kind.unhurried and not kind.name.startswith("tests.")}
    assert unhurried == {AGREEMENT_DOCUMENT, DESTROY_FILES, FORGET}
