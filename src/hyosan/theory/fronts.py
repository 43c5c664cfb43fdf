"""How fast the front of an epidemic travels over open country."""

import math

import numpy as np
from numpy.typing import NDArray


def diffusive_front_km_per_day(diffusion_km2_per_day: float, removal_per_day: float, r0: float) -> float:
    """Return the speed of the front where people diffuse: 2 sqrt(D gamma (R0 - 1)).

    The slowest wave of dI/dt = gamma (R0 S - 1) I + D d2I/dx2. Finite numbers of people slow it down.
    Source: J. V. Noble 1974, doi:10.1038/250726a0; R. A. Fisher 1937, doi:10.1111/j.1469-1809.1937.tb02153.x.
    """
    return 2.0 * math.sqrt(diffusion_km2_per_day * removal_per_day * (r0 - 1.0))


def contact_front_km_per_day(
    shift_km: NDArray[np.float64], probability: NDArray[np.float64], contacts_per_day: float, removal_per_day: float
) -> float:
    """Return the greatest speed of the front where people stay and contacts reach over a distance.

    min over k > 0 of (b M(k) - gamma)/k, where M(k) = sum of probability exp(k shift) over the shifts of contacts
    along the way of the front. As b/gamma falls to 1 it tends to `diffusive_front_km_per_day` with D = b
    E[shift^2]/2. Source: D. Mollison 1991, doi:10.1016/0025-5564(91)90009-8.

    shift_km, probability: (n) how far along the front's way a contact reaches, and how often; contacts_per_day: b >
    gamma.
    """

    def speed(log_k: float) -> float:
        k = math.exp(log_k)
        return (contacts_per_day * float(probability @ np.exp(k * shift_km)) - removal_per_day) / k

    reach = float(np.max(np.abs(shift_km[probability > 0.0])))
    low, high = math.log(1e-6 / reach), math.log(50.0 / reach)
    golden = (math.sqrt(5.0) - 1.0) / 2.0
    for _ in range(120):
        left, right = high - golden * (high - low), low + golden * (high - low)
        if speed(left) < speed(right):
            high = right
        else:
            low = left
    return speed(0.5 * (low + high))
