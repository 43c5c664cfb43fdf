"""How the infection gets in: seeding at a moment, importation as a Poisson stream.

Each seeding and each stream waits in the queue like an infected person, under the number -1 - k.
"""

import numpy as np

from hyosan.draws.kernel import below, draw, exponential, person_key
from hyosan.draws.purposes import ARRIVAL, SEED_PERSON
from hyosan.engine.population.calendar import EVENT_IMPORTATION
from hyosan.engine.population.entry import Entry
from hyosan.engine.population.infection import infect, is_immune, own_key, queue_entry
from hyosan.engine.population.memory import N_INFECTED, Memory
from hyosan.engine.population.status import was_infected
from hyosan.jit import Int, inner_kernel, int64
from hyosan.terms import EventKind
from hyosan.world.people import home_patch

SEEDING = np.int64(EventKind.SEEDING)
IMPORTATION = np.int64(EventKind.IMPORTATION)
ARRIVALS_FROM = 1 << 62
"""Subjects of arrivals are numbered from here, beyond all people."""

RANDOM_TRIALS = 4096
TRIAL_BITS = 13


@inner_kernel
def can_be_infected(m: Memory, person: Int) -> bool:
    """Return whether a person is susceptible and was not immune before the start."""
    return not was_infected(m.slots, m.bits, person) and not is_immune(m, own_key(m, person))


@inner_kernel
def choose_arrival(m: Memory, first: Int, end: Int, key: np.uint64, ordinal: Int) -> Int:
    """Return a person in first..end-1 who can be infected, each with equal chance; -1 if there is none.

    Random trials find one unless they are rare; then the first from a random place on is taken.
    """
    n = end - first
    if n < 1 or m.counts[N_INFECTED] >= m.world.n_people:
        return int64(-1)
    person = first
    for trial in range(RANDOM_TRIALS):
        person = first + below(draw(key, SEED_PERSON, (int64(ordinal) << TRIAL_BITS) + trial), n)
        if can_be_infected(m, person):
            return person
    for _ in range(n):
        person = person + 1 if person + 1 < end else first
        if can_be_infected(m, person):
            return person
    return int64(-1)


@inner_kernel
def infect_arrival(m: Memory, k: Int, ordinal: Int, key: np.uint64, kind: Int, now: float) -> None:
    """Infect one person of seeding or stream k."""
    person = choose_arrival(m, m.seeds.first_person[k], m.seeds.end_person[k], key, ordinal)
    if person >= 0:
        home = int64(home_patch(m.world, person))
        infect(m, person, home, home, int64(-1), kind, int64(0), m.seeds.state[k], now, own_key(m, person))


@inner_kernel
def arrive(m: Memory, entry: Entry, now: float) -> None:
    """Let one arrival of a seeding or stream happen, and schedule the next."""
    k = -1 - entry.person
    key = person_key(m.rules.seed, ARRIVALS_FROM + k)
    arrivals = int64(entry.attempt)
    if entry.event == EVENT_IMPORTATION:
        if arrivals > 0:  # the stream's own start brings nobody
            infect_arrival(m, k, arrivals, key, IMPORTATION, now)
        entry.time = now + exponential(draw(key, ARRIVAL, arrivals)) / m.seeds.per_day[k]
        is_more = entry.time < m.seeds.until_days[k]
    else:
        infect_arrival(m, k, arrivals, key, SEEDING, now)
        is_more = arrivals + 1 < m.seeds.n_people[k]
    entry.attempt += 1
    if is_more:
        queue_entry(m, entry)
