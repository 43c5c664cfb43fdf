"""Designs that fill space, by SciPy; imported by name only when asked for, since SciPy is an extra ("study")."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

BITS = 62
"""Of each number of a Sobol sequence: so long a sequence never repeats."""


def latin_hypercube(n_inputs: int, n_settings: int, seed: int) -> NDArray[np.float64]:
    """Return (S, d) settings between 0 and 1 of which each of S equal parts of an input's range holds one.

    Source: McKay, Beckman, Conover 1979, doi:10.1080/00401706.1979.10489755.
    """
    settings: NDArray[np.float64] = qmc.LatinHypercube(n_inputs, rng=np.random.default_rng(seed)).random(n_settings)
    return settings


def sobol(n_inputs: int, n_settings: int, seed: int) -> NDArray[np.float64]:
    """Return (S, d) settings between 0 and 1 of a Sobol sequence, scrambled.

    Source: Owen 1998, doi:10.1006/jcom.1998.0487.
    """
    sequence = qmc.Sobol(n_inputs, scramble=True, bits=BITS, rng=np.random.default_rng(seed))
    settings: NDArray[np.float64] = sequence.random(n_settings)
    return settings
