"""How close together the alliance is, and what one school more does to it.

Typical distance is the middle of the straight lines between every two schools: one far away moves it little.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from alliance.logic.geography import Place, kilometres_between

MOST_PLACES = 600
"""With more, the lines between every two are some hundred thousand: too many for a page."""


@dataclass(frozen=True)
class Cohesion:
    """Typical distance in km before and after; None where there are no two schools to measure between."""

    before: float | None
    after: float | None

    @property
    def change(self) -> float | None:
        """Km further apart; negative where closer together."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def cohesion(places: Sequence[Place], newcomer: Place) -> Cohesion | None:
    """Before and after `newcomer` joins the schools at `places`; None for more places than are measured."""
    if len(places) > MOST_PLACES:
        return None
    lines = [kilometres_between(one, other) for one, other in combinations(places, 2)]
    more = [kilometres_between(place, newcomer) for place in places]
    return Cohesion(median(lines) if lines else None, median([*lines, *more]) if more else None)
