"""Whether an outbreak that starts from few infected among very many people dies out by chance.

An infected person infects at a constant rate through an infectious period whose law is gamma with a given shape; the
number infected is then negative binomial with dispersion k = shape. Shape 1 is the exponential period (offspring
geometric), shape infinity the constant period (offspring Poisson). A gamma-distributed individual infectiousness with
dispersion k over a constant period gives the same law, so one parameter serves all four.
"""

import math
from collections.abc import Callable

from hyosan.theory.roots import bisect


def offspring_generating_function(s: float, r0: float, k: float) -> float:
    """Return E[s^X] of the number X that one person infects: (1 + R0 (1 - s)/k)^-k; exp(-R0 (1 - s)) for infinite k.

    s in [0, 1]; r0: mean; k: dispersion, > 0. Source: J. O. Lloyd-Smith et al. 2005, doi:10.1038/nature04153.
    """
    if math.isinf(k):
        return math.exp(-r0 * (1.0 - s))
    return math.exp(-k * math.log1p(r0 * (1.0 - s) / k))


def extinction_probability(r0: float, k: float, n_seeds: int = 1) -> float:
    """Return the probability that an outbreak from `n_seeds` infected dies out: q^n, q the smallest root of q = E[q^X].

    r0: mean number infected by one, >= 0; k: dispersion or shape of the infectious period, math.inf for a constant
    one. For k = 1 it is 1/R0. Source: T. E. Harris, The Theory of Branching Processes, Springer 1963,
    doi:10.1007/978-3-642-51866-9.
    """
    if r0 <= 1.0:
        return 1.0
    return smallest_fixed_point(lambda s: offspring_generating_function(s, r0, k)) ** n_seeds


def outbreak_size_probability(n_infected: int, r0: float, k: float, n_seeds: int = 1) -> float:
    """Return the probability that `n_infected` people, the seeds included, are ever infected among very many people.

    (a/n) P(n people infect n - a in all), a seeds; what n people infect is negative binomial with mean n R0 and
    dispersion n k. The sum over all n is `extinction_probability`. Source: M. Dwass 1969, doi:10.2307/3212112.
    """
    if n_infected < n_seeds:
        return 0.0
    x, mean, spread = n_infected - n_seeds, n_infected * r0, n_infected * k
    log_p = -math.lgamma(x + 1)
    if math.isinf(k):
        log_p += x * math.log(mean) - mean
    else:
        log_p += math.lgamma(x + spread) - math.lgamma(spread) - spread * math.log1p(r0 / k)
        log_p += x * (math.log(r0) - math.log(r0 + k))
    return n_seeds / n_infected * math.exp(log_p)


def smallest_fixed_point(generating_function: Callable[[float], float]) -> float:
    """Return the smallest root in [0, 1) of s = G(s) for a generating function with mean above 1.

    G is convex with G(1) = 1, so G(s) - s is negative just below 1 and its other root is the one that is wanted.
    """
    below_one = 0.5
    while generating_function(1.0 - below_one) >= 1.0 - below_one and below_one > 1e-9:
        below_one *= 0.5
    return bisect(lambda s: generating_function(s) - s, 0.0, 1.0 - below_one)
