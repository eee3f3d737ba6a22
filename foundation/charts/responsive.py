"""One chart drawn for a wide and for a narrow place, of which the page shows the one that fits.

Text in a chart must not be scaled, so a chart for a phone is drawn anew. The stylesheet hides the other one
from everybody, screen readers included.
"""

from typing import Protocol, Self

from django.utils.html import format_html
from django.utils.safestring import SafeString

from foundation.charts.theme import PAGE, Theme

WIDE, NARROW = 560, 326


class Resizable(Protocol):
    """Any chart that can be drawn at another width."""

    def at(self, width: int) -> Self: ...

    def svg(self, theme: Theme = PAGE) -> SafeString: ...


def in_two_widths(chart: Resizable, wide: int = WIDE, narrow: int = NARROW) -> SafeString:
    """Both drawings in a ``div.chart-widths``; the narrow one shows where the wide one has less than its
    room.
    """
    return format_html(
        '<div class="chart-widths"><div class="wide">{}</div><div class="narrow">{}</div></div>',
        chart.at(wide).svg(),
        chart.at(narrow).svg(),
    )
