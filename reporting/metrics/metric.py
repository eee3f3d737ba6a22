"""What a metric is, and the list of them in the order of the report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from reporting.choices import RecordKind, Unit
from reporting.logic.figures import Computed
from reporting.metrics.source import Source


@dataclass(frozen=True)
class Cut:
    """What a figure is narrowed to: `filters` for the machine, `label` for people; empty for the whole."""

    filters: Mapping[str, str] = field(default_factory=dict)
    label: str = ""

    @property
    def dimension(self) -> str:
        """The one thing it is narrowed by: authority, phase, strand, year…; "" for the whole."""
        return next(iter(self.filters), "")


WHOLE = Cut()


@dataclass(frozen=True)
class Metric:
    """A named, versioned measure. A definition that changes gets a new version.

    `cuts` says which figures it comes to; `compute` works one of them out. `parts` are the dimensions whose
    figures add up to the whole, so that a hidden one must not be the difference. `question` heads the page
    of a figure; `definition` says in plain words what is counted; `source` which records it rests on.
    """

    code: str
    version: int
    section: str
    title: str
    question: str
    definition: str
    source: str
    unit: Unit
    records: RecordKind
    cuts: Callable[[Source], Sequence[Cut]]
    compute: Callable[[Source, Cut], Computed]
    parts: tuple[str, ...] = ()
    numerator_name: str = ""
    denominator_name: str = ""


_metrics: dict[str, Metric] = {}


def register_metric(metric: Metric) -> None:
    """Let a metric be part of the report; registering it again is fine, another under its code is not."""
    known = _metrics.setdefault(metric.code, metric)
    if known is not metric:
        raise ValueError(f"There is already a metric {metric.code}.")


def metrics() -> tuple[Metric, ...]:
    """All metrics, in the order they were registered."""
    return tuple(_metrics.values())


def metric_coded(code: str) -> Metric | None:
    """The metric as it is today; None when it is no longer measured."""
    return _metrics.get(code)
