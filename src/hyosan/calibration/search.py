"""The best values, by search: Optuna proposes points; the best and the top of a surface through them meet again."""

import warnings
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hyosan.calibration.errors import FitError
from hyosan.calibration.likelihood import log_likelihoods, log_mean, shares
from hyosan.calibration.problem import Draws, Problem, Report
from hyosan.calibration.surface import surface_top

optuna: Any
try:
    import optuna
except ImportError:  # the extra "fit" is not installed
    optuna = None

F64 = NDArray[np.float64]

N_POINTS: Final = 200
N_BEST: Final = 10
BEST_REPLICATES: Final = 8
"""How many times more replicates the best points get than the others."""

LUCK: Final = 2.0
"""The surface's top is taken unless its log likelihood lies further below the best point's than luck explains."""

N_DRAWS: Final = 400


def search(problem: Problem, n_points: int, report: Report) -> Draws:
    """Return the most likely values among n_points that a tree-structured Parzen estimator proposes.

    Each look has its luck. So the best points meet again on fresh and more replicates, together with the top of a
    quadratic surface through all points near the best, which is preferred unless it proves worse. Source: J. Bergstra
    et al. 2011, Algorithms for hyper-parameter optimization, NIPS 24. Raises FitError where Optuna is not installed.
    """
    if optuna is None:
        raise FitError("searching needs Optuna, which is not installed; run: pip install 'hyosan[fit]'.")
    n_again = min(N_BEST, n_points)
    n_all = n_points + (n_again + 1) * BEST_REPLICATES
    study, names = _study(problem, n_points), [one.path for one in problem.ranges]
    space = {name: optuna.distributions.FloatDistribution(0.0, 1.0) for name in names}
    places, scores = np.empty((n_points, len(names))), np.empty(n_points)
    for k in range(n_points):
        trial = study.ask(space)
        places[k] = [trial.params[name] for name in names]
        scores[k] = problem.look_afresh(places[k]).log_likelihood
        study.tell(trial, scores[k])
        report(k + 1, n_all)
    top = surface_top(places, scores)
    best = places[np.argsort(-scores, kind="stable")[:n_again]]
    candidates = best if top is None else np.vstack([top, best])
    again = [_again(problem, place, k, report, n_points, n_all) for k, place in enumerate(candidates)]
    is_top_good = top is not None and again[0] >= max(again) - LUCK
    return _draws(problem, problem.values(candidates[0 if is_top_good else int(np.argmax(again))]))


def _study(problem: Problem, n_points: int) -> Any:
    """Return a quiet study whose sampler proposes all values together."""
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a joint proposal is new in Optuna
        sampler = optuna.samplers.TPESampler(
            seed=int(problem.random.integers(2**31)), multivariate=True, n_startup_trials=max(10, n_points // 5)
        )
    return optuna.create_study(direction="maximize", sampler=sampler)


def _again(problem: Problem, place: F64, number: int, report: Report, n_before: int, n_all: int) -> float:
    """Return the log likelihood at a place of the unit cube from more replicates."""
    score = problem.look_afresh(place, BEST_REPLICATES * problem.n_replicates).log_likelihood
    report(n_before + (number + 1) * BEST_REPLICATES, n_all)
    return score


def _draws(problem: Problem, values: F64) -> Draws:
    """Return values with paths drawn by how well they explain the series."""
    paths = problem.paths(values, N_DRAWS, problem.fresh_seed(N_DRAWS))
    logs = log_likelihoods(problem.series, paths)
    chosen = problem.random.choice(N_DRAWS, N_DRAWS, p=shares(logs))
    return Draws(np.tile(values, (N_DRAWS, 1)), np.full(N_DRAWS, log_mean(logs)), paths[chosen])
