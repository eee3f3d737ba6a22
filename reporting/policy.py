"""Who may do what with the annual report.

Staff see every version, its figures and the records behind them. The leads ask for a report, stop its
making and set it aside. Only the strategic lead approves and publishes. The board sees what is published.
Nobody else sees any of it here.
"""

from typing import Any

from rules import predicate

from alliance.choices import Role
from alliance.policy import holds_any, is_lead, is_staff, is_strategic_lead
from reporting.choices import PUBLIC_STATES

is_board_member = holds_any("is_board_member", frozenset({Role.BOARD_MEMBER}))


@predicate
def is_published(member: Any, edition: Any) -> bool:
    """Published, or replaced since. Asked without a version, it says that there may be one."""
    return edition is None or edition.state in PUBLIC_STATES


see_reports = is_staff | is_board_member
see_report = is_staff | (is_board_member & is_published)
see_drafts = is_staff
make_report = is_lead
stop_report = is_lead
approve_report = is_strategic_lead
publish_report = is_strategic_lead
see_records = is_staff
