"""A small report with everything a document can hold: cover, contents, tiles, chart, tables, map, a long
table.
"""

from pathlib import Path

import segno
from django.template import Context, Engine
from django.utils.safestring import SafeString

from foundation.charts import PDF, Band, Bar, BarChart, Sparkline, Value
from foundation.maps import Area, Glyph, MapPoint, MapSpec, draw_map
from foundation.maps.shapes import Ring

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
YEARS = ("2020/21", "2021/22", "2022/23", "2023/24", "2024/25")
CENTRE = (441_900.0, 520_600.0)
AUTHORITIES = (
    ("Darlington", 34, 41, 83),
    ("Hartlepool", 31, 38, 82),
    ("Middlesbrough", 40, 53, 75),
    ("Redcar and Cleveland", 38, 52, 73),
    ("Stockton-on-Tees", 65, 101, 64),
)
TILES = (
    ("Trainees registered", "41", (32, 34, 33, 38, 41), (38, 40), "Target 38", "good"),
    ("In post within 6 months", "93%", (88, 91, 90, 92, 93), (90, 91), "National 88%", "good"),
    ("CPD days delivered", "63", (47, 51, 53, 58, 63), (56, 57), "Target 50", "good"),
    ("Says it helps practice", "92%", (89, 91, 88, 92, 92), (89, 91), "Target 90%, n = 412", "good"),
    ("Support days delivered", "24", (18, 27, 33, 31, 24), (29, 31), "Target 30", "bad"),
    ("Support rated good or better", "89%", (95, 92, 90, 91, 89), (89, 91), "Target 90%, n = 27", "warn"),
    ("Schools reached", "73%", (58, 61, 64, 67, 73), (75, 76), "Target 75%", "warn"),
    ("Pupil progress", "", (), (), "for 2024/25", "not-published"),
)
WORDS = {
    "good": "On target",
    "warn": "Near target",
    "bad": "Below target",
    "not-published": "Not published",
}


def report(**overrides: object) -> str:
    """The document as HTML; ``overrides`` replace parts of its context."""
    engine = Engine(dirs=[TEMPLATES, Path(__file__).parent])
    return engine.get_template("sample.html").render(Context(context() | overrides))


def context() -> dict[str, object]:
    return {
        "title": "Impact report 2024/25",
        "owner": "Eastmoor & Coast Teaching Alliance",
        "edition": "Impact report 2024/25 · edition 1 · 7c1e 04ab",
        "spine": "#0d4350",
        "accent": "#e3a72f",
        "tiles": [tile(*given) for given in TILES],
        "bars": bars().svg(PDF),
        "rows": [(name, str(reached), str(all_), f"{share}%") for name, reached, all_, share in AUTHORITIES],
        "map": draw_map(partners().at(310, 350), "pdf"),
        "code": check_code("https://eastmoor-coast.example/verify/7c1e04ab93d25f60"),
        "cover_map": draw_map(partners().at(794, 662), "cover"),
        "register": [str(number) for number in range(100, 160)],
    }


def check_code(address: str) -> SafeString:
    made = segno.make(address, error="m")
    scale = 62 / made.symbol_size(border=0)[0]
    options = {
        "scale": scale,
        "border": 0,
        "dark": "#ffffff",
        "light": None,
        "svgclass": None,
        "lineclass": None,
    }
    picture = made.svg_inline(title=f"Code that opens {address}", **options)
    return SafeString(picture)


def tile(name: str, figure: str, values: tuple[int, ...], band: tuple[int, ...], target: str, mark: str):
    given = {"name": name, "figure": figure, "target": target, "mark": mark, "state": WORDS[mark]}
    if not values:
        return given | {"before": "Not published by the DfE", "trend": ""}
    trend = Sparkline(
        title=name,
        description=f"From {values[0]} to {values[-1]}.",
        periods=YEARS,
        values=tuple(Value.of(value) for value in values),
        heads=("Year", name),
        band=Band(band[0], band[1], "Target"),
        width=118,
        height=34,
    )
    return given | {"before": f"{values[-2]} last year", "trend": trend.svg(PDF)}


def bars() -> BarChart:
    return BarChart(
        title="Darlington and Hartlepool lead; Stockton-on-Tees has most room to grow",
        description="Share of open schools reached, by authority. See table 2.4.",
        bars=tuple(Bar(name, Value.of(share, f"{share}%")) for name, _, _, share in AUTHORITIES),
        heads=("Authority", "Share"),
        band=Band(75, 77, "Target 75%"),
        maximum=100,
        suffix="%",
        axis_labels=True,
        width=657,
    )


def partners() -> MapSpec:
    """Sixty places spread by a fixed rule, and two square areas."""
    kinds = (Glyph.CIRCLE, Glyph.CIRCLE, Glyph.SQUARE, Glyph.CIRCLE, Glyph.DIAMOND)
    points = [
        MapPoint(
            CENTRE[0] + ((n * 7919) % 101 - 50) * 520.0,
            CENTRE[1] + ((n * 104_729) % 97 - 48) * 460.0,
            kinds[n % len(kinds)],
            f"School {n}",
        )
        for n in range(60)
    ]
    points.append(MapPoint(*CENTRE, Glyph.STAR, "Hallgarth Academy"))
    return MapSpec(
        title="Partners and share reached",
        description="Sixty partner schools around Hallgarth Academy.",
        points=tuple(points),
        centre=CENTRE,
        areas=(_area("Darlington", 420_000, 505_000, 1.0), _area("Stockton-on-Tees", 436_000, 508_000, 0.2)),
        area_names=False,
    )


def _area(name: str, west: float, south: float, shade: float) -> Area:
    corners = [
        (west, south),
        (west + 14_000, south + 1_000),
        (west + 15_000, south + 15_000),
        (west, south + 13_000),
    ]
    return Area(name, name, (Ring.of(corners),), shade)
