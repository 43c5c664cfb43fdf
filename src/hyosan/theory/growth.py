"""How fast an epidemic grows while nearly everybody is susceptible, and what its growth says of R.

Latent and infectious periods are gamma-distributed with mean and shape; shape 1 is exponential, math.inf a fixed
length, a latent mean of 0 no latent period. Sources: J. Wallinga and M. Lipsitch 2007, doi:10.1098/rspb.2006.3754;
the gamma case: H. J. Wearing, P. Rohani, M. J. Keeling 2005, doi:10.1371/journal.pmed.0020174.
"""

import math
from dataclasses import dataclass

from hyosan.theory.roots import bisect


@dataclass(frozen=True)
class Period:
    """A gamma-distributed length of time: mean in days and shape (1 exponential, math.inf fixed)."""

    mean_days: float
    shape: float = 1.0


def laplace(period: Period, rate_per_day: float) -> float:
    """Return E[exp(-r T)] of a period T: (1 + r m/a)^-a; exp(-r m) for a fixed length; infinite for r <= -a/m."""
    x = rate_per_day * period.mean_days
    if math.isinf(period.shape):
        return math.exp(-x)
    if x <= -period.shape:
        return math.inf
    return math.exp(-period.shape * math.log1p(x / period.shape))


def reproduction_number(rate_per_day: float, latent: Period, infectious: Period) -> float:
    """Return R of an epidemic that grows as exp(r t).

    1/R = E[exp(-r A)] over the age of infection A at a contact: R = r m / ((1 - L_I(r)) L_E(r)), L the transforms of
    the infectious and the latent period, m the mean of the infectious one. Both exponential: R = (1 + r/b1)(1 +
    r/b2).
    """
    if abs(rate_per_day) * infectious.mean_days < 1e-9:
        return 1.0
    seen = 1.0 - laplace(infectious, rate_per_day)
    denominator = seen * laplace(latent, rate_per_day)
    return 0.0 if math.isinf(abs(denominator)) else rate_per_day * infectious.mean_days / denominator


def growth_rate_per_day(r0: float, latent: Period, infectious: Period) -> float:
    """Return the r (1/day) at which an epidemic with reproduction number `r0` (> 0) grows, negative below 1."""
    if r0 == 1.0:
        return 0.0
    scale = 1.0 / (latent.mean_days + infectious.mean_days)
    if r0 > 1.0:
        high = scale
        while reproduction_number(high, latent, infectious) < r0:
            high *= 2.0
        return bisect(lambda r: reproduction_number(r, latent, infectious) - r0, 0.0, high)
    low = -scale
    while reproduction_number(low, latent, infectious) > r0:
        low *= 2.0
    return bisect(lambda r: reproduction_number(r, latent, infectious) - r0, low, 0.0)


def doubling_days(rate_per_day: float) -> float:
    """Return the time in which an epidemic that grows as exp(r t) doubles: ln 2/r."""
    return math.log(2.0) / rate_per_day
