"""The areas of the portal, as the apps bring them: each app registers its own when it is ready.

Navigation shows an area to whoever its policy allows. The foundation knows no area by name.
"""

from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from rules import Predicate

Place = Literal["areas", "settings"]


@dataclass(frozen=True)
class Area:
    """One line of the left navigation.

    `route` is the name of a URL that takes the alliance's `slug`. `order` sorts from the top; `on_phones`
    also gives it one of the four places at the foot of a phone. `exact`: current only at its own address.
    """

    label: str
    route: str
    icon: str
    policy: Predicate
    order: int
    place: Place = "areas"
    on_phones: bool = False
    exact: bool = False


def belongs_under(request: HttpRequest, address: str) -> None:
    """Show the area of `address` as the current one, where a page's own address lies in none."""
    request.belongs_under = address  # type: ignore[attr-defined]  # navigation reads it


def place_of(request: HttpRequest) -> str:
    """The address by which navigation finds the current area."""
    return str(getattr(request, "belongs_under", request.path))


_areas: dict[str, Area] = {}


def register(*areas: Area) -> None:
    """Bring areas to the navigation; two apps may not bring the same one."""
    for area in areas:
        if _areas.get(area.route, area) != area:
            raise ValueError(f"The area {area.route} is registered already.")
        _areas[area.route] = area


def registered() -> list[Area]:
    """Every area, from the top."""
    return sorted(_areas.values(), key=lambda area: (area.order, area.label))
