"""Straight lines on the British National Grid, where a place is an easting and a northing in metres."""

from math import hypot

from foundation.maps.grid import MILE

KILOMETRE = 1000.0

Place = tuple[int, int]


def metres_between(here: Place, there: Place) -> float:
    return hypot(here[0] - there[0], here[1] - there[1])


def miles_between(here: Place, there: Place) -> float:
    return metres_between(here, there) / MILE


def kilometres_between(here: Place, there: Place) -> float:
    return metres_between(here, there) / KILOMETRE
