"""How charts look on a page and in a PDF.

Colours are written as attributes, so that a picture is right on its own; the classes on top let
``static/css/components/chart.css`` restyle a page for dark mode. PDF engines resolve no custom properties
inside SVG and need the font named on the root, hence the second theme.
"""

from dataclasses import dataclass

# As in static/css/pdf.css; no space after the comma, which WeasyPrint would take for part of the name.
PDF_FONTS = "Atkinson Hyperlegible Next,Atkinson Hyperlegible Next Extended"
SERIES = ("c1", "c2", "c3", "c4")

COLOURS = {
    "c1": "#12436d",
    "c2": "#28a197",
    "c3": "#801650",
    "c4": "#d9591a",
    "pale": "#8fa9bf",
    "band": "#dbeae7",
    "grid": "#dfe5e5",
    "axis": "#16232a",
    "ink": "#16232a",
    "ink2": "#4b5961",
    "surface": "#ffffff",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """Sizes in CSS px: text, the pitch of rows, bars and lines. ``font`` empty means: the page's own."""

    name: str
    font: str
    text: float
    value: float
    small: float
    row: float
    bar: float
    line: float
    bold: int


PAGE = Theme(name="page", font="", text=13, value=13, small=12.5, row=29, bar=20, line=2.25, bold=700)
PDF = Theme(
    name="pdf",
    font=PDF_FONTS,
    text=11.5,
    value=11.5,
    small=10.5,
    row=26,
    bar=18,
    line=2,
    bold=700,
)
