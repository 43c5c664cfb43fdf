"""Two arms on the same seeds: what the measures changed, replicate by replicate."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.answer_intervals import TAIL, Mean, mean_of
from hyosan.analysis.answer_outcomes import WHOLE, column, n_censored
from hyosan.engine.response.verdict import Verdict

F64 = NDArray[np.float64]

N_GRID: Final = 4000
REACH: Final = 14.0
"""Standard deviations of the logit that a tabulated beta law reaches to each side, besides its exponential tails."""

SHARES_METHOD: Final = (
    "difference of two paired shares: melded interval of Fay and Lumbard 2021 (doi:10.1002/sim.8829), compatible with "
    "the exact test of McNemar"
)
MEANS_METHOD: Final = (
    "means and mean differences: normal theory corrected for skewness (P. Hall 1992, J. R. Stat. Soc. B 54, 221-228)"
)


@dataclass(frozen=True)
class ShareDifference:
    """A share of the arm with measures minus the same share without, with its 95 % interval.

    n_only_with replicates had it only with the measures, n_only_without only without them.
    """

    difference: float
    low: float
    high: float
    n_only_with: int
    n_only_without: int


@dataclass(frozen=True)
class Paired:
    """The arm with measures minus the arm without, on the same seeds.

    `n_saved` replicates were contained with the measures and not without them, `n_lost` the other way round,
    `n_unchanged` the same in both. Infections and deaths are mean differences a replicate, over the `n_comparable`
    replicates whose arm with measures ran to its end; None where there are none. A replicate is stopped once it is
    nationwide (or at a number that the scenario names), so its counts are lower bounds, and where the arm with
    measures was stopped the difference says nothing. There are n_censored_with and n_censored_without of these.
    `is_least`: an arm without measures was cut short among the comparable ones, so that the measures spared at least
    what is said here. `note` says all this in words.
    """

    n: int
    n_comparable: int
    infections: Mean | None
    infections_inside: Mean | None
    infections_outside: Mean | None
    deaths: Mean | None
    deaths_inside: Mean | None
    deaths_outside: Mean | None
    contained: ShareDifference
    escaped: ShareDifference
    nationwide: ShareDifference
    n_saved: int
    n_lost: int
    n_unchanged: int
    n_censored_with: int
    n_censored_without: int
    is_least: bool
    note: str


def pair(with_measures: Sequence[Verdict], without: Sequence[Verdict]) -> Paired:
    """Return what the measures changed. The verdicts of both arms are in the order of the same seeds.

    Raises ValueError where the seeds of the two arms differ.
    """
    if [v.seed for v in with_measures] != [v.seed for v in without]:
        raise ValueError("the two arms do not have the same seeds in the same order; give both arms the same seeds")
    n_with, n_without = n_censored(with_measures), n_censored(without)
    contained = _share_difference("is_contained", with_measures, without)
    n = len(with_measures)
    whole = [(a, b) for a, b in zip(with_measures, without, strict=True) if a.outcome in WHOLE]
    n_least = n_censored([b for _, b in whole])
    return Paired(
        n=n,
        n_comparable=len(whole),
        infections=_mean_difference(whole, "n_infected"),
        infections_inside=_mean_difference(whole, "n_inside"),
        infections_outside=_mean_difference(whole, "n_outside"),
        deaths=_mean_difference(whole, "n_dead_inside", "n_dead_outside"),
        deaths_inside=_mean_difference(whole, "n_dead_inside"),
        deaths_outside=_mean_difference(whole, "n_dead_outside"),
        contained=contained,
        escaped=_share_difference("is_escaped", with_measures, without),
        nationwide=_share_difference("is_nationwide", with_measures, without),
        n_saved=contained.n_only_with,
        n_lost=contained.n_only_without,
        n_unchanged=n - contained.n_only_with - contained.n_only_without,
        n_censored_with=n_with,
        n_censored_without=n_without,
        is_least=n_least > 0,
        note=_note(n, n_with, n_without, n_least),
    )


def _note(n: int, n_with: int, n_without: int, n_least: int) -> str:
    if not n_with and not n_without:
        return "No replicate was cut short: the counts are whole."
    note = (
        "A replicate stops once it is nationwide, and its counts are lower bounds then: "
        f"{n_with:,} of {n:,} replicates with the measures, {n_without:,} without them."
    )
    if n_with == n:
        return f"{note} So nothing can be said of how many infections and deaths the measures spared."
    if n_with:
        note += f" Differences of infections and deaths are over the other {n - n_with:,} with the measures."
    return f"{note} The measures spared at least what these say." if n_least else note


def _mean_difference(pairs: Sequence[tuple[Verdict, Verdict]], *names: str) -> Mean | None:
    if not pairs:
        return None
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    return mean_of(sum(column(first, name) - column(second, name) for name in names))


def _share_difference(name: str, first: Sequence[Verdict], second: Sequence[Verdict]) -> ShareDifference:
    a, b = column(first, name) > 0, column(second, name) > 0
    n_first, n_second, n = int(np.count_nonzero(a & ~b)), int(np.count_nonzero(b & ~a)), len(a)
    low, high = paired_interval(n_first, n_second, n)
    return ShareDifference((n_first - n_second) / n, low, high, n_first, n_second)


def paired_interval(n_first: int, n_second: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of P(first only) - P(second only) from n >= 1 pairs of outcomes.

    n_first pairs had the outcome in the first arm only, n_second in the second only. The confidence laws of the share
    f of such pairs, and of the share q among them that favour the first arm, are melded into that of f (2 q - 1).
    It excludes 0 exactly where the exact test of McNemar rejects at 5 %. That it holds at least 95 % is conjectured by
    its authors and supported by their calculations. Ends are good to about 1e-5. Source: M. P. Fay and K. Lumbard
    2021, doi:10.1002/sim.8829.
    """
    if n < 1 or n_first < 0 or n_second < 0 or n_first + n_second > n:
        raise ValueError(f"found {n_first} and {n_second} of {n} pairs; allowed are counts that add up to n at most")
    return _melded_low(n_first, n_second, n), -_melded_low(n_second, n_first, n)


def _melded_low(n_first: int, n_second: int, n: int) -> float:
    m = n_first + n_second
    weights, values = _table(n_first, n_second + 1)
    d = 2.0 * values - 1.0
    return min(_product_quantile(weights, d, shapes) for shapes in ((m, n - m + 1), (m + 1, n - m)))


def _product_quantile(weights: F64, d: F64, shapes: tuple[int, int]) -> float:
    """Return the 2.5 % quantile of F·D: F beta with these shapes, D in [-1, 1] with tabulated values and weights."""
    mass, grid = _table(*shapes)
    below = np.cumsum(mass) - 0.5 * mass
    positive, negative = d > 0.0, d < 0.0

    def is_reached(w: float) -> bool:
        total = float(weights[d == 0.0].sum()) if w >= 0.0 else 0.0
        total += float(weights[positive] @ _below(w / d[positive], grid, below))
        total += float(weights[negative] @ (1.0 - _below(w / d[negative], grid, below)))
        return total >= TAIL

    low, high = -1.0, 1.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if is_reached(middle) else (middle, high)
    return 0.5 * (low + high)


def _below(x: F64, grid: F64, below: F64) -> F64:
    if len(grid) == 1:
        at_once: F64 = (x >= grid[0]).astype(np.float64)
        return at_once
    between: F64 = np.interp(x, grid, below, left=0.0, right=1.0)
    return between


def _table(a: int, b: int) -> tuple[F64, F64]:
    """Return the beta law with shapes a and b as (weights, values): a point at 0 for a = 0, at 1 for b = 0.

    Values are equally spaced in the logit y, where the density is proportional to exp(a y) / (1 + exp(y))^(a + b).
    The value 1/2 lies midway between two of them, so that no part of the law is on the wrong side of it.
    """
    if a == 0 or b == 0:
        return np.ones(1), np.array([0.0 if a == 0 else 1.0])
    middle, deviation = math.log(a / b), math.sqrt(1.0 / a + 1.0 / b)
    low, high = middle - REACH * deviation - 20.0 / a, middle + REACH * deviation + 20.0 / b
    step = (high - low) / N_GRID
    y = (np.arange(math.floor(low / step), math.ceil(high / step)) + 0.5) * step
    logs = a * y - (a + b) * np.logaddexp(0.0, y)
    weights = np.exp(logs - logs.max())
    return weights / weights.sum(), 1.0 / (1.0 + np.exp(-y))
