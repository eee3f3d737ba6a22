"""Computing every figure of a report, one after the other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reporting.logic.figures import Computed
from reporting.logic.suppression import hidden_parts
from reporting.metrics.metric import Cut, Metric, metrics
from reporting.metrics.source import Source

OnFigure = Callable[[int, int], None]


@dataclass(frozen=True)
class Collected:
    """One figure with the metric it belongs to and what it is narrowed to."""

    metric: Metric
    cut: Cut
    computed: Computed


def collect(source: Source, on_figure: OnFigure = lambda done, total: None) -> list[Collected]:
    """All figures in the order of the register. `on_figure` is told how many of how many are done."""
    planned = [(metric, cut) for metric in metrics() for cut in metric.cuts(source)]
    found: list[Collected] = []
    for metric, cut in planned:
        found.append(Collected(metric, cut, metric.compute(source, cut)))
        on_figure(len(found), len(planned))
    return [_hidden_where_needed(one, found) for one in found]


def _hidden_where_needed(one: Collected, everything: Iterable[Collected]) -> Collected:
    """The figure, hidden when it could be used to work out one that is."""
    dimension = one.cut.dimension
    if dimension not in one.metric.parts:
        return one
    parts = {
        other.cut.filters[dimension]: len(other.computed.out_of)
        for other in everything
        if other.metric is one.metric and other.cut.dimension == dimension
    }
    if one.cut.filters[dimension] not in hidden_parts(parts):
        return one
    return Collected(one.metric, one.cut, one.computed.suppressed())
