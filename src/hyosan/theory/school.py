"""The influenza in a boarding school in 1978: SIR equations fitted to the boys in bed by least squares.

Source of the data: anonymous, "Influenza in a boarding school", British Medical Journal 1978, 1:587.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hyosan.theory.seir import Seir, seir_curve

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class SirFit:
    """A fitted SIR epidemic: infection and recovery rates per day, root mean square error in people."""

    beta_per_day: float
    gamma_per_day: float
    rms_people: float

    @property
    def r0(self) -> float:
        """Reproduction number beta/gamma."""
        return self.beta_per_day / self.gamma_per_day


def sir_infectious(
    times_days: F64, beta_per_day: float, gamma_per_day: float, n_people: float, n_infected: float
) -> F64:
    """Return the infectious people at times (days) in an SIR epidemic with beta S I/N infections a day."""
    history = Seir(r0=beta_per_day / gamma_per_day, latent_days=0.0, infectious_days=1.0 / gamma_per_day)
    return seir_curve(times_days, history, n_people, n_infected).infectious


def fit_sir(n_in_bed: F64, n_people: float, n_infected: float, start: tuple[float, float] = (1.5, 0.5)) -> SirFit:
    """Return the SIR epidemic that fits daily numbers of infectious people best, by least squares.

    Levenberg and Marquardt's method on the logarithms of beta and gamma. n_in_bed: people on days 0, 1, 2, ...;
    n_people: N; n_infected: infectious on day 0 (not fitted); start: first guess of beta and gamma per day. Source:
    D. W. Marquardt 1963, doi:10.1137/0111030.
    """
    days = np.arange(len(n_in_bed), dtype=np.float64)

    def residual(logs: F64) -> F64:
        beta, gamma = np.exp(logs)
        return sir_infectious(days, float(beta), float(gamma), n_people, n_infected) - n_in_bed

    logs: F64 = np.log(np.array(start))
    left, damping = residual(logs), 1e-2
    for _ in range(100):
        jacobian = np.column_stack(
            [(residual(logs + step) - residual(logs - step)) / 2e-5 for step in 1e-5 * np.eye(2)]
        )
        normal = jacobian.T @ jacobian
        move = np.linalg.solve(normal + damping * np.diag(np.diag(normal)), -jacobian.T @ left)
        tried = residual(logs + move)
        if tried @ tried < left @ left:
            logs, left, damping = logs + move, tried, damping / 10.0
            if np.max(np.abs(move)) < 1e-9:
                break
        else:
            damping *= 10.0
            if damping > 1e12:
                break
    return SirFit(float(np.exp(logs[0])), float(np.exp(logs[1])), float(np.sqrt(np.mean(left**2))))
