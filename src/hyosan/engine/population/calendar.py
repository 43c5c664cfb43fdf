"""A calendar queue: the next event of every infected person, handed out in exact order of (time, person).

Pending entries lie unordered in the buckets of a ring that covers the near future, in chunks of a common pool; what
lies beyond the ring waits in one far bucket. The bucket whose turn has come is sorted into `bottom`; what is
scheduled into its span while it is being worked off goes to a small binary `heap`. The width of a bucket adapts to
the density of events, so the queue needs no time scale of its own: minutes for a bite, days for influenza. After
Brown 1988, doi:10.1145/63039.63045.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.population.entry import Entry
from hyosan.jit import Bool, Int, inner_kernel, int64, kernel

CHUNK = 16
"""Entries in a chunk of the pool."""

N_BUCKETS = 8192
MOST_IN_BUCKET = 4096
"""Entries in a bucket, above which the width is worth changing: more would not stay near the processor."""

FAR = N_BUCKETS
MAX_BINS = 65536

# indices into Queue.counts
N_PENDING, N_HEAP, N_BOTTOM, BOTTOM_AT, CURSOR, FREE_CHUNK, TOP_CHUNK, LAST_REBUILD, SINCE_REBUILD = range(9)
# indices into Queue.span
RING_START, WIDTH = range(2)


EVENT_END_OF_STATE, EVENT_ATTEMPT, EVENT_SEEDING, EVENT_IMPORTATION = range(4)


class Queue(NamedTuple):
    """The memory of a calendar queue. Python makes it and lets it grow; kernels fill it."""

    pool: NDArray[np.void]  # (chunks * CHUNK) ENTRY
    chunk_next: NDArray[np.int32]  # (chunks)
    bucket_chunk: NDArray[np.int32]  # (N_BUCKETS + 1) head chunk, -1 for none
    bucket_count: NDArray[np.int64]  # (N_BUCKETS + 1) entries
    bottom: NDArray[np.void]  # ENTRY, sorted
    heap: NDArray[np.void]  # ENTRY, binary heap
    bins: NDArray[np.int64]  # (MAX_BINS + 1) scratch of the sort
    counts: NDArray[np.int64]
    span: NDArray[np.float64]


@inner_kernel
def before(time_a: float, person_a: Int, time_b: float, person_b: Int) -> Bool:
    """Return whether (time, person) a comes before b."""
    return time_a < time_b or (time_a == time_b and person_a < person_b)


@inner_kernel
def sift_down(entries: NDArray[np.void], start: Int, at: Int, n: Int) -> None:
    """Restore the min-heap entries[start : start + n] below position `at`; the last element of the array is scratch."""
    spare = entries.shape[0] - 1
    entries[spare] = entries[start + at]
    moving = entries[spare]
    while True:
        child = 2 * at + 1
        if child >= n:
            break
        if child + 1 < n and before(
            entries[start + child + 1].time,
            entries[start + child + 1].person,
            entries[start + child].time,
            entries[start + child].person,
        ):
            child += 1
        if not before(entries[start + child].time, entries[start + child].person, moving.time, moving.person):
            break
        entries[start + at] = entries[start + child]
        at = child
    entries[start + at] = moving


@inner_kernel
def heap_push(q: Queue, entry: Entry) -> None:
    """Add an entry to the heap; there must be room."""
    at = q.counts[N_HEAP]
    q.counts[N_HEAP] = at + 1
    while at > 0:
        parent = (at - 1) >> 1
        if not before(entry.time, entry.person, q.heap[parent].time, q.heap[parent].person):
            break
        q.heap[at] = q.heap[parent]
        at = parent
    q.heap[at] = entry


@inner_kernel
def heap_pop(q: Queue) -> None:
    """Remove the first entry of the heap; read it before."""
    n = q.counts[N_HEAP] - 1
    q.counts[N_HEAP] = n
    if n > 0:
        q.heap[0] = q.heap[n]
        sift_down(q.heap, int64(0), int64(0), n)


@inner_kernel
def bucket_push(q: Queue, bucket: Int, entry: Entry) -> None:
    """Add an entry to a bucket; the pool must have a free chunk."""
    place = q.bucket_count[bucket] % CHUNK
    if place == 0:
        chunk = q.counts[FREE_CHUNK]
        if chunk >= 0:
            q.counts[FREE_CHUNK] = q.chunk_next[chunk]
        else:
            chunk = q.counts[TOP_CHUNK]
            q.counts[TOP_CHUNK] = chunk + 1
        q.chunk_next[chunk] = q.bucket_chunk[bucket]
        q.bucket_chunk[bucket] = chunk
    q.pool[q.bucket_chunk[bucket] * CHUNK + place] = entry
    q.bucket_count[bucket] += 1


@kernel
def schedule(q: Queue, entry: Entry) -> None:
    """Put an entry where its time belongs."""
    q.counts[N_PENDING] += 1
    # the bucket is a monotone function of the time, so that rounding cannot put two entries out of order
    ahead = (entry.time - q.span[RING_START]) / q.span[WIDTH]
    if ahead < q.counts[CURSOR] + 1:
        heap_push(q, entry)
    else:
        bucket_push(q, FAR if ahead >= N_BUCKETS else int64(ahead), entry)


@inner_kernel
def empty_bucket(q: Queue, bucket: Int, out: NDArray[np.void], n: Int) -> Int:
    """Append the entries of a bucket to out[n:], free its chunks, return the new n."""
    chunk = q.bucket_chunk[bucket]
    fill = (q.bucket_count[bucket] - 1) % CHUNK + 1
    while chunk >= 0:
        for place in range(fill):
            out[n] = q.pool[chunk * CHUNK + place]
            n += 1
        fill = CHUNK
        following = q.chunk_next[chunk]
        q.chunk_next[chunk] = q.counts[FREE_CHUNK]
        q.counts[FREE_CHUNK] = chunk
        chunk = following
    q.bucket_chunk[bucket] = -1
    q.bucket_count[bucket] = 0
    return n


@inner_kernel
def sort_range(entries: NDArray[np.void], start: Int, stop: Int) -> None:
    """Sort entries[start:stop] by (time, person): insertion for a few, heapsort for many; the last place is scratch."""
    spare = entries.shape[0] - 1
    if stop - start <= 24:
        for i in range(start + 1, stop):
            if before(entries[i].time, entries[i].person, entries[i - 1].time, entries[i - 1].person):
                entries[spare] = entries[i]
                moving = entries[spare]
                j = i - 1
                while j >= start and before(moving.time, moving.person, entries[j].time, entries[j].person):
                    entries[j + 1] = entries[j]
                    j -= 1
                entries[j + 1] = moving
        return
    n = stop - start
    for at in range(n // 2 - 1, -1, -1):
        sift_down(entries, start, at, n)
    for last in range(n - 1, 0, -1):
        entries[spare] = entries[start]
        entries[start] = entries[start + last]
        entries[start + last] = entries[spare]
        sift_down(entries, start, int64(0), last)
    for i in range(n // 2):  # a min-heap sorts downward: turn it round
        entries[spare] = entries[start + i]
        entries[start + i] = entries[stop - 1 - i]
        entries[stop - 1 - i] = entries[spare]


@inner_kernel
def fill_bottom(q: Queue) -> None:
    """Sort the bucket under the cursor into `bottom`: spread by time over as many bins as entries, sort each bin."""
    bucket = q.counts[CURSOR]
    n = q.bucket_count[bucket]
    n_bins = min(n, MAX_BINS)
    low = q.span[RING_START] + bucket * q.span[WIDTH]
    scale = n_bins / q.span[WIDTH]
    q.bins[: n_bins + 1] = 0
    chunk = q.bucket_chunk[bucket]
    fill = (n - 1) % CHUNK + 1
    while chunk >= 0:
        for place in range(fill):
            b = min(max(int64((q.pool[chunk * CHUNK + place].time - low) * scale), 0), n_bins - 1)
            q.bins[b + 1] += 1
        fill = CHUNK
        chunk = q.chunk_next[chunk]
    for b in range(n_bins):
        q.bins[b + 1] += q.bins[b]
    chunk = q.bucket_chunk[bucket]
    fill = (n - 1) % CHUNK + 1
    while chunk >= 0:
        for place in range(fill):
            at = chunk * CHUNK + place
            b = min(max(int64((q.pool[at].time - low) * scale), 0), n_bins - 1)
            q.bottom[q.bins[b]] = q.pool[at]
            q.bins[b] += 1
        fill = CHUNK
        following = q.chunk_next[chunk]
        q.chunk_next[chunk] = q.counts[FREE_CHUNK]
        q.counts[FREE_CHUNK] = chunk
        chunk = following
    start = int64(0)
    for b in range(n_bins):
        if q.bins[b] - start > 1:
            sort_range(q.bottom, start, q.bins[b])
        start = q.bins[b]
    q.bucket_chunk[bucket] = -1
    q.bucket_count[bucket] = 0
    q.counts[N_BOTTOM] = n
    q.counts[BOTTOM_AT] = 0


@kernel
def gather(q: Queue, out: NDArray[np.void]) -> Int:
    """Move all pending entries to `out` in no order and empty the queue; return how many."""
    n: Int = int64(0)
    for i in range(q.counts[N_HEAP]):
        out[n] = q.heap[i]
        n += 1
    for i in range(q.counts[BOTTOM_AT], q.counts[N_BOTTOM]):
        out[n] = q.bottom[i]
        n += 1
    for bucket in range(N_BUCKETS + 1):
        if q.bucket_count[bucket] > 0:
            n = empty_bucket(q, bucket, out, n)
    q.counts[N_PENDING] = 0
    q.counts[N_HEAP] = 0
    q.counts[N_BOTTOM] = 0
    q.counts[BOTTOM_AT] = 0
    q.counts[FREE_CHUNK] = -1
    q.counts[TOP_CHUNK] = 0
    return n


@kernel
def rebuild(q: Queue, entries: NDArray[np.void], n: Int, now: float) -> None:
    """Lay the ring anew from `now` with a bucket width that fits the pending entries, and schedule them.

    A bucket spans a sixteenth of the mean time ahead, or less where that would hold more than about 2,000 entries.
    """
    ahead = 0.0
    for i in range(n):
        ahead += entries[i].time - now
    mean_ahead = max(ahead / max(n, 1), 1e-9)
    q.span[RING_START] = now
    q.span[WIDTH] = mean_ahead * min(1.0 / 16.0, 2048.0 / max(n, 1))
    q.counts[CURSOR] = 0
    q.counts[LAST_REBUILD] = n
    q.counts[SINCE_REBUILD] = 0
    for i in range(n):
        schedule(q, entries[i])


@inner_kernel
def wants_rebuild(q: Queue) -> bool:
    """Return whether the bucket width no longer fits: entries doubled, or too many fall into the current window."""
    pending, heap = q.counts[N_PENDING], q.counts[N_HEAP]
    if heap <= 64 and q.counts[N_BOTTOM] <= MOST_IN_BUCKET:
        return False
    if pending >= 2 * q.counts[LAST_REBUILD]:
        return True
    return bool(4 * heap > pending and q.counts[SINCE_REBUILD] > 4 * pending + 1000)


@inner_kernel
def next_bucket(q: Queue) -> bool:
    """Move the cursor to the next bucket of the ring that holds something; return whether there is one."""
    for bucket in range(q.counts[CURSOR] + 1, N_BUCKETS):
        if q.bucket_count[bucket] > 0:
            q.counts[CURSOR] = bucket
            return True
    return False
