"""Orders about measures in the queue of a run, put there from outside of the kernels."""

from collections.abc import Sequence

import numpy as np

from hyosan.engine.population.calendar import ENTRY, N_PENDING, gather, schedule
from hyosan.engine.population.memory import Memory, grow_queue
from hyosan.engine.population.pending import lay_queue
from hyosan.engine.response.arrays import N_CONTROL, ORDERED, SERVING, TRIGGER_TIME, NoResponse
from hyosan.engine.response.timing import CONTROL_EVENTS, EVENT_START, subject_of_event
from hyosan.handle import Handle


def queue_orders(memory: Memory) -> Memory:
    """Schedule the measures that begin at a time, and the first midnight where a measure waits for one."""
    r = memory.response
    if isinstance(r, NoResponse):
        return memory
    for k in np.flatnonzero(r.trigger == TRIGGER_TIME):
        delay_days = 0.0 if r.kind[k] in SERVING else r.delay_days[k]
        memory = queue_order(memory, "start", int(k), float(r.trigger_days[k] + delay_days))
        r.status[k] = ORDERED
    return queue_order(memory, "midnight", 0, 1.0) if r.has_off else memory


def queue_order(memory: Memory, event: str, k: int, time_days: float) -> Memory:
    """Schedule the start or the end of measure k, or a midnight, unless it lies beyond the horizon."""
    r = memory.response
    if isinstance(r, NoResponse) or time_days >= memory.rules.horizon_days:
        return memory
    r.counts[N_CONTROL] += 1
    memory = grow_queue(memory)
    code = CONTROL_EVENTS[event]
    entry = memory.work[0]
    entry["person"] = subject_of_event(code, k)
    entry["time"] = entry["until"] = time_days
    entry["attempt"] = k
    entry["event"] = code
    entry["rate"] = 0.0
    schedule(Handle(memory.queue), entry)
    return memory


def cancel_starts(memory: Memory, measures: Sequence[int]) -> Memory:
    """Take the starts of measures out of the queue."""
    r = memory.response
    if isinstance(r, NoResponse) or len(measures) == 0:
        return memory
    entries = np.empty(int(memory.queue.counts[N_PENDING]) + 1, ENTRY)
    entries = entries[: int(gather(Handle(memory.queue), entries))]
    is_kept = (entries["event"] != EVENT_START) | ~np.isin(entries["attempt"], measures)
    r.counts[N_CONTROL] -= int(np.sum(~is_kept))
    entries = entries[is_kept]
    return memory._replace(queue=lay_queue(memory.queue, entries, len(entries), float(memory.clock[0])))
