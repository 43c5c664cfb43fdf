"""Where roaming infected go and whom they come upon."""

import math

from numba import int64, njit

from hyosan.draws.kernel import below, draw, person_key, unit
from hyosan.draws.purposes import SEARCH, SHELTER, WALK
from hyosan.engine.population.contacts import is_day
from hyosan.engine.population.status import get_state
from hyosan.world.people import link, link_count, present


@njit(cache=True)
def susceptible_share(m, patch, time_days):
    """Return the share of the people in a patch at a time who were never infected."""
    if is_day(m.rules, time_days):
        n = m.present_day[patch]
        return m.susceptible_day[patch] / n if n > 0 else 0.0
    n = m.present_night[patch]
    return m.susceptible_night[patch] / n if n > 0 else 0.0


@njit(cache=True)
def share_bound(m, patch):
    """Return a bound on that share for all later times; it holds because the never infected only become fewer."""
    bound = 0.0
    if m.present_night[patch] > 0:
        bound = m.susceptible_night[patch] / m.present_night[patch]
    if m.present_day[patch] > 0:
        bound = max(bound, m.susceptible_day[patch] / m.present_day[patch])
    return bound


@njit(cache=True)
def susceptible_now(m, patch, time_days):
    """Return how many never infected people are in a patch at a time."""
    return m.susceptible_day[patch] if is_day(m.rules, time_days) else m.susceptible_night[patch]


@njit(cache=True)
def next_patch(m, patch, time_days, bits):
    """Return the linked patch that a roaming person walks to, drawn to people: each with weight of its never infected.

    Returns the patch itself if only it has people left, and -1 if nobody is left here or next door.
    """
    n_links = link_count(m.world, patch)
    total = int64(0)
    for k in range(n_links):
        total += susceptible_now(m, link(m.world, patch, k), time_days)
    if total == 0:
        if m.susceptible_night[patch] + m.susceptible_day[patch] > 0:
            return int64(patch)
        for k in range(n_links):  # by another hour people may be back
            beside = link(m.world, patch, k)
            if m.susceptible_night[beside] + m.susceptible_day[beside] > 0:
                return int64(patch)
        return int64(-1)
    x = below(bits, total)
    for k in range(n_links):
        beside = link(m.world, patch, k)
        x -= susceptible_now(m, beside, time_days)
        if x < 0:
            return int64(beside)
    return int64(patch)


@njit(cache=True)
def walk_bits(key, address):
    """Return the draw that decides where a roaming person goes."""
    return draw(key, WALK, address)


@njit(cache=True)
def find_susceptible(m, patch, time_days, key, address):
    """Return (person, home) of a never infected person in the patch, each with equal chance; there must be one."""
    by_day = is_day(m.rules, time_days)
    n = m.present_day[patch] if by_day else m.present_night[patch]
    search_key = draw(key, SEARCH, address)
    trial = 0
    while True:
        person, home = present(m.world, patch, by_day, below(draw(search_key, SEARCH, trial), n))
        if get_state(m.slots, m.dense, person) == 0:
            return int64(person), int64(home)
        trial += 1


@njit(cache=True)
def is_sheltered(m, person, patch, time_days):
    """Return whether a person has taken shelter: the alarm was raised in the patch, and he heeds it and had time to."""
    if m.rules.alarm_infections == 0 or time_days < m.alarm_days[patch]:
        return False
    key = person_key(m.rules.seed, person)
    if unit(draw(key, SHELTER, 0)) >= m.rules.shelter_share:
        return False
    delay_days = -m.rules.shelter_delay_days * math.log(unit(draw(key, SHELTER, 1)))
    return time_days >= m.alarm_days[patch] + delay_days
