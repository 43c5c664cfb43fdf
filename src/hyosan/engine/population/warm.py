"""Machine code before the first event, so that its cost is seen apart from the run's."""

import gc
from functools import cache

import numpy as np

from hyosan.engine.population import calendar
from hyosan.engine.population.advance import advance
from hyosan.engine.population.memory import new_queue
from hyosan.engine.population.status import copy_infected
from hyosan.handle import Handle


def compile_kernels(memory: Handle) -> None:
    """Compile, or load from the cache, every kernel that a run with this memory calls; nothing happens in the run."""
    was_collecting = gc.isenabled()
    gc.disable()  # a compiler makes many objects and hardly any garbage: looking for it takes a tenth of the time
    try:
        advance(memory, 0)
        _compile_growth()
    finally:
        if was_collecting:
            gc.enable()


@cache
def _compile_growth() -> None:
    copy_infected(np.zeros(1, np.uint64), np.zeros(1, np.uint64), np.zeros(0, np.uint8))
    queue = Handle(new_queue())
    entries = np.empty(1, calendar.ENTRY)
    calendar.rebuild(queue, entries, calendar.gather(queue, entries), 0.0)
