"""How answers to one question spread: a bar for each answer, or for answers that are counted together."""

from alliance.logic.feedback.results import Found, Share
from alliance.queries.feedback.wording import share_of, who_answered
from foundation.charts import Bar, BarChart, Value


def spread_chart(found: Found) -> BarChart:
    return shares_chart(found.item.text, who_answered(found.n, found.runs), found.shares)


def shares_chart(title: str, description: str, shares: tuple[Share, ...]) -> BarChart:
    return BarChart(
        title=title,
        description=description,
        bars=tuple(Bar(share.label, _value(share)) for share in shares),
        heads=("Answer", "Share"),
        maximum=100,
        suffix="%",
    )


def _value(share: Share) -> Value:
    if share.share is None:
        return Value.suppressed(share.instead)
    return Value.of(round(100 * share.share), share_of(share))
