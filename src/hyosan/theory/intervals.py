"""Confidence intervals of a share that was seen in independent trials."""

import math
from dataclasses import dataclass

import numpy as np

from hyosan.theory.roots import bisect


@dataclass(frozen=True)
class Interval:
    """A share with its confidence interval, each from 0 to 1."""

    share: float
    low: float
    high: float


def binomial_upper_tail(n_hits: int, n_trials: int, probability: float) -> float:
    """Return P(X >= n_hits) for X binomial(n_trials, probability), summed in logarithms."""
    if n_hits <= 0:
        return 1.0
    if probability <= 0.0 or probability >= 1.0:
        return float(probability >= 1.0)
    k = np.arange(n_hits, n_trials + 1)
    ratio = math.log(probability) - math.log1p(-probability)
    first = math.lgamma(n_trials + 1) - math.lgamma(n_hits + 1) - math.lgamma(n_trials - n_hits + 1)
    first += n_hits * math.log(probability) + (n_trials - n_hits) * math.log1p(-probability)
    steps = np.log(n_trials - k[:-1]) - np.log(k[1:]) + ratio
    logs = first + np.concatenate([[0.0], np.cumsum(steps)])
    top = float(logs.max())
    return min(1.0, math.exp(top) * float(np.exp(logs - top).sum()))


def exact_interval(n_hits: int, n_trials: int, confidence: float = 0.95) -> Interval:
    """Return the interval of Clopper and Pearson: never too narrow, since each tail holds at most (1 - confidence)/2.

    n_hits of n_trials (>= 1) trials were hits. Source: C. J. Clopper and E. S. Pearson 1934,
    doi:10.1093/biomet/26.4.404.
    """
    _check(n_hits, n_trials)
    tail = (1.0 - confidence) / 2.0
    low, high = 0.0, 1.0
    if n_hits > 0:
        low = bisect(lambda p: binomial_upper_tail(n_hits, n_trials, p) - tail, 0.0, 1.0, 60)
    if n_hits < n_trials:
        high = 1.0 - bisect(lambda q: binomial_upper_tail(n_trials - n_hits, n_trials, q) - tail, 0.0, 1.0, 60)
    return Interval(n_hits / n_trials, low, high)


def wilson_interval(n_hits: int, n_trials: int, z: float = 1.959964) -> Interval:
    """Return Wilson's score interval: all p with |share - p| <= z sqrt(p (1 - p)/n).

    z: standard normal deviate, 1.959964 for 95 %. Source: E. B. Wilson 1927, doi:10.1080/01621459.1927.10502953.
    """
    _check(n_hits, n_trials)
    share = n_hits / n_trials
    shrink = 1.0 + z * z / n_trials
    middle = (share + z * z / (2.0 * n_trials)) / shrink
    half = z * math.sqrt(share * (1.0 - share) / n_trials + z * z / (4.0 * n_trials**2)) / shrink
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


def _check(n_hits: int, n_trials: int) -> None:
    if n_trials < 1 or not 0 <= n_hits <= n_trials:
        raise ValueError(
            f"found {n_hits} hits in {n_trials} trials; allowed are 0 to n_trials hits in at least 1 trial"
        )
