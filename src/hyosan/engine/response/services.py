"""The services themselves: isolation, quarantine, protection, strike, each where its measure has capacity left."""

import math

import numpy as np

from hyosan.draws.kernel import draw, person_key, unit
from hyosan.draws.purposes import PROTECT
from hyosan.draws.purposes import STRIKE as STRIKE_DRAW
from hyosan.engine.population.entry import Entry
from hyosan.engine.population.infection import begin_state, plan
from hyosan.engine.population.log import log_row
from hyosan.engine.population.memory import MemoryWithResponse
from hyosan.engine.response.arrays import (
    EFFICACY,
    ISOLATION,
    LASTING_DAYS,
    N_ISOLATED,
    N_PROTECTED,
    N_QUARANTINED,
    N_STRUCK,
    ONSET_DAYS,
    PROPHYLAXIS,
    STAY_DAYS,
    STRIKE,
    SUCCESS,
    Record,
)
from hyosan.engine.response.orders import complies, day_ordinal, is_on, next_turn, take_capacity
from hyosan.engine.response.records import find_record
from hyosan.engine.response.timing import SERVICES_FROM, STRUCK, person_of, put_service
from hyosan.engine.response.watch import note_presence
from hyosan.jit import Int, inner_kernel, int64, uint64
from hyosan.terms import EventKind
from hyosan.world.people import home_patch

ISOLATED = np.int64(EventKind.ISOLATION)
QUARANTINED = np.int64(EventKind.QUARANTINE)
PROTECTED = np.int64(EventKind.PROTECTION)
DESTROYED = np.int64(EventKind.DESTRUCTION)
WAS_ROAMING = np.bool_(True)


@inner_kernel
def serve(m: MemoryWithResponse, entry: Entry, now: float) -> None:
    """Let measure k do its service to a person: now if he agrees and there is capacity, or on a later day."""
    r = m.response
    k = int64(entry.attempt)
    case = int64(entry.rate)
    person = person_of(entry.person, SERVICES_FROM + k)
    at = find_record(r.records, person)
    bit = uint64(1) << uint64(k)
    key = person_key(m.rules.seed, person)
    if not is_on(r, k) or not is_wanted(m, k, at, now) or not complies(r, k, key, now):
        r.records[at].asked &= ~bit
        return
    if not take_capacity(r, k, now):
        put_service(m, k, person, case, next_turn(now))
        return
    r.records[at].asked &= ~bit
    kind = r.kind[k]
    if kind == ISOLATION:
        isolate(m, k, person, at, now)
    elif kind == PROPHYLAXIS:
        protect(m, k, person, at, case, now, key)
    elif kind == STRIKE:
        strike(m, k, person, at, now, key)
    else:
        quarantine(m, k, person, at, case, now)


@inner_kernel
def is_wanted(m: MemoryWithResponse, k: Int, at: Int, now: float) -> bool:
    """Return whether a person needs the service of measure k; who is through with his infection does not."""
    r = m.response
    record: Record = r.records[at]
    kind = r.kind[k]
    if record.state > 0 and r.is_active_state[record.state] == 0:
        return False
    if kind == ISOLATION:
        return record.isolated_days > now
    if kind == PROPHYLAXIS:
        return record.detected_days > now and record.protected_until <= now
    if kind == STRIKE:
        return bool(m.pathogen.is_roaming[record.state] == 1)
    return record.quarantined_until <= now


@inner_kernel
def isolate(m: MemoryWithResponse, k: Int, person: Int, at: Int, now: float) -> None:
    """Isolate a case."""
    r = m.response
    record: Record = r.records[at]
    record.isolated_days = now
    record.isolated_by = k
    r.counts[N_ISOLATED] += 1
    r.served[k] += 1
    state = int64(record.state)
    log_row(m, now, ISOLATED, person, person, int64(home_patch(m.world, person)), state, state, k)


@inner_kernel
def quarantine(m: MemoryWithResponse, k: Int, person: Int, at: Int, case: Int, now: float) -> None:
    """Let a person stay at home for the measure's days."""
    r = m.response
    record: Record = r.records[at]
    record.quarantined_until = now + r.parameter[k, STAY_DAYS]
    r.counts[N_QUARANTINED] += 1
    r.served[k] += 1
    state = int64(record.state)
    log_row(m, now, QUARANTINED, person, case, int64(home_patch(m.world, person)), state, state, k)


@inner_kernel
def protect(m: MemoryWithResponse, k: Int, person: Int, at: Int, case: Int, now: float, key: np.uint64) -> None:
    """Vaccinate a person, or give him medicine: it works or not, and from its onset on."""
    r = m.response
    record: Record = r.records[at]
    r.counts[N_PROTECTED] += 1
    r.served[k] += 1
    state = int64(record.state)
    log_row(m, now, PROTECTED, person, case, int64(home_patch(m.world, person)), state, state, k)
    record.protected_from = math.inf
    record.protected_until = now + r.parameter[k, ONSET_DAYS] + r.parameter[k, LASTING_DAYS]
    if unit(draw(key, PROTECT, r.number[k])) < r.parameter[k, EFFICACY]:
        record.protected_from = now + r.parameter[k, ONSET_DAYS]


@inner_kernel
def strike(m: MemoryWithResponse, k: Int, person: Int, at: Int, now: float, key: np.uint64) -> None:
    """Destroy a roaming person if the strike meets him, else try again next day; his pending event finds him gone."""
    r = m.response
    record: Record = r.records[at]
    if unit(draw(key, STRIKE_DRAW, day_ordinal(r, k, now))) >= r.parameter[k, SUCCESS]:
        record.asked |= uint64(1) << uint64(k)
        put_service(m, k, person, person, next_turn(now))
        return
    entry = m.work[STRUCK]
    entry.person = person
    entry.patch = record.patch
    entry.state = record.state
    entry.rate = 1.0
    state, destroyed = int64(record.state), int64(m.pathogen.destroyed_state)
    note_presence(m, entry, -1)
    m.state_counts[state] -= 1
    record.is_struck = 1
    r.counts[N_STRUCK] += 1
    r.served[k] += 1
    log_row(m, now, DESTROYED, person, int64(-1), int64(record.patch), state, destroyed, int64(0))
    begin_state(m, entry, destroyed, WAS_ROAMING, now, key)
    plan(m, entry, now, key)
