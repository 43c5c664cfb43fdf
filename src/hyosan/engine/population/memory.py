"""The memory of a run: every array that the kernels fill, made here and grown here, never inside a kernel."""

from typing import NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.population import calendar
from hyosan.engine.population.calendar import Queue
from hyosan.engine.population.entry import ENTRY
from hyosan.engine.population.pathogen_arrays import PathogenArrays
from hyosan.engine.population.pending import take_pending
from hyosan.engine.population.status import copy_infected
from hyosan.engine.response.arrays import NoResponse, ResponseArrays
from hyosan.jit import Int
from hyosan.record.events import LOG_DTYPE
from hyosan.world.arrays import WorldArrays

FORESEEN = np.dtype(
    [
        ("target", np.int64),
        ("target_home", np.int32),
        ("place", np.int32),
        ("setting", np.uint8),
        ("is_ready", np.uint8),
    ],
    align=True,
)
"""Whom an attempt will meet. A pure function of addresses and time, so it can be worked out before its time comes."""


class Foreseen(Protocol):
    """An element of an array of FORESEEN, as kernels read and write it."""

    target: Int
    target_home: Int
    place: Int
    setting: Int
    is_ready: Int


DENSE_FROM_START = 1 << 20
"""People up to which one bit each is cheaper than a table."""

DENSE_SHARE = 128
"""A run goes over to one bit a person when more than one in this many was infected: the table is as large then."""

FIRST_CHUNKS, FIRST_HEAP, FIRST_BOTTOM, FIRST_SLOTS = 1024, 1024, 4096, 1 << 15
"""Room at the start: enough for an outbreak of 10,000. Memory that is not touched is not committed."""

ROOM = 256
"""Places in the queue that are kept free: more than any event needs."""

Scalar = TypeVar("Scalar", bound=np.generic)

# indices into Memory.counts
N_INFECTED, N_LOG, N_PATCHES_REACHED, N_BEYOND, N_EVENTS, N_ATTEMPTS, OUTCOME, TOUCHED = range(8)


class Rules(NamedTuple):
    """What a run is told besides its world and its pathogen."""

    seed: np.uint64
    horizon_days: float
    day_from_days: float
    day_until_days: float
    stop_infections: int  # 0: no such stop
    stop_patches: int
    alarm_infections: int  # 0: nobody reacts
    shelter_share: float
    shelter_delay_days: float
    shelter_protection: float
    pause_days: float  # the loop pauses before the first event after this time; infinite: never


class Seeds(NamedTuple):
    """Seedings and importation streams, one element each."""

    is_importation: NDArray[np.uint8]
    first_person: NDArray[np.int64]  # people are drawn from [first_person, end_person)
    end_person: NDArray[np.int64]
    n_people: NDArray[np.int64]
    start_days: NDArray[np.float64]
    until_days: NDArray[np.float64]
    per_day: NDArray[np.float64]
    state: NDArray[np.int64]  # -1: the pathogen's entry


class Memory(NamedTuple):
    """Everything that a kernel reads and writes, in one argument: world, pathogen and seeds are handles of theirs."""

    world: WorldArrays
    pathogen: PathogenArrays
    rules: Rules
    seeds: Seeds
    response: NoResponse | ResponseArrays
    queue: Queue
    slots: NDArray[np.uint64]  # table of everybody ever infected, a power of two long
    bits: NDArray[np.uint8]  # one a person: whether ever infected; or empty
    present_night: NDArray[np.int64]  # (P) people whose home is the patch
    present_day: NDArray[np.int64]  # (P) people who are in the patch by day
    susceptible_night: NDArray[np.int64]  # (P) never infected among them
    susceptible_day: NDArray[np.int64]  # (P)
    infected_here: NDArray[np.int64]  # (P) infections that happened in the patch
    alarm_days: NDArray[np.float64]  # (P) when the alarm was raised; infinite before
    log: NDArray[np.void]  # LOG_DTYPE
    work: NDArray[np.void]  # (4) ENTRY: the event in hand, the newly infected person, two for the response
    foreseen: NDArray[np.void]  # FORESEEN, beside queue.bottom; the last element is never ready
    counts: NDArray[np.int64]
    state_counts: NDArray[np.int64]  # (S) people in each state, susceptible ones excepted
    clock: NDArray[np.float64]  # (1) time of the event in hand, days


class MemoryWithResponse(Memory):
    """The memory of a run under a response, as the kernels of the response see it; none is ever made."""

    response: ResponseArrays


def new_queue() -> Queue:
    """Return an empty queue whose first window reaches further than any time."""
    counts = np.zeros(16, np.int64)
    counts[calendar.FREE_CHUNK] = -1
    return Queue(
        pool=np.empty(FIRST_CHUNKS * calendar.CHUNK, ENTRY),
        chunk_next=np.empty(FIRST_CHUNKS, np.int32),
        bucket_chunk=np.full(calendar.N_BUCKETS + 1, -1, np.int32),
        bucket_count=np.zeros(calendar.N_BUCKETS + 1, np.int64),
        bottom=np.empty(FIRST_BOTTOM, ENTRY),
        heap=np.empty(FIRST_HEAP, ENTRY),
        bins=np.empty(calendar.MAX_BINS + 1, np.int64),
        counts=counts,
        span=np.array([0.0, 1e300]),
    )


def new_memory(
    world: WorldArrays,
    pathogen: PathogenArrays,
    rules: Rules,
    seeds: Seeds,
    response: NoResponse | ResponseArrays,
    present: tuple[NDArray[np.int64], NDArray[np.int64]],
    log_rows: int,
) -> Memory:
    """Return the memory of a run before its first event; `present` is people by patch, by night and by day."""
    n_patches = len(world.patch_start) - 1
    is_small = world.n_people <= DENSE_FROM_START
    night, day = present
    return Memory(
        world=world,
        pathogen=pathogen,
        rules=rules,
        seeds=seeds,
        response=response,
        queue=new_queue(),
        slots=np.zeros(1 if is_small else FIRST_SLOTS, np.uint64),
        bits=_one_bit_each(int(world.n_people)) if is_small else np.zeros(0, np.uint8),
        present_night=night,
        present_day=day,
        susceptible_night=night.copy(),
        susceptible_day=day.copy(),
        infected_here=np.zeros(n_patches, np.int64),
        alarm_days=np.full(n_patches if rules.alarm_infections else 0, np.inf),
        log=np.empty(log_rows, LOG_DTYPE),
        work=np.zeros(4, ENTRY),
        foreseen=np.zeros(FIRST_BOTTOM, FORESEEN),
        counts=np.array([0, 0, 0, 0, 0, 0, -1, 0], np.int64),
        state_counts=np.zeros(len(pathogen.law), np.int64),
        clock=np.zeros(1),
    )


def grow_table(memory: Memory) -> Memory:
    """Return the memory with room for more infected people: a larger table, or one bit a person."""
    n_people = int(memory.world.n_people)
    if int(memory.counts[N_INFECTED]) * DENSE_SHARE > n_people:
        slots, bits = np.zeros(1, np.uint64), _one_bit_each(n_people)
    else:
        slots, bits = np.zeros(4 * len(memory.slots), np.uint64), memory.bits
    copy_infected(memory.slots, slots, bits)
    return memory._replace(slots=slots, bits=bits)


def _one_bit_each(n_people: int) -> NDArray[np.uint8]:
    return np.zeros(n_people // 8 + 1, np.uint8)


def grow_queue(memory: Memory) -> Memory:
    """Return the memory with twice the room in whichever part of the queue is nearly full."""
    queue = memory.queue
    counts = queue.counts
    if counts[calendar.N_HEAP] + ROOM >= len(queue.heap):
        queue = queue._replace(heap=_doubled(queue.heap))
    if counts[calendar.TOP_CHUNK] + ROOM >= len(queue.chunk_next):
        queue = queue._replace(pool=_doubled(queue.pool), chunk_next=_doubled(queue.chunk_next))
    return memory._replace(queue=queue)


def grow_bottom(memory: Memory) -> Memory:
    """Return the memory with room for sorting the bucket under the cursor (bottom is empty when this is called)."""
    needed = int(memory.queue.bucket_count[memory.queue.counts[calendar.CURSOR]]) + 1
    size = max(2 * len(memory.queue.bottom), needed + needed // 4)
    queue = memory.queue._replace(bottom=np.empty(size, ENTRY))
    return memory._replace(queue=queue, foreseen=np.zeros(size, FORESEEN))


def rebuild_queue(memory: Memory) -> Memory:
    """Return the memory with the queue laid anew, with a bucket width that fits what is pending."""
    queue, _, _ = take_pending(memory.queue, float(memory.clock[0]))
    return memory._replace(queue=queue)


def _doubled(array: NDArray[Scalar]) -> NDArray[Scalar]:
    larger = np.empty(2 * len(array), array.dtype)
    larger[: len(array)] = array
    return larger
