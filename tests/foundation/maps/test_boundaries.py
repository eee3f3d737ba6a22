"""Boundaries loaded by an installation: both coordinate systems, what is refused, and that maps use them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from foundation.maps.boundaries import NONE, OGL_CREDIT, BadBoundaries, convert, load

HARTLEPOOL_CORNERS = [[-1.40, 54.60], [-1.15, 54.60], [-1.15, 54.72], [-1.40, 54.72], [-1.40, 54.60]]


def collection(coordinates, code="E06000001", system=None, keys=("CTYUA24CD", "CTYUA24NM"), kind="Polygon"):
    features = [
        {
            "type": "Feature",
            "properties": {keys[0]: code, keys[1]: "Hartlepool", "CTYUA24NMW": " "},
            "geometry": {"type": kind, "coordinates": coordinates},
        }
    ]
    document = {"type": "FeatureCollection", "features": features}
    return (
        document if system is None else document | {"crs": {"type": "name", "properties": {"name": system}}}
    )


def test_positions_in_degrees_are_projected_and_those_in_metres_kept():
    metres = [[0, 0], [9000, 0], [9000, 9000], [0, 9000], [0, 0]]
    kept = convert(collection([metres], system="EPSG:27700"))["areas"][0]
    assert kept["rings"] == [[0, 0, 9000, 0, 9000, 9000, 0, 9000]]
    moved = convert(collection([HARTLEPOOL_CORNERS]))["areas"][0]
    assert (moved["code"], moved["name"]) == ("E06000001", "Hartlepool")
    assert 438_000 < moved["rings"][0][0] < 440_000
    assert 522_000 < moved["rings"][0][1] < 524_000


def test_only_codes_with_the_prefix_are_kept():
    document = collection([HARTLEPOOL_CORNERS])
    document["features"] += collection([HARTLEPOOL_CORNERS], code="W06000001")["features"]
    assert [area["code"] for area in convert(document, prefix="E")["areas"]] == ["E06000001"]


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"type": "FeatureCollection", "features": []}, "not a GeoJSON feature collection"),
        (collection([HARTLEPOOL_CORNERS], keys=("a", "b")), "code and a name"),
        (collection([HARTLEPOOL_CORNERS], system="EPSG:3857"), "EPSG:3857 is not known"),
        (collection([0, 1], kind="Point"), "not a Point"),
        (collection([HARTLEPOOL_CORNERS], code="W1"), "begins with “E”"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(document, message):
    with pytest.raises(BadBoundaries, match=message):
        convert(document, prefix="E")


def test_the_command_keeps_the_areas_where_maps_find_them(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    assert load(settings.DATA_DIR) == NONE
    source = tmp_path / "areas.geojson"
    source.write_text(json.dumps(collection([HARTLEPOOL_CORNERS])), encoding="utf-8")
    said = StringIO()
    call_command("load_boundaries", source, stdout=said)
    found = load(settings.DATA_DIR)
    assert said.getvalue().startswith("1 areas kept in ")
    assert [(area.code, area.name) for area in found.areas] == [("E06000001", "Hartlepool")]
    assert found.credit == OGL_CREDIT
    assert len(found.digest) == 64
    assert [area.name for area in found.coded(["E06000001", "E1"])] == ["Hartlepool"]


def test_the_command_says_what_is_wrong_with_a_file_and_keeps_nothing(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    broken = tmp_path / "broken.geojson"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(CommandError, match=r"broken\.geojson"):
        call_command("load_boundaries", broken)
    assert load(settings.DATA_DIR) == NONE
