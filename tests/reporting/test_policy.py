"""Who may do what with the annual report, and who may not: the whole table."""

from types import SimpleNamespace
from typing import Any

import pytest

from alliance.choices import STAFF_ROLES, Role
from alliance.models import ApiCredential, Membership
from reporting import policy
from reporting.choices import PUBLIC_STATES, STANDING_STATES, EditionState

LEADS = {Role.OWNER, Role.STRATEGIC_LEAD, Role.ADMINISTRATOR}
BOARD = {Role.BOARD_MEMBER}
STAFF = set(STAFF_ROLES)

ALLOWED = {
    "see_reports": STAFF | BOARD,
    "see_drafts": STAFF,
    "see_records": STAFF,
    "make_report": LEADS,
    "stop_report": LEADS,
    "approve_report": {Role.STRATEGIC_LEAD},
    "publish_report": {Role.STRATEGIC_LEAD},
    "take_back_report": {Role.STRATEGIC_LEAD},
    "write_foreword": LEADS,
}


def member(role: Role) -> Membership:
    return Membership(roles=[role])


@pytest.mark.parametrize("name", ALLOWED)
def test_only_these_roles_may(name: str) -> None:
    predicate = getattr(policy, name)
    assert {role for role in Role if predicate.test(member(role))} == ALLOWED[name]


@pytest.mark.parametrize("name", [*ALLOWED, "see_report", "see_figures"])
def test_a_credential_may_nothing(name: str) -> None:
    assert getattr(policy, name).test(ApiCredential(), None) is False


@pytest.mark.parametrize("state", EditionState)
def test_the_board_sees_what_was_published_and_staff_see_all(state: EditionState) -> None:
    edition: Any = SimpleNamespace(state=state)
    seeing = {role for role in Role if policy.see_report.test(member(role), edition)}
    assert seeing == (STAFF | BOARD if state in PUBLIC_STATES else STAFF)


@pytest.mark.parametrize("state", EditionState)
@pytest.mark.parametrize("is_held", [True, False])
def test_the_board_reads_the_figures_of_what_stands_and_is_not_held_back(
    state: EditionState, is_held: bool
) -> None:
    edition: Any = SimpleNamespace(state=state, is_held=is_held)
    seeing = {role for role in Role if policy.see_figures.test(member(role), edition)}
    assert seeing == (STAFF | BOARD if state in STANDING_STATES and not is_held else STAFF)
