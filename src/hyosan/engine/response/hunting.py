"""What a response does to roaming infected: borders in their way, people out of their reach."""

import numpy as np

from hyosan.draws.kernel import draw, person_key, unit
from hyosan.draws.purposes import GUARD
from hyosan.engine.population.entry import Entry
from hyosan.engine.population.log import log_row
from hyosan.engine.population.memory import MemoryWithResponse
from hyosan.engine.response.arrays import N_ACTIVE_OUTSIDE, N_CROSSINGS, N_ON, PROTECTION, SHELTER, ResponseArrays
from hyosan.engine.response.cordon import FREE, HELD, cross_all, storm_all
from hyosan.engine.response.evacuation import AT_HOME, host_patch
from hyosan.engine.response.orders import complies, is_on, is_within
from hyosan.engine.response.records import find_record
from hyosan.engine.response.watch import is_outside, note_crosser
from hyosan.jit import Int, inner_kernel, int64
from hyosan.terms import EventKind

HELD_AT = np.int64(EventKind.HELD)
CROSSING = np.int64(EventKind.CROSSING)
NOBODY = np.int64(-1)


@inner_kernel
def note_route(r: ResponseArrays, person: Int, route: Int) -> None:
    """Note in a roaming person's record how he came through a cordon."""
    at = find_record(r.records, person)
    if at >= 0:
        r.records[at].came_by = route


@inner_kernel
def walk_under_response(
    m: MemoryWithResponse, entry: Entry, beside: Int, key: np.uint64, address: Int, now: float
) -> Int:
    """Return what becomes of a roaming person who walks to the patch beside: HELD, STRUCK_DOWN, or a route."""
    r = m.response
    note_crosser(r, NOBODY, NOBODY, FREE)
    if r.counts[N_ON] == 0:
        return FREE
    patch, state = int64(entry.patch), int64(entry.state)
    route, cordon = storm_all(r, m.rules.seed, key, address, patch, beside, now)
    if route == HELD:
        log_row(m, now, HELD_AT, entry.person, cordon, beside, state, state, int64(0))
    elif cordon >= 0 and route > FREE:
        log_row(m, now, CROSSING, entry.person, cordon, beside, state, state, route)
        note_route(r, entry.person, route)
    return route


@inner_kernel
def is_attack_warded_off(
    m: MemoryWithResponse, target: Int, target_home: Int, place: Int, key: np.uint64, address: Int, now: float
) -> bool:
    """Return whether a person escapes an attack because of a response: not there, protected, behind a locked door."""
    r = m.response
    note_crosser(r, NOBODY, NOBODY, FREE)
    at = find_record(r.records, target)
    if at >= 0 and r.records[at].protected_from <= now < r.records[at].protected_until:
        return True
    if r.counts[N_ON] == 0:
        return False
    if host_patch(m, target, target_home, now) != AT_HOME:
        return True
    target_key = person_key(m.rules.seed, target)
    if cross_all(r, m.rules.seed, target_key, int64(0), target_home, place, now)[0] == HELD:
        return True
    for k in range(r.kind.shape[0]):
        is_ordered = r.kind[k] == SHELTER and is_on(r, k) and is_within(r, r.area[k], place)
        is_safe = is_ordered and unit(draw(key, GUARD, address)) < r.parameter[k, PROTECTION]
        if is_safe and complies(r, k, target_key, now):
            return True
    return False


@inner_kernel
def note_walk(m: MemoryWithResponse, entry: Entry, before: Int) -> None:
    """Note that a roaming person, infected and not through with it, walked from the patch `before` to another."""
    r = m.response
    r.counts[N_ACTIVE_OUTSIDE] += int64(is_outside(r, int64(entry.patch))) - int64(is_outside(r, before))
    at = find_record(r.records, entry.person)
    if at >= 0:
        r.records[at].patch = entry.patch


@inner_kernel
def turning_patch(m: MemoryWithResponse, entry: Entry, before: Int, patch: Int, key: np.uint64, now: float) -> Int:
    """Return where somebody is who turns roaming under a response: `patch` by his routine, unless it is out of reach.

    An evacuated person is where he is a guest; one whom a cordon holds is at home. before: the state that he leaves.
    """
    r = m.response
    if r.counts[N_ON] == 0:
        return patch
    home = int64(entry.patch)
    host = host_patch(m, entry.person, home, now)
    if host != AT_HOME:
        return host
    route, cordon = cross_all(r, m.rules.seed, key, before, home, patch, now)
    if route == HELD:
        return home
    if route != FREE:
        r.counts[N_CROSSINGS] += 1
        log_row(m, now, CROSSING, entry.person, cordon, patch, before, before, route)
        note_route(r, entry.person, route)
    return patch
