"""Which audiences somebody belongs to by their roles."""

from collections.abc import Collection
from dataclasses import dataclass

from alliance.choices import ORGANISATION_ROLES, STAFF_ROLES, Audience, Role


def audiences_of(roles: Collection[str]) -> frozenset[Audience]:
    """Staff are in all of them; who speaks for a partner is in its own; whoever only reviews sees what is
    public, since a reviewer is shown the review and its evidence and nothing else.
    """
    held = set(roles)
    if held & STAFF_ROLES:
        return frozenset(Audience)
    found = {Audience.PUBLIC}
    if held - {Role.EXTERNAL_REVIEWER}:
        found.add(Audience.EVERYBODY)
    if held & ORGANISATION_ROLES:
        found.add(Audience.PARTNERS)
    return frozenset(found)


@dataclass(frozen=True)
class Anybody:
    """Whoever opens a public page, logged in or not: in no role, and so in the audience of what is public."""

    roles: tuple[str, ...] = ()
    is_staff: bool = False


ANYBODY = Anybody()
