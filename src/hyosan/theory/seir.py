"""The SEIR equations with gamma-distributed periods, as a chain of stages."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hyosan.theory.roots import F64, integrate


@dataclass(frozen=True)
class Seir:
    """Natural history in the deterministic equations: mean periods (days), numbers of stages; 0 latent days is SIR."""

    r0: float
    latent_days: float
    infectious_days: float
    latent_stages: int = 1
    infectious_stages: int = 1


@dataclass(frozen=True)
class SeirCurve:
    """Shares or numbers of people by state over time, in the unit of the start."""

    susceptible: F64
    latent: F64
    infectious: F64
    removed: F64


def seir_curve(
    times_days: ArrayLike, history: Seir, n_people: float, n_infected: float, max_step_days: float = 0.02
) -> SeirCurve:
    """Return the course of an epidemic among well mixed people.

    dS/dt = -beta S I/N, E through m stages at rate m/latent_days each, I through n stages at rate n/infectious_days
    each, beta = R0/infectious_days. The infected of the start enter the first latent stage (the first infectious one
    without latency). times_days: from 0, must not fall. Source: W. O. Kermack and A. G. McKendrick 1927,
    doi:10.1098/rspa.1927.0118; stages: A. L. Lloyd 2001, doi:10.1098/rspb.2001.1599.
    """
    n_latent = history.latent_stages if history.latent_days > 0.0 else 0
    n_stages = n_latent + history.infectious_stages
    leaving = np.full(n_stages, history.infectious_stages / history.infectious_days)
    leaving[:n_latent] = n_latent / history.latent_days if n_latent else 0.0
    beta = history.r0 / history.infectious_days

    def slope(x: F64) -> F64:
        infection = beta * x[0] * x[1 + n_latent : 1 + n_stages].sum() / n_people
        flow = leaving * x[1 : 1 + n_stages]
        out = np.zeros_like(x)
        out[0] = -infection
        out[1 : 1 + n_stages] = -flow
        out[1] += infection
        out[2:] += flow
        return out

    start = np.zeros(n_stages + 2)
    start[0], start[1] = n_people - n_infected, n_infected
    rows = integrate(slope, start, np.atleast_1d(np.asarray(times_days, np.float64)), max_step_days)
    return SeirCurve(
        rows[:, 0], rows[:, 1 : 1 + n_latent].sum(axis=1), rows[:, 1 + n_latent : 1 + n_stages].sum(axis=1), rows[:, -1]
    )
