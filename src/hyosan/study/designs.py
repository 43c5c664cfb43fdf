"""Which values the inputs of a study take together: a grid, a Latin hypercube, a Sobol sequence, a Saltelli design."""

import itertools
import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.study.errors import StudyError
from hyosan.study.extras import load_extra

F64 = NDArray[np.float64]

REPLICATES: Final = "replicates"
GRID: Final = "grid"
LHS: Final = "lhs"
SOBOL: Final = "sobol"
SALTELLI: Final = "saltelli"
DESIGNS: Final = (REPLICATES, GRID, LHS, SOBOL, SALTELLI)

MOST_SETTINGS: Final = 1_000_000


def grid(points: Sequence[Sequence[float]]) -> F64:
    """Return (S, d) every combination of the points of d inputs, the last varying fastest."""
    n_settings = math.prod(len(some) for some in points)
    _check_number(n_settings)
    return np.array(list(itertools.product(*points)), dtype=np.float64).reshape(n_settings, len(points))


def unit_design(design: str, n_inputs: int, n_settings: int, seed: int) -> F64:
    """Return (S, d) settings between 0 and 1 of a design that fills space.

    Parameters: design, "lhs" (Latin hypercube), "sobol" (Sobol sequence), or "saltelli" (what Sobol indices are
    estimated from: n_settings is then the length of its base sample, and there are n_settings (d + 2) settings); seed,
    of the design alone. Raises StudyError where SciPy is not installed, or for a length that the design cannot have.
    """
    space = load_extra("hyosan.study.space_filling", f"design: {design!r}", "SciPy", "scipy", "study")
    _check_number(n_settings * (n_inputs + 2) if design == SALTELLI else n_settings)
    if design == LHS:
        cells: F64 = space.latin_hypercube(n_inputs, n_settings, seed)
        return cells
    _check_power(design, n_settings)
    sequence: F64 = space.sobol(n_inputs if design == SOBOL else 2 * n_inputs, n_settings, seed)
    return sequence if design == SOBOL else saltelli(sequence)


def saltelli(sample: F64) -> F64:
    """Return (n (d + 2), d) the settings that Sobol indices of d inputs are estimated from.

    sample: (n, 2 d) a base sample between 0 and 1. Its first d columns are A, the others B; the settings are A, then
    B, then for each input A with that input's column from B. Source: Saltelli et al. 2010,
    doi:10.1016/j.cpc.2009.09.018.
    """
    d = sample.shape[1] // 2
    a, b = sample[:, :d], sample[:, d:]
    blocks = [a, b]
    for k in range(d):
        mixed = a.copy()
        mixed[:, k] = b[:, k]
        blocks.append(mixed)
    return np.concatenate(blocks)


def _check_power(design: str, n: int) -> None:
    if n < 1 or n & (n - 1):
        below = 1 << max(0, n.bit_length() - 1)
        what = "settings" if design == SOBOL else "samples"
        raise StudyError(
            f"{what}: found {n}; allowed for this design are powers of two, such as {below} or {below * 2}."
        )


def _check_number(n: int) -> None:
    if not 1 <= n <= MOST_SETTINGS:
        raise StudyError(f"settings: the design has {n}; allowed are 1 to {MOST_SETTINGS}.")
