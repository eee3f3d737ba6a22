"""The world of the sweep, and everybody who may look at it."""

from tests.sweep.conftest import world

__all__ = ["world"]
