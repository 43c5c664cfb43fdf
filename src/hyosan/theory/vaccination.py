"""What vaccination before an outbreak does: the coverage that prevents it, and its size below that coverage.

A vaccine is *all-or-nothing* where it protects a share e of the vaccinated wholly and the rest not, *leaky* where it
lets each contact of every vaccinated person pass with probability 1 - e. Source: P. G. Smith, L. C. Rodrigues, P. E. M.
Fine 1984, doi:10.1093/ije/13.1.87.
"""

import math

from hyosan.theory.final_size import final_size
from hyosan.theory.roots import bisect


def critical_coverage(r0: float, efficacy: float = 1.0) -> float:
    """Return the share to vaccinate so that an outbreak cannot grow: (1 - 1/R0)/e, for either kind of vaccine.

    Above 1 where no coverage is enough, 0 where R0 is at most 1. efficacy: e in (0, 1]. Source: R. M. Anderson and
    R. M. May 1982, doi:10.1126/science.7063839.
    """
    _check(0.0, efficacy)
    if efficacy == 0.0:
        return 0.0 if r0 <= 1.0 else math.inf
    return max(0.0, 1.0 - 1.0 / r0) / efficacy


def vaccinated_r(r0: float, coverage: float, efficacy: float = 1.0) -> float:
    """Return the reproduction number where a share is vaccinated: R0 (1 - coverage e), for either kind of vaccine."""
    _check(coverage, efficacy)
    return r0 * (1.0 - coverage * efficacy)


def final_size_all_or_nothing(r0: float, coverage: float, efficacy: float, seeded_share: float = 0.0) -> float:
    """Return the share of all people who are infected in the end: that of an epidemic with coverage e immune people.

    The seeded (a share of all) are not among the protected.
    """
    _check(coverage, efficacy)
    return final_size(r0, seeded_share, coverage * efficacy)


def final_size_leaky(r0: float, coverage: float, efficacy: float, seeded_share: float = 0.0) -> float:
    """Return the same for a leaky vaccine.

    The largest root of Z = s + (1 - s) [(1 - v)(1 - exp(-R0 Z)) + v (1 - exp(-(1 - e) R0 Z))], v the coverage, s the
    share seeded, alike among vaccinated and others.
    """
    _check(coverage, efficacy)
    if vaccinated_r(r0, coverage, efficacy) <= 1.0 and seeded_share == 0.0:
        return 0.0

    def excess(z: float) -> float:
        infected = -(1.0 - coverage) * math.expm1(-r0 * z) - coverage * math.expm1(-(1.0 - efficacy) * r0 * z)
        return seeded_share + (1.0 - seeded_share) * infected - z

    below = 1.0
    while excess(below) <= 0.0:
        below *= 0.5
    return bisect(excess, below, 1.0 + 1e-12)


def _check(coverage: float, efficacy: float) -> None:
    if not (0.0 <= coverage <= 1.0 and 0.0 <= efficacy <= 1.0):
        raise ValueError(f"found coverage {coverage}, efficacy {efficacy}; allowed are shares from 0 to 1")
