"""The people of the partners, whether or not they log in, and where they work."""

from alliance.models.roster.employment import Employment
from alliance.models.roster.person import FORMER_MEMBER, Person

__all__ = ["FORMER_MEMBER", "Employment", "Person"]
