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
    Holding(
        "alliance.Assessment",
        "What is written in assessments of prospects",
        {},
        lambda subject: NOBODY,
        Keep("What was said of an organisation stays; a name in its words is taken out."),
        authors=("assessor",),
        redact=("comment", "conflict_note"),
    ),
    Holding(
        "alliance.Score",
        "Why points were given",
        {},
        lambda subject: NOBODY,
        Keep("What was said of an organisation stays; a name in its words is taken out."),
        redact=("comment",),
    ),
    Holding(
        "alliance.BoardDecision",
        "Decisions of the board about prospects",
        {},
        lambda subject: NOBODY,
        Keep("The decision stays; a name in its words is taken out."),
        authors=("recorded_by",),
        redact=("reason",),
    ),
    Holding(
        "alliance.OnboardingTick",
        "Notes on what newcomers have in place",
        {},
        lambda subject: NOBODY,
        Keep("That something is in place stays; a name in its words is taken out."),
        authors=("done_by",),
        redact=("note",),
    ),
)

NOBODY_IN = {
    "alliance.Priority": "An aim of the alliance in a few words.",
    "alliance.Rubric": "Criteria about organisations.",
    "alliance.Criterion": "Criteria about organisations.",
}
