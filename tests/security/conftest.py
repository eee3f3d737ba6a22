"""The world of the sweep, and everybody who may look at it."""

import pytest

from tests.sweep.world import World, build


@pytest.fixture
def world(db: None) -> World:
    return build()
