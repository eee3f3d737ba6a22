"""What the tables about partners hold about people (docs/people.md, personal data)."""

from foundation.personal.erasing import Keep
from foundation.personal.registry import Holding
from foundation.personal.subject import NOBODY

LINK = "The address of a page or file."
CODE = "A code of a list."

HOLDINGS = (
    Holding(
        "alliance.Specialism",
        "What is written about specialisms",
        {},
        lambda subject: NOBODY,
        Keep("That the partner is a specialist stays; a name in its words is taken out."),
        redact=("proof",),
        besides={"area": CODE, "proof_url": LINK},
    ),
    Holding(
        "alliance.Inspection",
        "What is written about inspections",
        {},
        lambda subject: NOBODY,
        Keep("The grades stay; a name in the words about their source is taken out."),
        redact=("source",),
        besides={"grades": "Areas and grades of a published scale.", "source_url": LINK},
    ),
    Holding(
        "alliance.Evidence",
        "What is written about a partner's work",
        {},
        lambda subject: NOBODY,
        Keep("What was delivered stays; a name in its words is taken out."),
        redact=("what", "source"),
        besides={"figure": "A figure with its unit.", "source_url": LINK},
    ),
)
