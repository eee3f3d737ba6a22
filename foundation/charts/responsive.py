"""One chart drawn for a wide and for a narrow place, of which the page shows the one that fits.

Text in a chart must not be scaled, so a chart for a phone is drawn anew. The stylesheet hides the other one
from everybody, screen readers included.
"""

from typing import Protocol, Self

from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation.charts.theme import PAGE, Theme

WIDTHS = (440, 500, 560, 600, 680)  # each has its rule in static/css/components/chart.css
NARROW = 326


class Resizable(Protocol):
    """Any chart that can be drawn at another width."""

    def at(self, width: int) -> Self: ...

    def svg(self, theme: Theme = PAGE) -> SafeString: ...


def in_two_widths(chart: Resizable, wide: int = 560, narrow: int = NARROW) -> SafeString:
    """Both drawings in one ``div``; where there is less room than ``wide`` px, the narrow one shows.

    ``wide`` is one of ``WIDTHS``, because the stylesheet has to know it; else ValueError.
    """
    if wide not in WIDTHS:
        raise ValueError(f"{wide} px is not one of the widths that the stylesheet knows: {WIDTHS}.")
    return format_html(
        '<div class="chart-widths from-{}"><div class="wide">{}</div><div class="narrow">{}</div></div>',
        wide,
        chart.at(wide).svg(),
        chart.at(narrow).svg(),
    )
