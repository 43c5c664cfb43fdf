"""The top of a noisy likelihood: a quadratic surface through the points near the best, which averages luck away."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]

NEAR: Final = 6.0
"""Points whose log likelihood lies at most so far below the greatest are near the top."""

POINTS_PER_COEFFICIENT: Final = 3


def surface_top(places: F64, log_likelihood: F64) -> F64 | None:
    """Return where the least-squares quadratic through the points near the best has its top, in the unit cube.

    places: (n, P) in the unit cube; log_likelihood: (n). None where the points are too few, or where the surface has
    no top inside the box that holds them.
    """
    near = log_likelihood >= log_likelihood.max() - NEAR
    x, y = places[near], log_likelihood[near]
    n_values = x.shape[1]
    first, second = np.triu_indices(n_values)
    if len(x) < POINTS_PER_COEFFICIENT * (1 + n_values + len(first)):
        return None
    centre, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-12)
    z = (x - centre) / scale
    design = np.column_stack([np.ones(len(z)), z, z[:, first] * z[:, second]])
    coefficients = np.linalg.lstsq(design, y, rcond=None)[0]
    slope, bend = coefficients[1 : 1 + n_values], np.zeros((n_values, n_values))
    bend[first, second] = coefficients[1 + n_values :]
    bend += bend.T
    if np.linalg.eigvalsh(bend).max() >= 0.0:
        return None
    top = centre + scale * np.linalg.solve(bend, -slope)
    is_inside = np.all(top >= x.min(axis=0)) and np.all(top <= x.max(axis=0))
    return top if is_inside else None
