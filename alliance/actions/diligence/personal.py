"""What the tables about due diligence hold about people (docs/people.md, personal data)."""

from foundation.personal.erasing import Keep
from foundation.personal.registry import Holding
from foundation.personal.subject import NOBODY

CHECK = "A check in a few words."
LINK = "The address of a page or file."

HOLDINGS = (
    Holding(
        "alliance.DiligenceReview",
        "What is written about due diligence",
        {},
        lambda subject: NOBODY,
        Keep("The decision stays; who took it is a number, and a name in its words is taken out."),
        authors=("started_by", "decided_by", "waiver_asked_by"),
        redact=("note", "waiver_reason"),
        besides={"triggers": "What the School register says of a school; of a head, only that it changed."},
    ),
    Holding(
        "alliance.DiligenceCheck",
        "What was seen for due diligence",
        {},
        lambda subject: NOBODY,
        Keep("What was found stays; a name in its words is taken out."),
        authors=("answered_by",),
        redact=("evidence",),
        besides={"title": CHECK, "hint": CHECK, "evidence_url": LINK},
    ),
    Holding(
        "alliance.DiligenceAction",
        "What is to be done for due diligence",
        {},
        lambda subject: NOBODY,
        Keep("The action stays; whose it was is a number, and a name in its words is taken out."),
        authors=("owner", "done_by"),
        redact=("what",),
    ),
)
NOBODY_IN = {"alliance.ChecklistLine": CHECK}
