"""Where roaming infected go and whom they come upon.

In a patch a roaming person comes upon people at the rate encounters · (share of the never infected among those
present), and walks on at the rate moves · (that share over the linked patches together), to a linked patch in
proportion to its never infected: drawn to people, and idle where nobody is left. Both shares can only fall at a given
hour, so the larger of their values by day and by night bounds them for all later times, and events are thinned from
that bound.
"""

import math

import numpy as np

from hyosan.draws.kernel import below, draw, person_key, unit
from hyosan.draws.purposes import SEARCH, SHELTER
from hyosan.engine.population.memory import Memory
from hyosan.engine.population.status import was_infected
from hyosan.jit import Bool, Int, inner_kernel, int64
from hyosan.world.people import link, link_count, present

NIGHT, DAY = np.bool_(False), np.bool_(True)


@inner_kernel
def present_and_susceptible(m: Memory, patch: Int, by_day: Bool) -> tuple[Int, Int]:
    """Return (people present, never infected among them) in a patch by day or by night."""
    if by_day:
        return m.present_day[patch], m.susceptible_day[patch]
    return m.present_night[patch], m.susceptible_night[patch]


@inner_kernel
def share_here(m: Memory, patch: Int, by_day: Bool) -> float:
    """Return the share of the people in a patch who were never infected; 0 where nobody is."""
    n_present, n_susceptible = present_and_susceptible(m, patch, by_day)
    return n_susceptible / n_present if n_present > 0 else 0.0


@inner_kernel
def linked_susceptible(m: Memory, patch: Int, by_day: Bool) -> tuple[Int, Int]:
    """Return (people present, never infected among them) in all linked patches together."""
    n_present, n_susceptible = int64(0), int64(0)
    for k in range(link_count(m.world, patch)):
        n, s = present_and_susceptible(m, link(m.world, patch, k), by_day)
        n_present += n
        n_susceptible += s
    return n_present, n_susceptible


@inner_kernel
def share_beside(m: Memory, patch: Int, by_day: Bool) -> float:
    """Return the share of the people in the linked patches who were never infected; 0 where nobody is."""
    n_present, n_susceptible = linked_susceptible(m, patch, by_day)
    return n_susceptible / n_present if n_present > 0 else 0.0


@inner_kernel
def hunt_per_day(m: Memory, state: Int, patch: Int, by_day: Bool) -> float:
    """Return encounters and moves per day in a patch by day or by night."""
    p = m.pathogen
    return float(p.encounters[state] * share_here(m, patch, by_day) + p.moves[state] * share_beside(m, patch, by_day))


@inner_kernel
def roaming_bound_per_day(m: Memory, state: Int, patch: Int) -> float:
    """Return a bound on encounters and moves per day, now and for as long as the person stays here."""
    return max(hunt_per_day(m, state, patch, NIGHT), hunt_per_day(m, state, patch, DAY))


@inner_kernel
def walk_to(m: Memory, patch: Int, by_day: Bool, bits: np.uint64) -> Int:
    """Return the linked patch that a roaming person walks to; at least one must hold a never infected person."""
    _, total = linked_susceptible(m, patch, by_day)
    x = below(bits, total)
    for k in range(link_count(m.world, patch)):
        beside = link(m.world, patch, k)
        x -= present_and_susceptible(m, beside, by_day)[1]
        if x < 0:
            return int64(beside)
    return int64(patch)


@inner_kernel
def find_susceptible(m: Memory, patch: Int, by_day: Bool, key: np.uint64, address: Int) -> tuple[Int, Int]:
    """Return (person, home) of a never infected person in the patch, each with equal chance; there must be one."""
    n = present_and_susceptible(m, patch, by_day)[0]
    search_key = draw(key, SEARCH, address)
    trial = int64(0)
    while True:
        person, home = present(m.world, patch, by_day, below(draw(search_key, SEARCH, trial), n))
        if not was_infected(m.slots, m.bits, person):
            return int64(person), int64(home)
        trial += 1


@inner_kernel
def is_sheltered(m: Memory, person: Int, patch: Int, time_days: float) -> bool:
    """Return whether a person has taken shelter: the alarm was raised in the patch, and he heeds it and had time to."""
    if m.rules.alarm_infections == 0 or time_days < m.alarm_days[patch]:
        return False
    key = person_key(m.rules.seed, person)
    if unit(draw(key, SHELTER, int64(0))) >= m.rules.shelter_share:
        return False
    delay_days = -m.rules.shelter_delay_days * math.log(unit(draw(key, SHELTER, int64(1))))
    return bool(time_days >= m.alarm_days[patch] + delay_days)
