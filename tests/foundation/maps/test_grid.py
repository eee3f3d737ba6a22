"""Positions on the National Grid, against worked examples and published coordinates."""

from math import hypot, radians

import pytest

from foundation.maps.grid import project, to_grid


def test_the_projection_gives_the_ordnance_surveys_worked_example():
    """From annex C of the guide to coordinate systems."""
    latitude, longitude = 52 + 39 / 60 + 27.2531 / 3600, 1 + 43 / 60 + 4.5177 / 3600
    east, north = project(radians(latitude), radians(longitude))
    assert (round(east, 3), round(north, 3)) == (651409.903, 313177.270)


@pytest.mark.parametrize(
    ("latitude", "longitude", "east", "north"),
    [
        (54.67613, -1.27017, 447161, 531473),  # Hartlepool, as the ONS publishes both
        (49.92226, -6.29978, 91492, 11319),  # St Mary's, an OSTN15 test point
        (51.5007, -0.1246, 530268, 179640),  # Elizabeth Tower
    ],
)
def test_a_satellite_position_lands_within_a_few_metres(latitude, longitude, east, north):
    found = to_grid(latitude, longitude)
    assert hypot(found[0] - east, found[1] - north) < 8
