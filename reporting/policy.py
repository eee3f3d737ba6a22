"""Who may do what with the annual report.

Staff see every version, its figures and the records behind them. The leads ask for a report, stop its
making, set it aside and write the foreword. Only the strategic lead approves, publishes, and takes back what
was published. The board sees what is published; of what was taken back, that it was. Nobody else sees any of
it here.
"""

from typing import Any

from rules import predicate

from alliance.choices import Role
from alliance.policy import holds_any, is_lead, is_staff, is_strategic_lead
from reporting.choices import PUBLIC_STATES, STANDING_STATES

is_board_member = holds_any("is_board_member", frozenset({Role.BOARD_MEMBER}))


@predicate
def can_be_read(member: Any, edition: Any) -> bool:
    """Neither withdrawn nor held back. Asked without a version, it says that there may be one."""
    return edition is None or (edition.state in STANDING_STATES and not edition.is_held)


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
see_figures = is_staff | (is_board_member & can_be_read)
see_records = is_staff
write_foreword = is_lead
take_back_report = is_strategic_lead
