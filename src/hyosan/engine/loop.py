"""Events in slices: between two of them the log goes out, memory grows, progress shows, Ctrl-C works."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.population import memory as mem
from hyosan.engine.population.advance import (
    BOTTOM_FULL,
    ENDED,
    LOG_FULL,
    PAUSED,
    QUEUE_FULL,
    REBUILD,
    RESPONSE_FULL,
    TABLE_FULL,
    advance,
)
from hyosan.engine.response.growth import grow_response
from hyosan.handle import handle_of

FIRST_SLICE_EVENTS = 20_000
SLICE_EVENTS = 400_000

GROWTH = {
    QUEUE_FULL: mem.grow_queue,
    BOTTOM_FULL: mem.grow_bottom,
    TABLE_FULL: mem.grow_table,
    REBUILD: mem.rebuild_queue,
    RESPONSE_FULL: grow_response,
}

EventSink = Callable[[NDArray[np.void]], None]
"""Takes rows of the event log (LOG_DTYPE), in order of time; the array is overwritten after the call."""


@dataclass(frozen=True)
class Progress:
    """How far a run has come."""

    time_days: float
    n_infected: int
    n_events: int


def run_events(
    memory: mem.Memory,
    sink: EventSink,
    progress: Callable[[Progress], None] | None = None,
    at_rest: Callable[[mem.Memory], mem.Memory] | None = None,
) -> tuple[mem.Memory, bool]:
    """Let events happen until the run ends or its pause comes; return the memory, and whether it ended.

    Arrays of the memory that are too small are replaced: the one given is not to be used any more. `at_rest` is
    called each time the full log has gone out, and returns the memory to go on with.
    """
    handle = handle_of(memory)
    n_events = FIRST_SLICE_EVENTS
    while True:
        reason = advance(handle, n_events)
        if memory.counts[mem.N_LOG] > 0 and reason in (LOG_FULL, ENDED, PAUSED):
            sink(memory.log[: memory.counts[mem.N_LOG]])
            memory.counts[mem.N_LOG] = 0
        if reason in (ENDED, PAUSED):
            return memory, reason == ENDED
        if reason == LOG_FULL and at_rest is not None:
            memory = at_rest(memory)
            handle = handle_of(memory, handle)
        if reason in GROWTH:
            memory = GROWTH[reason](memory)
            handle = handle_of(memory, handle)
        elif progress is not None:
            n_events = SLICE_EVENTS
            progress(progress_of(memory))


def forget(_rows: NDArray[np.void]) -> None:
    """Take rows of the log and keep nothing."""


def progress_of(memory: mem.Memory) -> Progress:
    """Return how far a run has come."""
    return Progress(float(memory.clock[0]), int(memory.counts[mem.N_INFECTED]), int(memory.counts[mem.N_EVENTS]))
