"""Maps: what they show, how they can be used without seeing them, and that a hostile name stays a name."""

import cProfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from foundation.charts.theme import PDF_FONTS
from foundation.maps import Area, Glyph, MapPoint, MapSpec, Palette, draw_map, rings_for
from foundation.maps.grid import MILE
from foundation.maps.shapes import Ring, View, coast, path_data
from foundation.maps.simplify import area_and_centre, clip, simplify

SVG = "{http://www.w3.org/2000/svg}"
CENTRE = (445_300.0, 523_000.0)


def point(
    miles_east: float, miles_north: float, glyph: Glyph = Glyph.CIRCLE, label: str = "A", **options
) -> MapPoint:
    return MapPoint(CENTRE[0] + miles_east * MILE, CENTRE[1] + miles_north * MILE, glyph, label, **options)


def map_of(*points: MapPoint, **options) -> MapSpec:
    return MapSpec("Where our partners are", "Places by kind.", points, centre=CENTRE, **options)


def square(west: float, south: float, size: float, name: str = "Area", **options) -> Area:
    corners = [(west, south), (west + size, south), (west + size, south + size), (west, south + size)]
    return Area("E1", name, (Ring.of(corners),), **options)


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in parsed(svg).iter(f"{SVG}text")]


def marks(svg: str) -> list[ElementTree.Element]:
    group = next(element for element in parsed(svg).iter(f"{SVG}g") if element.get("class") == "marks")
    return [
        element for element in group.iter() if element.tag in (f"{SVG}circle", f"{SVG}rect", f"{SVG}path")
    ]


def test_each_kind_has_its_own_shape_and_the_star_lies_on_top():
    kinds = [point(n, n, kind, kind.value) for n, kind in enumerate(Glyph)]
    found = marks(draw_map(map_of(*reversed(kinds))))
    assert [mark.tag.removeprefix(SVG) for mark in found] == ["path", "rect", "circle", "path"]
    assert found[-1].get("class") == "star"


def test_every_mark_has_its_name_and_a_link_where_there_is_one():
    svg = draw_map(
        map_of(point(1, 1, label="Saltscar Academy", href="/a/x?b=1&c=2"), point(2, 2, label="Other"))
    )
    root = parsed(svg)
    assert root.get("role") == "group"
    assert [title.text for title in root.iter(f"{SVG}title")][1:] == ["Other", "Saltscar Academy"]
    link = next(root.iter(f"{SVG}a"))
    assert (link.get("href"), link.get("aria-label"), link.get("tabindex")) == (
        "/a/x?b=1&c=2",
        "Saltscar Academy",
        "-1",
    )


def test_links_are_tab_stops_when_asked_and_a_map_without_links_is_one_image():
    reachable = draw_map(map_of(point(1, 1, href="/x"), tab_stops=True))
    assert next(parsed(reachable).iter(f"{SVG}a")).get("tabindex") is None
    assert parsed(draw_map(map_of(point(1, 1)))).get("role") == "img"


def test_a_document_has_neither_links_nor_names_on_the_marks():
    svg = draw_map(map_of(point(1, 1, href="/x")), "pdf")
    assert list(parsed(svg).iter(f"{SVG}a")) == []
    assert [title.text for title in parsed(svg).iter(f"{SVG}title")] == [
        "Where our partners are. Places by kind."
    ]
    assert parsed(svg).get("font-family") == PDF_FONTS


def test_a_hostile_name_stays_a_name():
    svg = draw_map(map_of(point(1, 1, label='"><script>alert(1)</script>', href='javascript:"x"')))
    assert "<script" not in svg
    assert next(parsed(svg).iter(f"{SVG}a")).get("aria-label") == '"><script>alert(1)</script>'


def test_rings_are_labelled_in_the_south_west():
    svg = draw_map(map_of(*(point(x, y) for x in (-19, 19) for y in (-19, 19)), width=500, height=500))
    label = next(element for element in parsed(svg).iter(f"{SVG}text") if element.text == "10 miles")
    assert float(label.get("x", 0)) < 250
    assert float(label.get("y", 0)) > 250
    assert "20 miles" in texts(svg)


def test_the_innermost_ring_is_in_the_picture_even_when_all_points_are_close():
    svg = draw_map(map_of(point(0.1, 0.1), rings_miles=(10, 20)))
    assert texts(svg) == ["10 miles"]


def test_what_is_too_far_is_counted_and_not_dropped_in_silence():
    spec = map_of(point(1, 1), point(31, 0), point(0, 90))
    assert len(spec.beyond()) == 2
    svg = draw_map(spec)
    assert "2 further away" in texts(svg)
    assert parsed(svg)[1].text == "Places by kind. 2 further away."
    assert len(marks(svg)) == 1


def test_every_mark_shown_is_inside_the_picture():
    spec = map_of(*(point(x, y) for x in (-29, 0, 20) for y in (-2, 0, 21)), width=284, height=345)
    for mark in marks(draw_map(spec)):
        assert 10 < float(mark.get("cx", 0)) < 274
        assert 10 < float(mark.get("cy", 0)) < 335


def test_shaded_areas_are_darker_with_a_larger_share_and_named_once():
    areas = (
        square(CENTRE[0] - 20_000, CENTRE[1], 15_000, "West", shade=0.0),
        square(CENTRE[0], CENTRE[1], 15_000, "East", shade=1.0),
        square(CENTRE[0], CENTRE[1] - 20_000, 15_000, "South"),
    )
    svg = draw_map(map_of(point(1, 1), areas=areas, width=500, height=500))
    fills = {
        e.get("class"): e.get("fill")
        for e in parsed(svg).iter(f"{SVG}path")
        if "border" in e.get("class", "")
    }
    assert fills == {"shade1 border": "#e6edf4", "shade5 border": "#a6c0d5", "land border": "#ffffff"}
    assert sorted(words for words in texts(svg) if "miles" not in words) == ["East", "South", "West"]


def test_the_cover_takes_the_alliances_colours_and_needs_five_places():
    spec = map_of(
        *(point(n, n) for n in range(4)), point(0, 0, Glyph.STAR), palette=Palette("#0", "#abcdef", "#123456")
    )
    svg = draw_map(spec, "cover")
    assert next(parsed(svg).iter(f"{SVG}rect")).get("fill") == "#123456"
    assert marks(svg)[-1].get("fill") == "#abcdef"
    with pytest.raises(ValueError, match="five"):
        draw_map(replace(spec, points=spec.points[:4]), "cover")


def test_the_same_map_is_the_same_bytes_whatever_the_order_of_its_points():
    points = [point(n % 7, n % 5, label=str(n)) for n in range(30)]
    assert draw_map(map_of(*points)) == draw_map(map_of(*reversed(points)))


def test_twice_the_points_take_twice_the_steps_and_not_four_times_as_many():
    def steps(count: int) -> int:
        spec = map_of(
            *(point(n % 23 - 11, n % 19 - 9, label=f"School {n}", href=f"/{n}") for n in range(count))
        )
        draw_map(spec)  # what is kept after the first is not counted
        profile = cProfile.Profile()
        profile.runcall(draw_map, spec)
        return sum(entry.callcount for entry in profile.getstats())

    assert steps(1000) < 2.2 * steps(500)


def test_a_map_without_a_single_point_shows_the_country():
    svg = draw_map(MapSpec("t", "d", ()))
    land = next(element for element in parsed(svg).iter(f"{SVG}path"))
    assert len(land.get("d", "")) > 2000


def test_the_table_lists_the_places_nearest_first():
    spec = map_of(point(3, 4, label="Far"), point(0, 1, label="Near"))
    assert spec.table().rows == (("Near", "1.0"), ("Far", "5.0"))


@pytest.mark.parametrize(
    ("reach", "rings"), [(1, (2, 5)), (8, (5, 10)), (15, (10, 20)), (40, (25, 50)), (400, (50, 100))]
)
def test_the_rings_chosen_hold_nine_in_ten_places(reach, rings):
    assert rings_for(CENTRE, [point(reach * n / 10, 0) for n in range(1, 10)] + [point(600, 0)]) == rings


def test_the_coast_is_where_it_should_be():
    towns = {"Darlington": (428_900, 514_500), "Truro": (182_500, 44_800), "Norwich": (623_000, 308_500)}
    seas = {"Off Whitby": (510_000, 520_000), "Lyme Bay": (330_000, 70_000), "Irish Sea": (270_000, 430_000)}
    assert {name for name, place in towns.items() if on_land(place)} == set(towns)
    assert {name for name, place in seas.items() if on_land(place)} == set()


def on_land(place: tuple[float, float]) -> bool:
    """Whether a ray to the east crosses the coast an odd number of times."""
    crossings = 0
    for ring in coast():
        points = ring.points()
        for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
            if (y1 > place[1]) != (y2 > place[1]):
                crossings += place[0] < x1 + (place[1] - y1) / (y2 - y1) * (x2 - x1)
    return crossings % 2 == 1


def test_leaving_out_what_is_out_of_sight_changes_nothing_that_is_in_sight():
    """The visible land, clipped exactly, has the same area from all points as from the points kept."""
    view = View(425_000, 500_000, 475_000, 545_000, 0.02)
    box = (view.west, view.south, view.east, view.north)
    for ring in coast():
        whole, kept = clip(ring.points(), box), clip(ring.seen(view), box)
        if len(whole) > 2:
            assert area_and_centre(kept)[0] == pytest.approx(area_and_centre(whole)[0], rel=1e-3)
    assert len(path_data(coast(), view)) < 4000


def test_simplifying_stays_within_its_tolerance_and_keeps_the_ends():
    wave = [(float(n), float(n % 2) * 0.4) for n in range(50)]
    assert simplify(wave, 0.5) == [wave[0], wave[-1]]
    corner = [(0.0, 0.0), (5.0, 0.1), (10.0, 0.0), (10.0, 10.0)]
    assert simplify(corner, 0.5) == [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]
