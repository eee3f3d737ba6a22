"""What other apps add to the demo data, so that the alliance app need not know them."""

from collections.abc import Callable
from dataclasses import dataclass

from alliance.models import Alliance, Membership


@dataclass(frozen=True)
class DemoAlliance:
    """A demo alliance that has just been made or was there already, and who acts in it."""

    alliance: Alliance
    strategic_lead: Membership
    administrator: Membership


Part = Callable[[DemoAlliance], None]
_PARTS: list[Part] = []


def register_part(part: Part) -> None:
    """Add a part: called within the alliance's scope on every run, so it changes nothing the second time."""
    if part not in _PARTS:
        _PARTS.append(part)


def parts() -> list[Part]:
    """In the order they were registered."""
    return list(_PARTS)
