"""The people of the partners, whether or not they log in, and where they work."""

from alliance.models.roster.employment import Employment
from alliance.models.roster.merge import PersonMerge, TwoPeople
from alliance.models.roster.person import FORMER_MEMBER, Person
from alliance.models.roster.retention import RetentionRule
from alliance.models.roster.subject_access import SubjectAccess

__all__ = [
    "FORMER_MEMBER",
    "Employment",
    "Person",
    "PersonMerge",
    "RetentionRule",
    "SubjectAccess",
    "TwoPeople",
]
