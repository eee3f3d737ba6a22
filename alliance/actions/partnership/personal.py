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
    Holding(
        "alliance.HostingPreference",
        "What is written about hosting trainees",
        {},
        lambda subject: NOBODY,
        Keep("What the school said stays; a name in its words is taken out."),
        authors=("verified_by",),
        redact=("note",),
    ),
    Holding(
        "alliance.Exchange",
        "What is written about give and take",
        {},
        lambda subject: NOBODY,
        Keep("That something was given stays; a name in its words is taken out."),
        redact=("what",),
    ),
)
