"""The loop: take the next event, let it happen, go on, until something must be done outside."""

import math

from hyosan.engine.population.arrivals import arrive
from hyosan.engine.population.attempts import attempt_roaming, attempt_routine
from hyosan.engine.population.calendar import (
    BOTTOM_AT,
    CURSOR,
    EVENT_ATTEMPT,
    EVENT_END_OF_STATE,
    FAR,
    N_BOTTOM,
    N_HEAP,
    N_PENDING,
    SINCE_REBUILD,
    TOP_CHUNK,
    Queue,
    before,
    fill_bottom,
    heap_pop,
    next_bucket,
    wants_rebuild,
)
from hyosan.engine.population.contacts import choose_contact
from hyosan.engine.population.entry import Entry
from hyosan.engine.population.infection import end_state, own_key
from hyosan.engine.population.memory import (
    N_BEYOND,
    N_EVENTS,
    N_INFECTED,
    N_LOG,
    N_PATCHES_REACHED,
    OUTCOME,
    TOUCHED,
    Foreseen,
    Memory,
)
from hyosan.engine.response.hooks.loop import is_answered, is_gone, is_response_full, n_waiting, respond_to_event, room
from hyosan.engine.response.timing import FIRST_CONTROL_EVENT
from hyosan.jit import Int, inner_kernel, int64, kernel
from hyosan.terms import Outcome

# why `advance` returned
ENDED, SLICE_DONE, LOG_FULL, QUEUE_FULL, BOTTOM_FULL, TABLE_FULL, REBUILD, RESPONSE_FULL, PAUSED = range(9)
GO_ON = -1

EXTINCT = int(Outcome.EXTINCT)
HORIZON = int(Outcome.HORIZON)
INFECTIONS = int(Outcome.INFECTIONS)
PATCHES = int(Outcome.PATCHES)
DECIDED = int(Outcome.DECIDED)


@inner_kernel
def need(m: Memory) -> int:
    """Return what must be done outside before the next event can happen, GO_ON if nothing."""
    q = m.queue
    if m.counts[OUTCOME] >= 0:
        return ENDED
    free = room(m)
    if m.counts[N_LOG] + free > m.log.shape[0]:
        return LOG_FULL
    if q.counts[N_HEAP] + free > q.heap.shape[0] or q.counts[TOP_CHUNK] + free > q.chunk_next.shape[0]:
        return QUEUE_FULL
    if m.bits.shape[0] == 0 and 2 * (m.counts[N_INFECTED] + free) > m.slots.shape[0]:
        return TABLE_FULL
    if is_response_full(m):
        return RESPONSE_FULL
    if wants_rebuild(q):
        return REBUILD
    return GO_ON


@inner_kernel
def foresee(m: Memory) -> None:
    """Work out whom the attempts in the sorted bucket will meet, and touch their states.

    Both loops are free of dependences between their turns, so that the processor waits for many people's memory at
    once.
    """
    q = m.queue
    for i in range(q.counts[N_BOTTOM]):
        entry = q.bottom[i]
        seen = m.foreseen[i]
        seen.is_ready = 0
        if entry.event == EVENT_ATTEMPT and not m.pathogen.is_roaming[entry.state]:
            target, target_home, place, setting = choose_contact(
                m.world,
                m.pathogen,
                m.rules,
                entry.person,
                int64(entry.patch),
                int64(entry.state),
                entry.attempt,
                entry.time,
                own_key(m, entry.person),
            )
            seen.target = target
            seen.target_home = target_home
            seen.place = place
            seen.setting = setting
            seen.is_ready = 1
    touched = int64(0)
    if m.bits.shape[0] > 0:
        for i in range(q.counts[N_BOTTOM]):
            if m.foreseen[i].is_ready and m.foreseen[i].target >= 0:
                touched += m.bits[m.foreseen[i].target >> 3]
    m.counts[TOUCHED] = touched  # kept, so that the compiler cannot drop the loop


@inner_kernel
def turn_bucket(m: Memory) -> int:
    """Sort the next bucket for working off; return GO_ON, or what must be done outside first."""
    q = m.queue
    if q.bucket_count[q.counts[CURSOR]] == 0 and not next_bucket(q):
        if q.bucket_count[FAR] > 0:
            return REBUILD
        m.counts[OUTCOME] = HORIZON if m.counts[N_BEYOND] > 0 else EXTINCT
        return ENDED
    if q.bucket_count[q.counts[CURSOR]] + 1 > q.bottom.shape[0]:
        return BOTTOM_FULL
    fill_bottom(q)
    foresee(m)
    return GO_ON


@inner_kernel
def first_time(q: Queue) -> float:
    """Return the time of the first pending event; there must be one in hand."""
    time = q.bottom[q.counts[BOTTOM_AT]].time if q.counts[BOTTOM_AT] < q.counts[N_BOTTOM] else math.inf
    return min(time, q.heap[0].time) if q.counts[N_HEAP] > 0 else time


@inner_kernel
def take_first(m: Memory) -> Int:
    """Move the first pending event to Memory.work[0]; return its index in `foreseen`."""
    q = m.queue
    at, is_in_bottom = q.counts[BOTTOM_AT], q.counts[BOTTOM_AT] < q.counts[N_BOTTOM]
    if is_in_bottom and q.counts[N_HEAP] > 0:
        is_in_bottom = before(q.bottom[at].time, q.bottom[at].person, q.heap[0].time, q.heap[0].person)
    q.counts[N_PENDING] -= 1
    q.counts[SINCE_REBUILD] += 1
    if is_in_bottom:
        m.work[0] = q.bottom[at]
        q.counts[BOTTOM_AT] = at + 1
        return int64(at)
    m.work[0] = q.heap[0]
    heap_pop(q)
    return int64(m.foreseen.shape[0] - 1)


@inner_kernel
def happen(m: Memory, entry: Entry, foreseen: Foreseen) -> None:
    """Let the event in hand happen."""
    now = entry.time
    m.clock[0] = now
    m.counts[N_EVENTS] += 1
    if entry.person < 0:
        if entry.event >= FIRST_CONTROL_EVENT:
            respond_to_event(m, entry, now)
        else:
            arrive(m, entry, now)
        return
    if is_gone(m, entry):
        return
    key = own_key(m, entry.person)
    if entry.event == EVENT_END_OF_STATE:
        end_state(m, entry, now, key)
    elif m.pathogen.is_roaming[entry.state]:
        attempt_roaming(m, entry, now, key)
    else:
        attempt_routine(m, entry, now, key, foreseen)


@inner_kernel
def check_stops(m: Memory) -> None:
    """Note the outcome if a stop rule is met."""
    if 0 < m.rules.stop_infections <= m.counts[N_INFECTED]:
        m.counts[OUTCOME] = INFECTIONS
    elif 0 < m.rules.stop_patches <= m.counts[N_PATCHES_REACHED]:
        m.counts[OUTCOME] = PATCHES
    elif is_answered(m):
        m.counts[OUTCOME] = DECIDED
    elif m.queue.counts[N_PENDING] == n_waiting(m) and m.counts[N_BEYOND] == 0 and n_waiting(m) > 0:
        m.counts[OUTCOME] = EXTINCT


@kernel
def advance(m: Memory, n_events: Int) -> int:
    """Let at most `n_events` events happen; return why it stopped (ENDED, SLICE_DONE, LOG_FULL, ...).

    All state is in the memory `m`: after the caller has seen to the reason, it goes on exactly where it stopped.
    """
    q = m.queue
    for _ in range(n_events):
        reason = need(m)
        if reason == GO_ON and q.counts[BOTTOM_AT] == q.counts[N_BOTTOM] and q.counts[N_HEAP] == 0:
            reason = turn_bucket(m)
        if reason != GO_ON:
            return reason
        if m.rules.pause_days < math.inf and first_time(q) > m.rules.pause_days:
            return PAUSED
        happen(m, m.work[0], m.foreseen[take_first(m)])
        check_stops(m)
    return SLICE_DONE
