"""Machine code before the first event, so that its cost is seen apart from the run's.

The code falls into two parts of about equal cost that share few kernels: who is met, and what comes of it. Two
processes can make one part each and hand it over through the cache on disk.
"""

import gc
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numba import float64, int64, typeof, uint32, uint64
from numba.np.numpy_support import from_dtype

from hyosan.engine.population import calendar
from hyosan.engine.population.advance import advance, turn_bucket
from hyosan.engine.population.arrivals import arrive
from hyosan.engine.population.attempts import attempt_roaming, attempt_routine
from hyosan.engine.population.calendar import fill_bottom
from hyosan.engine.population.contacts import choose_contact
from hyosan.engine.population.entry import ENTRY
from hyosan.engine.population.infection import end_state
from hyosan.engine.population.memory import FORESEEN, Memory, new_queue
from hyosan.engine.population.status import copy_infected
from hyosan.engine.response.control import respond
from hyosan.engine.response.hooks.common import has_response
from hyosan.handle import handle_of

Part = tuple[Any, tuple[Any, ...]]
"""A kernel and the types of its arguments."""

ENTRY_TYPE, FORESEEN_TYPE = from_dtype(ENTRY), from_dtype(FORESEEN)


def compile_kernels(memory: Memory) -> None:
    """Compile, or load from the cache, every kernel that a run with this memory calls; nothing happens in the run."""
    _without_collection(lambda: _compile_all(memory))


def compile_first_part(memory: Memory) -> None:
    """Compile whom an attempt meets and what a response makes of events: the part that another process may make."""
    kind: Any = typeof(memory)
    parts = dict(kind.fields)
    met = (parts["world"], parts["pathogen"], parts["rules"], int64, int64, int64, uint32, float64, uint64)
    listed: list[Part] = [(choose_contact, met)]
    if has_response(kind):
        listed.append((respond, (kind, ENTRY_TYPE, float64)))
    else:
        listed.append((turn_bucket, (kind,)))
    _without_collection(lambda: _compile(listed))


def compile_second_part(memory: Memory) -> None:
    """Compile the queue and what happens to people: the other part, in an order that meets the first part late."""
    kind: Any = typeof(memory)
    listed: list[Part] = [
        (fill_bottom, (dict(kind.fields)["queue"],)),
        (end_state, (kind, ENTRY_TYPE, float64, uint64)),
        (arrive, (kind, ENTRY_TYPE, float64)),
        (attempt_routine, (kind, ENTRY_TYPE, float64, uint64, FORESEEN_TYPE)),
        (attempt_roaming, (kind, ENTRY_TYPE, float64, uint64)),
    ]
    _without_collection(lambda: _compile(listed))


def _compile(parts: list[Part]) -> None:
    for dispatcher, types in parts:
        dispatcher.compile(types)


def _compile_all(memory: Memory) -> None:
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
    queue = handle_of(new_queue())
    entries = np.empty(1, ENTRY)
    calendar.rebuild(queue, entries, calendar.gather(queue, entries), 0.0)
