"""Which part of the grid a map shows."""

from collections.abc import Sequence

from foundation.maps.grid import MILE
from foundation.maps.shapes import View
from foundation.maps.spec import MapPoint, MapSpec

MARGIN = 26
CLOSEST = 1.5 * MILE
WHOLE_COUNTRY = (80_000.0, 0.0, 660_000.0, 660_000.0)


def view_of(spec: MapSpec, points: Sequence[MapPoint]) -> View:
    """The smallest window that holds ``points`` and the innermost ring, with a margin of 26 px."""
    west, south, east, north = _extent(spec, points)
    across = max(east - west, CLOSEST)
    up = max(north - south, CLOSEST)
    room = max(spec.width - 2 * MARGIN, 1), max(spec.height - 2 * MARGIN, 1)
    scale = min(room[0] / across, room[1] / up)
    middle = (west + east) / 2, (south + north) / 2
    half = spec.width / scale / 2, spec.height / scale / 2
    return View(middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1], scale)


def _extent(spec: MapSpec, points: Sequence[MapPoint]) -> tuple[float, float, float, float]:
    across = [point.easting for point in points]
    up = [point.northing for point in points]
    if spec.centre is not None:
        reach = min(spec.rings_miles) * MILE if spec.rings_miles else 0
        across += [spec.centre[0] - reach, spec.centre[0] + reach]
        up += [spec.centre[1] - reach, spec.centre[1] + reach]
    if not across:
        return WHOLE_COUNTRY
    return min(across), min(up), max(across), max(up)
