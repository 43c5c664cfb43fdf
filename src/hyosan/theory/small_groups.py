"""How many people in a small group are infected in the end, exactly.

The triangular equations are solved in decimal arithmetic with enough digits, because their terms cancel: in float64
they fail from about 60 people on.
"""

import math
from dataclasses import dataclass
from decimal import Decimal, localcontext

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class GroupEpidemic:
    """A group of people, some of them infected, who all meet each other equally.

    n_susceptible, n_infected: people at the start. mean_pressure: mean of (infectious period x rate at which an
    infected person makes contact with one given person), without unit: R0/(n - 1) if R0 is the number of contacts
    with all n - 1 others. shape: of the gamma law of that product: 1 for an exponential period, math.inf for a
    constant one (Reed-Frost).
    """

    n_susceptible: int
    n_infected: int
    mean_pressure: float
    shape: float = 1.0


def final_size_distribution(group: GroupEpidemic) -> F64:
    """Return P(j of the susceptible people are infected in the end), j = 0..n_susceptible.

    Solves sum over j <= k of C(N - j, k - j) P_j / phi(N - k)^(j + a) = C(N, k), k = 0..N, with phi(m) = E[exp(-m X)]
    the chance that one infected person infects none of m given people, N susceptible and a infected at the start.
    Source: F. Ball 1986, "A unified approach to the distribution of total size and total area under the trajectory of
    infectives in epidemic models", doi:10.2307/1427301.
    """
    n, a = group.n_susceptible, group.n_infected
    with localcontext() as context:
        context.prec = 40 + 2 * n
        escape = [_escape(group, n - k) for k in range(n + 1)]
        solved: list[Decimal] = []
        for k in range(n + 1):
            power = escape[k] ** a
            total = Decimal(0)
            for j in range(k):
                total += math.comb(n - j, k - j) * solved[j] / power
                power *= escape[k]
            solved.append((math.comb(n, k) - total) * power)
        return np.array([float(p) for p in solved])


def reed_frost_distribution(n_susceptible: int, n_infected: int, escape_probability: float) -> F64:
    """Return the same where an infected person misses each other with a fixed `escape_probability`, by generations.

    It is the constant infectious period of `final_size_distribution`. Found here by summing over generations, so that
    the two check each other: from s susceptible and i infected, the next generation is binomial(s, 1 - q^i).
    """
    chances = np.zeros((n_susceptible + 1, n_susceptible + n_infected + 1))
    chances[n_susceptible, n_infected] = 1.0
    end = np.zeros(n_susceptible + 1)
    while chances.any():
        following = np.zeros_like(chances)
        for s, i in np.argwhere(chances > 0.0):
            if i == 0 or s == 0:
                end[n_susceptible - s] += chances[s, i]
                continue
            miss = escape_probability**i
            for new in range(s + 1):
                share = math.comb(int(s), new) * (1.0 - miss) ** new * miss ** (s - new)
                following[s - new, new] += chances[s, i] * share
        chances = following
    return end


def _escape(group: GroupEpidemic, m: int) -> Decimal:
    pressure = Decimal(group.mean_pressure) * m
    if math.isinf(group.shape):
        return (-pressure).exp()
    shape = Decimal(group.shape)
    return (1 + pressure / shape) ** (-shape)
