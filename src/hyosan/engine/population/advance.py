"""The loop: take the next event, let it happen, go on, until something must be done outside."""

from numba import int64, njit, uint64

from hyosan.draws.kernel import below, draw, exponential, person_key, unit
from hyosan.draws.purposes import ACCEPT, ARRIVAL, SEED_PERSON, SETTING, TARGET
from hyosan.engine.population import calendar
from hyosan.engine.population.calendar import (
    BOTTOM_AT,
    CURSOR,
    EVENT_ATTEMPT,
    EVENT_END_OF_STATE,
    EVENT_IMPORTATION,
    EVENT_SEEDING,
    FAR,
    N_BOTTOM,
    N_HEAP,
    N_PENDING,
    SINCE_REBUILD,
    TOP_CHUNK,
    before,
    fill_bottom,
    heap_pop,
    next_bucket,
    wants_rebuild,
)
from hyosan.engine.population.contacts import attempt_address, choose_contact
from hyosan.engine.population.infection import (
    end_state,
    fall_dormant,
    infect,
    is_immune,
    log_row,
    own_key,
    plan,
    queue_entry,
)
from hyosan.engine.population.memory import (
    N_ATTEMPTS,
    N_BEYOND,
    N_EVENTS,
    N_INFECTED,
    N_LOG,
    N_PATCHES_REACHED,
    N_STORED,
    OUTCOME,
)
from hyosan.engine.population.roaming import (
    find_susceptible,
    is_sheltered,
    next_patch,
    susceptible_share,
    walk_bits,
)
from hyosan.engine.population.status import get_state
from hyosan.terms import EventKind, Outcome, Setting
from hyosan.world.people import age_group, home_patch, n_neighbours, neighbour

# why `advance` returned
ENDED, SLICE_DONE, LOG_FULL, QUEUE_FULL, BOTTOM_FULL, STATES_FULL, REBUILD = range(7)

ENCOUNTER = int(Setting.ENCOUNTER)
LOG_MARGIN = 8
SEED_TRIALS = 64


@njit(cache=True)
def accepts(m, key, address, target, target_home, target_key):
    """Return whether a met susceptible person is infected, by immunity and by susceptibility at his age."""
    if is_immune(m, target_key):
        return False
    if m.pathogen.is_equally_susceptible:
        return True
    share = m.pathogen.susceptibility[age_group(m.world, target, target_home)]
    return unit(draw(key, ACCEPT, address)) < share


@njit(cache=True)
def attempt_routine(m, entry, now, key, foreseen):
    """Let a routine infected person attempt to infect whom he meets."""
    m.counts[N_ATTEMPTS] += 1
    if foreseen.is_ready:
        target, target_home = int64(foreseen.target), int64(foreseen.target_home)
        place, setting = int64(foreseen.place), int64(foreseen.setting)
    else:
        target, target_home, place, setting = choose_contact(
            m.world, m.pathogen, m.rules, entry.person, int64(entry.patch), entry.state, entry.attempt, now, key
        )
    if target >= 0 and get_state(m.slots, m.dense, target) == 0:
        target_key = own_key(m, target)
        if accepts(m, key, attempt_address(entry.state, entry.attempt), target, target_home, target_key):
            kind = int64(EventKind.INFECTION)
            infect(m, target, target_home, place, entry.person, kind, setting, int64(-1), now, target_key)
    entry.attempt += 1
    plan(m, entry, now, key)


@njit(cache=True)
def encounter(m, entry, target, target_home, place, now, key):
    """Let a roaming person fall upon a susceptible one; return whether the attacker is still there."""
    p = m.pathogen
    address = attempt_address(entry.state, entry.attempt)
    if is_sheltered(m, target, place, now) and unit(draw(key, ACCEPT, address + (int64(1) << 36))) < (
        m.rules.shelter_protection
    ):
        return True
    x = unit(draw(key, TARGET, address))
    if x < p.destroyed_probability:
        state = int64(entry.state)
        m.state_counts[state] -= 1
        m.state_counts[p.destroyed_state] += 1
        calendar_state = p.destroyed_state
        set_destroyed(m, entry.person, calendar_state)
        log_row(
            m, now, int64(EventKind.DESTRUCTION), entry.person, target, place, state, p.destroyed_state, ENCOUNTER
        )
        return False
    if x < p.destroyed_probability + p.bite_probability:
        target_key = own_key(m, target)
        if accepts(m, key, address, target, target_home, target_key):
            kind = int64(EventKind.INFECTION)
            infect(m, target, target_home, place, entry.person, kind, ENCOUNTER, int64(-1), now, target_key)
    return True
