"""What the reports hold about people."""

from foundation.personal.erasing import Keep
from foundation.personal.own import AUTHOR
from foundation.personal.registry import Holding
from foundation.personal.subject import NOBODY

PUBLISHED = (
    "Locked with the figures. A name in it is taken out by removing the passage, which stays on record."
)

HOLDINGS = (
    Holding(
        "reporting.Edition",
        "Versions of the report",
        {},
        lambda subject: NOBODY,
        Keep(AUTHOR),
        authors=("requested_by", "frozen_by", "approved_by", "published_by"),
    ),
    Holding(
        "reporting.Foreword",
        "Forewords",
        {},
        lambda subject: NOBODY,
        Keep("The alliance's own words; a name in them is taken out."),
        authors=("edited_by",),
        redact=("text",),
    ),
    Holding(
        "reporting.Removal",
        "Requests to take something back from a report",
        {},
        lambda subject: NOBODY,
        Keep(AUTHOR),
        authors=("asked_by", "agreed_by", "dropped_by"),
        besides={
            "explanation": "Why a passage was taken out, in the published record. It must name nobody.",
            "passages": "Numbers of paragraphs.",
        },
    ),
    Holding(
        "reporting.Snapshot",
        "Locked figures",
        {},
        lambda subject: NOBODY,
        Keep(PUBLISHED),
        besides={"context": PUBLISHED},
    ),
)

NOBODY_IN = {
    "reporting.Document": "A file and its digest.",
    "reporting.Figure": "Numbers, and the ids of records behind them.",
}
