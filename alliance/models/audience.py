"""Rows that are for some people and not for others."""

from typing import Any

from alliance.choices import Audience
from alliance.logic.audiences import audiences_of
from foundation.tenancy.models import AllianceQuerySet


class AudienceQuerySet(AllianceQuerySet):
    """Rows with an `audience`."""

    def visible_to(self, member: Any) -> "AudienceQuerySet":
        """What the member's roles put them in the audience of: staff, of all."""
        audiences = audiences_of(member.roles)
        return self if len(audiences) == len(Audience) else self.filter(audience__in=audiences)
