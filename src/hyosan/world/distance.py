"""Distances on the earth."""

import numpy as np
from numpy.typing import NDArray

from hyosan.world.arrays import F64

EARTH_RADIUS_KM = 6371.0072
"""Radius of a sphere with the earth's surface, as H3 uses it."""


def great_circle_km(longitude_1: F64, latitude_1: F64, longitude_2: F64, latitude_2: F64) -> F64:
    """Return the length of the shortest way between points on a sphere, in km (degrees in, arrays that broadcast).

    d = 2 r asin √(sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2)).
    """
    x1, y1, x2, y2 = (np.radians(angle) for angle in (longitude_1, latitude_1, longitude_2, latitude_2))
    square = np.sin((y2 - y1) / 2) ** 2 + np.cos(y1) * np.cos(y2) * np.sin((x2 - x1) / 2) ** 2
    km: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(square, 1.0)))
    return km
