"""What an attempt of an infected person comes to: a contact of a routine person, a hunt of a roaming one."""

import numpy as np

from hyosan.draws.kernel import below, draw, unit
from hyosan.draws.purposes import ACCEPT, SETTING, TARGET, WALK
from hyosan.engine.population.contacts import SECOND_DRAW, attempt_address, choose_contact, is_day
from hyosan.engine.population.entry import Entry
from hyosan.engine.population.infection import (
    begin_state,
    fall_dormant,
    infect,
    is_immune,
    own_key,
    plan,
    queue_entry,
)
from hyosan.engine.population.log import log_row
from hyosan.engine.population.memory import N_ATTEMPTS, Foreseen, Memory
from hyosan.engine.population.roaming import find_susceptible, is_sheltered, share_beside, share_here, walk_to
from hyosan.engine.population.status import was_infected
from hyosan.engine.response.cordon import HELD, STRUCK_DOWN
from hyosan.engine.response.hooks.attempt import (
    respond_to_arrival,
    respond_to_attack,
    respond_to_contact,
    respond_to_walk,
)
from hyosan.engine.response.hooks.person import note_exit
from hyosan.jit import Int, inner_kernel, int64
from hyosan.terms import EventKind, Setting
from hyosan.world.people import age_group, home_patch, n_neighbours, neighbour

ENCOUNTER = np.int64(Setting.ENCOUNTER)
INFECTION = np.int64(EventKind.INFECTION)
DESTRUCTION = np.int64(EventKind.DESTRUCTION)
WAS_ROAMING = np.bool_(True)
MOVE = np.int64(EventKind.MOVE)
NO_DEFENDER = np.int64(-1)


@inner_kernel
def accepts(m: Memory, key: np.uint64, address: Int, target: Int, target_home: Int, target_key: np.uint64) -> bool:
    """Return whether a met susceptible person is infected, by immunity and by susceptibility at his age."""
    if is_immune(m, target_key):
        return False
    if m.pathogen.is_equally_susceptible:
        return True
    share: float = m.pathogen.susceptibility[age_group(m.world, target, target_home)]
    return unit(draw(key, ACCEPT, address)) < share


@inner_kernel
def attempt_routine(m: Memory, entry: Entry, now: float, key: np.uint64, foreseen: Foreseen) -> None:
    """Let a routine infected person attempt to infect whom he meets, then plan his next event."""
    m.counts[N_ATTEMPTS] += 1
    address = attempt_address(int64(entry.state), entry.attempt)
    if foreseen.is_ready:
        target, target_home = int64(foreseen.target), int64(foreseen.target_home)
        place, setting = int64(foreseen.place), int64(foreseen.setting)
    else:
        target, target_home, place, setting = choose_contact(
            m.world, m.pathogen, m.rules, entry.person, int64(entry.patch), int64(entry.state), entry.attempt, now, key
        )
    target, target_home, place, setting = respond_to_contact(m, entry, key, now, target, target_home, place, setting)
    if target >= 0 and not was_infected(m.slots, m.bits, target):
        target_key = own_key(m, target)
        if accepts(m, key, address, target, target_home, target_key):
            infect(m, target, target_home, place, entry.person, INFECTION, setting, int64(-1), now, target_key)
    entry.attempt += 1
    plan(m, entry, now, key)


@inner_kernel
def attempt_roaming(m: Memory, entry: Entry, now: float, key: np.uint64) -> None:
    """Let a roaming person come upon somebody, walk on, or do neither, then plan his next event."""
    m.counts[N_ATTEMPTS] += 1
    remains = True
    if m.world.has_neighbours:
        remains = hunt_neighbour(m, entry, now, key)
    else:
        state, patch, by_day = int64(entry.state), int64(entry.patch), is_day(m.rules, now)
        address = attempt_address(state, entry.attempt)
        x = unit(draw(key, SETTING, address)) * entry.rate
        per_day_here = m.pathogen.encounters[state] * share_here(m, patch, by_day)
        per_day_beside = m.pathogen.moves[state] * share_beside(m, patch, by_day)
        if x < per_day_here:
            target, target_home = find_susceptible(m, patch, by_day, key, address)
            remains = encounter(m, entry, target, target_home, patch, now, key)
        elif x < per_day_here + per_day_beside:
            remains = walk(m, entry, walk_to(m, patch, by_day, draw(key, WALK, address)), now, key)
    if remains:
        entry.attempt += 1
        plan(m, entry, now, key)


@inner_kernel
def walk(m: Memory, entry: Entry, beside: Int, now: float, key: np.uint64) -> bool:
    """Let a roaming person walk to the patch beside, if nobody is in the way; return whether he is still there."""
    state, patch = int64(entry.state), int64(entry.patch)
    met = respond_to_walk(m, entry, beside, key, attempt_address(state, entry.attempt), now)
    if met == STRUCK_DOWN:
        destroy(m, entry, NO_DEFENDER, beside, now, key)
        return False
    if met != HELD:
        entry.patch = beside
        log_row(m, now, MOVE, entry.person, int64(-1), beside, state, state, int64(0))
        respond_to_arrival(m, entry, patch)
    return True


@inner_kernel
def hunt_neighbour(m: Memory, entry: Entry, now: float, key: np.uint64) -> bool:
    """Let a roaming person fall upon a neighbour in a graph or lattice; return whether the attacker is still there."""
    n = n_neighbours(m.world, entry.person)
    address = attempt_address(int64(entry.state), entry.attempt)
    target = int64(neighbour(m.world, entry.person, below(draw(key, SETTING, address), n)))
    if not was_infected(m.slots, m.bits, target):
        target_home = int64(home_patch(m.world, target))
        return encounter(m, entry, target, target_home, target_home, now, key)
    for k in range(n):
        if not was_infected(m.slots, m.bits, neighbour(m.world, entry.person, k)):
            return True
    fall_dormant(m, entry, now)
    queue_entry(m, entry)
    return False


@inner_kernel
def encounter(m: Memory, entry: Entry, target: Int, target_home: Int, place: Int, now: float, key: np.uint64) -> bool:
    """Let a roaming person fall upon a never infected one; return whether the attacker is still there."""
    p = m.pathogen
    address = attempt_address(int64(entry.state), entry.attempt)
    shelter_bits = draw(key, ACCEPT, address + SECOND_DRAW)
    if is_sheltered(m, target, place, now) and unit(shelter_bits) < m.rules.shelter_protection:
        return True
    if respond_to_attack(m, target, target_home, place, key, address, now):
        return True
    x = unit(draw(key, TARGET, address))
    if x < p.destroyed_probability:
        destroy(m, entry, target, place, now, key)
        return False
    if x < p.destroyed_probability + p.bite_probability:
        target_key = own_key(m, target)
        if accepts(m, key, address, target, target_home, target_key):
            infect(m, target, target_home, place, entry.person, INFECTION, ENCOUNTER, int64(-1), now, target_key)
    return True


@inner_kernel
def destroy(m: Memory, entry: Entry, defender: Int, place: Int, now: float, key: np.uint64) -> None:
    """Let a roaming attacker be destroyed by the person attacked."""
    state, destroyed_state = int64(entry.state), int64(m.pathogen.destroyed_state)
    m.state_counts[state] -= 1
    note_exit(m, entry)
    log_row(m, now, DESTRUCTION, entry.person, defender, place, state, destroyed_state, ENCOUNTER)
    begin_state(m, entry, destroyed_state, WAS_ROAMING, now, key)
    plan(m, entry, now, key)
