"""When measures begin and end. What they see is the count of cases: observed, delayed, partial."""

import math

import numpy as np

from hyosan.engine.population.calendar import N_PENDING
from hyosan.engine.population.log import log_row
from hyosan.engine.population.memory import N_BEYOND, MemoryWithResponse
from hyosan.engine.response.arrays import (
    ISOLATION,
    N_CASES,
    N_CONTROL,
    N_ON,
    ON,
    ORDERED,
    OVER,
    PROPHYLAXIS,
    QUARANTINE,
    STRIKE,
    TRACING,
    TRIGGER_AFTER_END,
    TRIGGER_AFTER_START,
    TRIGGER_CASES,
    WAITING,
    WINDOW,
    ResponseArrays,
)
from hyosan.engine.response.orders import is_on, is_within
from hyosan.engine.response.timing import EVENT_END, EVENT_MIDNIGHT, EVENT_START, EVENT_SWEEP, put_order
from hyosan.jit import Int, inner_kernel, int64
from hyosan.terms import EventKind

MEASURE_START = np.int64(EventKind.MEASURE_START)
MEASURE_END = np.int64(EventKind.MEASURE_END)
NOBODY = np.int64(-1)
NOTHING = np.int64(0)


@inner_kernel
def serves_persons(kind: Int) -> bool:
    """Return whether a kind of measure serves persons one by one because of a case: its delay is theirs."""
    return kind in (ISOLATION, QUARANTINE, TRACING, PROPHYLAXIS, STRIKE)


@inner_kernel
def order_measure(m: MemoryWithResponse, k: Int, now: float) -> None:
    """Let the trigger of measure k go off: it begins after its delay."""
    r = m.response
    if r.status[k] == WAITING:
        r.status[k] = ORDERED
        delay_days = 0.0 if serves_persons(r.kind[k]) else r.delay_days[k]
        put_order(m, EVENT_START, k, now + delay_days, NOTHING)


@inner_kernel
def order_followers(m: MemoryWithResponse, k: Int, trigger: Int, now: float) -> None:
    """Order the measures that wait for the start or the end of measure k."""
    r = m.response
    for other in range(r.kind.shape[0]):
        if r.trigger[other] == trigger and r.trigger_measure[other] == k:
            order_measure(m, int64(other), now)


@inner_kernel
def start_measure(m: MemoryWithResponse, k: Int, now: float) -> None:
    """Let measure k begin."""
    r = m.response
    r.status[k] = ON
    r.start_days[k] = now
    r.counts[N_ON] += 1
    log_row(m, now, MEASURE_START, NOBODY, k, int64(-1), NOTHING, NOTHING, NOTHING)
    if r.duration_days[k] < math.inf:
        put_order(m, EVENT_END, k, now + r.duration_days[k], NOTHING)
    if serves_persons(r.kind[k]) and r.counts[N_CASES] > 0:
        put_order(m, EVENT_SWEEP, k, now, NOTHING)
    order_followers(m, k, TRIGGER_AFTER_START, now)


@inner_kernel
def end_measure(m: MemoryWithResponse, k: Int, status: Int, now: float) -> None:
    """Let measure k end: for good (OVER), or until its trigger goes off again (WAITING)."""
    r = m.response
    if not is_on(r, k):
        return
    r.status[k] = status
    r.days_on[k] += now - r.start_days[k]
    r.counts[N_ON] -= 1
    log_row(m, now, MEASURE_END, NOBODY, k, int64(-1), NOTHING, NOTHING, NOTHING)
    order_followers(m, k, TRIGGER_AFTER_END, now)


@inner_kernel
def turn_ring(r: ResponseArrays, k: Int, day: Int) -> None:
    """Bring the ring of measure k's cases by day up to a day: the days since the last case had none."""
    last = r.last_case_day[k]
    for passed in range(last + 1, min(day, last + WINDOW) + 1):
        r.cases_by_day[k, passed % WINDOW] = 0
    r.last_case_day[k] = max(last, day)


@inner_kernel
def observed(r: ResponseArrays, k: Int, day: Int) -> Int:
    """Return the cases that measure k's trigger counts on a day: all so far, or those of its window."""
    if r.trigger_window[k] == 0:
        return int64(r.n_cases[k])
    turn_ring(r, k, day)
    total = int64(0)
    for back in range(min(r.trigger_window[k], day + 1)):
        total += r.cases_by_day[k, (day - back) % WINDOW]
    return total


@inner_kernel
def count_case(m: MemoryWithResponse, patch: Int, now: float) -> None:
    """Count a case in every trigger whose area holds the patch, and order the measures that this brings about."""
    r = m.response
    day = int64(now)
    for k in range(r.kind.shape[0]):
        if r.trigger[k] != TRIGGER_CASES or not is_within(r, r.trigger_area[k], patch):
            continue
        turn_ring(r, k, day)
        r.n_cases[k] += 1
        r.cases_by_day[k, day % WINDOW] += 1
        if observed(r, k, day) >= r.trigger_cases[k]:
            order_measure(m, int64(k), now)


@inner_kernel
def see_midnight(m: MemoryWithResponse, now: float) -> None:
    """End the measures whose count of the day that is over has fallen below their threshold, and wait for the next."""
    r = m.response
    day = int64(now)
    for k in range(r.kind.shape[0]):
        if r.trigger_off[k] > 0 and is_on(r, k) and observed(r, k, day - 1) < r.trigger_off[k]:
            end_measure(m, int64(k), WAITING, now)
    if m.queue.counts[N_PENDING] > r.counts[N_CONTROL] or m.counts[N_BEYOND] > 0:
        put_order(m, EVENT_MIDNIGHT, NOTHING, math.floor(now) + 1.0, NOTHING)


@inner_kernel
def see_end(m: MemoryWithResponse, k: Int, now: float) -> None:
    """Let the duration of measure k run out, unless it began anew in the meantime."""
    r = m.response
    if is_on(r, k) and now >= r.start_days[k] + r.duration_days[k]:
        end_measure(m, k, OVER, now)
