"""Who reads, and what they may see: one SQL predicate for lists, single objects and the feed alike."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from foundation.feed.columns import object_of
from foundation.feed.resources import Resource

HOLDINGS = "(SELECT own FROM viewer)::bigint[]"
SEES_SHARED = "(SELECT sees_shared FROM viewer)"


@dataclass(frozen=True)
class View:
    """What one reader may see in the alliance in scope.

    `reader` names the reader in cursors. `number` is a text that changes when the view changes as a whole.
    `own` is SQL for the ids (bigint[]) of the holders the reader acts for, and `shared` SQL for whether it
    sees what is shared: PostgreSQL reads both in the same statement as the rows. `everything` leaves both
    aside.
    """

    reader: str
    number: str
    everything: bool = False
    own: str = "ARRAY[]::bigint[]"
    shared: str = "false"
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def cte(self) -> str:
        """`viewer`: one row with what the reader holds, computed once a statement."""
        return f"viewer AS MATERIALIZED (SELECT {self.own} AS own, {self.shared} AS sees_shared)"

    @property
    def holdings(self) -> str:
        """SQL text that differs when the holdings do."""
        return "(SELECT own::text || sees_shared::text FROM viewer)"

    def holds(self, holder: str) -> str:
        return "true" if self.everything else f"({holder} = ANY ({HOLDINGS}))"

    def owns(self, resource: Resource) -> str:
        """Whether the reader holds an object of the resource."""
        if self.everything or not resource.held:
            return self.holds(resource.holder)
        return f"({resource.held.format(holdings=HOLDINGS)})"

    def owns_in_full(self, resource: Resource) -> str:
        """Whether the reader holds an object, and sees of it what not every holder does."""
        if self.everything or not resource.in_full:
            return self.owns(resource)
        return f"({resource.in_full.format(holdings=HOLDINGS)})"

    def sees(self, resource: Resource) -> str:
        """Whether the reader sees an object as it stands now."""
        if self.everything:
            return "true"
        return f"({self.owns(resource)} OR ({resource.shared}) AND {SEES_SHARED})"

    def knew_or_knows(self, change: str) -> str:
        """Whether the reader saw the object of a row of the feed before or after the change."""
        if self.everything:
            return "true"
        held = f"{self.holds(f'{change}.holder_before')} OR {self.holds(f'{change}.holder_after')}"
        return f"({held} OR ({change}.shared_before OR {change}.shared_after) AND {SEES_SHARED})"

    def object(self, resource: Resource) -> str:
        """An object as JSON text, as this reader sees it."""
        return object_of(resource.columns, own=self.owns_in_full(resource))

    def digest(self, holdings: bytes) -> str:
        """The view as a cursor remembers it: its number, and what the reader held."""
        return hashlib.sha256(self.number.encode() + b"\0" + holdings).hexdigest()[:16]
