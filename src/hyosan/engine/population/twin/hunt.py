"""What a roaming infected person comes upon, in plain Python."""

import math
from typing import NamedTuple

from hyosan.draws import purposes as why
from hyosan.draws.plain import below, draw, person_key, unit
from hyosan.engine.population.twin.response.meetings import is_warded_off, walk
from hyosan.engine.population.twin.run import SECOND_DRAW, Infected, PlainRun
from hyosan.scenario import Roaming
from hyosan.terms import NOBODY, EventKind


class Hunt(NamedTuple):
    """What came of an attempt: an infection, the attacker's destruction, a move, a border that held, or nobody left.

    person: who was infected, or who destroyed the attacker (nobody: guards at a border).
    """

    kind: EventKind
    person: int
    place: int


def susceptible(run: PlainRun, patches: list[int], by_day: bool) -> tuple[int, list[int]]:
    """Return (people present, never infected in each patch)."""
    there = [[run.people.present(p, by_day, i).person for i in range(run.people.n_present(p, by_day))] for p in patches]
    return sum(map(len, there)), [sum(map(run.is_susceptible, people)) for people in there]


def share(run: PlainRun, patches: list[int], by_day: bool) -> float:
    """Return the share of the people in patches who were never infected."""
    n_present, n_susceptible = susceptible(run, patches, by_day)
    return sum(n_susceptible) / n_present if n_present > 0 else 0.0


def links(run: PlainRun, patch: int) -> list[int]:
    """Return the patches linked to a patch."""
    return [run.people.link(patch, k) for k in range(run.people.link_count(patch))]


def hunt_per_day(run: PlainRun, roaming: Roaming, patch: int, by_day: bool) -> tuple[float, float]:
    """Return (encounters, moves) per day in a patch by day or by night."""
    here = roaming.encounters_per_day * share(run, [patch], by_day)
    return here, roaming.moves_per_day * share(run, links(run, patch), by_day)


def hunt_bound_per_day(run: PlainRun, roaming: Roaming, patch: int) -> float:
    """Return a bound on encounters and moves per day, here and at all later times."""
    return max(sum(hunt_per_day(run, roaming, patch, by_day)) for by_day in (False, True))


def hunt(run: PlainRun, hunter: Infected, now: float) -> Hunt | None:
    """Let a roaming person come upon somebody, walk on, or do neither."""
    roaming, by_day = run.state(hunter.state).roaming, run.is_day(now)
    assert roaming is not None
    if run.people.has_neighbours:
        return hunt_neighbour(run, hunter, now)
    x = unit(run.bits(hunter.person, why.SETTING, hunter.address)) * hunter.rate
    here_per_day, beside_per_day = hunt_per_day(run, roaming, hunter.patch, by_day)
    if x < here_per_day:
        return encounter(run, hunter, find_susceptible(run, hunter, by_day), hunter.patch, now)
    if x < here_per_day + beside_per_day:
        beside = links(run, hunter.patch)
        _, weights = susceptible(run, beside, by_day)
        y = below(run.bits(hunter.person, why.WALK, hunter.address), sum(weights))
        place = next(p for p, end in zip(beside, running_sum(weights), strict=True) if y < end)
        kind = walk(run, hunter, place, now)
        hunter.patch = place if kind == EventKind.MOVE else hunter.patch
        return Hunt(kind, NOBODY, place)
    return None


def running_sum(values: list[int]) -> list[int]:
    """Return the sums of the first one, two, ... values."""
    return [sum(values[: i + 1]) for i in range(len(values))]


def find_susceptible(run: PlainRun, hunter: Infected, by_day: bool) -> int:
    """Return a never infected person in the patch."""
    n = run.people.n_present(hunter.patch, by_day)
    key, trial = run.bits(hunter.person, why.SEARCH, hunter.address), 0
    while True:
        person = run.people.present(hunter.patch, by_day, below(draw(key, why.SEARCH, trial), n)).person
        if run.is_susceptible(person):
            return person
        trial += 1


def hunt_neighbour(run: PlainRun, hunter: Infected, now: float) -> Hunt | None:
    """Let a roaming person fall upon a neighbour in a graph or lattice."""
    n = run.people.n_neighbours(hunter.person)
    target = run.people.neighbour(hunter.person, below(run.bits(hunter.person, why.SETTING, hunter.address), n))
    if run.is_susceptible(target):
        return encounter(run, hunter, target, run.people.home_patch(target), now)
    if any(run.is_susceptible(run.people.neighbour(hunter.person, k)) for k in range(n)):
        return None
    return Hunt(EventKind.DORMANT, hunter.person, hunter.patch)


def encounter(run: PlainRun, hunter: Infected, target: int, place: int, now: float) -> Hunt | None:
    """Let a roaming person fall upon a never infected one."""
    outcomes, reaction = run.scenario.pathogen.encounter, run.scenario.reaction
    shelter = unit(run.bits(hunter.person, why.ACCEPT, hunter.address + SECOND_DRAW))
    if reaction and is_sheltered(run, target, place, now) and shelter < reaction.shelter_protection:
        return None
    if is_warded_off(run, hunter, target, place, now):
        return None
    x = unit(run.bits(hunter.person, why.TARGET, hunter.address))
    assert outcomes is not None
    if x < outcomes.destroyed_probability:
        return Hunt(EventKind.DESTRUCTION, target, place)
    is_bitten = x < outcomes.destroyed_probability + outcomes.bite_probability
    return Hunt(EventKind.INFECTION, target, place) if is_bitten and run.is_accepted(hunter, target) else None


def is_sheltered(run: PlainRun, person: int, patch: int, now: float) -> bool:
    """Return whether a person has taken shelter from the alarm in a patch."""
    reaction = run.scenario.reaction
    if reaction is None or now < run.alarm_days.get(patch, math.inf):
        return False
    key = person_key(run.seed, person)
    if unit(draw(key, why.SHELTER, 0)) >= reaction.shelter_share:
        return False
    return now >= run.alarm_days[patch] - reaction.shelter_delay_days * math.log(unit(draw(key, why.SHELTER, 1)))
