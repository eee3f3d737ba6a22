"""How each kind of thing is erased again: apps say so in their `ready()`."""

from collections.abc import Callable

Eraser = Callable[[str], None]
"""Takes the id that `record_erasure` was given, inside the alliance; does not mind finding nothing."""


class UnknownKind(LookupError):
    """Nobody knows how to erase this."""


_erasers: dict[str, Eraser] = {}


def register_eraser(kind: str, eraser: Eraser) -> None:
    """Let `eraser` erase things of this kind again. Raises ValueError when the kind is another's."""
    if _erasers.setdefault(kind, eraser) is not eraser:
        raise ValueError(f"Things of kind {kind} are already erased by {_erasers[kind].__qualname__}.")


def eraser_of(kind: str) -> Eraser:
    try:
        return _erasers[kind]
    except KeyError:
        raise UnknownKind(f"This portal does not know how to erase things of kind {kind}.") from None
