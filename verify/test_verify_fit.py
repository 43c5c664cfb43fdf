"""Fits with the engine at full length: the school of 1978, and series whose truth is known. About ten minutes."""

from pathlib import Path

import numpy as np
import pytest

from hyosan.analysis.fitted import Fit
from hyosan.calibration.entrance import fit
from hyosan.calibration.problem import Problem
from hyosan.calibration.ranges import make_ranges
from hyosan.calibration.series import make_series
from hyosan.engine.simulate import simulate
from hyosan.scenario.paths import read_varied
from hyosan.world.build import build_world

EXAMPLES = Path(__file__).parents[1] / "examples" / "fit"
SCHOOL, SERIES = EXAMPLES / "school-1978.yaml", EXAMPLES / "school-1978.csv"
MEAN = "pathogen.states.ill.dwell.mean"
VARY = ["pathogen.r0=1:8", f"{MEAN}=0.5:6 d"]


def school(method: str, seed: int) -> Fit:
    return fit(SCHOOL, SERIES, VARY, quantity="in:ill", method=method, seed=seed)


@pytest.mark.parametrize(("method", "seed"), [("search", 1), ("search", 2), ("search", 3), ("posterior", 1)])
def test_the_school_of_1978(method: str, seed: int) -> None:
    """R0 from 3.1 to 4.2, a peak of 298 within 35 on day 5 or 6, as for least squares on the SIR equations."""
    found = school(method, seed)
    r0, period = found.estimates
    assert 3.1 < r0.value < 4.2 and 1.8 < period.value < 2.4
    assert abs(found.peak_people - 298.0) < 35.0 and found.peak_day in (5.0, 6.0)
    bands = {name: found.bands[name].to_numpy() for name in ("reported", "predicted_025", "predicted_975")}
    is_inside = (bands["predicted_025"] <= bands["reported"]) & (bands["reported"] <= bands["predicted_975"])
    assert is_inside.mean() > 0.8
    if r0.interval_95 is not None:
        assert r0.interval_95[0] < 3.8 < r0.interval_95[1]


def test_intervals_hold_the_values_that_made_the_series() -> None:
    """Of eight series the 95 % interval misses R0 in four or more with probability 0.0004."""
    n_held = 0
    days = list(range(14))
    maker = Problem(
        make_ranges(VARY),
        make_series(days, [1.0] * 14),
        "in:ill",
        lambda settings: read_varied(SCHOOL, settings),
        build_world,
        simulate,
        1,
        99,
    )
    truth = np.array([3.0, 2.5])
    seed = maker.fresh_seed(200)
    courses = maker.paths(truth, 24, seed)
    for course in courses[courses.max(axis=1) > 50][:8]:
        series = make_series(days, course.tolist())
        found = fit(SCHOOL, series, VARY, "in:ill", "posterior", n_points=1200, n_replicates=16)
        low, high = found.estimates[0].interval_95 or (0.0, 0.0)
        n_held += low < truth[0] < high
    assert n_held > 4
