"""The closed vocabularies of the design system: states, phases, kinds.

A state is always a mark and a word; marks differ in shape, so that greyscale and colour-blind readers
lose nothing. Colour is the last of the three carriers.
"""

STATES: dict[str, str] = {
    "good": "Good",
    "warn": "Watch",
    "bad": "Act",
    "info": "Under way",
    "none": "Not started",
    "not_published": "Not published",
    "no_data": "No data",
    "suppressed": "Suppressed",
}
"""State → the word used where the page gives none."""

OUTLINED_STATES = frozenset({"not_published", "no_data", "suppressed"})
"""States without a figure: their tags are outlined, never tinted."""

PHASES: dict[str, str] = {
    "primary": "Primary",
    "secondary": "Secondary and all-through",
    "special": "Special",
    "lead": "Lead school",
    "other": "Other",
}
"""Glyph → its legend. Drawn in the alliance colour, never in a state colour."""

BUTTON_KINDS = ("primary", "secondary", "destructive", "quiet")
STEP_STATES = ("done", "current", "todo")
