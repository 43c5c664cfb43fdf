"""The zombie model of 2009, in which the removed may rise again.

Source: P. Munz, I. Hudea, J. Imad, R. J. Smith?, "When zombies attack! Mathematical modelling of an outbreak of
zombie infection", in Infectious Disease Modelling Research Progress, Nova 2009, pages 133-150. Its figures 5 and 10
do not follow from the parameters that it prints; its equations are used here.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from hyosan.theory.roots import F64, integrate
from hyosan.theory.szr import SzrCurve


@dataclass(frozen=True)
class MunzRates:
    """Rates per unit of time: bites and kills per pair, deaths and births of the living, risings of the removed."""

    bites: float  # beta
    kills: float  # alpha
    deaths: float = 0.0  # delta
    risings: float = 0.0  # zeta
    births: float = 0.0  # Pi, people per unit of time


def munz_curve(
    times: ArrayLike, n_susceptible: float, n_zombies: float, rates: MunzRates, max_step: float = 1e-3
) -> SzrCurve:
    """Return the course of the model, by Runge-Kutta with steps of at most `max_step`.

    dS/dt = Pi - beta S Z - delta S, dZ/dt = (beta - alpha) S Z + zeta R, dR/dt = delta S + alpha S Z - zeta R.
    times: from 0, must not fall; n_susceptible, n_zombies: people at the start.
    """

    def slope(x: F64) -> F64:
        s, z, r = x
        meetings = s * z
        return np.array(
            [
                rates.births - rates.bites * meetings - rates.deaths * s,
                (rates.bites - rates.kills) * meetings + rates.risings * r,
                rates.deaths * s + rates.kills * meetings - rates.risings * r,
            ]
        )

    rows = integrate(
        slope, np.array([n_susceptible, n_zombies, 0.0]), np.atleast_1d(np.asarray(times, np.float64)), max_step
    )
    return SzrCurve(rows[:, 0], rows[:, 1], rows[:, 2])
