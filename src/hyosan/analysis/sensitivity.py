"""Which input moves the answer: Sobol indices with bootstrap intervals, by SciPy (the extra "study")."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import sobol_indices

from hyosan.theory.intervals import Interval

F64 = NDArray[np.float64]

N_RESAMPLES: Final = 1000
CONFIDENCE: Final = 0.95


@dataclass(frozen=True)
class Sensitivity:
    """How much of the variance of an output is due to an input, as shares with intervals.

    first: to the input alone; total: to it and to its interplay with the others. An output that does not vary gives
    shares of nan and intervals from 0 to 1.
    """

    output: str
    path: str
    first: Interval
    total: Interval


def sensitivities(outputs: dict[str, F64], paths: list[str], n_samples: int, seed: int) -> list[Sensitivity]:
    """Return the indices of every output to every input.

    The variance of f(X) splits into parts due to each input alone and to their interplay. First order:
    S_i = V(E(f | X_i)) / V(f); total: ST_i = E(V(f | X without X_i)) / V(f). Estimators of Saltelli et al. 2010,
    doi:10.1016/j.cpc.2009.09.018; intervals are percentiles of 1,000 resamples of the design's rows: they hold the
    uncertainty of the design. That of the replicates is in them as far as it differs from setting to setting.

    Parameters
    ----------
    outputs: by name, (n (d + 2)) the output at the settings of a Saltelli design: A, B, then A with each input from B.
    paths: (d) names of the inputs.
    n_samples: n, a power of two.
    seed: of the resampling.
    """
    d, names = len(paths), list(outputs)
    values = np.array([outputs[name] for name in names], dtype=np.float64).reshape(len(names), d + 2, n_samples)
    indices = _indices(values)
    rng = np.random.default_rng(seed)
    resampled = np.array([_indices(values[:, :, rng.integers(0, n_samples, n_samples)]) for _ in range(N_RESAMPLES)])
    tail = 50.0 * (1.0 - CONFIDENCE)
    low, high = np.nanpercentile(resampled, [tail, 100.0 - tail], axis=0)
    is_constant = values.std(axis=(1, 2)) == 0.0
    return [
        Sensitivity(
            name,
            path,
            _interval(is_constant[k], indices[0, k, i], low[0, k, i], high[0, k, i]),
            _interval(is_constant[k], indices[1, k, i], low[1, k, i], high[1, k, i]),
        )
        for k, name in enumerate(names)
        for i, path in enumerate(paths)
    ]


def _indices(values: F64) -> F64:
    """Return (2, s, d) first-order and total indices of (s, d + 2, n) values."""
    n_outputs, n_blocks, n = values.shape
    blocks = {"f_A": values[:, 0], "f_B": values[:, 1], "f_AB": np.moveaxis(values[:, 2:], 1, 0)}
    found = sobol_indices(func=blocks, n=n)
    shape = (n_outputs, n_blocks - 2)
    return np.array([found.first_order.reshape(shape), found.total_order.reshape(shape)])


def _interval(is_constant: bool, share: float, low: float, high: float) -> Interval:
    return Interval(float("nan"), 0.0, 1.0) if is_constant else Interval(float(share), float(low), float(high))
