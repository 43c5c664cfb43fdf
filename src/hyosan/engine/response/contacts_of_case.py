"""Whom a measure serves because of a case: the case, the household, class or workplace, the traced contacts."""

from hyosan.draws.kernel import draw, person_key, unit
from hyosan.draws.purposes import TRACE
from hyosan.engine.population.memory import MemoryWithResponse
from hyosan.engine.population.status import was_infected
from hyosan.engine.response.arrays import (
    COMMUNITY_TRACED,
    DAY_TRACED,
    HAS_DAY_GROUP,
    HOUSEHOLD_TRACED,
    ISOLATION,
    N_CASES,
    PROPHYLAXIS,
    STRIKE,
    TRACING,
)
from hyosan.engine.response.orders import is_on, is_within
from hyosan.engine.response.records import find_record, obtain_record
from hyosan.engine.response.timing import EVENT_SWEEP, put_case, put_order, put_service
from hyosan.engine.response.triggers import serves_persons
from hyosan.jit import Int, inner_kernel, int64, uint64
from hyosan.world.people import day_group, day_group_member, home_patch, household, n_neighbours, neighbour

MOST_MET = 64
"""Members of a group that are taken for contacts of a case: in a larger one those in the nearest slots."""

CASE_BITS = 15
CASE_MASK = (1 << CASE_BITS) - 1
SWEPT = 64
"""Earlier cases that one event asks about when a measure begins; the rest follow in further events of that time."""


@inner_kernel
def ask(m: MemoryWithResponse, k: Int, person: Int, case: Int, time: float) -> None:
    """Ask measure k to serve a person because of a case, unless it has been asked already."""
    r = m.response
    at = find_record(r.records, person)
    if at < 0:
        if was_infected(m.slots, m.bits, person):  # through with it: everybody else infected has a record
            return
        at = obtain_record(r, person, home_patch(m.world, person), 0)
    bit = uint64(1) << uint64(k)
    if r.records[at].asked & bit == uint64(0):
        r.records[at].asked |= bit
        put_service(m, k, person, case, time)


@inner_kernel
def ask_for_contact(m: MemoryWithResponse, k: Int, column: Int, person: Int, case: Int, time: float) -> None:
    """Ask measure k to serve a contact of a case; tracing finds him with the probability in a column only."""
    r = m.response
    if r.kind[k] == TRACING:
        ordinal = (r.number[k] << CASE_BITS) + (case & CASE_MASK)
        if unit(draw(person_key(m.rules.seed, person), TRACE, ordinal)) >= r.parameter[k, column]:
            return
    ask(m, k, person, case, time)


@inner_kernel
def ask_for_household(m: MemoryWithResponse, k: Int, case: Int, home: Int, time: float) -> None:
    """Ask for the other members of a case's household."""
    first, size = household(m.world, case, home)
    low = max(first, min(case - MOST_MET // 2, first + size - MOST_MET))
    for person in range(low, min(low + MOST_MET, first + size)):
        if person != case:
            ask_for_contact(m, k, HOUSEHOLD_TRACED, int64(person), case, time)


@inner_kernel
def ask_for_day_group(m: MemoryWithResponse, k: Int, case: Int, home: Int, time: float) -> None:
    """Ask for the fellow members of a case's class or workplace, or the neighbours in a graph."""
    if m.world.has_neighbours:
        for at in range(min(n_neighbours(m.world, case), MOST_MET)):
            ask_for_contact(m, k, DAY_TRACED, int64(neighbour(m.world, case, at)), case, time)
        return
    kind, place, handle, first, size, own = day_group(m.world, case, home)
    low = max(first, min(own - MOST_MET // 2, first + size - MOST_MET))
    for slot in range(low, min(low + MOST_MET, first + size)):
        if slot != own:
            person = int64(day_group_member(m.world, kind, place, handle, slot)[0])
            ask_for_contact(m, k, DAY_TRACED, person, case, time)


@inner_kernel
def ask_for_noted(m: MemoryWithResponse, k: Int, case: Int, time: float) -> None:
    """Ask for those whom a case infected elsewhere: the newest MOST_MET of them."""
    r = m.response
    at = find_record(r.records, case)
    noted = int64(r.records[at].contact) if at >= 0 else int64(-1)
    n = 0
    while noted >= 0 and n < MOST_MET:
        ask_for_contact(m, k, COMMUNITY_TRACED, int64(r.contacts[noted].person), case, time)
        noted = int64(r.contacts[noted].before)
        n += 1


@inner_kernel
def make_of_case(m: MemoryWithResponse, k: Int, case: Int, now: float) -> None:
    """Ask for everybody whom measure k serves because of a case."""
    r = m.response
    kind = r.kind[k]
    time = now + r.delay_days[k]
    if not is_on(r, k):
        return
    if kind in (ISOLATION, STRIKE):
        ask(m, k, case, case, time)
        return
    home = int64(home_patch(m.world, case))
    if not m.world.has_neighbours:
        ask_for_household(m, k, case, home, time)
    if kind == TRACING or (kind == PROPHYLAXIS and r.parameter[k, HAS_DAY_GROUP] > 0.0):
        ask_for_day_group(m, k, case, home, time)
    if kind == TRACING:
        ask_for_noted(m, k, case, time)


@inner_kernel
def ask_about_case(m: MemoryWithResponse, case: Int, patch: Int, now: float) -> None:
    """Let every measure in force that serves persons see to a case in a patch."""
    r = m.response
    for k in range(r.kind.shape[0]):
        if is_on(r, k) and serves_persons(r.kind[k]) and is_within(r, r.area[k], patch):
            put_case(m, int64(k), case, now)


@inner_kernel
def sweep(m: MemoryWithResponse, k: Int, cursor: Int, now: float) -> None:
    """Let measure k, which has begun, see to earlier cases, from the cursor-th on."""
    r = m.response
    end = min(cursor + SWEPT, r.counts[N_CASES])
    for i in range(cursor, end):
        if is_within(r, r.area[k], r.cases[i].patch):
            put_case(m, k, int64(r.cases[i].person), now)
    if end < r.counts[N_CASES]:
        put_order(m, EVENT_SWEEP, k, now, end)
