"""The posterior distribution of the values: an ensemble of walkers (emcee) on a likelihood estimated by simulation."""

import warnings
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hyosan.calibration.errors import FitError
from hyosan.calibration.problem import Draws, Problem, Report

try:
    import emcee as _emcee
except ImportError:  # the extra "fit" is not installed
    _emcee = None

emcee: Any = _emcee
F64 = NDArray[np.float64]

N_POINTS: Final = 3000
LEAST_WALKERS: Final = 16
FIRST_LOOKS: Final = 8
"""Points of the prior looked at for each walker; the walkers start at the best of them."""

LEAST_STEPS: Final = 8
LEAST_MEMORY: Final = 5.0
"""Steps after which a walker has forgotten, at least: short chains look more forgetful than they are."""

BURN_SHARE: Final = 0.25
"""Share of the steps at the start that is thrown away."""


def posterior(problem: Problem, n_points: int, report: Report) -> Draws:
    """Return draws from the posterior distribution of the values, every one with a path that explains the series.

    Each walker keeps the estimate of the likelihood with which it was accepted. The draws then come from the exact
    posterior, whatever the number of replicates: few replicates make the walkers move less, not elsewhere. Sources:
    J. Goodman and J. Weare 2010, doi:10.2140/camcos.2010.5.65; D. Foreman-Mackey et al. 2013, doi:10.1086/670067;
    C. Andrieu and G. O. Roberts 2009, doi:10.1214/07-AOS574. Raises FitError where emcee is not installed, or where
    n_points are too few.
    """
    if emcee is None:
        raise FitError("a posterior needs emcee, which is not installed; run: pip install 'hyosan[fit]'.")
    n_walkers = max(LEAST_WALKERS, 4 * len(problem.ranges))
    n_steps = n_points // n_walkers - FIRST_LOOKS
    if n_steps < LEAST_STEPS:
        least = n_walkers * (FIRST_LOOKS + LEAST_STEPS)
        raise FitError(f"points: found {n_points}; a posterior of {len(problem.ranges)} values needs {least} or more.")
    walk = _Walk(problem, n_walkers * (FIRST_LOOKS + n_steps), report)
    sampler = emcee.EnsembleSampler(
        n_walkers,
        len(problem.ranges),
        walk,
        moves=[(emcee.moves.StretchMove(), 0.5), (emcee.moves.DEMove(), 0.5)],
        blobs_dtype=np.int64,
    )
    sampler.run_mcmc(_start(walk, n_walkers), n_steps)
    return _draws(problem, walk, sampler, int(BURN_SHARE * n_steps))


class _Walk:
    """The logarithm of the posterior density at a place of the unit cube, and the number of the look that found it."""

    def __init__(self, problem: Problem, n_all: int, report: Report) -> None:
        self.problem = problem
        self.paths: list[F64] = []
        self._n_all, self._n_done, self._report = n_all, 0, report

    def __call__(self, u: F64) -> tuple[float, int]:
        self._n_done += 1
        self._report(min(self._n_done, self._n_all), self._n_all)
        if np.any(u < 0.0) or np.any(u > 1.0):
            return -np.inf, -1
        look = self.problem.look_afresh(u)
        self.paths.append(look.path)
        return look.log_likelihood, len(self.paths) - 1


def _start(walk: _Walk, n_walkers: int) -> Any:
    """Return the walkers at the best of points drawn from the prior, and the state of their dice."""
    random = walk.problem.random
    places = random.random((FIRST_LOOKS * n_walkers, len(walk.problem.ranges)))
    looks = [walk(place) for place in places]
    best = np.argsort([-score for score, _ in looks], kind="stable")[:n_walkers]
    return emcee.State(
        places[best],
        log_prob=np.array([looks[k][0] for k in best]),
        blobs=np.array([looks[k][1] for k in best], np.int64),
        random_state=np.random.RandomState(int(random.integers(2**31))).get_state(),
    )


def _draws(problem: Problem, walk: _Walk, sampler: Any, n_burn: int) -> Draws:
    chain, logs, looks = (
        sampler.get_chain(discard=n_burn),
        sampler.get_log_prob(discard=n_burn, flat=True),
        sampler.get_blobs(discard=n_burn, flat=True),
    )
    points = np.array([problem.values(u) for u in chain.reshape(-1, chain.shape[-1])])
    return Draws(
        points,
        np.asarray(logs, np.float64),
        np.array([walk.paths[k] for k in looks]),
        n_effective=_n_effective(chain),
        acceptance=float(np.mean(sampler.acceptance_fraction)),
    )


def _n_effective(chain: F64) -> float:
    """Return how many independent draws a chain (steps, walkers, values) is worth, for the value that moves least."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        time = emcee.autocorr.integrated_time(chain, tol=0, quiet=True)
    return float(chain.shape[0] * chain.shape[1] / max(LEAST_MEMORY, np.max(time)))
