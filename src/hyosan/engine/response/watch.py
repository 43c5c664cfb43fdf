"""What the verdict needs to know: infections and deaths inside and outside, the first escape, who is left outside."""

import numpy as np

from hyosan.engine.population.entry import Entry
from hyosan.engine.population.log import log_row
from hyosan.engine.population.memory import MemoryWithResponse
from hyosan.engine.response.arrays import (
    ANSWER_AREA,
    CROSSED,
    CROSSED_ROUTE,
    CROSSER,
    ESCAPE_PATCH,
    ESCAPE_PERSON,
    ESCAPE_ROUTE,
    FIRST_ESCAPE,
    N_ACTIVE_OUTSIDE,
    N_CROSSINGS,
    N_DEAD_INSIDE,
    N_DEAD_OUTSIDE,
    N_DISTRICTS_OUTSIDE,
    N_INSIDE,
    N_OUTSIDE,
    ResponseArrays,
)
from hyosan.engine.response.orders import is_within
from hyosan.engine.response.records import find_record
from hyosan.jit import Int, inner_kernel, int64
from hyosan.terms import EventKind, Route, Setting
from hyosan.world.people import day_patch, home_patch

NO_ROUTE = np.int64(Route.NONE)
COMMUTER = np.int64(Route.COMMUTER)
BY_TRIP = np.int64(Route.TRIP)
BY_NEIGHBOUR = np.int64(Route.NEIGHBOUR)
BY_ROAMING = np.int64(Route.ROAMING)
SEEDED = np.int64(Route.SEEDED)
TRIP = np.int64(Setting.TRIP)
NEIGHBOURS = np.int64(Setting.NEIGHBOURS)
ENCOUNTER = np.int64(Setting.ENCOUNTER)
CROSSING = np.int64(EventKind.CROSSING)


@inner_kernel
def is_outside(r: ResponseArrays, patch: Int) -> bool:
    """Return whether a patch lies outside of the area that should hold the outbreak."""
    return not is_within(r, ANSWER_AREA, patch)


@inner_kernel
def note_crosser(r: ResponseArrays, person: Int, cordon: Int, route: Int) -> None:
    """Note who of an attempt came through a cordon, for the log and the verdict; route NONE forgets."""
    r.counts[CROSSER] = person
    r.counts[CROSSED] = cordon
    r.counts[CROSSED_ROUTE] = route


@inner_kernel
def route_of(m: MemoryWithResponse, source: Int, place: Int, setting: Int) -> Int:
    """Return the route of an infection that happened outside.

    A roaming infector who lives outside, or stands where he works, got there before he turned.
    """
    r = m.response
    if source < 0:
        return SEEDED
    if r.counts[CROSSED_ROUTE] != NO_ROUTE:
        return int64(r.counts[CROSSED_ROUTE])
    if setting == ENCOUNTER:
        at = find_record(r.records, source)
        if at >= 0 and r.records[at].came_by > 0:
            return int64(r.records[at].came_by)
        home = int64(home_patch(m.world, source))
        has_turned_there = is_outside(r, home) or place == day_patch(m.world, source, home)
        return COMMUTER if has_turned_there else BY_ROAMING
    if setting == TRIP:
        return BY_TRIP
    return BY_NEIGHBOUR if setting == NEIGHBOURS else COMMUTER


@inner_kernel
def note_infection(m: MemoryWithResponse, person: Int, place: Int, source: Int, setting: Int, now: float) -> None:
    """Count an infection inside or outside; log who came through a cordon for it; note the first escape."""
    r = m.response
    if source >= 0 and r.counts[CROSSED] >= 0 and r.counts[CROSSED_ROUTE] != NO_ROUTE:
        r.counts[N_CROSSINGS] += 1
        crosser, cordon, route = r.counts[CROSSER], r.counts[CROSSED], r.counts[CROSSED_ROUTE]
        state = int64(m.work[0].state) if crosser == source else int64(0)
        log_row(m, now, CROSSING, crosser, cordon, place, state, state, route)
    if not is_outside(r, place):
        r.counts[N_INSIDE] += 1
        return
    if r.counts[N_OUTSIDE] == 0:
        r.days[FIRST_ESCAPE] = now
        r.counts[ESCAPE_PERSON] = person
        r.counts[ESCAPE_PATCH] = place
        r.counts[ESCAPE_ROUTE] = route_of(m, source, place, setting)
    r.counts[N_OUTSIDE] += 1
    district = m.world.patch_district[place]
    if r.is_reached[district] == 0:
        r.is_reached[district] = 1
        r.counts[N_DISTRICTS_OUTSIDE] += 1


@inner_kernel
def note_presence(m: MemoryWithResponse, entry: Entry, step: Int) -> None:
    """Count (step 1) or discount (step -1) a person as infected, not through with it, and outside."""
    r = m.response
    if r.is_active_state[entry.state] == 1 and is_outside(r, int64(entry.patch)):
        r.counts[N_ACTIVE_OUTSIDE] += step


@inner_kernel
def note_death(m: MemoryWithResponse, person: Int) -> None:
    """Count a death inside or outside, by the home of the dead."""
    at = N_DEAD_OUTSIDE if is_outside(m.response, home_patch(m.world, person)) else N_DEAD_INSIDE
    m.response.counts[at] += 1


@inner_kernel
def is_decided(r: ResponseArrays) -> bool:
    """Return whether the outbreak is nationwide, which no later event can change."""
    return bool(
        (0 < r.nationwide_infections <= r.counts[N_OUTSIDE])
        or (0 < r.nationwide_districts <= r.counts[N_DISTRICTS_OUTSIDE])
    )
