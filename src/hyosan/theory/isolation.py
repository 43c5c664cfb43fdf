"""What isolation of detected cases does: effective R, its threshold, and the chance that the outbreak dies out.

An infectious person makes contacts at a constant rate through a gamma-distributed infectious period I. With some
probability the person is detected and isolated at a time D after becoming infectious, D = a fixed time + an exponential
one; whoever is still infectious then keeps a share of the contacts. Source: C. Fraser, S. Riley, R. M. Anderson, N. M.
Ferguson 2004, doi:10.1073/pnas.0307506101; the generating function: J. O. Lloyd-Smith et al. 2005,
doi:10.1038/nature04153.
"""

import math
from dataclasses import dataclass

from hyosan.theory.extinction import smallest_fixed_point
from hyosan.theory.growth import Period, laplace
from hyosan.theory.special import gamma_above


@dataclass(frozen=True)
class Isolation:
    """Who is isolated, when, and what remains.

    probability: of detection times compliance. fixed_days + an exponential time with mean exponential_days: from
    becoming infectious to isolation. remaining: share of contacts left in isolation.
    """

    probability: float
    fixed_days: float = 0.0
    exponential_days: float = 0.0
    remaining: float = 0.0

    def __post_init__(self) -> None:
        """Check the numbers."""
        if not (0.0 <= self.probability <= 1.0 and 0.0 <= self.remaining <= 1.0):
            raise ValueError(f"found {self.probability}, {self.remaining}; allowed are shares from 0 to 1")
        if self.fixed_days < 0.0 or self.exponential_days < 0.0:
            raise ValueError(f"found {self.fixed_days}, {self.exponential_days}; allowed are days from 0")


def effective_r(contacts_per_day: float, infectious: Period, isolation: Isolation) -> float:
    """Return the mean number that one person infects: contacts_per_day (E[I] - p (1 - remaining) E[(I - D)+])."""
    saved = isolation.probability * (1.0 - isolation.remaining) * days_cut(infectious, isolation)
    return contacts_per_day * (infectious.mean_days - saved)


def critical_probability(contacts_per_day: float, infectious: Period, isolation: Isolation) -> float:
    """Return the probability of isolation at which the effective R is 1: (R0 - 1)/(R0 - R at probability 1).

    0 where R0 is at most 1; above 1 where even isolation of everybody is too little (infinite where it cuts nothing).
    """
    r0 = contacts_per_day * infectious.mean_days
    if r0 <= 1.0:
        return 0.0
    saved = contacts_per_day * (1.0 - isolation.remaining) * days_cut(infectious, isolation)
    return (r0 - 1.0) / saved if saved > 0.0 else math.inf


def days_cut(infectious: Period, isolation: Isolation) -> float:
    """Return E[(I - D)+], the mean infectious days that isolation of everybody cuts off.

    E[(I - c) ; I > c] - E[1 - exp(-(I - c)/d) ; I > c] d, c the fixed and d the mean exponential time.
    """
    c, d = isolation.fixed_days, isolation.exponential_days
    mean, shape = infectious.mean_days, infectious.shape
    above = _transform_above(infectious, 0.0, c)
    later = max(0.0, mean - c)
    if not math.isinf(shape):
        later = mean * gamma_above(shape + 1.0, shape * c / mean) - c * above
    if d == 0.0:
        return later
    return later - d * (above - math.exp(c / d) * _transform_above(infectious, 1.0 / d, c))


def offspring_transform(s: float, contacts_per_day: float, infectious: Period, isolation: Isolation) -> float:
    """Return E[s^X] of the number X that one person infects, s in [0, 1].

    With theta = contacts_per_day (1 - s), c and d as in `days_cut`, and w the share that remains:
    (1 - p) E[exp(-theta I)] + p E[exp(-theta (min(I, D) + w (I - D)+))].
    """
    theta = contacts_per_day * (1.0 - s)
    c, d, w = isolation.fixed_days, isolation.exponential_days, isolation.remaining
    before = laplace(infectious, theta) - _transform_above(infectious, theta, c)
    isolated = math.exp(-theta * (1.0 - w) * c) * _transform_above(infectious, w * theta, c)
    if d > 0.0:
        in_time = 1.0 / (1.0 + theta * (1.0 - w) * d)
        over = math.exp(c / d) * _transform_above(infectious, theta + 1.0 / d, c)
        isolated = in_time * isolated + (1.0 - in_time) * over
    p = isolation.probability
    return (1.0 - p) * laplace(infectious, theta) + p * (before + isolated)


def extinction_with_isolation(
    contacts_per_day: float, infectious: Period, isolation: Isolation, n_seeds: int = 1
) -> float:
    """Return the probability that an outbreak from `n_seeds` infected dies out: q^n, q the smallest root of q = E[q^X].

    1 where the effective R is at most 1.
    """
    if effective_r(contacts_per_day, infectious, isolation) <= 1.0:
        return 1.0
    root = smallest_fixed_point(lambda s: offspring_transform(s, contacts_per_day, infectious, isolation))
    return root**n_seeds


def _transform_above(period: Period, rate_per_day: float, bound_days: float) -> float:
    """Return E[exp(-r I) ; I > c]: (1 + r m/a)^-a Q(a, (a/m + r) c)."""
    if math.isinf(period.shape):
        return laplace(period, rate_per_day) if period.mean_days > bound_days else 0.0
    tilted = period.shape / period.mean_days + rate_per_day
    return laplace(period, rate_per_day) * gamma_above(period.shape, tilted * bound_days)
