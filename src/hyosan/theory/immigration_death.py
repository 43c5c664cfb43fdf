"""People arrive as a Poisson stream and leave at a constant rate each: an open process with an exact answer."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class ImmigrationDeath:
    """Arrivals per day, rate of leaving per day and person, people at the start."""

    arrivals_per_day: float
    leaving_per_day: float
    n_start: int = 0


def mean_at(process: ImmigrationDeath, time_days: float) -> float:
    """Return the mean number present: X0 e^(-mu t) + (a/mu)(1 - e^(-mu t))."""
    left = math.exp(-process.leaving_per_day * time_days)
    return process.n_start * left + process.arrivals_per_day / process.leaving_per_day * (1.0 - left)


def sd_at(process: ImmigrationDeath, time_days: float) -> float:
    """Return the standard deviation of the number present.

    It is a binomial(X0, e^(-mu t)) plus an independent Poisson number, so the variance is X0 p (1 - p) + (a/mu)(1 - p).
    Source: T. W. Evans, C. S. Gillespie, D. J. Wilkinson 2008, "The SBML discrete stochastic models test suite",
    doi:10.1093/bioinformatics/btm566.
    """
    left = math.exp(-process.leaving_per_day * time_days)
    arrived = process.arrivals_per_day / process.leaving_per_day * (1.0 - left)
    return math.sqrt(process.n_start * left * (1.0 - left) + arrived)
