"""P(contained) over the whole range: a smooth picture between the settings that were run, and bounds that hold.

The bounds use nothing but order: what holds at a harder setting holds at least as well at an easier one. Each setting
run has an exact binomial interval (Clopper and Pearson 1934), at a confidence that makes all of them right together
(Bonferroni); a bound is the best that any of them implies. The smooth estimate between the bounds is a binomial
Gaussian process (Rasmussen and Williams 2006, Gaussian Processes for Machine Learning, section 3.4): the logit of P
has a linear mean of wide prior and a squared-exponential covariance; the mode of its posterior is found by Newton's
method, and the lengths of the covariance by the marginal likelihood in Laplace's approximation. Neighbouring settings
share their seeds, so the spread of that posterior would be too small: only its mode is used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.frontier_bank import CONFIDENCE
from hyosan.theory.intervals import exact_interval

F64 = NDArray[np.float64]

N_FINE: Final = 61
"""Values of each axis at which the surface is given."""

LENGTHS: Final = (0.1, 0.25, 0.6)
SCALE, WIDE = 2.5, 25.0
"""Prior standard deviation of the logit about its linear mean, and prior variance of that mean's coefficients."""

NEWTON_STEPS: Final = 40
LEAST_STEP: Final = 1e-3
CELLS, FEW_CELLS = 40, 10
"""Of the settings in a cell of this fineness the one with most seeds serves: for the estimate, and for its lengths."""

JITTER: Final = 1e-6
WORTH_OF_A_SETTING: Final = 400.0
"""A setting counts as at most so many independent replicates, because settings near by share its seeds."""


@dataclass(frozen=True)
class Evaluated:
    """What is known of one setting: shares (0 easiest, 1 hardest) along the axes, seeds, and seeds contained."""

    at: tuple[float, ...]
    n: int
    n_contained: int


@dataclass(frozen=True)
class Surface:
    """P(contained) with bounds at the values of the axes: `p[a, b]` at first[a], second[b] (one column without one)."""

    first: tuple[float, ...]
    second: tuple[float, ...]
    p: F64
    low: F64
    high: F64


def smooth(rows: Sequence[Evaluated], n_axes: int) -> tuple[F64, F64, F64]:
    """Return the estimate and both bounds, from the easiest to the hardest, as (N_FINE, N_FINE or 1) arrays."""
    grid = np.linspace(0.0, 1.0, N_FINE)
    seconds = grid if n_axes == 2 else np.zeros(1)
    targets = np.stack([item.ravel() for item in np.meshgrid(grid, seconds, indexing="ij")], axis=1)[:, :n_axes]
    shape = (N_FINE, len(seconds))
    at = np.array([row.at for row in rows])
    low, high = bounds(rows, at, targets)
    p = estimate(thinned(rows, CELLS), best_lengths(thinned(rows, FEW_CELLS)), targets)
    p, low, high = (values.reshape(shape) for values in (p, low, high))
    for axis in range(n_axes):
        p = np.minimum.accumulate(p, axis=axis)
    return np.clip(p, low, np.maximum(low, high)), low, np.maximum(low, high)


def bounds(rows: Sequence[Evaluated], at: F64, targets: F64) -> tuple[F64, F64]:
    """Return what the settings that were run imply by order: a lower and an upper bound at each target."""
    confidence = 1.0 - (1.0 - CONFIDENCE) / max(len(rows), 1)
    low, high = np.zeros(len(targets)), np.ones(len(targets))
    for place, row in zip(at, rows, strict=True):
        interval = exact_interval(row.n_contained, row.n, confidence)
        is_easier = (targets <= place + 1e-9).all(axis=1)
        is_harder = (targets >= place - 1e-9).all(axis=1)
        low[is_easier] = np.maximum(low[is_easier], interval.low)
        high[is_harder] = np.minimum(high[is_harder], interval.high)
    return low, high


def thinned(rows: Sequence[Evaluated], n_cells: int) -> list[Evaluated]:
    """Return one setting for each small cell of the range, the one with most seeds."""
    kept: dict[tuple[int, ...], Evaluated] = {}
    for row in sorted(rows, key=lambda item: item.n):
        kept[tuple(round(share * n_cells) for share in row.at)] = row
    return list(kept.values())


def best_lengths(rows: Sequence[Evaluated]) -> F64:
    """Return the lengths of the covariance, as shares of the axes, under which the outcomes are likeliest."""
    at, share, weight = arrays(rows)
    choices = [np.array(lengths) for lengths in product(LENGTHS, repeat=at.shape[1])]
    return max(choices, key=lambda lengths: fit(covariance(at, at, lengths), share, weight)[0])


def estimate(rows: Sequence[Evaluated], lengths: F64, targets: F64) -> F64:
    """Return the share contained at the targets, as the mode of a binomial Gaussian process puts it."""
    at, share, weight = arrays(rows)
    _, slope = fit(covariance(at, at, lengths), share, weight)
    logit = covariance(targets, at, lengths) @ slope
    return 1.0 / (1.0 + np.exp(-np.clip(logit, -30, 30)))


def arrays(rows: Sequence[Evaluated]) -> tuple[F64, F64, F64]:
    """Return the places (n, axes), the shares contained (n) and the weights (n) of settings."""
    n = np.array([row.n for row in rows], dtype=np.float64)
    share = np.array([row.n_contained for row in rows]) / n
    return np.array([row.at for row in rows]), share, np.minimum(n, WORTH_OF_A_SETTING)


def covariance(a: F64, b: F64, lengths: F64) -> F64:
    """Return the prior covariance of the logit between two lists of places."""
    difference = (a[:, None, :] - b[None, :, :]) / lengths
    linear = WIDE * (1.0 + (a - 0.5) @ (b - 0.5).T * 4.0)
    out: F64 = linear + SCALE**2 * np.exp(-0.5 * (difference**2).sum(axis=2))
    return out


def fit(prior: F64, share: F64, weight: F64) -> tuple[float, F64]:
    """Return the log marginal likelihood (Laplace) and K⁻¹ f at the mode f of the posterior, by damped Newton steps."""
    slope, f = np.zeros(len(share)), np.zeros(len(share))
    best = posterior(slope, f, share, weight)
    system = np.eye(len(share))
    for _ in range(NEWTON_STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(f, -30, 30)))
        curvature = np.maximum(weight * p * (1.0 - p), JITTER)
        root = np.sqrt(curvature)
        system = np.eye(len(f)) + root[:, None] * prior * root[None, :]
        b = curvature * f + weight * (share - p)
        step = b - root * np.linalg.solve(system, root * (prior @ b)) - slope
        size, found = 1.0, posterior(slope + step, prior @ (slope + step), share, weight)
        while found < best and size > LEAST_STEP:
            size *= 0.5
            trial = slope + size * step
            found = posterior(trial, prior @ trial, share, weight)
        if found - best < 1e-6 * max(1.0, abs(best)):
            break
        slope = slope + size * step
        f, best = prior @ slope, found
    return best - 0.5 * float(np.linalg.slogdet(system)[1]), slope


def posterior(slope: F64, f: F64, share: F64, weight: F64) -> float:
    """Return the log of binomial likelihood times prior, up to a constant, at f = K slope."""
    return float(weight @ (share * f - np.logaddexp(0.0, f)) - 0.5 * slope @ f)
