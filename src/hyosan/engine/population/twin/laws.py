"""Dwell times and individual infectiousness, in plain Python."""

import math
from typing import SupportsInt

from hyosan.draws import purposes as why
from hyosan.draws.plain import draw, unit
from hyosan.scenario import DwellLaw

TRIALS = 256


def standard_normal(key: int, purpose: SupportsInt, ordinal: int) -> float:
    """Return a standard normal variate (Box and Muller 1958)."""
    radius = math.sqrt(-2.0 * math.log(unit(draw(key, purpose, ordinal))))
    return radius * math.cos(2.0 * math.pi * unit(draw(key, purpose, ordinal + 1)))


def standard_gamma(shape: float, key: int, purpose: SupportsInt, ordinal: int) -> float:
    """Return a gamma variate of unit scale (Marsaglia and Tsang 2000, doi:10.1145/358407.358414)."""
    boost = 1.0
    if shape < 1.0:
        boost = unit(draw(key, purpose, ordinal)) ** (1.0 / shape)
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    trial = ordinal + 1
    while True:
        x = standard_normal(key, purpose, trial)
        v = (1.0 + c * x) * (1.0 + c * x) * (1.0 + c * x) if 1.0 + c * x > 0.0 else 0.0
        if v > 0.0 and math.log(unit(draw(key, purpose, trial + 2))) < 0.5 * x * x + d - d * v + d * math.log(v):
            return boost * d * v
        trial += 3


def standard_erlang(stages: int, key: int, ordinal: int) -> float:
    """Return the sum of `stages` standard exponential variates: minus the logarithm of a product of uniforms."""
    total = 0.0
    for first in range(0, stages, 16):
        product = 1.0
        for stage in range(first, min(first + 16, stages)):
            product *= unit(draw(key, why.DWELL, ordinal + stage))
        total -= math.log(product)
    return total


def dwell_days(dwell: DwellLaw | None, key: int, state: int) -> float:
    """Return how long the person of `key` stays in a state (days); infinite without a dwell law."""
    if dwell is None:
        return math.inf
    at = state * TRIALS
    log_u = math.log(unit(draw(key, why.DWELL, at)))
    if dwell.law == "exponential":
        return -dwell.mean_days * log_u
    if dwell.law == "erlang":
        return dwell.mean_days / dwell.stages * standard_erlang(dwell.stages, key, at)
    if dwell.law == "gamma" and dwell.shape in range(1, 17):
        return dwell.mean_days / dwell.shape * standard_erlang(int(dwell.shape), key, at)
    if dwell.law == "gamma":
        return dwell.mean_days / dwell.shape * standard_gamma(dwell.shape, key, why.DWELL, at)
    if dwell.law == "lognormal":
        variance = math.log1p((dwell.sd_days / dwell.mean_days) ** 2)
        mean = math.log(dwell.mean_days) - variance / 2
        return math.exp(mean + math.sqrt(variance) * standard_normal(key, why.DWELL, at))
    if dwell.law == "weibull":
        return float(dwell.scale_days * (-log_u) ** (1.0 / dwell.shape))
    return dwell.value_days


def individual_factor(dispersion_k: float, key: int) -> float:
    """Return a person's relative infectiousness: gamma with mean 1 and shape k."""
    return standard_gamma(dispersion_k, key, why.INDIVIDUAL, 0) / dispersion_k
