"""How well simulated paths explain a series: the spread of the reports is unknown and is averaged over.

On the scale of square roots, where counts scatter equally whatever their size (a Poisson count by 1/2), a report is
the path's value plus a normal error of variance v. v has an inverse gamma prior, and the integral over it is closed:

    p(y | path) = b^a G(a + n/2) / (G(a) (2 pi)^(n/2) (b + S/2)^(a + n/2)),   S = sum (sqrt y - sqrt path)^2.

The likelihood of parameters is the mean of p(y | path) over replicates: unbiased for any number of them, which is
what lets a Markov chain that uses such estimates find the exact posterior. Source: C. Andrieu and G. O. Roberts 2009,
doi:10.1214/07-AOS574.
"""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.calibration.series import Series

F64 = NDArray[np.float64]

PRIOR_SHAPE: Final = 2.0
PRIOR_SCALE: Final = 2.0
"""Prior of the variance v: it weighs as much as four reports of counts with four times a Poisson law's variance."""


def squared_distance(series: Series, paths: F64) -> F64:
    """Return (R) the sum over days of the squared difference of square roots. paths: (R, days)."""
    reported = np.sqrt(series.steps(series.counts))
    squares: F64 = np.sum((np.sqrt(series.steps(paths)) - reported) ** 2, axis=-1)
    return squares


def log_likelihoods(series: Series, paths: F64) -> F64:
    """Return (R) the log probability density of the series given each path, the variance averaged over."""
    shape = PRIOR_SHAPE + 0.5 * len(series.days)
    constant = PRIOR_SHAPE * math.log(PRIOR_SCALE) + math.lgamma(shape) - math.lgamma(PRIOR_SHAPE)
    constant -= 0.5 * len(series.days) * math.log(2.0 * math.pi)
    return constant - shape * np.log(PRIOR_SCALE + 0.5 * squared_distance(series, paths))


def log_mean(logs: F64) -> float:
    """Return the logarithm of the mean of what the logarithms are of."""
    most = float(logs.max())
    return most + math.log(float(np.exp(logs - most).mean()))


def shares(logs: F64) -> F64:
    """Return (R) the share of each path in the sum of their likelihoods."""
    raw = np.exp(logs - logs.max())
    out: F64 = raw / raw.sum()
    return out


def draw_variance(series: Series, paths: F64, random: np.random.Generator) -> F64:
    """Return (R) a variance of the errors for each path, drawn from its distribution given path and series."""
    shape = PRIOR_SHAPE + 0.5 * len(series.days)
    return (PRIOR_SCALE + 0.5 * squared_distance(series, paths)) / random.gamma(shape, size=len(paths))


def draw_reports(series: Series, paths: F64, variance: F64, random: np.random.Generator) -> F64:
    """Return (R, days) reports of paths with drawn errors. variance: (R)."""
    roots = np.sqrt(series.steps(paths)) + np.sqrt(variance)[:, None] * random.standard_normal(paths.shape)
    reports = np.maximum(roots, 0.0) ** 2
    return np.cumsum(reports, axis=-1) if series.is_cumulative else reports
