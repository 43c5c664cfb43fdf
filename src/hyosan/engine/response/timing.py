"""Events of a response in the queue: detections, services to persons, starts and ends of measures, midnights.

They wait in the queue like the infected, under negative numbers that no two of them share at one time: detections by
person, then the services of each measure by person, then what each measure makes of each case, then what concerns a
measure as a whole. Each event asks for a bounded number of further ones.
"""

import numpy as np

from hyosan.engine.population.calendar import schedule
from hyosan.engine.population.memory import N_BEYOND, MemoryWithResponse
from hyosan.engine.response.arrays import N_CONTROL
from hyosan.jit import Int, inner_kernel, int64

EVENT_DETECTION, EVENT_SERVICE, EVENT_CASE, EVENT_SWEEP, EVENT_START, EVENT_END, EVENT_MIDNIGHT = (
    np.uint8(code) for code in range(8, 15)
)
FIRST_CONTROL_EVENT = np.uint8(8)
CONTROL_EVENTS = {"start": int(EVENT_START), "end": int(EVENT_END), "midnight": int(EVENT_MIDNIGHT)}
"""Events that may be scheduled from outside of the kernels."""

CONTROL, STRUCK = 2, 3
"""Places in Memory.work: of the response's event that is being written, of a person who is being destroyed."""

SPAN = np.int64(1 << 50)
"""More than there are people in any world."""

MOST_MEASURES = np.int64(48)
DETECTIONS = np.int64(0)
SERVICES_FROM = np.int64(1)
CASES_FROM = SERVICES_FROM + MOST_MEASURES
WHOLE_FROM = CASES_FROM + MOST_MEASURES


@inner_kernel
def subject_of(slot: Int, person: Int) -> Int:
    """Return the negative number under which an event waits."""
    return -(int64(1) + slot) * SPAN - person


@inner_kernel
def person_of(subject: Int, slot: Int) -> Int:
    """Return the person of an event that waits under a number."""
    return -subject - (int64(1) + slot) * SPAN


@inner_kernel
def put(
    m: MemoryWithResponse, event: np.uint8, subject: Int, time: float, measure: Int, patch: Int, case: float
) -> None:
    """Schedule an event of the response, unless it lies beyond the horizon."""
    if time >= m.rules.horizon_days:
        if event == EVENT_DETECTION:
            m.counts[N_BEYOND] += 1
        return
    entry = m.work[CONTROL]
    entry.time = time
    entry.until = time
    entry.rate = case
    entry.person = subject
    entry.patch = patch
    entry.attempt = measure
    entry.state = 0
    entry.event = event
    if event != EVENT_DETECTION:
        m.response.counts[N_CONTROL] += 1
    schedule(m.queue, entry)


@inner_kernel
def put_detection(m: MemoryWithResponse, person: Int, patch: Int, time: float) -> None:
    """Schedule the report of a case."""
    put(m, EVENT_DETECTION, subject_of(DETECTIONS, person), time, int64(0), patch, -1.0)


@inner_kernel
def put_service(m: MemoryWithResponse, k: Int, person: Int, case: Int, time: float) -> None:
    """Schedule what measure k does for a person, because of a case."""
    put(m, EVENT_SERVICE, subject_of(SERVICES_FROM + k, person), time, k, int64(-1), float(case))


@inner_kernel
def put_case(m: MemoryWithResponse, k: Int, case: Int, time: float) -> None:
    """Schedule what measure k makes of a case."""
    put(m, EVENT_CASE, subject_of(CASES_FROM + k, case), time, k, int64(-1), float(case))


@inner_kernel
def put_order(m: MemoryWithResponse, event: np.uint8, k: Int, time: float, cursor: Int) -> None:
    """Schedule the start, the end or the sweep of measure k, or midnight; a sweep goes on from the cursor-th case."""
    put(m, event, subject_of(WHOLE_FROM + event, k), time, k, int64(-1), float(cursor))


def subject_of_event(event: int, k: int) -> int:
    """Return the number under which an order about measure k waits, in plain Python."""
    return -(1 + int(WHOLE_FROM) + event) * int(SPAN) - k
