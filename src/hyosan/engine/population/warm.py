"""Machine code before the first event, so that its cost is seen apart from the run's.

The code falls into two halves of equal cost that hardly share a kernel: who is met (`turn_bucket`) and what comes of it
(`happen`). Two processes can make one half each and hand it over through the cache on disk.
"""

import gc
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numba import typeof
from numba.np.numpy_support import from_dtype

from hyosan.engine.population import calendar
from hyosan.engine.population.advance import advance, happen, turn_bucket
from hyosan.engine.population.memory import FORESEEN, new_queue
from hyosan.engine.population.status import copy_infected
from hyosan.handle import Handle


def compile_kernels(memory: Handle) -> None:
    """Compile, or load from the cache, every kernel that a run with this memory calls; nothing happens in the run."""
    _without_collection(lambda: _compile_all(memory))


def compile_meeting_half(memory: Handle) -> None:
    """Compile what decides whom an attempt meets: the half that another process may make."""
    _without_collection(lambda: _compile(turn_bucket, (typeof(memory),)))


def compile_outcome_half(memory: Handle) -> None:
    """Compile what happens to people: the other half."""
    entry, foreseen = from_dtype(calendar.ENTRY), from_dtype(FORESEEN)
    _without_collection(lambda: _compile(happen, (typeof(memory), entry, foreseen)))


def _compile(dispatcher: Any, types: tuple[Any, ...]) -> None:
    dispatcher.compile(types)


def _compile_all(memory: Handle) -> None:
    advance(memory, 0)
    _compile_growth()


def _without_collection(compile_code: Callable[[], object]) -> None:
    """A compiler makes many objects and hardly any garbage: looking for it takes a tenth of the time."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        compile_code()
    finally:
        if was_collecting:
            gc.enable()


@cache
def _compile_growth() -> None:
    copy_infected(np.zeros(1, np.uint64), np.zeros(1, np.uint64), np.zeros(0, np.uint8))
    queue = Handle(new_queue())
    entries = np.empty(1, calendar.ENTRY)
    calendar.rebuild(queue, entries, calendar.gather(queue, entries), 0.0)
