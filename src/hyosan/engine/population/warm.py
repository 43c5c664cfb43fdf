"""Machine code before the first event, so that its cost is seen apart from the run's."""

import numpy as np

from hyosan.engine.population import calendar
from hyosan.engine.population.advance import advance
from hyosan.engine.population.memory import Memory, new_queue
from hyosan.engine.population.status import copy_states
from hyosan.handle import Handle


def compile_kernels(memory: Memory) -> None:
    """Compile, or load from the cache, every kernel that a run with this memory calls; nothing happens in the run."""
    advance(Handle(memory), 0)
    copy_states(np.zeros(1, np.uint64), np.zeros(1, np.uint64), np.zeros(0, np.uint8))
    queue = Handle(new_queue())
    entries = np.empty(1, calendar.ENTRY)
    calendar.rebuild(queue, entries, calendar.gather(queue, entries), 0.0)
