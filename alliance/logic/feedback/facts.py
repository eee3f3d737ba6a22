"""What answers may be counted by."""

FACTS = {
    "kind": "Partner kind",
    "phase": "Phase",
    "role": "Role",
    "strand": "Strand",
}
"""Fact → how people call it. Its values are words that people read: "Alliance member", "Primary"."""
