"""The loop of the twin: take the next event, let it happen, go on."""

import heapq
import math

from hyosan.draws import purposes as why
from hyosan.draws.plain import below, draw, exponential, person_key, unit
from hyosan.engine.population.memory import Seeds
from hyosan.engine.population.prepare import make_seeds
from hyosan.engine.population.twin.contacts import contact
from hyosan.engine.population.twin.hunt import hunt, hunt_bound_per_day
from hyosan.engine.population.twin.laws import dwell_days, individual_factor
from hyosan.engine.population.twin.run import Infected, PlainRun, Row
from hyosan.scenario import Branch, Scenario
from hyosan.terms import NOBODY, EventKind, Outcome, Setting
from hyosan.world.model import World
from hyosan.world.plain import PlainPeople

RANDOM_TRIALS = 4096
ARRIVALS_FROM = 1 << 62


def simulate_plain(scenario: Scenario, world: World, seed: int) -> tuple[list[Row], Outcome]:
    """Run a scenario in its world, in plain Python; return the rows of the event log and the outcome."""
    immune = 1.0 - (1.0 - scenario.immune_probability) * (1.0 - scenario.pathogen.immune_probability)
    run = PlainRun(scenario, PlainPeople(world.arrays), seed, immune)
    seeds = make_seeds(scenario, world)
    for k, start_days in enumerate(seeds.start_days.tolist()):
        schedule(run, start_days, Infected(-1 - k, 0))
    while run.pending:
        now, person, entry = heapq.heappop(run.pending)
        if person < 0:
            arrive(run, seeds, entry, now)
        elif entry.is_attempt_next:
            attempt(run, entry, now)
        else:
            end_state(run, entry, now)
        outcome = stop_rule(run)
        if outcome is not None:
            return run.log, outcome
    is_over = run.n_beyond == 0 and scenario.stop.extinct
    return run.log, Outcome.EXTINCT if is_over else Outcome.HORIZON


def stop_rule(run: PlainRun) -> Outcome | None:
    """Return the outcome if a stop rule is met."""
    stop = run.scenario.stop
    if stop.n_infections and len(run.state_of) >= stop.n_infections:
        return Outcome.INFECTIONS
    if stop.n_patches and len(run.infected_in) >= stop.n_patches:
        return Outcome.PATCHES
    return None


def schedule(run: PlainRun, time_days: float, entry: Infected) -> None:
    """Put an entry in the heap unless its time lies beyond the horizon."""
    if time_days < run.scenario.stop.horizon_days:
        heapq.heappush(run.pending, (time_days, entry.person, entry))
    elif time_days < math.inf:
        run.n_beyond += 1


def write(run: PlainRun, now: float, kind: EventKind, entry: Infected, from_state: int) -> None:
    """Append a row to the log about an entry that nobody else has part in."""
    run.log.append((now, entry.person, NOBODY, entry.patch, int(kind), from_state, entry.state, int(Setting.NONE)))


def arrive(run: PlainRun, seeds: Seeds, entry: Infected, now: float) -> None:
    """Let one arrival of a seeding or stream happen, and schedule the next."""
    k = -1 - entry.person
    key, n_before = person_key(run.seed, ARRIVALS_FROM + k), entry.attempt
    entry.attempt += 1
    if not seeds.is_importation[k]:
        arrive_one(run, seeds, k, key, n_before, EventKind.SEEDING, now)
        if n_before + 1 < seeds.n_people[k]:
            schedule(run, now, entry)
        return
    if n_before > 0:
        arrive_one(run, seeds, k, key, n_before, EventKind.IMPORTATION, now)
    following = now + exponential(draw(key, why.ARRIVAL, n_before)) / float(seeds.per_day[k])
    if following < seeds.until_days[k]:
        schedule(run, following, entry)


def arrive_one(run: PlainRun, seeds: Seeds, k: int, key: int, ordinal: int, kind: EventKind, now: float) -> None:
    """Infect one person among those that a seeding or stream draws from."""
    first, end = int(seeds.first_person[k]), int(seeds.end_person[k])
    if end <= first or len(run.state_of) >= run.people.n_people:
        return
    tries = [first + below(draw(key, why.SEED_PERSON, (ordinal << 13) + t), end - first) for t in range(RANDOM_TRIALS)]
    last = tries[-1] - first
    tries += [first + (last + 1 + i) % (end - first) for i in range(end - first)]
    for person in tries:
        if run.is_susceptible(person) and not run.is_immune(person):
            infect(run, person, run.people.home_patch(person), NOBODY, kind, Setting.NONE, int(seeds.state[k]), now)
            return


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
    run.log.append((now, person, source, place, int(kind), 0, state, int(setting)))
    entry = Infected(person, run.people.home_patch(person))
    begin_state(run, entry, state, False, now)
    plan(run, entry, now)


def begin_state(run: PlainRun, entry: Infected, index: int, was_roaming: bool, now: float) -> None:
    """Let a person enter a state."""
    state, key = run.state(index), person_key(run.seed, entry.person)
    run.state_of[entry.person] = entry.state = index
    entry.attempt = 0
    entry.until_days = now + dwell_days(state.dwell, key, index)
    is_routine_contact = any(rate > 0.0 for rate in state.contacts.model_dump().values())
    if state.roaming is not None and not was_roaming and run.is_day(now):
        entry.patch = run.people.day_patch(entry.person, entry.patch)
    elif was_roaming and state.roaming is None and is_routine_contact:
        entry.patch = run.people.home_patch(entry.person)
    k = run.scenario.pathogen.dispersion_k
    entry.rate = individual_factor(k, key) if k and is_routine_contact else 1.0


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
            schedule(run, time_days, entry)
            return
    elif run.state(entry.state).roaming is not None:
        write(run, now, EventKind.DORMANT, entry, entry.state)
    schedule(run, entry.until_days, entry)


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


def attempt(run: PlainRun, entry: Infected, now: float) -> None:
    """Let an infected person attempt something, then plan his next event."""
    if run.state(entry.state).roaming is None:
        met = contact(run, entry, now)
        if met is not None and run.is_susceptible(met.person) and run.is_accepted(entry, met.person):
            infect(run, met.person, met.place, entry.person, EventKind.INFECTION, met.setting, -1, now)
    elif not attempt_roaming(run, entry, now):
        return
    entry.attempt += 1
    plan(run, entry, now)


def attempt_roaming(run: PlainRun, entry: Infected, now: float) -> bool:
    """Let a roaming person hunt; return whether he will attempt again."""
    found = hunt(run, entry, now)
    if found is None:
        return True
    if found.kind == EventKind.MOVE:
        write(run, now, EventKind.MOVE, entry, entry.state)
    elif found.kind == EventKind.DORMANT:
        write(run, now, EventKind.DORMANT, entry, entry.state)
        entry.is_attempt_next = False
        schedule(run, entry.until_days, entry)
    elif found.kind == EventKind.INFECTION:
        infect(run, found.person, found.place, entry.person, EventKind.INFECTION, Setting.ENCOUNTER, -1, now)
    else:
        old, destroyed = entry.state, run.index(run.scenario.pathogen.destroyed_state)
        row = (now, entry.person, found.person, found.place, int(EventKind.DESTRUCTION), old, destroyed)
        run.log.append((*row, int(Setting.ENCOUNTER)))
        begin_state(run, entry, destroyed, True, now)
        plan(run, entry, now)
    return found.kind in (EventKind.MOVE, EventKind.INFECTION)
