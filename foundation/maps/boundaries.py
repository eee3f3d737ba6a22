"""Boundaries of areas that an installation may load for its maps (``manage.py load_boundaries FILE``).

They are kept as ``boundaries.json`` in the data directory: polygons on the National Grid in whole metres,
with the credit that has to be printed beside them. Without the file, maps show the coast alone.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from foundation.maps.grid import to_grid
from foundation.maps.shapes import Ring, pairs
from foundation.maps.simplify import Point, area_and_centre, simplify
from foundation.maps.spec import Area

FILE = "boundaries.json"
TOLERANCE = 60.0
SMALLEST = 40_000.0
OGL_CREDIT = (
    "Boundaries: Office for National Statistics, Open Government Licence v3.0. "
    "Contains OS data © Crown copyright and database right."
)


class BadBoundaries(Exception):
    """The file is not GeoJSON of named polygons in a system we know; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The areas, the credit to print and a digest of both, for documents that must be reproducible."""

    areas: tuple[Area, ...]
    credit: str
    digest: str

    def coded(self, codes: Iterable[str]) -> tuple[Area, ...]:
        """The areas with these codes, in the file's order."""
        wanted = set(codes)
        return tuple(area for area in self.areas if area.code in wanted)


NONE = Boundaries(areas=(), credit="", digest="")


def load(folder: Path) -> Boundaries:
    """What ``folder`` holds, or ``NONE``; read again only when the file changes."""
    path = folder / FILE
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        return NONE
    return _read(path, changed)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> Boundaries:
    raw = path.read_bytes()
    document = json.loads(raw)
    areas = [
        Area(item["code"], item["name"], tuple(Ring.of(pairs(flat)) for flat in item["rings"]))
        for item in document["areas"]
    ]
    return Boundaries(tuple(areas), document["credit"], sha256(raw).hexdigest())


def convert(document: dict[str, Any], *, prefix: str = "", credit: str = OGL_CREDIT) -> dict[str, Any]:
    """The stored form of a GeoJSON feature collection in EPSG:27700 or WGS84; raises ``BadBoundaries``.

    ``prefix`` keeps only areas whose code begins with it (``E`` for England).
    """
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise BadBoundaries("This is not a GeoJSON feature collection with features.")
    code_key, name_key = _keys(features[0].get("properties") or {})
    areas: list[dict[str, Any]] = []
    for feature in features:
        properties = feature.get("properties") or {}
        code = str(properties.get(code_key) or "")
        if not code or not code.startswith(prefix) or feature.get("geometry") is None:
            continue
        rings = _rings(feature["geometry"], on_grid(document))
        if rings:
            areas.append({"code": code, "name": str(properties.get(name_key) or code), "rings": rings})
    if not areas:
        raise BadBoundaries(f"No polygon with a code that begins with “{prefix}” was found.")
    areas.sort(key=lambda area: area["code"])
    return {"credit": credit, "unit": "metres, EPSG:27700", "areas": areas}


def on_grid(document: dict[str, Any]) -> bool:
    """Whether positions are already metres on the National Grid; GeoJSON without a system is WGS84."""
    system = str(((document.get("crs") or {}).get("properties") or {}).get("name", ""))
    if not system or system.endswith(("4326", "CRS84")):
        return False
    if system.endswith("27700"):
        return True
    raise BadBoundaries(f"The coordinate system {system} is not known: use EPSG:27700 or WGS84.")


def _keys(properties: dict[str, Any]) -> tuple[str, str]:
    """The properties that hold code and name: ``CTYUA24CD`` and ``CTYUA24NM``, or simply ``code`` and
    ``name``.
    """
    code = next((key for key in properties if key.lower() == "code" or key.upper().endswith("CD")), None)
    name = next((key for key in properties if key.lower() == "name" or key.upper().endswith("NM")), None)
    if code is None or name is None:
        raise BadBoundaries("Features need a code and a name, such as CTYUA24CD and CTYUA24NM.")
    return code, name


def _rings(geometry: dict[str, Any], metres: bool) -> list[list[int]]:
    kind = geometry.get("type")
    if kind not in ("Polygon", "MultiPolygon"):
        raise BadBoundaries(f"A boundary is a polygon, not a {kind}.")
    coordinates: list[Any] = geometry["coordinates"]
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    kept = []
    for polygon in polygons:
        for ring in polygon:
            points = [_position(position, metres) for position in ring]
            if area_and_centre(points)[0] >= SMALLEST:
                kept.append([round(number) for point in simplify(points, TOLERANCE)[:-1] for number in point])
    return kept


def _position(position: Sequence[float], metres: bool) -> Point:
    first, second = float(position[0]), float(position[1])
    return (first, second) if metres else to_grid(second, first)
