"""How large an epidemic becomes on a random graph with given degrees (the configuration model)."""

import math

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]


def transmissibility(contacts_per_day: float, mean_days: float, shape: float = 1.0) -> float:
    """Return the chance that an infected person ever infects a given neighbour: 1 - E[exp(-c T)].

    contacts_per_day: c with that neighbour; the infectious period T is gamma with mean and shape (1 exponential,
    math.inf fixed).
    """
    x = contacts_per_day * mean_days
    return -math.expm1(-x) if math.isinf(shape) else -math.expm1(-shape * math.log1p(x / shape))


def poisson_degrees(mean_degree: float) -> F64:
    """Return P(degree k), k = 0, 1, ..., of a random graph with independent edges, without its far tail."""
    n = int(mean_degree + 12.0 * math.sqrt(mean_degree + 1.0) + 20.0)
    k = np.arange(n)
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n)))])
    probability: NDArray[np.float64] = np.exp(k * math.log(mean_degree) - mean_degree - log_factorial)
    out: NDArray[np.float64] = probability / probability.sum()
    return out


def graph_final_size(degree_probability: F64, transmissibility: float, seeded_share: float = 0.0) -> float:
    """Return the share of people infected in a large outbreak, the seeded included.

    u, the chance that a neighbour does not infect a person, is the smallest root of u = 1 - T + T (1 - e) G1(u); the
    share is 1 - (1 - e) G0(u). G0 and G1 generate degree and excess degree; e is the seeded share (at random). It
    holds whether or not the infections by one person depend on each other. Solved by Newton's method from 0, which
    rises to the smallest root.

    degree_probability: P(degree k), k = 0, 1, ...; transmissibility: T in [0, 1]. Source: M. E. J. Newman 2002,
    doi:10.1103/PhysRevE.66.016128; seeds: J. C. Miller 2014, doi:10.1371/journal.pone.0101421.
    """
    degree = np.arange(len(degree_probability))
    mean_degree = float(degree @ degree_probability)
    excess = (degree * degree_probability)[1:] / mean_degree
    slope_of_excess = np.arange(1, len(excess)) * excess[1:]
    u = 0.0
    for _ in range(500):
        step_up = 1.0 - transmissibility * (1.0 - (1.0 - seeded_share) * np.polyval(excess[::-1], u)) - u
        slope = 1.0 - transmissibility * (1.0 - seeded_share) * np.polyval(slope_of_excess[::-1], u)
        if step_up <= 1e-15 or slope <= 0.0:
            break
        u = min(1.0, u + float(step_up / slope))
    return 1.0 - (1.0 - seeded_share) * float(np.polyval(degree_probability[::-1], u))


def graph_threshold(degree_probability: F64) -> float:
    """Return the transmissibility above which large outbreaks exist: E[k]/E[k(k - 1)]."""
    degree = np.arange(len(degree_probability))
    return float((degree @ degree_probability) / ((degree * (degree - 1)) @ degree_probability))
