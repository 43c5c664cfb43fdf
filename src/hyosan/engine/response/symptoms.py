"""Who becomes a case: decided when a person enters a state that may be detected."""

import numpy as np

from hyosan.draws.kernel import draw, unit
from hyosan.draws.purposes import DETECT, DETECT_DELAY
from hyosan.engine.population.dwell import dwell_days
from hyosan.engine.population.entry import Entry
from hyosan.engine.population.memory import MemoryWithResponse
from hyosan.engine.response.arrays import N_CONTACTS, N_STRUCK, STRIKE
from hyosan.engine.response.orders import is_on, is_within
from hyosan.engine.response.records import find_record, obtain_record
from hyosan.engine.response.timing import put_case, put_detection
from hyosan.jit import Int, inner_kernel, int64
from hyosan.terms import Setting
from hyosan.world.people import home_patch

COMMUNITY = np.int64(Setting.COMMUNITY)
TRIP = np.int64(Setting.TRIP)


@inner_kernel
def note_symptoms(m: MemoryWithResponse, entry: Entry, now: float, key: np.uint64) -> None:
    """Let a person who entered a state be reported later, with the state's probability and delay."""
    r = m.response
    state = int64(entry.state)
    at = obtain_record(r, entry.person, entry.patch, state)
    r.records[at].state = state
    r.records[at].patch = entry.patch
    if r.records[at].detected_days <= now:
        if m.pathogen.is_roaming[state]:
            ask_for_strikes(m, entry, now)
        return
    share = r.detect_probability[state]
    if share == 0.0 or unit(draw(key, DETECT, state)) >= share:
        return
    delay_days = 0.0
    if r.detect_law[state] > 0:
        delay_key = draw(key, DETECT_DELAY, state)
        delay_days = dwell_days(r.detect_law[state], r.detect_scale[state], r.detect_shape[state], delay_key, state)
    r.records[at].n_reports += 1
    put_detection(m, entry.person, int64(entry.patch), now + delay_days)


@inner_kernel
def ask_for_strikes(m: MemoryWithResponse, entry: Entry, now: float) -> None:
    """Let the strikes in force see to a case who has begun to roam."""
    r = m.response
    for k in range(r.kind.shape[0]):
        if r.kind[k] == STRIKE and is_on(r, k) and is_within(r, r.area[k], entry.patch):
            put_case(m, int64(k), int64(entry.person), now)


@inner_kernel
def note_infector(m: MemoryWithResponse, person: Int, source: Int, setting: Int) -> None:
    """Note whom a person infected in the community or on a trip, where contacts are traced."""
    r = m.response
    if not r.has_tracing or source < 0 or setting not in (COMMUNITY, TRIP):
        return
    at = find_record(r.records, source)
    if at < 0:
        at = obtain_record(r, source, int64(home_patch(m.world, source)), m.work[0].state)
    noted = r.counts[N_CONTACTS]
    r.contacts[noted].person = person
    r.contacts[noted].before = r.records[at].contact
    r.records[at].contact = noted
    r.counts[N_CONTACTS] = noted + 1


@inner_kernel
def is_struck(m: MemoryWithResponse, entry: Entry) -> bool:
    """Return whether an event is that of a roaming person who was destroyed before it."""
    if m.response.counts[N_STRUCK] == 0:
        return False
    at = find_record(m.response.records, entry.person)
    return bool(at >= 0 and m.response.records[at].is_struck == 1 and m.pathogen.is_roaming[entry.state] == 1)
