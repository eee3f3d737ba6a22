"""Makes ``data/outline.json``: the coast around Great Britain and Ireland on the National Grid. Run by hand,
once.

    npm install world-atlas@2.0.2
    python -m foundation.maps.build_outline node_modules/world-atlas/land-10m.json

Source: Natural Earth 1:10m land (public domain), as TopoJSON from the npm package ``world-atlas`` 2.0.2
(ISC). The land within the window below is projected with ``grid.to_grid`` and simplified to 100 metres,
finer than the source's own quantisation (about 200 metres).
"""

import json
import sys
from itertools import accumulate
from pathlib import Path
from typing import Any

from foundation.maps.grid import to_grid
from foundation.maps.simplify import Point, area_and_centre, clip, simplify

TARGET = Path(__file__).parent / "data" / "outline.json"
DEGREES = (-13.0, 48.0, 6.0, 62.5)
WINDOW = (-260_000.0, -110_000.0, 820_000.0, 1_260_000.0)
TOLERANCE = 100.0
SMALLEST = 250_000.0
SOURCE = "Natural Earth 1:10m land, via npm world-atlas 2.0.2"


def rings(topology: dict[str, Any]) -> list[list[Point]]:
    """Every ring of the ``land`` object as longitude and latitude in degrees."""
    arcs = [_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    found = []
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        found += [_join(ring, arcs) for polygon in polygons for ring in polygon]
    return found


def outline(topology: dict[str, Any]) -> list[list[int]]:
    """Rings on the grid, largest first, each a flat list ``e, n, e, n, …`` of whole metres."""
    kept = []
    for ring in rings(topology):
        near = clip(ring, DEGREES)
        if len(near) < 3:
            continue
        inside = clip([to_grid(latitude, longitude) for longitude, latitude in near], WINDOW)
        if len(inside) < 3:
            continue
        area, _centre = area_and_centre(inside)
        if area >= SMALLEST:
            kept.append((area, simplify([*inside, inside[0]], TOLERANCE)[:-1]))
    kept.sort(key=lambda pair: (-pair[0], pair[1]))
    return [[round(number) for point in ring for number in point] for _area, ring in kept]


def _arc(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    across = accumulate(step[0] for step in arc)
    up = accumulate(step[1] for step in arc)
    return [(x * sx + tx, y * sy + ty) for x, y in zip(across, up, strict=True)]


def _join(indices: list[int], arcs: list[list[Point]]) -> list[Point]:
    """One ring from its arcs; a negative index means the arc backwards, and arcs share their end points."""
    points: list[Point] = []
    for index in indices:
        points += (arcs[index] if index >= 0 else arcs[~index][::-1])[:-1]
    return points


def main(source: str) -> None:
    made = outline(json.loads(Path(source).read_text(encoding="utf-8")))
    document = {"source": SOURCE, "licence": "Public domain", "unit": "metres, EPSG:27700", "rings": made}
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(made)} rings, {sum(map(len, made)) // 2} points, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
