"""What is asked of heads and others, as those read it who asked."""

from alliance.queries.approvals.asked import asked_of_people
from alliance.queries.approvals.due import approvals_due
from alliance.queries.approvals.rows import (
    ApprovalRow,
    Narrowed,
    counts,
    find_approval,
    found,
    row_of,
    rows_of,
)

__all__ = [
    "ApprovalRow",
    "Narrowed",
    "approvals_due",
    "asked_of_people",
    "counts",
    "find_approval",
    "found",
    "row_of",
    "rows_of",
]
