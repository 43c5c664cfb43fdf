"""Where long trips lead: to another district, by the people there and a kernel of distance.

P(i → j) ∝ residents_j · (1 + km_ij / 10)^−2.59. Lengths of trips fall as r^−(1+β) with β = 0.59 (Brockmann, Hufnagel
and Geisel 2006, doi:10.1038/nature04292); per area that is r^−(2+β). The 10 km below which the kernel flattens are
our assumption.
"""

import numpy as np

from hyosan.world.arrays import F64

DISTANCE_EXPONENT = -2.59
FLAT_KM = 10.0


def trip_probability(residents: F64, km: F64) -> F64:
    """Return (D, D) probability of the district that a trip leads to; (0, 0) where there is no other district.

    Parameters
    ----------
    residents: (D) people who live in each district.
    km: (D, D) distances; the diagonal is not used.
    """
    weight = residents[None, :] * (1 + km / FLAT_KM) ** DISTANCE_EXPONENT
    np.fill_diagonal(weight, 0.0)
    total = weight.sum(axis=1, keepdims=True)
    if not total.all():
        return np.zeros((0, 0))
    shares: F64 = weight / total
    return shares


def trip_cumulative(residents: F64, km: F64) -> F64:
    """Return trip_probability summed along rows, each ending in 1."""
    probability = trip_probability(residents, km)
    cumulative = np.cumsum(probability, axis=1)
    if cumulative.size:
        cumulative /= cumulative[:, -1:]
    return cumulative
