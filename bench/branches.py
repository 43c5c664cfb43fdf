"""What a row about branches does, in a process of its own: `python -m bench.branches branch '{…}'`."""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench import scenarios
from bench.meter import Sample, peak_mb, repeat, report, start
from hyosan import api
from hyosan.engine.simulate import Progress
from hyosan.scenario import read

Action = Callable[[int], Sample]

N_WARM: Final = 2_000
FEWER_TRIPS: Final = 0.1
"""What the branch does: so little that it becomes as large as its parent in about the same time."""


def response(at_days: float) -> dict[str, Any]:
    """Return the response of the branch: somewhat fewer trips from a time on."""
    return {"response": {"measures": {"travel": {"start": f"{at_days!r} d", "trips": FEWER_TRIPS}}}}


def branch(n_infections: int, n_before: int) -> Action:
    """Return the action: a run of so many infections, and its branch from the day on which n_before were infected.

    The branch ends at as many infections as the run. Beside it stands what comes after that day (rest_s): the part that
    is simulated from then on in a run of the branch's scenario from the beginning.
    """
    scenario = read(scenarios.korea(n_infections))

    def act(seed: int) -> Sample:
        with tempfile.TemporaryDirectory() as folder:
            watch = start()
            parent = api.run(scenario, seed=seed, out=Path(folder) / "parent")
            parent_s = watch.wall()
            at_days = day_of(parent, n_before)
            rest_s = seconds_after(at_days, n_infections, seed, Path(folder) / "whole")
            watch = start()
            other = parent.branch(at_days, response(at_days), out=Path(folder) / "branch").run
            wall, cpu = watch.wall(), watch.cpu()
        parts = {"at_days": at_days, "parent_s": parent_s, "rest_s": rest_s, "rests": wall / rest_s}
        return Sample(wall, cpu, other.n_infected, parts | {f"{key}_s": value for key, value in other.seconds.items()})

    return act


def day_of(run: api.Run, n_infected: int) -> float:
    """Return the first day at whose end so many had been infected."""
    curve = run.epicurve()
    at = int(np.searchsorted(curve["n_cumulative"].to_numpy(), n_infected))
    return min(float(curve["end_days"][at].as_py()), run.info.end_days)


def seconds_after(at_days: float, n_infections: int, seed: int, out: Path) -> float:
    """Return how long a run takes from a day to its end, under the response of the branch from the beginning."""
    with_response = read(scenarios.korea(n_infections) | response(at_days))
    watch = start()
    passed: list[float] = []

    def note(progress: Progress) -> None:
        if progress.time_days >= at_days and not passed:
            passed.append(watch.wall())

    api.run(with_response, seed=seed, out=out, progress=note)
    return watch.wall() - (passed[0] if passed else 0.0)  # a run of one slice is taken as a whole


def main() -> None:
    """Warm up, measure, report."""
    given = json.loads(sys.argv[2])
    with tempfile.TemporaryDirectory() as cache:
        os.environ["HYOSAN_CACHE_DIR"] = cache
        watch = start()
        branch(N_WARM, N_WARM // 2)(1)
        action = branch(given["n_infections"], given["n_before"])
        warm_s = watch.wall()
        report(repeat(action, given["n_repeats"]), warm_s, peak_mb())


if __name__ == "__main__":
    main()
