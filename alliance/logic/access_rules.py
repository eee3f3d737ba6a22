"""What a person may be given in an alliance: which roles go together (domain.md §1.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from alliance.choices import ORGANISATION_ROLES, Role

Problem = tuple[str, str]


@dataclass(frozen=True)
class Access:
    """One or more roles, the partner they are held for, and the last day they are held."""

    roles: tuple[str, ...]
    partner_id: int | None = None
    ends_on: date | None = None

    @classmethod
    def of(cls, roles: Iterable[str], partner_id: int | None = None, ends_on: date | None = None) -> "Access":
        """With each role once, in the order of the glossary."""
        given = set(roles)
        return cls(tuple(role.value for role in Role if role in given), partner_id, ends_on)


def problem_with(access: Access, *, today: date) -> Problem | None:
    """The first rule the access breaks, as (field, sentence); None when it breaks none."""
    roles = set(access.roles)
    if not roles:
        return "roles", "Choose at least one role."
    if roles & ORGANISATION_ROLES and access.partner_id is None:
        return "partner", "Choose the partner this person speaks for."
    if Role.EXTERNAL_REVIEWER in roles and len(roles) > 1:
        return "roles", "An external reviewer looks in from outside: they hold no other role here."
    if Role.EXTERNAL_REVIEWER in roles and access.ends_on is None:
        return "ends_on", "An external reviewer's access needs a last day, such as 31/8/2027."
    if Role.OWNER in roles and access.ends_on is not None:
        return "ends_on", "An owner's access has no last day: somebody must always be there to hand over."
    if access.ends_on is not None and access.ends_on < today:
        return "ends_on", "The last day is in the past: enter today or a later day."
    return None


def touches_owners(before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether somebody becomes an owner or stops being one: only owners decide that."""
    return (Role.OWNER in set(before)) != (Role.OWNER in set(after))
