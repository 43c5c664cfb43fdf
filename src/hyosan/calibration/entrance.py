"""The entrance of calibration: a scenario fitted to a reported series."""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from hyosan.analysis.fitted import Fit, band_table, draw_table, estimate, notes_on
from hyosan.calibration.errors import FitError
from hyosan.calibration.likelihood import draw_reports, draw_variance
from hyosan.calibration.posterior import N_POINTS as POSTERIOR_POINTS
from hyosan.calibration.posterior import posterior
from hyosan.calibration.problem import Draws, Problem, Report, check_numbers
from hyosan.calibration.ranges import Bounds, make_ranges
from hyosan.calibration.search import N_POINTS as SEARCH_POINTS
from hyosan.calibration.search import search
from hyosan.calibration.series import Series, read_series
from hyosan.engine.simulate import simulate
from hyosan.scenario import resolve_text
from hyosan.scenario.paths import read_varied
from hyosan.world.build import build_world
from hyosan.world.errors import nearest

Method = Callable[[Problem, int, Report], Draws]

METHODS: Final[dict[str, tuple[Method, int]]] = {
    "search": (search, SEARCH_POINTS),
    "posterior": (posterior, POSTERIOR_POINTS),
}
"""Each method and the points that it looks at unless told otherwise."""

N_REPLICATES: Final = 24
N_PREDICTED: Final = 400
"""New outbreaks simulated for the predicted bands."""


def fit(
    scenario: str | Path | Mapping[str, object],
    to: str | Path | Series,
    vary: Mapping[str, Bounds] | Sequence[str],
    quantity: str = "infections",
    method: str = "search",
    is_cumulative: bool = False,
    column: str = "count",
    n_points: int | None = None,
    n_replicates: int = N_REPLICATES,
    seed: int = 1,
    progress: Report | None = None,
) -> Fit:
    """Fit numbers of a scenario to a reported series.

    Parameters: scenario, a file, a name of the catalogue, or a mapping; to, a CSV file with a column `day` (or `date`)
    and one of counts, or a Series; vary, the paths of the scenario's document with their bounds, {"pathogen.r0": (1,
    6)} or ["pathogen.r0=1:6"]; quantity, what was counted: "infections", "cases" (detected), or "in:STATE" (people in
    a state); method, "search" for the best values, "posterior" for their distribution; is_cumulative, whether the
    counts of a file add up from the start; column, of the counts; n_points, points of the ranges that are looked at;
    n_replicates, for each point; seed, of the fit; progress, told points done and points in all. The scenario's horizon
    is set to the end of the series, and its limits on infections and patches are lifted. Raises FitError,
    ScenarioError (an unknown path, ...), WorldError or SimulationError.
    """
    usual_points = _usual_points(method)
    series = to if isinstance(to, Series) else read_series(to, column, is_cumulative)
    n_points = usual_points if n_points is None else n_points
    check_numbers(n_points, n_replicates, seed)
    problem = Problem(
        make_ranges(vary),
        series,
        quantity,
        lambda settings: read_varied(scenario, settings),
        build_world,
        simulate,
        n_replicates,
        seed,
    )
    return solve(problem, method, n_points, seed, progress or _silent)


def _usual_points(method: str) -> int:
    """Return how many points a method looks at unless told otherwise. Raises FitError for an unknown method."""
    if method not in METHODS:
        raise FitError(f"method: found {method!r}; give one of {', '.join(METHODS)}.{nearest(method, METHODS)}")
    return METHODS[method][1]


def solve(problem: Problem, method: str, n_points: int, seed: int, progress: Report) -> Fit:
    """Return the fit of a problem by a method. Parameters: as those of `fit`."""
    start = time.perf_counter()
    draws = METHODS[method][0](problem, n_points, progress)
    is_posterior = draws.n_effective is not None
    estimates = tuple(
        estimate(one.path, one.unit, one.low, one.high, draws.points[:, k], is_posterior)
        for k, one in enumerate(problem.ranges)
    )
    bands = _bands(problem, draws)
    middle = bands["fitted_500"].to_numpy()
    peak = int(np.argmax(middle))
    return Fit(
        scenario=problem.name,
        quantity=problem.quantity.words(problem.series),
        method=method,
        seed=seed,
        estimates=estimates,
        log_likelihood=float(np.max(draws.log_likelihood)),
        n_effective=draws.n_effective,
        acceptance=draws.acceptance,
        n_simulations=problem.n_simulations,
        seconds=time.perf_counter() - start,
        peak_day=float(problem.series.days[peak]),
        peak_people=float(middle[peak]),
        bands=bands,
        draws=draw_table([one.path for one in problem.ranges], draws.points, draws.log_likelihood),
        scenario_text=resolve_text(problem.scenario(np.array([one.value for one in estimates]))),
        notes=notes_on(estimates, draws.n_effective),
    )


def _bands(problem: Problem, draws: Draws) -> pa.Table:
    """Return the bands: of the paths that explain the series, and of reports from new outbreaks at drawn points."""
    random, series = problem.random, problem.series
    rows = np.sort(random.choice(len(draws.points), min(N_PREDICTED, len(draws.points)), replace=False))
    variance = draw_variance(series, draws.paths[rows], random)
    new = np.concatenate([problem.paths(draws.points[row], 1, problem.fresh_seed(1)) for row in rows])
    predicted = draw_reports(series, new, variance, random)
    return band_table(series.days, series.counts, draws.paths, predicted)


def _silent(_n_done: int, _n_all: int) -> None:
    """Report nothing."""
