"""The results on the page of those who were asked."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from alliance.charts.feedback import shares_chart
from alliance.models import Survey
from alliance.queries.feedback import wording
from alliance.queries.feedback.shared import SharedResult, shared_by
from foundation.charts import in_two_widths


@dataclass(frozen=True)
class ShownToAsked:
    """`chart` is None where something is hidden, and `hidden` says what."""

    asked: str
    sub: str
    hidden: str
    chart: SafeString | None
    rows: tuple[tuple[str, str, str], ...]


def shared_sections(survey: Survey) -> list[tuple[str, list[ShownToAsked]]]:
    """By section, in the order of the form."""
    by_section = groupby(shared_by(survey), lambda result: result.section)
    return [(section, [_shown(result) for result in results]) for section, results in by_section]


def _shown(result: SharedResult) -> ShownToAsked:
    sub = wording.who_answered(result.answered, result.runs)
    rows = tuple((share.label, wording.count_of(share), wording.share_of(share)) for share in result.shares)
    chart = in_two_widths(shares_chart(result.asked, sub, result.shares)) if rows else None
    return ShownToAsked(result.asked, sub, result.hidden, chart, rows)
