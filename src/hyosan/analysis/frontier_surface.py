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
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.frontier_bank import CONFIDENCE
from hyosan.theory.intervals import exact_interval

F64 = NDArray[np.float64]

N_FINE: Final = 61
"""Values of each axis at which the surface is given."""

LENGTHS: Final = (0.08, 0.16, 0.32, 0.64)
SCALE, WIDE = 2.5, 25.0
"""Prior standard deviation of the logit about its linear mean, and prior variance of that mean's coefficients."""

NEWTON_STEPS: Final = 40
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
    p = estimate(rows, at, targets)
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


def estimate(rows: Sequence[Evaluated], at: F64, targets: F64) -> F64:
    """Return the share contained at the targets, as the mode of a binomial Gaussian process puts it."""
    n = np.array([row.n for row in rows], dtype=np.float64)
    share = np.array([row.n_contained for row in rows]) / n
    weight = np.minimum(n, WORTH_OF_A_SETTING)
    choices = [(a, b) for a in LENGTHS for b in LENGTHS] if at.shape[1] == 2 else [(a,) for a in LENGTHS]
    best, kept = -np.inf, None
    for lengths in choices:
        evidence, slope = fit(covariance(at, at, np.array(lengths)), share, weight)
        if evidence > best:
            best, kept = evidence, (np.array(lengths), slope)
    if kept is None:
        return np.full(len(targets), float((share * n).sum() / n.sum()))
    logit = covariance(targets, at, kept[0]) @ kept[1]
    return 1.0 / (1.0 + np.exp(-np.clip(logit, -30, 30)))


def covariance(a: F64, b: F64, lengths: F64) -> F64:
    """Return the prior covariance of the logit between two lists of places."""
    difference = (a[:, None, :] - b[None, :, :]) / lengths
    linear = WIDE * (1.0 + (a - 0.5) @ (b - 0.5).T * 4.0)
    return linear + SCALE**2 * np.exp(-0.5 * (difference**2).sum(axis=2))


def fit(prior: F64, share: F64, weight: F64) -> tuple[float, F64]:
    """Return the log marginal likelihood (Laplace) and K⁻¹ f at the mode f of the posterior, by damped Newton steps."""
    f, slope = np.zeros(len(share)), np.zeros(len(share))
    best = -np.inf
    factor = np.eye(len(share))
    for _ in range(NEWTON_STEPS):
        p = 1.0 / (1.0 + np.exp(-np.clip(f, -30, 30)))
        curvature = np.maximum(weight * p * (1.0 - p), JITTER)
        root = np.sqrt(curvature)
        factor = np.linalg.cholesky(np.eye(len(f)) + root[:, None] * prior * root[None, :])
        b = curvature * f + weight * (share - p)
        inner = np.linalg.solve(factor.T, np.linalg.solve(factor, root * (prior @ b)))
        step = b - root * inner - slope
        size, found = 1.0, best
        while size > 1e-3:
            trial = slope + size * step
            f_trial = prior @ trial
            found = float(weight @ (share * f_trial - np.logaddexp(0.0, f_trial)) - 0.5 * trial @ f_trial)
            if found > best or not np.isfinite(best):
                break
            size *= 0.5
        if size <= 1e-3 or found - best < 1e-6 * max(1.0, abs(best)):
            break
        slope, f, best = trial, f_trial, found
    return best - float(np.log(np.diag(factor)).sum()), slope
