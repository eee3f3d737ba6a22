"""Latitude and longitude to the British National Grid, good to about five metres.

WGS84 is moved to the OSGB36 datum by a seven-parameter Helmert transformation, then projected by the
transverse Mercator series on the Airy 1830 ellipsoid. Parameters and formulas: Ordnance Survey, "A guide to
coordinate systems in Great Britain", annexes A to C and section 6.6.
"""

from math import atan2, cos, hypot, radians, sin, sqrt, tan

MILE = 1609.344

# Semi-axes in metres.
_WGS84 = (6378137.0, 6356752.3142)
_AIRY_1830 = (6377563.396, 6356256.909)

# WGS84 to OSGB36: metres, parts per million, seconds of arc.
_SHIFT = (-446.448, 125.157, -542.060)
_SCALE_PPM = 20.4894
_TURN_SECONDS = (-0.1502, -0.2470, -0.8421)

# The National Grid: scale on the central meridian, true origin, and the easting and northing of that origin.
_F0 = 0.9996012717
_TRUE_ORIGIN = (radians(49), radians(-2))
_FALSE_ORIGIN = (400_000.0, -100_000.0)


def to_grid(latitude: float, longitude: float) -> tuple[float, float]:
    """Easting and northing in metres of a WGS84 position in decimal degrees."""
    return project(*_to_osgb36(radians(latitude), radians(longitude)))


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Easting and northing in metres of an OSGB36 position in radians (annex C of the guide)."""
    a, b = _AIRY_1830
    squared = 1 - (b / a) ** 2
    sine, cosine, tangent = sin(latitude), cos(latitude), tan(latitude)
    nu = a * _F0 / sqrt(1 - squared * sine**2)
    rho = a * _F0 * (1 - squared) / (1 - squared * sine**2) ** 1.5
    eta = nu / rho - 1
    t2 = tangent**2
    p = longitude - _TRUE_ORIGIN[1]
    north = (
        _meridional_arc(latitude)
        + _FALSE_ORIGIN[1]
        + nu / 2 * sine * cosine * p**2
        + nu / 24 * sine * cosine**3 * (5 - t2 + 9 * eta) * p**4
        + nu / 720 * sine * cosine**5 * (61 - 58 * t2 + t2**2) * p**6
    )
    east = (
        _FALSE_ORIGIN[0]
        + nu * cosine * p
        + nu / 6 * cosine**3 * (nu / rho - t2) * p**3
        + nu / 120 * cosine**5 * (5 - 18 * t2 + t2**2 + 14 * eta - 58 * t2 * eta) * p**5
    )
    return east, north


def _meridional_arc(latitude: float) -> float:
    a, b = _AIRY_1830
    n = (a - b) / (a + b)
    apart, together = latitude - _TRUE_ORIGIN[0], latitude + _TRUE_ORIGIN[0]
    return (
        b
        * _F0
        * (
            (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * apart
            - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(apart) * cos(together)
            + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * apart) * cos(2 * together)
            - 35 / 24 * n**3 * sin(3 * apart) * cos(3 * together)
        )
    )


def _to_osgb36(latitude: float, longitude: float) -> tuple[float, float]:
    """The same place in radians on the OSGB36 datum, by way of earth-centred coordinates at height 0."""
    a, b = _WGS84
    squared = 1 - (b / a) ** 2
    nu = a / sqrt(1 - squared * sin(latitude) ** 2)
    x = nu * cos(latitude) * cos(longitude)
    y = nu * cos(latitude) * sin(longitude)
    z = (1 - squared) * nu * sin(latitude)
    rx, ry, rz = (radians(seconds / 3600) for seconds in _TURN_SECONDS)
    scale = 1 + _SCALE_PPM * 1e-6
    moved = (
        _SHIFT[0] + scale * x - rz * y + ry * z,
        _SHIFT[1] + rz * x + scale * y - rx * z,
        _SHIFT[2] - ry * x + rx * y + scale * z,
    )
    return _to_geodetic(*moved)


def _to_geodetic(x: float, y: float, z: float) -> tuple[float, float]:
    a, b = _AIRY_1830
    squared = 1 - (b / a) ** 2
    across = hypot(x, y)
    latitude = atan2(z, across * (1 - squared))
    for _ in range(6):  # converges to well under a millimetre in four
        nu = a / sqrt(1 - squared * sin(latitude) ** 2)
        latitude = atan2(z + squared * nu * sin(latitude), across)
    return latitude, atan2(y, x)
