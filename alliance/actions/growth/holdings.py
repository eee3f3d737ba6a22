"""What the tables about growth hold about people (docs/people.md, personal data)."""

from foundation.personal.erasing import Keep
from foundation.personal.registry import Holding
from foundation.personal.subject import NOBODY

ORGANISATION = "An organisation's, not a person's."

HOLDINGS = (
    Holding(
        "alliance.Prospect",
        "What is written about prospects",
        {},
        lambda subject: NOBODY,
        Keep("The organisation stays; a name in its words is taken out."),
        authors=("owner",),
        redact=("notes", "declined_note", "reason"),
        besides={"name": ORGANISATION, "address": ORGANISATION},
    ),
)

NOBODY_IN = {"alliance.Priority": "An aim of the alliance in a few words."}
