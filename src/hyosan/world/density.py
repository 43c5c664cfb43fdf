"""How people and jobs thin out from a district's point.

Residents per km² fall with the distance d from the point as exp(−b·d/r), r the district's radius: the law of C. Clark
(1951, doi:10.2307/2981088). The gradient b is our assumption: 3 − 0.6·log10(residents per km²), between 0 and 3, so
that a dense city district (20,000 per km²: b = 0.4) is nearly even and a county (50 per km²: b = 2) has a town. Jobs
fall 1.5 times as fast.
"""

import numpy as np

from hyosan.world.arrays import F64, I64
from hyosan.world.distance import great_circle_km
from hyosan.world.districts import Districts
from hyosan.world.hexagons import Hexagons
from hyosan.world.spread import spread_by_weight

JOB_GRADIENT = 1.5


def gradient(districts: Districts) -> F64:
    """Return b for each district."""
    per_km2 = np.maximum(districts.residents, 1) / districts.area_km2
    return np.clip(3.0 - 0.6 * np.log10(per_km2), 0.0, 3.0)


def residents_and_jobs(districts: Districts, hexagons: Hexagons) -> tuple[I64, F64]:
    """Return (residents, job weight) of each patch; residents add up to those of each district exactly."""
    d = hexagons.district
    at = (districts.longitude[d], districts.latitude[d])
    distance_km = great_circle_km(*at, hexagons.longitude, hexagons.latitude)
    depth = np.minimum(gradient(districts)[d] * distance_km / districts.radius_km[d], 30.0)
    before = spread_by_weight(districts.residents, np.exp(-depth), hexagons.district_start, d)
    return np.diff(before), np.exp(-JOB_GRADIENT * depth)
