"""What becomes of a contact under a response: it happens, it does not, or it happens elsewhere with somebody else."""

import numpy as np

from hyosan.draws.kernel import below, draw, person_key, unit
from hyosan.draws.purposes import GUARD, REMAIN, TARGET, TRAVEL
from hyosan.engine.population.contacts import COMMUNITY, HOUSEHOLD, TRIP, attempt_address, is_day
from hyosan.engine.population.entry import Entry
from hyosan.engine.population.memory import MemoryWithResponse
from hyosan.engine.response.arrays import (
    CLOSURE,
    COMMUTING,
    CROSSED_ROUTE,
    HOUSEHOLD_REMAINING,
    N_ISOLATED,
    N_ON,
    N_PROTECTED,
    N_QUARANTINED,
    OTHER_REMAINING,
    PROTECTION,
    SCHOOLS,
    SHELTER,
    TRAVEL_RULE,
    TRIPS,
    WORKPLACES,
    ResponseArrays,
)
from hyosan.engine.response.cordon import FREE, HELD, cross_all
from hyosan.engine.response.evacuation import AT_HOME, host_patch
from hyosan.engine.response.orders import complies, is_on, is_within
from hyosan.engine.response.records import find_record
from hyosan.engine.response.watch import note_crosser
from hyosan.jit import Int, inner_kernel, int64
from hyosan.terms import Route, Setting
from hyosan.world.people import day_patch, n_present, present

NOBODY = np.int64(-1)
CLASS = np.int64(Setting.CLASS)
WORK = np.int64(Setting.WORK)
EVACUEE = np.int64(Route.EVACUEE)


@inner_kernel
def is_contact_kept(
    m: MemoryWithResponse,
    k: Int,
    key: np.uint64,
    target_key: np.uint64,
    home: Int,
    target_home: Int,
    place: Int,
    setting: Int,
    address: Int,
    now: float,
) -> bool:
    """Return whether measure k (closure, travel or shelter) lets a contact happen."""
    r = m.response
    kind = r.kind[k]
    if kind == CLOSURE:
        column = SCHOOLS if setting == CLASS else WORKPLACES
        is_closed = setting in (CLASS, WORK) and r.parameter[k, column] > 0.0
        if is_closed and is_within(r, r.area[k], place):
            return not (complies(r, k, key, now) or complies(r, k, target_key, now))
    elif kind == TRAVEL_RULE:
        if setting == TRIP:
            concerns = is_within(r, r.area[k], home) or is_within(r, r.area[k], place)
            is_less = unit(draw(key, TRAVEL, address)) < r.parameter[k, TRIPS]
            return not (concerns and is_less and complies(r, k, key, now))
        if setting != HOUSEHOLD:
            return not (
                is_grounded(r, k, key, home, place, now) or is_grounded(r, k, target_key, target_home, place, now)
            )
    elif kind == SHELTER and setting != HOUSEHOLD and is_within(r, r.area[k], place):
        is_heeded = complies(r, k, key, now) or complies(r, k, target_key, now)
        return not is_heeded or unit(draw(key, GUARD, address)) >= r.parameter[k, PROTECTION]
    return True


@inner_kernel
def is_grounded(r: ResponseArrays, k: Int, key: np.uint64, home: Int, place: Int, now: float) -> bool:
    """Return whether travel rule k keeps a person from his place on the other side of a patch's border."""
    if home == place or not (is_within(r, r.area[k], home) or is_within(r, r.area[k], place)):
        return False
    return unit(draw(key, TRAVEL, r.number[k])) < r.parameter[k, COMMUTING] and complies(r, k, key, now)


@inner_kernel
def is_withdrawn(m: MemoryWithResponse, at: Int, setting: Int, key: np.uint64, address: Int, now: float) -> bool:
    """Return whether the infector of record `at` has no such contact because he is isolated or quarantined."""
    r = m.response
    record = r.records[at]
    if setting != HOUSEHOLD and record.quarantined_until > now:
        return True
    if record.isolated_days > now:
        return False
    column = HOUSEHOLD_REMAINING if setting == HOUSEHOLD else OTHER_REMAINING
    return bool(unit(draw(key, REMAIN, address)) >= r.parameter[record.isolated_by, column])


@inner_kernel
def is_out_of_reach(m: MemoryWithResponse, target: Int, setting: Int, now: float) -> bool:
    """Return whether somebody who may be infected is quarantined, or protected."""
    r = m.response
    at = find_record(r.records, target)
    if at < 0:
        return False
    record = r.records[at]
    if record.protected_from <= now < record.protected_until:
        return True
    return setting != HOUSEHOLD and record.quarantined_until > now


@inner_kernel
def meet_at_home(m: MemoryWithResponse, person: Int, home: Int, bits: np.uint64) -> np.int64:
    """Return somebody else who lives in a patch, each with equal chance, or NOBODY."""
    others = n_present(m.world, home, False) - (1 if person >= 0 else 0)
    if others < 1:
        return NOBODY
    target = int64(present(m.world, home, False, below(bits, others))[0])
    return target if target != person else int64(present(m.world, home, False, others)[0])


@inner_kernel
def relocate(
    m: MemoryWithResponse,
    entry: Entry,
    key: np.uint64,
    now: float,
    target: np.int64,
    target_home: np.int64,
    place: np.int64,
    setting: np.int64,
) -> tuple[np.int64, np.int64, np.int64, np.int64]:
    """Return the contact of somebody who is not where his routine would have him.

    An evacuated infector meets his household and residents of the patch where he is a guest. Somebody whom a cordon
    holds spends the day at home: he meets those who live there and are not away.
    """
    r = m.response
    home = int64(entry.patch)
    bits = draw(key, TARGET, attempt_address(int64(entry.state), entry.attempt))
    host = host_patch(m, entry.person, home, now)
    if host != AT_HOME:
        note_crosser(r, entry.person, int64(-1), EVACUEE)
        if setting == HOUSEHOLD:
            return target, target_home, host, setting
        return meet_at_home(m, NOBODY, host, bits), host, host, COMMUNITY
    if target >= 0 and setting != HOUSEHOLD and place != home:
        route, crossed = cross_all(r, m.rules.seed, key, int64(entry.state), home, place, now)
        if route == HELD:
            if setting != COMMUNITY or not is_day(m.rules, now):
                return NOBODY, target_home, place, setting
            return meet_at_home(m, entry.person, home, bits), home, home, setting
        if route != FREE:
            note_crosser(r, entry.person, crossed, route)
    return target, target_home, place, setting


@inner_kernel
def is_target_there(
    m: MemoryWithResponse, target: Int, target_home: Int, target_key: np.uint64, place: Int, setting: Int, now: float
) -> bool:
    """Return whether somebody is where a contact would meet him: not held by a cordon, not evacuated, not away."""
    r = m.response
    if host_patch(m, target, target_home, now) != AT_HOME:
        return setting == HOUSEHOLD
    if target_home != place:
        route, crossed = cross_all(r, m.rules.seed, target_key, int64(0), target_home, place, now)
        if route == HELD:
            return False
        if route != FREE:
            note_crosser(r, target, crossed, route)
        return True
    if setting == COMMUNITY and is_day(m.rules, now):
        away = day_patch(m.world, target, target_home)
        if away != place:  # met at home by day: only if a cordon keeps him there
            return bool(cross_all(r, m.rules.seed, target_key, int64(0), target_home, away, now)[0] == HELD)
    return True


@inner_kernel
def contact_under_response(
    m: MemoryWithResponse,
    entry: Entry,
    key: np.uint64,
    now: float,
    target: np.int64,
    target_home: np.int64,
    place: np.int64,
    setting: np.int64,
) -> tuple[np.int64, np.int64, np.int64, np.int64]:
    """Return (target, target's home, place, setting) of a routine contact under the response; target -1: none."""
    r = m.response
    note_crosser(r, NOBODY, NOBODY, FREE)
    n_served = r.counts[N_ISOLATED] + r.counts[N_QUARANTINED] + r.counts[N_PROTECTED]
    if r.counts[N_ON] == 0 and n_served == 0:
        return target, target_home, place, setting
    if r.counts[N_ON] > 0:
        target, target_home, place, setting = relocate(m, entry, key, now, target, target_home, place, setting)
    if target < 0:
        return NOBODY, target_home, place, setting
    home = place if r.counts[CROSSED_ROUTE] == EVACUEE else int64(entry.patch)
    address = attempt_address(int64(entry.state), entry.attempt)
    if n_served > 0:
        at = find_record(r.records, entry.person)
        if at >= 0 and is_withdrawn(m, at, setting, key, address, now):
            return NOBODY, target_home, place, setting
        if is_out_of_reach(m, target, setting, now):
            return NOBODY, target_home, place, setting
    if r.counts[N_ON] > 0:
        target_key = person_key(m.rules.seed, target)
        if not is_target_there(m, target, target_home, target_key, place, setting, now):
            return NOBODY, target_home, place, setting
        for k in range(r.kind.shape[0]):
            if is_on(r, k) and not is_contact_kept(
                m, k, key, target_key, home, target_home, place, setting, address, now
            ):
                return NOBODY, target_home, place, setting
    return target, target_home, place, setting
