"""Whether an outbreak behind a border gets out before it dies out, and when.

An infectious person infects at rate lambda inside, stops being infectious at rate mu, and infects somebody outside
(escapes) at rate epsilon; people inside are very many. Each person's descendants are independent of the others', so
from n seeds the probability that nothing escapes is the n-th power of that from one. With x(t) the probability that
something of one infectious person has escaped by t,

    dx/dt = epsilon - kappa x - lambda x^2,   kappa = mu + epsilon - lambda,   x(0) = 0,

a Riccati equation with constant coefficients. Its solution is written here with sums of positive terms, so that it
holds to full precision for the rarest escapes. Source: birth and death with killing, S. Karlin and S. Tavare 1982,
doi:10.2307/3213507; the equation is the backward equation of the process, T. E. Harris, The Theory of Branching
Processes, Springer 1963, doi:10.1007/978-3-642-51866-9.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Outbreak:
    """Rates per infectious person and day: infections inside, removal, infections outside."""

    births_per_day: float
    removals_per_day: float
    escapes_per_day: float

    def __post_init__(self) -> None:
        """Check the rates."""
        rates = (self.births_per_day, self.removals_per_day, self.escapes_per_day)
        if not all(rate >= 0.0 and math.isfinite(rate) for rate in rates):
            raise ValueError(f"found rates {rates}; allowed are finite numbers from 0")


def no_escape_probability(outbreak: Outbreak, n_seeds: int = 1) -> float:
    """Return the probability that nobody outside is ever infected.

    [(l + m + e) - sqrt((l + m + e)^2 - 4 l m)]/(2 l) for each seed, l births, m removal, e escape; 1 without escapes.
    A seed is an infected person: a latent period changes nothing, whatever its law.
    """
    return no_escape_by(outbreak, math.inf, n_seeds)


def no_escape_by(outbreak: Outbreak, time_days: float, n_seeds: int = 1) -> float:
    """Return the probability that nobody outside has been infected by a time (days, may be infinite).

    n_seeds people are infectious at time 0.
    """
    return _all_of(_escaped(outbreak, time_days, 0.0), n_seeds)


def no_escape_with_cordon(outbreak: Outbreak, closing_days: float, leak: float, n_seeds: int = 1) -> float:
    """Return the probability that nobody outside is ever infected where a cordon closes at a time.

    Before `closing_days` people escape at the outbreak's rate, from then on at `leak` times that rate (0 to 1).
    """
    _check_share("leak", leak)
    return no_escape_in_phases(outbreak, [(closing_days, 1.0), (math.inf, leak)], n_seeds)


def no_escape_until_detected(outbreak: Outbreak, detected_share: float, n_seeds: int = 1) -> float:
    """Return the probability of no escape where a tight cordon closes with the first detection.

    Everybody infected, the seeds included, is detected at once with probability p = `detected_share`. Escapes and
    detections of those newly infected come at rates e and l p per infectious person, so the first of them is an escape
    with probability e/(e + l p), whenever it comes:
    1 - (1 - p)^n (1 - Q) e/(e + l p), Q the probability of neither: births l (1 - p), removal m, escapes e + l p.
    """
    _check_share("detected_share", detected_share)
    births, escapes = outbreak.births_per_day, outbreak.escapes_per_day
    ends_per_day = escapes + births * detected_share
    if escapes == 0.0:
        return 1.0
    unseen = Outbreak(births * (1.0 - detected_share), outbreak.removals_per_day, ends_per_day)
    first = (1.0 - no_escape_probability(unseen, n_seeds)) * escapes / ends_per_day
    return 1.0 - (1.0 - detected_share) ** n_seeds * first


def no_escape_in_phases(outbreak: Outbreak, phases: Sequence[tuple[float, float]], n_seeds: int = 1) -> float:
    """Return the probability of no escape through phases of (days, share of the rate of escape), one after the other.

    Solved backwards: the probability at the end of a phase is the start value of the equation of the phase before.
    """
    escaped = 0.0
    for duration_days, share in reversed(phases):
        thinned = Outbreak(outbreak.births_per_day, outbreak.removals_per_day, share * outbreak.escapes_per_day)
        escaped = _escaped(thinned, duration_days, escaped)
    return _all_of(escaped, n_seeds)


def first_escape_days(outbreak: Outbreak, n_seeds: int = 1) -> float:
    """Return the mean time of the first infection outside, given that there is one.

    With q(t) the probability of no escape by t from one seed and Q its limit, the integral of q^n - Q^n over all
    times, divided by 1 - Q^n. For one seed it is ln(2 d/(d + kappa))/(lambda (1 - Q)), d^2 = kappa^2 + 4 lambda
    epsilon; for more it is integrated in the variable in which the integrand is smooth (Gauss-Legendre, 200 points).
    Raises ValueError where nothing can escape.
    """
    births = outbreak.births_per_day
    if outbreak.escapes_per_day == 0.0:
        raise ValueError("escapes_per_day: found 0; allowed is a rate above 0, else there is no first escape")
    half_sum = 0.5 * _roots(outbreak)[1]
    ever = outbreak.escapes_per_day / half_sum
    span = math.log1p(births * ever / half_sum) / births if births > 0.0 else ever / half_sum
    if n_seeds == 1:
        return span / ever
    nodes, weights = np.polynomial.legendre.leggauss(200)
    at = 0.5 * span * (nodes + 1.0)
    escaped = half_sum * (np.expm1(births * at) / births if births > 0.0 else at)
    none = math.exp(n_seeds * math.log1p(-ever)) if ever < 1.0 else 0.0
    by_then = np.exp(n_seeds * np.log1p(-escaped)) - none
    integral = 0.5 * span * float(weights @ (by_then / (ever - escaped)))
    return integral / (1.0 - none)


def _roots(outbreak: Outbreak) -> tuple[float, float, float]:
    """Return d, d + kappa and d - kappa, each without cancellation."""
    births, escapes = outbreak.births_per_day, outbreak.escapes_per_day
    kappa = outbreak.removals_per_day + escapes - births
    product = 4.0 * births * escapes
    d = math.sqrt(kappa * kappa + product)
    large = d + abs(kappa)
    small = product / large if large > 0.0 else 0.0
    return (d, large, small) if kappa >= 0.0 else (d, small, large)


def _escaped(outbreak: Outbreak, time_days: float, at_end: float) -> float:
    """Return x after `time_days` of the equation of this module from the value `at_end`."""
    if not time_days >= 0.0:
        raise ValueError(f"days: found {time_days}; allowed are numbers from 0 and infinity")
    births, escapes = outbreak.births_per_day, outbreak.escapes_per_day
    if time_days == 0.0 or (escapes == 0.0 and at_end == 0.0):
        return at_end
    d, plus, minus = _roots(outbreak)
    if d == 0.0:
        return at_end / (1.0 + births * at_end * time_days) if births > 0.0 else at_end
    decay = math.exp(-d * time_days)
    grown, rest = (1.0 - decay) / (1.0 + decay), 2.0 * decay / (1.0 + decay)
    above = at_end * (d * rest + minus * grown) + 2.0 * escapes * grown
    below = d * rest + (plus + 2.0 * births * at_end) * grown
    return min(1.0, above / below)


def _all_of(escaped: float, n_seeds: int) -> float:
    if n_seeds < 1:
        raise ValueError(f"n_seeds: found {n_seeds}; allowed are whole numbers from 1")
    return math.exp(n_seeds * math.log1p(-escaped)) if escaped < 1.0 else 0.0


def _check_share(name: str, share: float) -> None:
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"{name}: found {share}; allowed are numbers from 0 to 1")
