"""Which areas of expertise the alliance covers, and which gap a newcomer would fill."""

from collections.abc import Sequence
from enum import StrEnum

STRONG = 2
"""From this strength on an area counts as covered."""


class Cover(StrEnum):
    """How well the partners cover an area: not strongly by anybody, by one alone, by several."""

    GAP = "gap"
    THIN = "thin"
    COVERED = "covered"


class Brings(StrEnum):
    """What a newcomer's expertise in an area would mean."""

    FILLS = "fills"
    BACKS_UP = "backs_up"
    ADDS = "adds"
    NOTHING = "nothing"


def cover_of(strengths: Sequence[int]) -> Cover:
    strong = sum(1 for strength in strengths if strength >= STRONG)
    if strong == 0:
        return Cover.GAP
    return Cover.THIN if strong == 1 else Cover.COVERED


def brings(cover: Cover, strength: int) -> Brings:
    """`strength` 0 is none; some of it fills no gap."""
    if strength < STRONG:
        return Brings.NOTHING
    return {Cover.GAP: Brings.FILLS, Cover.THIN: Brings.BACKS_UP, Cover.COVERED: Brings.ADDS}[cover]
