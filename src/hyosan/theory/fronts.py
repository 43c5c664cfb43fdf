"""How fast the front of an epidemic travels over open country."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


def diffusive_front_km_per_day(diffusion_km2_per_day: float, removal_per_day: float, r0: float) -> float:
    """Return the speed of the front where people diffuse: 2 sqrt(D gamma (R0 - 1)).

    The slowest wave of dI/dt = gamma (R0 S - 1) I + D d2I/dx2. Finite numbers of people slow it down.
    Source: J. V. Noble 1974, doi:10.1038/250726a0; R. A. Fisher 1937, doi:10.1111/j.1469-1809.1937.tb02153.x.
    """
    return 2.0 * math.sqrt(diffusion_km2_per_day * removal_per_day * (r0 - 1.0))


@dataclass(frozen=True)
class Reach:
    """How far along the way of the front contacts reach: shifts in km and their probabilities, (n) each."""

    shift_km: NDArray[np.float64]
    probability: NDArray[np.float64]


def contact_front_km_per_day(reach: Reach, contacts_per_day: float, removal_per_day: float) -> float:
    """Return the greatest speed of the front where people stay and contacts reach over a distance.

    min over k > 0 of v(k) = (b M(k) - gamma)/k, where M(k) = sum of probability exp(k shift). As b/gamma falls to 1 it
    tends to `diffusive_front_km_per_day` with D = b E[shift^2]/2.
    contacts_per_day: b > gamma. Source: D. Mollison 1991, doi:10.1016/0025-5564(91)90009-8.
    """
    return _speed(reach, contacts_per_day, removal_per_day, _steepness(reach, contacts_per_day, removal_per_day))


def finite_front_km_per_day(reach: Reach, contacts_per_day: float, removal_per_day: float, n_people: float) -> float:
    """Return about how fast that front is where `n_people` live within its reach: c - pi^2 k^2 v''(k)/(2 ln^2 n).

    k is the one of the minimum, where v''(k) = b M''(k)/k. An asymptotic law: good to some per cent for thousands of
    people. Source: E. Brunet and B. Derrida 1997, doi:10.1103/PhysRevE.56.2597.
    """
    k = _steepness(reach, contacts_per_day, removal_per_day)
    bend = contacts_per_day * float((reach.probability * reach.shift_km**2) @ np.exp(k * reach.shift_km)) / k
    slowing = math.pi**2 * k**2 * bend / (2.0 * math.log(n_people) ** 2)
    return _speed(reach, contacts_per_day, removal_per_day, k) - slowing


def _speed(reach: Reach, contacts_per_day: float, removal_per_day: float, k: float) -> float:
    return (contacts_per_day * float(reach.probability @ np.exp(k * reach.shift_km)) - removal_per_day) / k


def _steepness(reach: Reach, contacts_per_day: float, removal_per_day: float) -> float:
    farthest = float(np.max(np.abs(reach.shift_km[reach.probability > 0.0])))
    low, high = math.log(1e-6 / farthest), math.log(50.0 / farthest)
    golden = (math.sqrt(5.0) - 1.0) / 2.0
    for _ in range(120):
        left, right = high - golden * (high - low), low + golden * (high - low)
        if _speed(reach, contacts_per_day, removal_per_day, math.exp(left)) < _speed(
            reach, contacts_per_day, removal_per_day, math.exp(right)
        ):
            high = right
        else:
            low = left
    return math.exp(0.5 * (low + high))
