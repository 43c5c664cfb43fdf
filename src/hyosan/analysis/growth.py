"""How fast an outbreak grew: the doubling time of its exponential phase, and the window that was used."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.infections import read_infections
from hyosan.record.load import Record

MIN_INFECTIONS: Final = 40
"""Fewer infections say too little of a rate."""

START_INFECTIONS: Final = 20
"""The window opens when so many have been infected, because chance rules before."""

DEPLETION_SHARE: Final = 0.05
"""The window closes when this share of the people has been infected, because the susceptible become fewer."""

BEFORE_PEAK: Final = 0.25
"""After a peak has been passed, the window closes at this share of the infections until the peak."""

MIN_DOUBLINGS: Final = 1.5
Z_95: Final = 1.959963984540054


@dataclass(frozen=True)
class Growth:
    """The growth of the exponential phase; what could not be told is None, and `reason` says why.

    rate_per_day with its 95 % interval; doubling_days = ln 2 / rate with its interval, of which the upper end is infinite
    if the rate may be zero; the window in days; n_infections in the window.
    """

    rate_per_day: float | None
    rate_low_per_day: float | None
    rate_high_per_day: float | None
    doubling_days: float | None
    doubling_low_days: float | None
    doubling_high_days: float | None
    from_days: float | None
    until_days: float | None
    n_infections: int
    reason: str


def growth(record: Record) -> Growth:
    """Return how fast the outbreak of a run grew: see fit_growth."""
    return fit_growth(read_infections(record).time_days, record.info.world.n_people)


def fit_growth(times_days: NDArray[np.float64], n_people: int) -> Growth:
    """Return the growth of an outbreak from the times of its infections.

    The new infections n_k in equal steps t_k of the window follow log E[n_k] = a + r t_k; r is fitted by maximum likelihood
    for Poisson counts, and its standard error is widened by the dispersion found (quasi-Poisson; McCullagh and Nelder 1989,
    Generalized Linear Models, doi:10.1007/978-1-4899-3242-6). The window is the exponential phase: see window.

    Parameters: times_days, float64, ascending; n_people in the world.
    """
    start, end = window(times_days, n_people)
    reason = _too_little(len(times_days), start, end)
    if reason:
        return _unknown(max(end - start, 0), reason)
    from_days, until_days = float(times_days[start]), float(times_days[end - 1])
    counts, step_days = _steps(times_days[start:end], math.log2(end / start))
    rate, error = fit_rate(counts, step_days)
    low, high = rate - Z_95 * error, rate + Z_95 * error
    is_growing = rate > 0.0
    return Growth(
        rate_per_day=rate,
        rate_low_per_day=low,
        rate_high_per_day=high,
        doubling_days=math.log(2.0) / rate if is_growing else None,
        doubling_low_days=math.log(2.0) / high if is_growing else None,
        doubling_high_days=(math.log(2.0) / low if low > 0.0 else math.inf) if is_growing else None,
        from_days=from_days,
        until_days=until_days,
        n_infections=end - start,
        reason="" if is_growing else "the outbreak did not grow",
    )


def window(times_days: NDArray[np.float64], n_people: int) -> tuple[int, int]:
    """Return the exponential phase as places (start, end) in the infections ordered by time.

    It opens at the 20th infection, and closes at the end of the run, when 5 % of the people have been infected, or, once a
    peak has been passed, at a quarter of the infections until the peak: whichever comes first.
    """
    n = len(times_days)
    if n < 2 or times_days[-1] <= times_days[0]:
        return 0, 0
    counts, edges = np.histogram(times_days, bins=min(50, max(5, n // 20)))
    peak = int(np.argmax(counts))
    end = n
    if peak < len(counts) - 1 and counts[peak:].min() < 0.7 * counts[peak] - 3.0 * math.sqrt(counts[peak]):
        end = int(np.searchsorted(times_days, edges[peak + 1]) * BEFORE_PEAK)
    end = min(end, int(DEPLETION_SHARE * n_people))
    start = START_INFECTIONS
    start = max(start, int(np.searchsorted(times_days, times_days[0], side="right")))  # seeded together: no growth yet
    return min(start, end), end


def fit_rate(counts: NDArray[np.int64], step_days: float) -> tuple[float, float]:
    """Return the rate of growth per day of counts in equal steps, and its standard error (quasi-Poisson).

    Newton's method for log E[n_k] = a + r t_k. Parameters: counts, int64 (K), K > 2; step_days.
    """
    t = (np.arange(len(counts)) - (len(counts) - 1) / 2.0) * step_days
    design = np.stack([np.ones_like(t), t])
    y = counts.astype(np.float64)
    coefficient = np.linalg.lstsq(design.T, np.log(y + 0.5), rcond=None)[0]
    for _ in range(50):
        mean = np.exp(np.clip(coefficient @ design, -700.0, 700.0))
        step = np.linalg.solve((design * mean) @ design.T, design @ (y - mean))
        coefficient = coefficient + step
        if np.max(np.abs(step) * [1.0, t[-1]]) < 1e-10:
            break
    mean = np.exp(coefficient @ design)
    dispersion = max(1.0, float(np.sum((y - mean) ** 2 / mean)) / (len(y) - 2))
    covariance = np.linalg.inv((design * mean) @ design.T) * dispersion
    return float(coefficient[1]), math.sqrt(covariance[1, 1])


def _steps(times_days: NDArray[np.float64], doublings: float) -> tuple[NDArray[np.int64], float]:
    """Return counts in equal steps, three a doubling; whole days where they are long, because days have a rhythm."""
    span_days = float(times_days[-1] - times_days[0])
    n_steps = min(60, max(6, round(3.0 * doublings)))
    step_days = span_days / n_steps
    if step_days > 0.75:
        step_days = float(max(1, round(step_days)))
        n_steps = int(span_days / step_days)
    counts = np.bincount(((times_days - times_days[0]) / step_days).astype(np.int64), minlength=n_steps)[:n_steps]
    return counts, step_days


def _too_little(n: int, start: int, end: int) -> str:
    if n < MIN_INFECTIONS:
        return f"only {n} infections; at least {MIN_INFECTIONS} are needed"
    if end < MIN_INFECTIONS or end < start * 2.0**MIN_DOUBLINGS:
        return f"only {end - start} infections between the first {start} and the end of the exponential phase"
    return ""


def _unknown(n_infections: int, reason: str) -> Growth:
    return Growth(None, None, None, None, None, None, None, None, n_infections, reason)
