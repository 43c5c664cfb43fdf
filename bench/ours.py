"""What a row about Hyosan does, in a process of its own: `python -m bench.ours korea '{"n_infections": 10000, …}'`."""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import scenarios
from bench.meter import Sample, peak_mb, repeat, report, start
from hyosan import api
from hyosan.engine.simulate import simulate
from hyosan.scenario import Scenario, read
from hyosan.world.build import build_world
from hyosan.world.model import World

Action = Callable[[int], Sample]
WARM_INFECTIONS = 500


class DiedOut(Exception):
    """An outbreak ended before it was as large as the row is about."""


class Log:
    """An event log that is kept in memory."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.parts: list[NDArray[np.void]] = []

    def take(self, rows: NDArray[np.void]) -> None:
        """Keep a copy of rows."""
        self.parts.append(rows.copy())

    @property
    def n_rows(self) -> int:
        """Events kept."""
        return sum(len(part) for part in self.parts)


def ready(is_cached: bool) -> tuple[Action, Action]:
    """Return (warm-up, action) for Korea from its tables, or its cached world, to the first infection."""
    scenario = read(scenarios.korea(1))

    def act(seed: int) -> Sample:
        watch = start()
        world = build_world(scenario.world, cache=is_cached)
        built = watch.wall()
        ending = simulate(scenario, world, seed, Log().take)
        return Sample(watch.wall(), watch.cpu(), ending.n_infected, {"world_s": built})

    return act, act


def outbreak(scenario: Scenario, n_infections: int) -> tuple[Action, Action]:
    """Return (warm-up, action) for an outbreak of so many infections in a world that is there, log kept in memory."""
    world = build_world(scenario.world, cache=False)
    small = scenario.model_copy(update={"stop": scenario.stop.model_copy(update={"n_infections": WARM_INFECTIONS})})
    return lambda seed: _outbreak(small, world, seed, 1), lambda seed: _outbreak(scenario, world, seed, n_infections)


def _outbreak(scenario: Scenario, world: World, seed: int, n_least: int) -> Sample:
    log = Log()
    watch = start()
    ending = simulate(scenario, world, seed, log.take)
    wall, cpu = watch.wall(), watch.cpu()
    if ending.n_infected < n_least:
        raise DiedOut(f"seed {seed}: {ending.n_infected} infections, not {n_least}")
    return Sample(wall, cpu, ending.n_infected, {"n_events": log.n_rows})


def epidemic() -> tuple[Action, Action]:
    """Return (warm-up, action) for a whole epidemic in Korea as `hyosan.run` does it, event log in Parquet."""

    def act(scenario: Scenario) -> Action:
        def run(seed: int) -> Sample:
            with tempfile.TemporaryDirectory() as folder:
                watch = start()
                run = api.run(scenario, seed=seed, out=Path(folder) / "run")
                wall, cpu = watch.wall(), watch.cpu()
                size_mb = sum(path.stat().st_size for path in run.record.event_files()) / 1e6
                parts = {f"{name}_s": seconds for name, seconds in run.seconds.items()}
                parts |= {"n_events": run.info.n_events, "parquet_mb": size_mb}
                return Sample(wall, cpu, run.n_infected, parts)

        return run

    return act(read(scenarios.korea(WARM_INFECTIONS))), act(read(scenarios.korea()))


def seir(n_people: int, n_seeds: int, immune_share: float, horizon_days: float) -> tuple[Action, Action]:
    """Return (warm-up, action) for the SEIR that peers run too; the world is built anew each time, as theirs is."""

    def act(n_people: int, n_seeds: int) -> Action:
        scenario = read(scenarios.seir(n_people, n_seeds, immune_share, horizon_days))

        def run(seed: int) -> Sample:
            log = Log()
            watch = start()
            world = build_world(scenario.world)
            built = watch.wall()
            ending = simulate(scenario, world, seed, log.take)
            parts = {"build_s": built, "n_events": log.n_rows}
            return Sample(watch.wall(), watch.cpu(), ending.n_infected, parts)

        return run

    return act(1000, 10), act(n_people, n_seeds)


def prepare(name: str, given: dict[str, Any]) -> tuple[Action, Action]:
    """Return (warm-up, action) of a row."""
    match name:
        case "ready":
            return ready(given["is_cached"])
        case "korea":
            return outbreak(read(scenarios.korea(given["n_infections"])), given["n_infections"])
        case "grid":
            scenario = scenarios.grid(given["n_people"], given["side"], given["n_infections"])
            return outbreak(read(scenario), given["n_infections"])
        case "epidemic":
            return epidemic()
        case "seir":
            return seir(given["n_people"], given["n_seeds"], given["immune_share"], given["horizon_days"])
    raise ValueError(f"no row is named {name!r}")


def main() -> None:
    """Warm up, measure, report."""
    name, given = sys.argv[1], json.loads(sys.argv[2])
    with tempfile.TemporaryDirectory() as cache:
        os.environ["HYOSAN_CACHE_DIR"] = cache
        watch = start()
        warm_up, action = prepare(name, given)
        warm_up(1)
        warm_s = watch.wall()
        samples = repeat(action, given["n_repeats"])
        report(samples, warm_s, peak_mb())


if __name__ == "__main__":
    main()
