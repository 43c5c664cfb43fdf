"""How large and how fast an epidemic becomes in several areas between which people travel.

Two laws of travel. *Visits*: an infectious person makes a share of the contacts in each area, with the people who live
there. *Residence*: people of each area spend shares of their time in the areas, and the risk belongs to the place; here
a cordon round the place of high risk can raise the total. Sources: B. Espinoza, C. Castillo-Chavez, C. Perrings 2020,
doi:10.1371/journal.pone.0235731; final size in groups: V. Andreasen 2011, doi:10.1007/s11538-010-9623-3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hyosan.theory.roots import integrate

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Areas:
    """Areas with their numbers of people (n) and the pressure (n, n) between them.

    pressure[i, k]: contacts in a whole infectious life of all people of area k together, that fall on one given person
    of area i, if everybody in k is infected. In one area it is R0.
    """

    n_people: F64
    pressure: F64

    @property
    def reproduction_number(self) -> float:
        """The greatest eigenvalue of the pressure: R0 of the areas together."""
        return float(np.max(np.linalg.eigvals(self.pressure).real))


def visited_areas(r0: float, n_people: ArrayLike, away: ArrayLike) -> Areas:
    """Return areas where an infectious person of k makes a share away[k, i] of his R0 contacts with people of i.

    n_people: (n). away: (n, n), rows with sum 1; the diagonal is the share made at home.
    """
    people, shares = np.asarray(n_people, np.float64), _shares(away)
    return Areas(people, r0 * shares.T * people[None, :] / people[:, None])


def resided_areas(r0_of_place: Sequence[float], n_people: ArrayLike, residence: ArrayLike) -> Areas:
    """Return areas whose people spend shares of their time in each, the risk being the place's.

    residence: (n, n), people of row i are in column j for that share of the time. Somebody in place j meets, at
    r0_of_place[j] in a whole infectious life, whoever is there.
    """
    people, shares = np.asarray(n_people, np.float64), _shares(residence)
    present = shares.T @ people
    weight = shares * (np.asarray(r0_of_place, np.float64) / present)[None, :]
    return Areas(people, weight @ shares.T * people[None, :])


def areas_final_size(areas: Areas, seeded_share: ArrayLike = 0.0) -> F64:
    """Return the share of the people of each area (n) who are infected in the end.

    The largest solution of z_i = e_i + (1 - e_i)(1 - exp(-sum_k pressure[i, k] z_k)), e seeded (a share of each
    area's people, or one for all). Found by iteration from 1 downwards, then by Newton's method. Where nobody is
    seeded it is the size after an infinitesimal seeding everywhere.
    """
    seeded = np.broadcast_to(np.asarray(seeded_share, np.float64), areas.n_people.shape)
    z = np.ones(len(areas.n_people))
    for _ in range(200):
        z = _infected(areas, seeded, z)
    for _ in range(50):
        slope = (1.0 - _infected(areas, seeded, z))[:, None] * areas.pressure
        step = np.linalg.solve(np.eye(len(z)) - slope, z - _infected(areas, seeded, z))
        following = np.clip(z - step, seeded, 1.0)
        if np.max(np.abs(following - z)) < 1e-14:
            break
        z = following
    return z


def areas_curve(
    times_days: ArrayLike, areas: Areas, infectious_days: float, n_infected: ArrayLike, max_step_days: float = 0.05
) -> F64:
    """Return the people infectious in each area at each time (times, n), exponential infectious period, no latent one.

    dS_i/dt = -S_i sum_k pressure[i, k] I_k/(N_k T), dI_i/dt = -dS_i/dt - I_i/T, T = infectious_days.
    n_infected: (n) infectious people at time 0.
    """
    start = np.asarray(n_infected, np.float64)
    n = len(areas.n_people)
    rate = areas.pressure / areas.n_people[None, :] / infectious_days

    def slope(x: F64) -> F64:
        infection = x[:n] * (rate @ x[n:])
        return np.concatenate([-infection, infection - x[n:] / infectious_days])

    state = np.concatenate([areas.n_people - start, start])
    return integrate(slope, state, np.atleast_1d(np.asarray(times_days, np.float64)), max_step_days)[:, n:]


def _infected(areas: Areas, seeded: F64, z: F64) -> F64:
    return seeded - (1.0 - seeded) * np.expm1(-areas.pressure @ z)


def _shares(shares: ArrayLike) -> F64:
    table = np.asarray(shares, np.float64)
    if table.ndim != 2 or not (np.all(table >= 0.0) and np.allclose(table.sum(axis=1), 1.0)):
        raise ValueError("shares: found rows that are not shares with sum 1; allowed are rows of numbers from 0, sum 1")
    return table
