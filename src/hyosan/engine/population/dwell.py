"""Times spent in a state and individual infectiousness, drawn at a person's own addresses."""

import math

import numpy as np

from hyosan.draws.kernel import draw, unit
from hyosan.draws.purposes import DWELL, INDIVIDUAL
from hyosan.engine.population.pathogen_arrays import (
    LAW_ERLANG,
    LAW_EXPONENTIAL,
    LAW_FIXED,
    LAW_GAMMA,
    LAW_LOGNORMAL,
)
from hyosan.jit import Int, inner_kernel, int64

TRIALS = 256
"""Draws reserved for one variate."""


@inner_kernel
def standard_normal(key: np.uint64, purpose: np.int64, ordinal: Int) -> float:
    """Return a standard normal variate (Box and Muller 1958) from the draws `ordinal` and `ordinal + 1`."""
    radius = math.sqrt(-2.0 * math.log(unit(draw(key, purpose, ordinal))))
    return radius * math.cos(2.0 * math.pi * unit(draw(key, purpose, ordinal + 1)))


@inner_kernel
def standard_gamma(shape: float, key: np.uint64, purpose: np.int64, ordinal: Int) -> float:
    """Return a gamma variate of unit scale: the rejection of Marsaglia and Tsang 2000, doi:10.1145/358407.358414.

    A shape below 1 is raised by one and scaled back by U^(1/shape). Uses draws from `ordinal` on, at most 256 in
    practice (a try is refused with probability below 0.05).
    """
    boost = 1.0
    if shape < 1.0:
        boost = unit(draw(key, purpose, ordinal)) ** (1.0 / shape)
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    trial = ordinal + 1
    while True:
        x = standard_normal(key, purpose, trial)
        v = 1.0 + c * x
        if v > 0.0:
            v = v * v * v
            u = unit(draw(key, purpose, trial + 2))
            # the first comparison implies the second, and spares its logarithms in nearly all cases
            if u < 1.0 - 0.0331 * x * x * x * x or math.log(u) < 0.5 * x * x + d - d * v + d * math.log(v):
                return boost * d * v
        trial += 3


@inner_kernel
def standard_erlang(stages: Int, key: np.uint64, purpose: np.int64, ordinal: Int) -> float:
    """Return the sum of `stages` standard exponential variates: minus the logarithm of a product of uniforms.

    The product is folded in every 16 factors: each is above 2^-53, so it stays far from the smallest float64.
    """
    total = 0.0
    product = 1.0
    for stage in range(stages):
        product *= unit(draw(key, purpose, ordinal + stage))
        if stage & 15 == 15:
            total -= math.log(product)
            product = 1.0
    return total - math.log(product)


@inner_kernel
def dwell_days(law: Int, scale: float, shape: float, key: np.uint64, state: Int) -> float:
    """Return how long the person of `key` stays in `state` (days); infinite where the law is LAW_NONE."""
    ordinal = state * TRIALS
    if law == LAW_EXPONENTIAL:
        return -scale * math.log(unit(draw(key, DWELL, ordinal)))
    if law == LAW_ERLANG:
        return scale * standard_erlang(int(shape), key, DWELL, ordinal)
    if law == LAW_GAMMA:
        return scale * standard_gamma(shape, key, DWELL, ordinal)
    if law == LAW_LOGNORMAL:
        return math.exp(scale + shape * standard_normal(key, DWELL, ordinal))
    if law == LAW_FIXED:
        return scale
    if law == 0:
        return math.inf
    return float(scale * (-math.log(unit(draw(key, DWELL, ordinal)))) ** (1.0 / shape))


@inner_kernel
def individual_factor(dispersion_k: float, key: np.uint64) -> float:
    """Return the person's relative infectiousness: gamma with mean 1 and shape k; 1 where k is 0.

    Source: Lloyd-Smith et al. 2005, doi:10.1038/nature04153.
    """
    if dispersion_k == 0.0:
        return 1.0
    return standard_gamma(dispersion_k, key, INDIVIDUAL, int64(0)) / dispersion_k
