"""The events of a response, when their time comes."""

from hyosan.engine.population.entry import Entry
from hyosan.engine.population.memory import MemoryWithResponse
from hyosan.engine.response.arrays import N_CONTROL
from hyosan.engine.response.contacts_of_case import make_of_case, sweep
from hyosan.engine.response.detection import detect
from hyosan.engine.response.services import serve
from hyosan.engine.response.timing import (
    CASES_FROM,
    EVENT_CASE,
    EVENT_DETECTION,
    EVENT_END,
    EVENT_MIDNIGHT,
    EVENT_SERVICE,
    EVENT_START,
    EVENT_SWEEP,
    person_of,
)
from hyosan.engine.response.triggers import see_end, see_midnight, start_measure
from hyosan.jit import inner_kernel, int64


@inner_kernel
def respond(m: MemoryWithResponse, entry: Entry, now: float) -> None:
    """Let an event of the response happen."""
    event, k = entry.event, int64(entry.attempt)
    if event == EVENT_DETECTION:
        detect(m, entry, now)
        return
    m.response.counts[N_CONTROL] -= 1
    if event == EVENT_SERVICE:
        serve(m, entry, now)
    elif event == EVENT_CASE:
        make_of_case(m, k, person_of(entry.person, CASES_FROM + k), now)
    elif event == EVENT_SWEEP:
        sweep(m, k, int64(entry.rate), now)
    elif event == EVENT_START:
        start_measure(m, k, now)
    elif event == EVENT_END:
        see_end(m, k, now)
    elif event == EVENT_MIDNIGHT:
        see_midnight(m, now)
