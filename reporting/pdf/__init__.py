"""The annual report as a document: HTML made from locked figures alone, for `foundation.pdf`."""

from reporting.pdf.compose import Composed, compose

__all__ = ["Composed", "compose"]
