"""The course of an infection in the twin: who is infected, what state follows, what comes next."""

import math

from hyosan.draws import purposes as why
from hyosan.draws.plain import person_key, unit
from hyosan.engine.population.twin.hunt import hunt_bound_per_day
from hyosan.engine.population.twin.laws import dwell_days, individual_factor
from hyosan.engine.population.twin.response.detection import note_entry, note_infection
from hyosan.engine.population.twin.response.meetings import turn
from hyosan.engine.population.twin.run import Infected, PlainRun
from hyosan.scenario import Branch
from hyosan.terms import NOBODY, EventKind, Setting


def write(run: PlainRun, now: float, kind: EventKind, entry: Infected, from_state: int) -> None:
    """Append a row to the log about an entry that nobody else has part in."""
    run.log.append((now, entry.person, NOBODY, entry.patch, int(kind), from_state, entry.state, int(Setting.NONE)))


def choose_branch(run: PlainRun, branches: tuple[Branch, ...], person: int, ordinal: int) -> int:
    """Return the index of the state that a draw falls on, for the person's age."""
    age = run.people.age_group(person, run.people.home_patch(person))
    x, total = unit(run.bits(person, why.BRANCH, ordinal)), 0.0
    for branch in branches[:-1]:
        total += branch.probability_by_age[age]
        if x < total:
            return run.index(branch.to)
    return run.index(branches[-1].to)


def infect(
    run: PlainRun, person: int, place: int, source: int, kind: EventKind, setting: Setting, state: int, now: float
) -> None:
    """Infect a susceptible person; state -1 draws the pathogen's entry state."""
    if state < 0:
        state = choose_branch(run, run.scenario.pathogen.entry, person, int(why.ENTRY_ORDINAL))
    run.infected_in[place] = run.infected_in.get(place, 0) + 1
    reaction = run.scenario.reaction
    if reaction and run.infected_in[place] == reaction.alarm_infections:
        run.alarm_days[place] = now
    note_infection(run, person, place, source, setting, now)
    run.log.append((now, person, source, place, int(kind), 0, state, int(setting)))
    entry = Infected(person, run.people.home_patch(person))
    begin_state(run, entry, state, False, now)
    plan(run, entry, now)


def begin_state(run: PlainRun, entry: Infected, index: int, was_roaming: bool, now: float) -> None:
    """Let a person enter a state."""
    state, key = run.state(index), person_key(run.seed, entry.person)
    before = run.state_of.get(entry.person, 0)
    entry.state = index
    run.entry_of[entry.person] = entry
    entry.attempt = 0
    entry.until_days = now + dwell_days(state.dwell, key, index)
    is_routine_contact = any(rate > 0.0 for rate in state.contacts.model_dump().values())
    if state.roaming is not None and not was_roaming:
        by_routine = run.people.day_patch(entry.person, entry.patch) if run.is_day(now) else entry.patch
        entry.patch = turn(run, entry.person, before, by_routine, now)
    elif was_roaming and state.roaming is None and is_routine_contact:
        entry.patch = run.people.home_patch(entry.person)
    k = run.scenario.pathogen.dispersion_k
    entry.rate = individual_factor(k, key) if k and is_routine_contact else 1.0
    run.state_of[entry.person] = index
    note_entry(run, entry, now)


def end_state(run: PlainRun, entry: Infected, now: float) -> None:
    """Let a person leave a state by one of its branches."""
    old = entry.state
    following = choose_branch(run, run.state(old).next, entry.person, old)
    begin_state(run, entry, following, run.state(old).roaming is not None, now)
    write(run, now, EventKind.TRANSITION, entry, old)
    plan(run, entry, now)


def plan(run: PlainRun, entry: Infected, now: float) -> None:
    """Schedule an entry's next attempt, or the end of its state if that comes first."""
    per_day = attempts_per_day(run, entry)
    entry.is_attempt_next = False
    if per_day > 0.0:
        time_days = now - math.log(unit(run.bits(entry.person, why.GAP, entry.address))) / per_day
        if time_days < entry.until_days:
            entry.is_attempt_next = True
            run.schedule(time_days, entry)
            return
    elif run.state(entry.state).roaming is not None:
        write(run, now, EventKind.DORMANT, entry, entry.state)
    run.schedule(entry.until_days, entry)


def attempts_per_day(run: PlainRun, entry: Infected) -> float:
    """Return how often an infected person attempts something."""
    state, n_neighbours = run.state(entry.state), run.people.n_neighbours(entry.person)
    if len(run.state_of) >= run.people.n_people:
        return 0.0
    if state.roaming is not None:
        if run.people.has_neighbours:
            return state.roaming.encounters_per_day * n_neighbours
        entry.rate = hunt_bound_per_day(run, state.roaming, entry.patch)
        return entry.rate
    c = state.contacts
    total = c.household_per_day + c.class_per_day + c.work_per_day + c.community_per_day + c.trip_per_day
    return (total + c.neighbours_per_day * n_neighbours) * entry.rate
