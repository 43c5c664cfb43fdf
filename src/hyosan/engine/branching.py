"""Runs that leave checkpoints behind, runs that go on from one, and the change of the response on the way."""

import math
import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.loop import EventSink, Progress, run_events
from hyosan.engine.population import memory as mem
from hyosan.engine.population.prepare import first_memory, prepare
from hyosan.engine.population.snapshot import n_bytes, restore, take
from hyosan.engine.population.warm import compile_kernels
from hyosan.engine.response.swap import Change, changed_measures, merge_responses, swap_response
from hyosan.engine.simulate import LOG_ROWS, Ending, ending_of
from hyosan.handle import handle_of
from hyosan.record.checkpoint import Checkpoint
from hyosan.scenario import AnswerRules, Response, Scenario
from hyosan.world.model import World

CHECKPOINT_EVENTS = 20_000
"""Least number of events between two checkpoints: a branch may have to simulate so many again in any case."""

CHECKPOINT_BYTES_AN_EVENT = 16
"""A run leaves its next checkpoint when events since the last were as many as its bytes, divided by this.

So checkpoints take about the same share of the time and of the disk at any size of a run, whatever its memory is.
Measured on 2 million infections with influenza in Korea: 7 % of the time, two thirds of the size of the log, and a
branch simulates a fifth of its past again on average.
"""

Keep = Callable[[Checkpoint], None]
"""Takes a checkpoint and puts it somewhere, before the run goes on and changes the arrays in it."""

ProgressReport = Callable[[Progress], None]


def change_response(scenario: Scenario, at_days: float, response: Response | None, answer: AnswerRules) -> Change:
    """Return the change from a run's scenario to another response and another question.

    The measures of the run keep their places in the new scenario, since the log names them by their place.
    """
    ended: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    if response is not None or scenario.response is not None:
        wanted = response or Response()
        renewed = changed_measures(scenario.response, wanted)
        response, ended = merge_responses(scenario.response, wanted)
    return Change(at_days, scenario.model_copy(update={"response": response, "answer": answer}), ended, renewed)


class Keeper:
    """Stands between a run and its sink, counts the rows, and hands out checkpoints when they are due."""

    def __init__(self, sink: EventSink, keep: Keep, n_rows: int) -> None:
        """Take over where the log has n_rows."""
        self.n_rows = n_rows
        self._sink = sink
        self._keep = keep
        self._due_events = CHECKPOINT_EVENTS

    def write(self, rows: NDArray[np.void]) -> None:
        """Hand rows of the log on."""
        self.n_rows += len(rows)
        self._sink(rows)

    def at_rest(self, memory: mem.Memory) -> mem.Memory:
        """Hand out a checkpoint if one is due; return the memory to go on with."""
        return self.keep(memory) if int(memory.counts[mem.N_EVENTS]) >= self._due_events else memory

    def keep(self, memory: mem.Memory) -> mem.Memory:
        """Hand out a checkpoint; return the memory to go on with."""
        memory, checkpoint = take_checkpoint(memory, self.n_rows)
        self._keep(checkpoint)
        apart = max(CHECKPOINT_EVENTS, n_bytes(checkpoint.arrays) // CHECKPOINT_BYTES_AN_EVENT)
        self._due_events = checkpoint.n_events + apart
        return memory


def take_checkpoint(memory: mem.Memory, n_rows: int) -> tuple[mem.Memory, Checkpoint]:
    """Return (the memory to go on with, a checkpoint of it, which is to be written before the run goes on)."""
    memory, arrays = take(memory)
    return memory, Checkpoint(float(memory.clock[0]), int(memory.counts[mem.N_EVENTS]), n_rows, arrays)


def simulate_keeping(
    scenario: Scenario,
    world: World,
    seed: int,
    sink: EventSink,
    progress: ProgressReport | None,
    keep: Keep,
    at_days: Sequence[float] = (),
) -> Ending:
    """Run a scenario as `simulate` does, to the same log, and hand checkpoints to `keep`.

    at_days: times at which checkpoints are wanted besides those that are due.
    """
    before_compile = time.perf_counter()
    memory = first_memory(prepare(scenario, world, is_judged=False), seed, LOG_ROWS)
    compile_kernels(handle_of(memory))
    before_start = time.perf_counter()
    memory = _go_on(memory, Keeper(sink, keep, 0), progress, at_days)
    return ending_of(scenario, memory, before_start - before_compile, time.perf_counter() - before_start)


def run_until(
    scenario: Scenario,
    world: World,
    seed: int,
    start: Checkpoint | None,
    until_days: float,
    sink: EventSink,
    progress: ProgressReport | None = None,
) -> tuple[mem.Memory, float]:
    """Run a scenario from a checkpoint, or from its beginning, until just before the first event after a time.

    `sink` gets the rows after the checkpoint. Returns the memory, and the seconds spent making machine code. Raises
    SnapshotError if the checkpoint is not one of this scenario's.
    """
    before_compile = time.perf_counter()
    memory = first_memory(prepare(scenario, world, is_judged=False), seed, LOG_ROWS)
    compile_kernels(handle_of(memory))
    seconds_compile = time.perf_counter() - before_compile
    if start is not None:
        memory = restore(start.arrays, memory)
    memory, _ = run_events(_with_pause(memory, until_days), sink, progress)
    return memory, seconds_compile


def go_on_under(
    change: Change,
    world: World,
    memory: mem.Memory,
    n_rows: int,
    sink: EventSink,
    progress: ProgressReport | None,
    keep: Keep,
) -> Ending:
    """Go on from a moment of a run under another response, on the same dice, to the end.

    Parameters: memory, from `run_until` the moment; n_rows of the log so far; keep, gets a checkpoint of the moment,
    after the change, and those that `simulate_keeping` hands out.
    """
    before_compile = time.perf_counter()
    memory = swap_response(memory, change, world)
    compile_kernels(handle_of(memory))
    before_start = time.perf_counter()
    keeper = Keeper(sink, keep, n_rows)
    memory = _go_on(keeper.keep(memory), keeper, progress, ())
    return ending_of(change.scenario, memory, before_start - before_compile, time.perf_counter() - before_start)


def _go_on(memory: mem.Memory, keeper: Keeper, progress: ProgressReport | None, at_days: Sequence[float]) -> mem.Memory:
    """Run to the end, with a checkpoint at each of the times."""
    for pause_days in [*sorted(set(at_days)), math.inf]:
        memory = _with_pause(memory, pause_days)
        memory, is_ended = run_events(memory, keeper.write, progress, keeper.at_rest)
        if is_ended:
            break
        memory = keeper.keep(memory)
    return memory


def _with_pause(memory: mem.Memory, pause_days: float) -> mem.Memory:
    return memory._replace(rules=memory.rules._replace(pause_days=float(pause_days)))
