"""The zombie duel, well mixed: whoever meets a zombie is bitten or destroys it.

Source of the model and of its closed form: A. A. Alemi, M. Bierbaum, C. R. Myers, J. P. Sethna, "You can run, you can
hide: the epidemiology and statistical mechanics of zombies", Phys. Rev. E 92, 052801 (2015),
doi:10.1103/PhysRevE.92.052801.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class SzrCurve:
    """People by state over time: susceptible, zombies, removed (destroyed zombies); float64, people."""

    susceptible: F64
    zombies: F64
    removed: F64


@dataclass(frozen=True)
class SzrEnd:
    """How the stochastic duel ends.

    survivors_probability: (S0 + 1) P(the zombies are wiped out and s susceptible people are left).
    zombies_probability: (S0 + Z0 + 1) P(nobody susceptible is left and z zombies are); its element 0 is 0, that case
    belongs to the survivors' s = 0.
    """

    survivors_probability: F64
    zombies_probability: F64

    @property
    def wiped_out_probability(self) -> float:
        """P(no zombie is left at the end)."""
        return float(self.survivors_probability.sum())

    @property
    def mean_survivors(self) -> float:
        """Mean number of susceptible people at the end."""
        return float(self.survivors_probability @ np.arange(len(self.survivors_probability)))


def szr_curve(tau: ArrayLike, n_susceptible: float, n_zombies: float, alpha: float) -> SzrCurve:
    """Return the deterministic course of the duel.

    dS/dt = -beta S Z, dZ/dt = (beta - kappa) S Z, dR/dt = kappa S Z; with alpha = kappa/beta and P = Z0 + (1 - alpha)
    S0 (which the motion keeps): S = S0 / (1 + Z0 (tau/N) g(tau P/N)), g(x) = (e^x - 1)/x, Z = P - (1 - alpha) S. This
    is the source's S = f/(1 - alpha), f = P mu/(e^(tau P/N) + mu), in a form that also holds at alpha = 1 and P = 0.

    tau: time t beta N, without unit, any shape; n_susceptible, n_zombies: people at the start; alpha: kills per bite,
    >= 0.
    """
    n_people = n_susceptible + n_zombies
    conserved = n_zombies + (1.0 - alpha) * n_susceptible
    scaled = np.asarray(tau, np.float64) / n_people
    x = scaled * conserved
    size = np.where(x == 0.0, 1.0, np.abs(x))
    mean_decay = np.where(x == 0.0, 1.0, -np.expm1(-size) / size)
    decay = np.where(
        x > 0.0, np.exp(-size), 1.0
    )  # both fractions below are divided by e^x where x > 0: nothing overflows
    susceptible = n_susceptible * decay / (decay + n_zombies * scaled * mean_decay)
    zombies = conserved - (1.0 - alpha) * susceptible
    return SzrCurve(susceptible, zombies, n_people - susceptible - zombies)


def szr_end(n_susceptible: int, n_zombies: int, alpha: float) -> SzrEnd:
    """Return the exact distribution of the end of the stochastic duel.

    Each event is a bite (S - 1, Z + 1) with probability 1/(1 + alpha), else a kill (Z - 1), whatever the rates are;
    it ends where S = 0 or Z = 0. A stage of any length between bite and zombie leaves the distribution unchanged.
    Sums over all paths, so the cost is (S0 + Z0)^2.

    n_susceptible, n_zombies: people at the start; alpha: kills per bite, >= 0.
    """
    if n_susceptible < 0 or n_zombies < 0 or alpha < 0.0:
        raise ValueError(f"found {n_susceptible}, {n_zombies}, {alpha}; allowed are numbers from 0")
    bite = 1.0 / (1.0 + alpha)
    survivors = np.zeros(n_susceptible + 1)
    entering = np.zeros(n_susceptible + n_zombies + 2)
    entering[n_zombies] = 1.0
    for s in range(n_susceptible, 0, -1):
        visits = entering.copy()
        for z in range(len(visits) - 1, 0, -1):
            visits[z - 1] += visits[z] * (1.0 - bite)
        survivors[s] = visits[0]
        entering = np.zeros_like(entering)
        entering[2:] = bite * visits[1:-1]
    zombies = entering[:-1]
    survivors[0] = zombies[0]
    zombies[0] = 0.0
    return SzrEnd(survivors, zombies)


def szr_wiped_out_probability(n_zombies: int, alpha: float) -> float:
    """Return the probability that the zombies are wiped out among infinitely many people: min(1, alpha)^Z0.

    The number of zombies is then a random walk that steps up with probability 1/(1 + alpha).
    """
    return min(1.0, alpha) ** n_zombies
