"""What happens to a person: infection, entry into a state, the next event."""

import math

import numpy as np
from numpy.typing import NDArray

from hyosan.draws.kernel import draw, person_key, unit
from hyosan.draws.purposes import BRANCH, ENTRY_ORDINAL, GAP, IMMUNE
from hyosan.engine.population.calendar import (
    EVENT_ATTEMPT,
    EVENT_END_OF_STATE,
    schedule,
)
from hyosan.engine.population.contacts import attempt_address, routine_patch
from hyosan.engine.population.dwell import dwell_days, individual_factor
from hyosan.engine.population.entry import Entry
from hyosan.engine.population.log import log_row
from hyosan.engine.population.memory import N_BEYOND, N_INFECTED, N_PATCHES_REACHED, Memory
from hyosan.engine.population.roaming import roaming_bound_per_day
from hyosan.engine.population.status import mark_infected
from hyosan.engine.response.hooks.person import note_entry, note_exit, note_infection, respond_to_turning
from hyosan.jit import Bool, Int, inner_kernel, int64
from hyosan.terms import EventKind
from hyosan.world.people import age_group, day_patch, home_patch, n_neighbours

DORMANT = np.int64(EventKind.DORMANT)
TRANSITION = np.int64(EventKind.TRANSITION)
WAS_ROUTINE = np.bool_(False)
NEW = 1
"""Place of the newly infected person in Memory.work; place 0 is the event in hand."""


@inner_kernel
def is_immune(m: Memory, key: np.uint64) -> bool:
    """Return whether the person of `key` was immune before the start."""
    share = m.pathogen.immune_probability
    return share > 0.0 and unit(draw(key, IMMUNE, int64(0))) < share


@inner_kernel
def choose_branch(
    to: NDArray[np.uint8], cum: NDArray[np.float64], start: Int, stop: Int, age: Int, bits: np.uint64
) -> Int:
    """Return the state of the branch (rows start to stop of to and cum) that a draw falls on, for an age group."""
    if stop - start == 1:
        return int64(to[start])
    x = unit(bits)
    for at in range(start, stop - 1):
        if x < cum[at, age]:
            return int64(to[at])
    return int64(to[stop - 1])


@inner_kernel
def attempts_per_day(m: Memory, entry: Entry) -> float:
    """Return how often the person of an entry attempts something; sets the bound that a roaming person goes by."""
    p = m.pathogen
    state = int64(entry.state)
    if m.counts[N_INFECTED] >= m.world.n_people:
        return 0.0
    if p.is_roaming[state]:
        if m.world.has_neighbours:
            return float(p.encounters[state] * n_neighbours(m.world, entry.person))
        entry.rate = roaming_bound_per_day(m, state, int64(entry.patch))
        return entry.rate
    total: float = p.contact_cum[state, 7]
    if m.world.has_neighbours:
        total += p.contact_neighbour[state] * n_neighbours(m.world, entry.person)
    return total * entry.rate


@inner_kernel
def plan(m: Memory, entry: Entry, now: float, key: np.uint64) -> None:
    """Schedule the next event of an entry: an attempt, or the end of its state if that comes first."""
    per_day = attempts_per_day(m, entry)
    entry.time = entry.until
    entry.event = EVENT_END_OF_STATE
    if per_day > 0.0:
        gap = -math.log(unit(draw(key, GAP, attempt_address(int64(entry.state), entry.attempt)))) / per_day
        if now + gap < entry.until:
            entry.time = now + gap
            entry.event = EVENT_ATTEMPT
    elif m.pathogen.is_roaming[entry.state]:
        fall_dormant(m, entry, now)
    queue_entry(m, entry)


@inner_kernel
def fall_dormant(m: Memory, entry: Entry, now: float) -> None:
    """Record that a roaming person has nobody left to hunt; only the end of the state is still to come."""
    state = int64(entry.state)
    log_row(m, now, DORMANT, entry.person, int64(-1), int64(entry.patch), state, state, int64(0))
    entry.time = entry.until
    entry.event = EVENT_END_OF_STATE


@inner_kernel
def queue_entry(m: Memory, entry: Entry) -> None:
    """Schedule an entry unless its time lies beyond the horizon."""
    if entry.time < m.rules.horizon_days:
        schedule(m.queue, entry)
    elif entry.time < math.inf:
        m.counts[N_BEYOND] += 1


@inner_kernel
def begin_state(m: Memory, entry: Entry, state: Int, was_roaming: Bool, now: float, key: np.uint64) -> None:
    """Let a person enter a state: dwell time, factor of infectiousness, whereabouts, next event."""
    p = m.pathogen
    m.state_counts[state] += 1
    before = int64(entry.state)
    entry.state = state
    entry.attempt = 0
    entry.until = now + dwell_days(p.law[state], p.law_scale[state], p.law_shape[state], key, state)
    is_routine_contact = p.contact_cum[state, 7] > 0.0 or p.contact_neighbour[state] > 0.0
    if p.is_roaming[state] and not was_roaming:
        by_routine = routine_patch(m.world, m.rules, entry.person, int64(entry.patch), now)
        entry.patch = respond_to_turning(m, entry, before, by_routine, key, now)
    elif was_roaming and not p.is_roaming[state] and is_routine_contact:
        entry.patch = home_patch(m.world, entry.person)
    entry.rate = individual_factor(p.dispersion_k, key) if is_routine_contact else 1.0
    note_entry(m, entry, now, key)


@inner_kernel
def count_infection(m: Memory, person: Int, home: Int, place: Int, now: float) -> None:
    """Note who is infected, and keep the counts by patch: the never infected, infections here, the alarm."""
    mark_infected(m.slots, m.bits, person)
    m.counts[N_INFECTED] += 1
    if m.pathogen.has_roaming and not m.world.has_neighbours:
        m.susceptible_night[home] -= 1
        m.susceptible_day[day_patch(m.world, person, home)] -= 1
    m.infected_here[place] += 1
    if m.infected_here[place] == 1:
        m.counts[N_PATCHES_REACHED] += 1
    if m.infected_here[place] == m.rules.alarm_infections:
        m.alarm_days[place] = now


@inner_kernel
def infect(
    m: Memory,
    person: Int,
    home: Int,
    place: Int,
    source: Int,
    kind: Int,
    setting: Int,
    state: Int,
    now: float,
    key: np.uint64,
) -> None:
    """Infect a susceptible person; `state` -1 draws the pathogen's entry state."""
    p = m.pathogen
    if state < 0:
        n_entries = p.entry_to.shape[0]
        age = age_group(m.world, person, home) if n_entries > 1 else 0
        state = choose_branch(p.entry_to, p.entry_cum, int64(0), n_entries, age, draw(key, BRANCH, ENTRY_ORDINAL))
    count_infection(m, person, home, place, now)
    note_infection(m, person, place, source, setting, now)
    log_row(m, now, kind, person, source, place, int64(0), state, setting)
    entry = m.work[NEW]
    entry.person = person
    entry.patch = home
    entry.state = 0
    begin_state(m, entry, state, WAS_ROUTINE, now, key)
    plan(m, entry, now, key)


@inner_kernel
def end_state(m: Memory, entry: Entry, now: float, key: np.uint64) -> None:
    """Let a person leave a state by one of its branches."""
    p = m.pathogen
    state = int64(entry.state)
    start, stop = p.branch_start[state], p.branch_start[state + 1]
    age = int64(0)
    if stop - start > 1:
        home = home_patch(m.world, entry.person) if p.has_roaming else int64(entry.patch)
        age = age_group(m.world, entry.person, home)
    following = choose_branch(p.branch_to, p.branch_cum, start, stop, age, draw(key, BRANCH, state))
    m.state_counts[state] -= 1
    note_exit(m, entry)
    begin_state(m, entry, following, p.is_roaming[state] == 1, now, key)
    log_row(m, now, TRANSITION, entry.person, int64(-1), int64(entry.patch), state, following, int64(0))
    plan(m, entry, now, key)


@inner_kernel
def own_key(m: Memory, person: Int) -> np.uint64:
    """Return the key of a person's draws in this run."""
    return person_key(m.rules.seed, person)
