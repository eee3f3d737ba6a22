"""Charts drawn on the server: a frozen specification goes in, an SVG and a table of the same figures come
out.

>>> chart = BarChart(title="Darlington leads", description="Share of open schools reached, 2024/25", ...)
>>> chart.svg()            # for a page: takes the page's font, restyled by its stylesheet
>>> chart.svg(PDF)         # for a PDF: font named, title and description together as alternative text
>>> chart.at(326).svg()    # the same chart for a phone: redrawn, not scaled
>>> chart.table()          # header and rows in words
"""

from foundation.charts.bars import Bar, BarChart
from foundation.charts.columns import Column, ColumnChart
from foundation.charts.funnel import Funnel, Step
from foundation.charts.lines import Break, Line, LineChart
from foundation.charts.paired import Pair, PairedBars
from foundation.charts.responsive import in_two_widths
from foundation.charts.sparkline import Sparkline
from foundation.charts.theme import PAGE, PDF, Theme
from foundation.charts.values import Band, State, Table, Value

__all__ = [
    "PAGE",
    "PDF",
    "Band",
    "Bar",
    "BarChart",
    "Break",
    "Column",
    "ColumnChart",
    "Funnel",
    "Line",
    "LineChart",
    "Pair",
    "PairedBars",
    "Sparkline",
    "State",
    "Step",
    "Table",
    "Theme",
    "Value",
    "in_two_widths",
]
