"""Everything that waits in a queue, taken out and laid anew; nothing that happens depends on how it lies."""

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.population import calendar
from hyosan.engine.population.calendar import Queue
from hyosan.engine.population.entry import ENTRY
from hyosan.handle import handle_of

SPARE = 1
"""Place that the sort needs besides those of the entries."""


def drain(queue: Queue) -> tuple[NDArray[np.void], int]:
    """Empty a queue; return (its entries in no order, how many)."""
    entries = np.empty(int(queue.counts[calendar.N_PENDING]) + SPARE, ENTRY)
    return entries, int(calendar.gather(handle_of(queue), entries))


def take_pending(queue: Queue, now_days: float) -> tuple[Queue, NDArray[np.void], int]:
    """Return (the queue laid anew, a copy of its entries in no order, how many)."""
    entries, n = drain(queue)
    return lay_queue(queue, entries, n, now_days), entries, n


def lay_queue(queue: Queue, entries: NDArray[np.void], n: int, now_days: float) -> Queue:
    """Return the queue, which is empty, with room for entries[:n] and the entries in it."""
    # any number of entries may fall into the first window; memory that is not touched is not committed
    heap_room = n + 256
    chunks = n // calendar.CHUNK + min(n, calendar.N_BUCKETS) + 64
    if heap_room > len(queue.heap):
        queue = queue._replace(heap=np.empty(heap_room, ENTRY))
    if chunks > len(queue.chunk_next):
        queue = queue._replace(pool=np.empty(chunks * calendar.CHUNK, ENTRY), chunk_next=np.empty(chunks, np.int32))
    calendar.rebuild(handle_of(queue), entries, n, now_days)
    return queue
