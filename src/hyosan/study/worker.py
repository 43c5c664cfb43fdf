"""What a worker does: it carries out orders, and keeps the worlds and scenarios that it has seen."""

import math
import pickle
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial

from hyosan.engine.errors import SimulationError
from hyosan.engine.response.verdict import Verdict
from hyosan.scenario import Scenario
from hyosan.study.execute import Change, Chunk, Finished, Judge
from hyosan.study.orders import N_SCENARIOS, N_WORLDS, Order, Parcel
from hyosan.study.recent import Recent
from hyosan.world.model import World

Fetch = Callable[[str], World]
"""Returns a world by its name."""


@dataclass(frozen=True)
class Result:
    """What comes of a chunk: verdicts in its order, and seconds (nan for the first of a process)."""

    verdicts: tuple[Verdict, ...]
    seconds: tuple[float, ...]

    def of(self, chunk: Chunk) -> Finished:
        """Return the finished chunk."""
        return Finished(chunk, self.verdicts, self.seconds)


@dataclass
class Bench:
    """What lies ready in a process from one chunk to the next; is_warm: machine code has been loaded."""

    worlds: Recent[str, World] = field(default_factory=lambda: Recent(N_WORLDS))
    scenarios: Recent[Hashable, Scenario] = field(default_factory=lambda: Recent(N_SCENARIOS))
    is_warm: bool = False

    def judge(
        self, judge: Judge, scenario: Scenario, world: World, seeds: Sequence[int], label: str
    ) -> tuple[list[Verdict], list[float]]:
        """Return verdicts and seconds of replicates. Raises SimulationError, the label before its message."""
        verdicts: list[Verdict] = []
        seconds: list[float] = []
        for seed in seeds:
            began = time.perf_counter()
            try:
                verdicts.append(judge(scenario, world, seed))
            except SimulationError as error:
                raise SimulationError(f"{label}: {error}" if label else str(error)) from error
            seconds.append(time.perf_counter() - began if self.is_warm else math.nan)
            self.is_warm = True
        return verdicts, seconds


def carry_out(order: Order, judge: Judge, fetch: Fetch, bench: Bench) -> Result:
    """Judge every replicate of an order. Raises SimulationError, with the label of the piece before its message."""
    verdicts: list[Verdict] = []
    seconds: list[float] = []
    for parcel in order.parcels:
        world = bench.worlds.get(parcel.world_key, partial(fetch, parcel.world_key))
        key = (parcel.scenario_key, name_of(parcel.change))
        scenario = bench.scenarios.get(key, partial(_open, parcel, world))
        some, times = bench.judge(judge, scenario, world, parcel.seeds, parcel.label)
        verdicts += some
        seconds += times
    return Result(tuple(verdicts), tuple(seconds))


def changed(scenario: Scenario, world: World, change: Change | None) -> Scenario:
    """Return what is judged in place of a scenario."""
    return scenario if change is None else change(scenario, world)


def name_of(change: Change | None) -> str:
    """Return the full name of what is done to a scenario; empty if nothing is."""
    return "" if change is None else f"{change.__module__}.{change.__qualname__}"


def _open(parcel: Parcel, world: World) -> Scenario:
    return changed(pickle.loads(parcel.scenario), world, parcel.change)
