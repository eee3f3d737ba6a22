"""Templates of the living page of letters."""

from pathlib import Path


def source_of(name: str) -> str:
    """The template of one of its pages."""
    return (Path(__file__).parent / f"{name}.html").read_text(encoding="utf-8")
