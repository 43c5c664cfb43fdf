"""How unevenly people infect others: the negative binomial fitted to numbers of recorded secondary infections."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class OffspringFit:
    """A fitted offspring distribution: its mean, its dispersion k, and the 95 % interval of k by profile likelihood."""

    mean: float
    k: float
    k_low: float
    k_high: float


def negative_binomial_log_likelihood(counts: NDArray[np.int64], mean: float, k: float) -> float:
    """Return the log likelihood of independent negative binomial counts with a mean and a dispersion k (> 0).

    P(x) = G(x + k)/(x! G(k)) (k/(k + m))^k (m/(k + m))^x. Source: J. O. Lloyd-Smith et al. 2005,
    doi:10.1038/nature04153.
    """
    values, times = np.unique(counts, return_counts=True)
    total = 0.0
    for x, n in zip(values.tolist(), times.tolist(), strict=True):
        log_p = math.lgamma(x + k) - math.lgamma(x + 1) - math.lgamma(k) - k * math.log1p(mean / k)
        if x > 0:
            log_p += x * (math.log(mean) - math.log(k + mean))
        total += n * log_p
    return total


def fit_offspring(counts: NDArray[np.int64], half_drop: float = 1.920729) -> OffspringFit:
    """Return mean and dispersion of secondary infections by maximum likelihood.

    The mean is the sample's, whatever k is; k maximises the likelihood between 1e-4 and 1e4 (at 1e4 the counts show
    no excess over a Poisson law). The interval holds every k whose log likelihood lies at most `half_drop` below the
    greatest: half the 95 % point of chi-square with one degree of freedom. counts: secondary infections of each
    person, those with none included.
    """
    counts = np.asarray(counts, np.int64)
    mean = float(counts.mean())
    if mean == 0.0:
        raise ValueError("counts: found no secondary infection; allowed are counts with at least one")

    def height(log_k: float) -> float:
        return negative_binomial_log_likelihood(counts, mean, math.exp(log_k))

    low, high = math.log(1e-4), math.log(1e4)
    best = _top(height, low, high)
    floor = height(best) - half_drop
    return OffspringFit(
        mean, math.exp(best), math.exp(_fall(height, floor, best, low)), math.exp(_fall(height, floor, best, high))
    )


def top_share(counts: NDArray[np.int64], n_top: int) -> float:
    """Return the share of all secondary infections that the `n_top` people with the most of them made."""
    ordered = np.sort(np.asarray(counts))[::-1]
    return float(ordered[:n_top].sum() / ordered.sum())


def _top(height: Callable[[float], float], low: float, high: float) -> float:
    golden = (math.sqrt(5.0) - 1.0) / 2.0
    for _ in range(100):
        left, right = high - golden * (high - low), low + golden * (high - low)
        if height(left) > height(right):
            high = right
        else:
            low = left
    return 0.5 * (low + high)


def _fall(height: Callable[[float], float], floor: float, inside: float, outside: float) -> float:
    if height(outside) > floor:
        return outside
    for _ in range(100):
        middle = 0.5 * (inside + outside)
        if height(middle) > floor:
            inside = middle
        else:
            outside = middle
    return 0.5 * (inside + outside)
