"""Charts: what is drawn for each state, that text is escaped and fits, and that the same input gives the
same bytes.
"""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from foundation.charts import (
    PAGE,
    PDF,
    Band,
    Bar,
    BarChart,
    Break,
    Column,
    ColumnChart,
    Funnel,
    Line,
    LineChart,
    Pair,
    PairedBars,
    Sparkline,
    State,
    Step,
    Table,
    Value,
    in_two_widths,
)
from foundation.charts.responsive import WIDTHS
from foundation.charts.text import text_width
from foundation.charts.theme import PDF_FONTS

SVG = "{http://www.w3.org/2000/svg}"
YEARS = ("2020/21", "2021/22", "2022/23", "2023/24", "2024/25")


def share(number: float) -> Value:
    return Value.of(number, f"{number}%")


def bars(*items: Bar, **options) -> BarChart:
    return BarChart("Darlington leads", "Share of schools", items, ("Authority", "Share"), **options)


def line(*values: Value, **options) -> LineChart:
    names = tuple(f"20{year}" for year in range(10, 10 + len(values)))
    return LineChart("Reach grew", "Share of schools", names, (Line("Reach", values),), **options)


EVERY_CHART = [
    bars(
        Bar("A", share(83)), Bar("B", Value.suppressed()), band=Band(75, 75, "Target 75%"), axis_labels=True
    ),
    ColumnChart("C", "d", (Column("A", share(3)), Column("B", Value.not_published())), ("Year", "Days")),
    line(share(58), Value.no_data(), share(61), breaks=(Break(2),), band=Band(75, 77, "Target")),
    Funnel("F", "d", (Step("In", Value.of(212)), Step("Out", Value.of(118))), ("Step", "People", "Share")),
    PairedBars("P", "d", "Gives", "Takes", (Pair("Days", Value.of(3), Value.of(0)),)),
    Sparkline("S", "d", YEARS[:3], (share(1), Value.no_data(), share(3)), ("Year", "Share"), Band(2, 2, "t")),
]


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in parsed(svg).iter(f"{SVG}text")]


def shapes(svg: str, tag: str, name: str) -> list[dict[str, str]]:
    return [e.attrib for e in parsed(svg).iter(SVG + tag) if name in e.get("class", "").split()]


@pytest.mark.parametrize("chart", EVERY_CHART, ids=lambda chart: type(chart).__name__)
@pytest.mark.parametrize("theme", [PAGE, PDF], ids=lambda theme: theme.name)
def test_every_chart_is_a_named_and_described_image_at_its_own_size(chart, theme):
    root = parsed(chart.svg(theme))
    assert root.get("role") == "img"
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert root.get("width") == str(chart.width)
    title, description = root[0], root[1]
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert (title.text or "").startswith(chart.title)
    assert (description.text or "").startswith(chart.description)


@pytest.mark.parametrize("chart", EVERY_CHART, ids=lambda chart: type(chart).__name__)
def test_every_chart_has_its_table_with_the_words_of_each_figure(chart):
    table = chart.table()
    assert isinstance(table, Table)
    assert all(cell for row in table.rows for cell in row)


@pytest.mark.parametrize("chart", EVERY_CHART, ids=lambda chart: type(chart).__name__)
def test_a_chart_has_no_inline_style_script_or_id(chart):
    for element in parsed(chart.svg()).iter():
        assert element.tag.removeprefix(SVG) not in ("style", "script", "image", "use", "foreignObject")
        assert not {"style", "id", "href"} & set(element.attrib)


def test_the_pdf_names_its_font_and_puts_the_description_in_the_alternative_text():
    page, pdf = (parsed(EVERY_CHART[0].svg(theme)) for theme in (PAGE, PDF))
    assert page.get("font-family") is None
    assert pdf.get("font-family") == PDF_FONTS
    assert page[0].text == "Darlington leads"
    assert pdf[0].text == "Darlington leads. Share of schools"


def test_the_same_chart_is_the_same_bytes_in_another_process():
    program = (
        "from foundation.charts import *;"
        "print(BarChart('t','d',(Bar('A',Value.of(3)),Bar('B',Value.suppressed())),('a','b'),Band(2,2,'x')).svg())"
    )
    root = Path(__file__).parents[3]
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_charts_and_maps_are_drawn_without_any_settings():
    program = (
        "from foundation.charts import *; from foundation.maps import *;"
        "in_two_widths(BarChart('t','d',(Bar('A',Value.of(3)),),('a','b')));"
        "draw_map(MapSpec('t','d',()))"
    )
    root = Path(__file__).parents[3]
    subprocess.run([sys.executable, "-c", program], cwd=root, env={}, check=True)


def test_names_are_escaped_and_unprintable_characters_dropped():
    chart = bars(Bar("<script>&\"'\x0b", share(3)))
    assert texts(chart.svg())[0] == "<script>&\"'"
    assert "<script>" not in chart.svg()


def test_bars_below_the_target_are_paler_and_the_target_stands_behind_them():
    svg = bars(Bar("A", share(83)), Bar("B", share(73)), band=Band(75, 75, "Target 75%")).svg()
    order = [element.get("class") for element in parsed(svg).iter(f"{SVG}rect")]
    assert order == ["band", "c1", "pale"]
    assert texts(svg)[0] == "Target 75%"


def test_bars_begin_at_zero_and_are_as_long_as_their_figures():
    found = shapes(bars(Bar("A", share(80)), Bar("B", share(40)), maximum=100).svg(), "rect", "c1")
    long, short = (float(bar["width"]) for bar in found)
    assert found[0]["x"] == found[1]["x"]
    assert long == pytest.approx(2 * short, abs=0.02)


def test_zero_is_a_hairline_and_the_three_other_states_are_drawn_as_no_bar_at_all():
    svg = bars(
        Bar("Zero", Value.of(0)),
        Bar("Few", Value.suppressed()),
        Bar("Late", Value.not_published()),
        Bar("None", Value.no_data()),
        Bar("Some", Value.of(9)),
    ).svg()
    zero, _some = shapes(svg, "rect", "c1")
    assert zero["width"] == "1"
    assert len(shapes(svg, "rect", "hollow")) == 1
    assert len(shapes(svg, "circle", "hollow")) == 1
    assert [words for words in texts(svg) if words in ("0", "under 5", "not published", "no data")] == [
        "0",
        "under 5",
        "not published",
        "no data",
    ]


def test_a_missing_year_is_a_gap_in_the_line_and_a_suppressed_one_a_hollow_square():
    svg = line(
        share(58), share(61), Value.no_data(), share(67), share(73), Value.suppressed(), share(70)
    ).svg()
    assert [len(run["points"].split()) for run in shapes(svg, "polyline", "c1-line")] == [2, 2]
    assert len(shapes(svg, "circle", "c1")) == 5
    assert len(shapes(svg, "rect", "hollow")) == 1
    assert "under 5" in texts(svg)


def test_a_series_break_is_a_gap_with_a_dashed_upright_and_its_reason():
    svg = line(share(58), share(61), share(67), share(73), breaks=(Break(2),)).svg()
    assert [len(run["points"].split()) for run in shapes(svg, "polyline", "c1-line")] == [2, 2]
    assert len([edge for edge in shapes(svg, "line", "ink2-line") if edge.get("stroke-dasharray")]) == 1
    assert "Definition changed" in texts(svg)


def test_a_line_chart_that_does_not_start_at_zero_says_so():
    truncated, whole = (
        line(share(58), share(73), suffix="%").svg(),
        line(share(2), share(73), suffix="%").svg(),
    )
    assert "Axis starts at 50%" in texts(truncated)
    assert (parsed(truncated)[1].text or "").endswith("The axis starts at 50%.")
    assert not [words for words in texts(whole) if words.startswith("Axis")]


def test_two_lines_are_named_at_their_ends_and_more_than_four_are_refused():
    two = (Line("Primary", (share(40), share(54))), Line("Secondary", (share(35), share(53))))
    svg = LineChart("t", "d", ("2023", "2024"), two).svg()
    assert texts(svg)[-2:] == ["Primary 54%", "Secondary 53%"]
    ys = [float(e.get("y", 0)) for e in list(parsed(svg).iter(f"{SVG}text"))[-2:]]
    assert ys[1] - ys[0] >= 13
    with pytest.raises(ValueError, match="small multiples"):
        LineChart("t", "d", ("2023", "2024"), two * 3)


def test_the_grid_has_at_most_four_lines():
    for top in (1, 3, 7, 12, 38, 99, 101, 4512, 0.3, 1_000_001):
        assert len(shapes(line(share(0), share(top)).svg(), "line", "grid-line")) <= 4
        columns = ColumnChart("t", "d", (Column("A", Value.of(top)),), ("a", "b"))
        assert len(shapes(columns.svg(), "line", "grid-line")) <= 4


def test_a_funnel_gives_the_share_of_the_step_before_but_never_of_fewer_than_five():
    steps = tuple(Step(f"s{n}", Value.of(n)) for n in (212, 118, 74, 52, 45, 4, 2))
    funnel = Funnel("t", "d", steps, ("Step", "People", "Share"))
    assert funnel.shares() == ("", "56%", "63%", "70%", "87%", "9%", "")
    assert funnel.table().rows[1] == ("s118", "118", "56%")
    assert funnel.table().rows[6] == ("s2", "2", "–")


def test_paired_bars_share_one_scale_in_two_inks():
    svg = PairedBars("t", "d", "Gives", "Takes", (Pair("Days", Value.of(30), Value.of(15)),)).svg()
    gives, takes = shapes(svg, "rect", "c1")[0], shapes(svg, "rect", "c4")[0]
    assert float(gives["width"]) == pytest.approx(2 * float(takes["width"]), abs=0.02)
    assert texts(svg)[:2] == ["Gives", "Takes"]


def test_a_sparkline_is_88_by_28_and_marks_only_its_last_point():
    svg = Sparkline("t", "d", YEARS, tuple(map(share, (58, 61, 64, 67, 73))), ("a", "b")).svg()
    assert (parsed(svg).get("width"), parsed(svg).get("height")) == ("88", "28")
    assert [dot["cx"] for dot in shapes(svg, "circle", "c1")] == ["84"]


@pytest.mark.parametrize("width", [326, 560, 644])
def test_no_label_runs_out_of_the_picture(width):
    long = "Bournemouth, Christchurch and Poole with Dorset"
    charts = [
        bars(Bar(long, share(100)), Bar("B", Value.not_published()), band=Band(98, 98, "Target 98%")),
        line(share(58), share(99), band=Band(75, 77, "Target 75%")),
        Funnel("t", "d", (Step(long, Value.of(1200)), Step("B", Value.of(1199))), ("a", "b", "c")),
        PairedBars("t", "d", "Gives", "Takes", (Pair(long, Value.of(1000), Value.of(1000)),)),
    ]
    for chart in charts:
        for element in parsed(chart.at(width).svg()).iter(f"{SVG}text"):
            wide = text_width(
                element.text or "", float(element.get("font-size", 0)), element.get("font-weight") == "700"
            )
            x, anchor = float(element.get("x", 0)), element.get("text-anchor", "start")
            left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
            assert left >= -0.5, element.text
            assert left + wide <= width + 0.5, element.text


def test_two_widths_are_two_drawings_at_the_size_shown():
    markup = in_two_widths(bars(Bar("A", share(83))), wide=600)
    assert markup.startswith('<div class="chart-widths from-600">')
    assert (markup.count("<svg"), markup.count('width="600"'), markup.count('width="326"')) == (2, 1, 1)


def test_the_stylesheet_has_a_rule_for_every_width():
    rules = (Path(__file__).parents[3] / "static/css/components/chart.css").read_text(encoding="utf-8")
    for width in WIDTHS:
        assert f"@container (max-width: {width - 1}px) {{\n  .from-{width} > .wide" in rules
    with pytest.raises(ValueError, match="521 px"):
        in_two_widths(bars(Bar("A", share(83))), wide=521)


def test_a_value_is_a_figure_or_a_reason_never_both():
    with pytest.raises(ValueError, match="suppressed"):
        Value(3, "under 5", State.SUPPRESSED)
    with pytest.raises(ValueError, match="value"):
        Value(None, "73%")
    with pytest.raises(ValueError, match="cannot be drawn"):
        Value.of(float("nan"))
    assert Value.of(1850).text == "1,850"


def test_a_chart_of_nothing_still_draws():
    empty = BarChart("t", "d", (), ("a", "b"))
    assert parsed(empty.svg()).get("role") == "img"
    nothing = line(Value.no_data(), Value.not_published())
    assert "not published" in texts(nothing.svg())
