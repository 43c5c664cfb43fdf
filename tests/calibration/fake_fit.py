"""What the tests of calibration share: a scenario whose r0 is varied, and engines that are a few lines of numpy."""

import math
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hyosan.calibration.problem import Problem
from hyosan.calibration.ranges import make_ranges
from hyosan.calibration.series import Series, make_series
from hyosan.record.events import LOG_DTYPE
from hyosan.scenario import Scenario, read
from hyosan.terms import EventKind

BASE = read(
    {
        "hyosan": 1,
        "name": "fake",
        "world": {"kind": "mixed", "people": 763},
        "pathogen": {
            "name": "sir",
            "r0": 2.0,
            "shares": {"community": 1.0},
            "states": {
                "susceptible": {},
                "ill": {"dwell": {"law": "exponential", "mean": "2 d"}, "infectious": 1.0, "next": "well"},
                "well": {},
            },
            "entry": "ill",
        },
        "seeding": [{"people": 3}],
    }
)
STEP_DAYS = 0.1


def vary(settings: Mapping[str, Any]) -> Scenario:
    """Return the scenario with another r0."""
    pathogen = BASE.pathogen.model_copy(update={"r0": float(settings["pathogen.r0"])})
    return BASE.model_copy(update={"pathogen": pathogen})


def build(_spec: Any) -> Any:
    """Return a world of 763 people."""
    return SimpleNamespace(n_people=763)


def rows_of(times: NDArray[np.float64], kind: int, from_state: int, to_state: int) -> NDArray[np.void]:
    """Return rows of the log that say the same thing at some times."""
    rows = np.zeros(len(times), LOG_DTYPE)
    rows["time_days"], rows["kind"], rows["from_state"], rows["to_state"] = times, kind, from_state, to_state
    return rows


def poisson_engine(scenario: Scenario, _world: Any, seed: int, sink: Any) -> None:
    """Make a Poisson number of infections with mean 10 r0 on every day."""
    random = np.random.default_rng(seed)
    n_days = round(scenario.stop.horizon_days)
    n = random.poisson(10.0 * float(scenario.pathogen.r0 or 0.0), n_days)
    sink(rows_of(np.repeat(np.arange(n_days) + 0.5, n), EventKind.INFECTION, 0, 1))


def sir_engine(scenario: Scenario, world: Any, seed: int, sink: Any) -> None:
    """Make an SIR epidemic in short steps: three ill at first, who stay so for two days on average."""
    random = np.random.default_rng(seed)
    n_ill, n_susceptible = 3, world.n_people - 3
    beta, p_well = float(scenario.pathogen.r0 or 0.0) / 2.0, -math.expm1(-0.5 * STEP_DAYS)
    n_steps = round(scenario.stop.horizon_days / STEP_DAYS)
    n_new, n_well = np.zeros(n_steps, np.int64), np.zeros(n_steps, np.int64)
    for k in range(n_steps):
        if n_ill == 0:
            break
        n_new[k] = random.binomial(n_susceptible, -math.expm1(-beta * n_ill / world.n_people * STEP_DAYS))
        n_well[k] = random.binomial(n_ill, p_well)
        n_susceptible, n_ill = n_susceptible - n_new[k], n_ill + n_new[k] - n_well[k]
    times = STEP_DAYS * np.arange(1, n_steps + 1)
    sink(rows_of(np.zeros(3), EventKind.SEEDING, 0, 1))
    sink(rows_of(np.repeat(times, n_new), EventKind.INFECTION, 0, 1))
    sink(rows_of(np.repeat(times, n_well), EventKind.TRANSITION, 1, 2))


def problem(counts: list[float], engine: Any, quantity: str, bounds: tuple[float, float], n_replicates: int) -> Problem:
    """Return the problem of finding r0 from counts on days 0, 1, …."""
    series = make_series(list(range(len(counts))), counts)
    return Problem(make_ranges({"pathogen.r0": bounds}), series, quantity, vary, build, engine, n_replicates, 1)


def flat(n_days: int = 5) -> Series:
    """Return a series of tens."""
    return make_series(list(range(n_days)), [10.0] * n_days)
