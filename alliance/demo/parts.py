"""What other apps add to the demo data, so that the alliance app need not know them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.module_loading import import_string

from alliance.models import Alliance, Membership


@dataclass(frozen=True)
class DemoAlliance:
    """A demo alliance that has just been made or was there already, and who acts in it."""

    alliance: Alliance
    strategic_lead: Membership
    administrator: Membership


Part = Callable[[DemoAlliance], None]
_PARTS: list[Part | str] = []


def register_part(part: Part | str) -> None:
    """Add a part: called within the alliance's scope on every run, so it changes nothing the second time.

    Given by name ("reporting.demo.add_reports") it is loaded by the demo alone, by no process that serves.
    """
    if part not in _PARTS:
        _PARTS.append(part)


def parts() -> list[Part]:
    """In the order they were registered."""
    return [import_string(part) if isinstance(part, str) else part for part in _PARTS]
