"""Commuters between districts by a law of gravity.

workers from i to j ∝ residents_i^1.07 · workers_j^1.30 · km_ij^−1.73: fitted to the 600 morning flows between the 25
gu of Seoul (December 2023, Seoul open data; R² of the logarithms 0.88). The flows are then balanced (iterative
proportional fitting, W. E. Deming and F. F. Stephan 1940, doi:10.1214/aoms/1177731829) so that each district sends
the residents who work and receives workers in proportion to its own. Nobody commutes further than 80 km. Own workers
follow the same law, with the mean distance between two points in a circle of the district's area, 128/(45π) of its
radius, divided by 1 + b, where b is the gradient of density (a county's people and jobs share a town), times a factor
that is set by the share of workers who stay.
"""

import numpy as np

from hyosan.world.arrays import F64
from hyosan.world.density import gradient
from hyosan.world.distance import great_circle_km
from hyosan.world.districts import Districts
from hyosan.world.errors import WorldError

RESIDENTS_EXPONENT = 1.07
WORKERS_EXPONENT = 1.30
DISTANCE_EXPONENT = -1.73

LONGEST_KM = 80.0
"""Longest daily way to work between the points of two districts: our assumption."""

SEOUL_STAY_SHARE = 0.34
"""Share of Seoul's morning flows that stay in their gu (December 2023, Seoul open data)."""

USUAL_HOME_FACTOR = 0.807
"""Factor on own workers with which 34 % of Seoul's workers stay in their gu; home_factor finds it again."""

N_ROUNDS = 30
STAY_TOLERANCE = 0.002
MEAN_DISTANCE_IN_CIRCLE = 128 / (45 * np.pi)


def distances_km(districts: Districts) -> F64:
    """Return (D, D) km between the points of districts; on the diagonal the mean way to work within a district."""
    x, y = districts.longitude, districts.latitude
    km = great_circle_km(x[:, None], y[:, None], x[None, :], y[None, :])
    return with_own_km(km, MEAN_DISTANCE_IN_CIRCLE * districts.radius_km / (1 + gradient(districts)))


def with_own_km(km: F64, own_km: F64) -> F64:
    """Return km with own_km on the diagonal, and nowhere less than the smaller of the two own distances."""
    out = np.maximum(km, np.minimum(own_km[:, None], own_km[None, :]))
    np.fill_diagonal(out, own_km)
    return out


def commuting_weight(residents: F64, workers: F64, km: F64, stay_share: float | None) -> F64:
    """Return (D, D) commuters in proportion; rows add up to residents.

    Parameters
    ----------
    residents, workers: (D) people who live and people who work in each district.
    km: (D, D) distances, own distances on the diagonal.
    stay_share: share of all who work who stay in their district; None for that which Seoul's factor gives.

    Raises
    ------
    WorldError: nobody works anywhere, or stay_share is not between 0 and 1.
    """
    if workers.sum() == 0:
        raise WorldError(
            "workers: found none in any district; give a column 'workers' (people who work there), or flows."
        )
    pull = np.where(km > LONGEST_KM, 0.0, km**DISTANCE_EXPONENT)
    np.fill_diagonal(pull, np.diagonal(km) ** DISTANCE_EXPONENT)
    law = residents[:, None] ** RESIDENTS_EXPONENT * workers[None, :] ** WORKERS_EXPONENT * pull
    factor = USUAL_HOME_FACTOR if stay_share is None else home_factor(law, residents, workers, stay_share)
    return balanced(with_factor(law, factor), residents, workers)


def with_factor(law: F64, factor: float) -> F64:
    """Return law with its diagonal times factor."""
    return law * (1 + (factor - 1) * np.eye(len(law)))


def balanced(weight: F64, residents: F64, workers: F64) -> F64:
    """Return weight scaled by rows and columns: rows add up to residents, columns nearly to workers in proportion.

    Columns meet their workers as far as the way to work allows: an island with more workers than residents cannot fill.
    """
    wanted = workers * (residents.sum() / workers.sum())
    out = weight.copy()
    for _ in range(N_ROUNDS):
        out *= _ratio(wanted, out.sum(axis=0))[None, :]
        out *= _ratio(residents, out.sum(axis=1))[:, None]
    return out


def _ratio(wanted: F64, found: F64) -> F64:
    return np.divide(wanted, found, out=np.zeros_like(wanted, dtype=np.float64), where=found > 0)


def home_factor(law: F64, residents: F64, workers: F64, stay_share: float) -> float:
    """Return the factor on the diagonal of law with which the wanted share stays in its district.

    By bisection on its logarithm: the share rises with the factor. The share is of workers, counted as residents.

    Raises
    ------
    WorldError: the share is not between 0 and 1, or the table's residents and workers leave no way to it.
    """
    if not 0 <= stay_share <= 1:
        raise WorldError(f"stay_share: found {stay_share}; give a share from 0 to 1.")
    low, high = -25.0, 25.0
    lowest, highest = (_stay_share(law, residents, workers, end) for end in (low, high))
    if not lowest - STAY_TOLERANCE <= stay_share <= highest + STAY_TOLERANCE:
        raise WorldError(
            f"stay_share: found {stay_share}; with the residents and workers of the table between {lowest:.3f} and "
            f"{highest:.3f} are possible: give such a share, leave it out, or correct the column 'workers'."
        )
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _stay_share(law, residents, workers, middle) < stay_share else (low, middle)
    return float(np.exp((low + high) / 2))


def _stay_share(law: F64, residents: F64, workers: F64, log_factor: float) -> float:
    commuters = balanced(with_factor(law, float(np.exp(log_factor))), residents, workers)
    return float(np.trace(commuters) / commuters.sum())
