"""Which parts of a whole may not be shown, so that none of them can be worked out from the rest."""

from collections.abc import Mapping
from typing import TypeVar

from reporting.logic.figures import FEWEST

Part = TypeVar("Part", bound=str)


def hidden_parts(denominators: Mapping[Part, int]) -> frozenset[Part]:
    """The parts of a table to hide, when the whole is shown beside them.

    Parts under five are hidden. The whole less all that is shown gives the hidden ones together; so the
    smallest of the others are hidden too until that remainder is two parts or more over at least five.
    A part over nothing is not a part: it hides nobody.
    """
    real = {part: size for part, size in denominators.items() if size > 0}
    by_size = sorted(real, key=lambda part: (real[part], part))
    hidden = [part for part in by_size if real[part] < FEWEST]
    if not hidden:
        return frozenset()
    for part in by_size[len(hidden) :]:
        if len(hidden) > 1 and sum(real[other] for other in hidden) >= FEWEST:
            break
        hidden.append(part)
    return frozenset(hidden)
