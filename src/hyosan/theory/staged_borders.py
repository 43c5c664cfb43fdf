"""Escape from behind a border where periods are not exponential: gamma-distributed, with a latent one before.

As in `borders`, an infectious person infects inside and outside at constant rates, among very many people.
"""

import math
from dataclasses import dataclass

import numpy as np

from hyosan.theory.growth import Period, laplace
from hyosan.theory.roots import F64, bisect, integrate


@dataclass(frozen=True)
class StagedOutbreak:
    """Rates per infectious person and day inside and outside; mean periods in days, each of whole stages.

    A period of n stages is gamma-distributed with shape n. latent_days 0: no latent period.
    """

    births_per_day: float
    escapes_per_day: float
    latent_days: float
    infectious_days: float
    latent_stages: int = 1
    infectious_stages: int = 1


def no_escape_of_period(births_per_day: float, escapes_per_day: float, infectious: Period, n_seeds: int = 1) -> float:
    """Return the probability that nobody outside is ever infected, for a gamma-distributed infectious period.

    Each seed: the root q in [0, 1] of q = E[exp(-(births (1 - q) + escapes) I)], the generating function of the
    infections inside, without one outside. A latent period changes nothing. `infectious`: mean and any shape,
    math.inf for a fixed length. A gamma-distributed individual infectiousness with dispersion k over a fixed period
    gives the same as the shape k. Without escapes it is 1. Source: T. E. Harris 1963,
    doi:10.1007/978-3-642-51866-9.
    """
    if escapes_per_day == 0.0:
        return 1.0

    def excess(q: float) -> float:
        return laplace(infectious, births_per_day * (1.0 - q) + escapes_per_day) - q

    return bisect(excess, 0.0, 1.0) ** n_seeds


def no_escape_of_stages(
    outbreak: StagedOutbreak, closing_days: float, leak: float, n_seeds: int = 1, max_step_days: float = 0.02
) -> float:
    """Return the probability that nobody outside is ever infected where a cordon closes at a time.

    Before `closing_days` people escape at the outbreak's rate, from then on at `leak` times that rate. The seeds enter
    the first stage at time 0. With q_j the probability of no escape from a person in stage j, backwards in time

        dq_j/dt = rate_j (q_(j+1) - q_j) + [j infectious] (births (q_1 q_j - q_j) - escapes q_j),   q_(last+1) = 1,

    integrated from the limits under the leak (Runge-Kutta). An infinite `closing_days` with leak 0 is not defined;
    for no cordon take closing_days 0 and leak 1.
    """
    n_latent = outbreak.latent_stages if outbreak.latent_days > 0.0 else 0
    leaving = np.full(n_latent + outbreak.infectious_stages, outbreak.infectious_stages / outbreak.infectious_days)
    leaving[:n_latent] = n_latent / outbreak.latent_days if n_latent else 0.0

    def slope(q: F64) -> F64:
        out = leaving * (np.append(q[1:], 1.0) - q)
        out[n_latent:] += outbreak.births_per_day * (q[0] - 1.0) * q[n_latent:]
        out[n_latent:] -= outbreak.escapes_per_day * q[n_latent:]
        return out

    start = _limits(outbreak, n_latent, leak * outbreak.escapes_per_day)
    if closing_days == 0.0:
        return float(start[0]) ** n_seeds
    return float(integrate(slope, start, np.array([closing_days]), max_step_days)[0, 0]) ** n_seeds


def _limits(outbreak: StagedOutbreak, n_latent: int, escapes_per_day: float) -> F64:
    """Return the probability of no escape for ever from a person in each stage, at a constant rate of escape."""
    n = outbreak.infectious_stages
    period = Period(outbreak.infectious_days, float(n))
    q = no_escape_of_period(outbreak.births_per_day, escapes_per_day, period)
    miss = outbreak.births_per_day * (1.0 - q) + escapes_per_day
    one_stage = 1.0 / (1.0 + miss * outbreak.infectious_days / n)
    left = np.arange(n, 0, -1)
    return np.concatenate([np.full(n_latent, q), np.exp(left * math.log(one_stage))])
