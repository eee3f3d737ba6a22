"""Rows that are for some people and not for others."""

from typing import Any

from alliance.logic.audiences import audiences_of
from foundation.tenancy.models import AllianceQuerySet


class AudienceQuerySet(AllianceQuerySet):
    """Rows with an `audience`."""

    def visible_to(self, member: Any) -> "AudienceQuerySet":
        """What the member's roles put them in the audience of."""
        return self.filter(audience__in=audiences_of(member.roles))
