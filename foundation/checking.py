"""Checking a copy: what the codes on documents stand for, as the apps that made them know it.

A document bears the beginning of its digest, and the address that tells about it. One page asks for the code
of any of them, so nobody needs to know which kind of document they hold.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CODE_DIGITS = 16
"""Of a digest: 64 bits, too many to guess."""
SHA256_DIGITS = 64
CHECK_ROUTE = "check_report"
"""The name of the address behind a code: of the alliance's slug and the code."""


@dataclass(frozen=True)
class KnownCopy:
    """A page about one copy. It says nothing that the copy does not, but whether it still holds."""

    template: str
    context: dict[str, Any]


Find = Callable[[str], KnownCopy | None]
_finds: dict[str, Find] = {}


def register_copies(kind: str, find: Find) -> None:
    """Let copies of this kind be checked: `find` takes a code or the SHA-256 of a file, inside the alliance.

    Raises ValueError when the kind is taken by another.
    """
    if _finds.setdefault(kind, find) is not find:
        raise ValueError(f"Copies of the kind {kind} are known already.")


def known_copy(code: str) -> KnownCopy | None:
    """The copy with this check code, or the file with this SHA-256, of the alliance in scope."""
    found = (find(code) for find in _finds.values())
    return next((copy for copy in found if copy is not None), None)


def in_groups(digits: str) -> str:
    """In groups of four, as people compare them."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
