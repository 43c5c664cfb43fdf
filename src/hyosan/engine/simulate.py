"""The one entrance of the engines: a scenario and a world in, an event log and an ending out."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.loop import EventSink, Progress, forget, run_events
from hyosan.engine.population import memory as mem
from hyosan.engine.population.prepare import first_memory, prepare
from hyosan.engine.population.warm import compile_kernels
from hyosan.handle import handle_of
from hyosan.scenario import Scenario
from hyosan.terms import Outcome
from hyosan.world.model import World

LOG_ROWS = 1 << 15


@dataclass(frozen=True)
class Ending:
    """How a run ended.

    state_counts: (S) people in each state of the pathogen at the end, the susceptible included. seconds_compile is
    the time that was spent making machine code, close to 0 where it lay in the cache.
    """

    outcome: Outcome
    time_days: float
    n_infected: int
    n_patches_reached: int
    n_events: int
    state_counts: NDArray[np.int64]
    seconds_compile: float
    seconds_simulate: float


def simulate(
    scenario: Scenario,
    world: World,
    seed: int,
    sink: EventSink,
    progress: Callable[[Progress], None] | None = None,
) -> Ending:
    """Run a scenario in its world and hand every event to `sink`.

    scenario: resolved; world: built from `scenario.world`; seed: of the run, 0 to 2^64 - 1. `progress` is called
    after each slice of events, several times a second. Raises SimulationError where the scenario asks for what the
    world does not have. An exception of `sink` or `progress` (Ctrl-C too) ends the run between two slices.
    """
    before_compile = time.perf_counter()
    memory = first_memory(prepare(scenario, world, is_judged=False), seed, LOG_ROWS)
    compile_kernels(handle_of(memory))
    before_start = time.perf_counter()
    memory, _ = run_events(memory, sink, progress)
    seconds = time.perf_counter() - before_start
    return ending_of(scenario, memory, before_start - before_compile, seconds)


def replicate(scenario: Scenario, world: World, seed: int) -> Ending:
    """Run a scenario in its world for its ending alone; the same run as `simulate` with the same seed."""
    return simulate(scenario, world, seed, forget)


def ending_of(scenario: Scenario, memory: mem.Memory, seconds_compile: float, seconds_simulate: float) -> Ending:
    """Return how a run ended, from its memory."""
    outcome = Outcome(int(memory.counts[mem.OUTCOME]))
    if outcome == Outcome.EXTINCT and not scenario.stop.extinct:
        outcome = Outcome.HORIZON
    n_infected = int(memory.counts[mem.N_INFECTED])
    state_counts = memory.state_counts.copy()
    state_counts[0] = int(memory.world.n_people) - n_infected
    at_horizon = outcome == Outcome.HORIZON
    return Ending(
        outcome=outcome,
        time_days=scenario.stop.horizon_days if at_horizon else float(memory.clock[0]),
        n_infected=n_infected,
        n_patches_reached=int(memory.counts[mem.N_PATCHES_REACHED]),
        n_events=int(memory.counts[mem.N_EVENTS]),
        state_counts=state_counts,
        seconds_compile=seconds_compile,
        seconds_simulate=seconds_simulate,
    )
