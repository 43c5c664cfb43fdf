"""The loop of the twin: take the next event, let it happen, go on."""

import heapq

from hyosan.draws import purposes as why
from hyosan.draws.plain import below, draw, exponential, person_key
from hyosan.engine.population.memory import Seeds
from hyosan.engine.population.prepare import make_seeds
from hyosan.engine.population.twin.contacts import contact
from hyosan.engine.population.twin.course import begin_state, end_state, infect, plan, write
from hyosan.engine.population.twin.hunt import hunt
from hyosan.engine.population.twin.response.control import respond
from hyosan.engine.population.twin.response.meetings import contact_under_response
from hyosan.engine.population.twin.response.orders import Order
from hyosan.engine.population.twin.response.state import open_response
from hyosan.engine.population.twin.response.triggers import order_at_times
from hyosan.engine.population.twin.run import Infected, PlainRun, Row
from hyosan.scenario import Scenario
from hyosan.terms import NOBODY, EventKind, Outcome, Setting
from hyosan.world.model import World
from hyosan.world.plain import PlainPeople

RANDOM_TRIALS = 4096
ARRIVALS_FROM = 1 << 62


def simulate_plain(scenario: Scenario, world: World, seed: int) -> tuple[list[Row], Outcome]:
    """Run a scenario in its world, in plain Python; return the rows of the event log and the outcome."""
    immune = 1.0 - (1.0 - scenario.immune_probability) * (1.0 - scenario.pathogen.immune_probability)
    run = PlainRun(scenario, world, PlainPeople(world.arrays), seed, immune, open_response(scenario, world))
    seeds = make_seeds(scenario, world)
    for k, start_days in enumerate(seeds.start_days.tolist()):
        run.schedule(start_days, Infected(-1 - k, 0))
    if run.response is not None:
        order_at_times(run)
    while run.pending:
        now, _, _, entry = heapq.heappop(run.pending)
        if isinstance(entry, Order):
            respond(run, entry, now)
        elif entry.person < 0:
            arrive(run, seeds, entry, now)
        elif run.entry_of[entry.person] is entry:  # else a strike has put another in its place
            attempt(run, entry, now) if entry.is_attempt_next else end_state(run, entry, now)
        outcome = stop_rule(run)
        if outcome is not None:
            return run.log, outcome
        if run.response and run.n_beyond == 0 and len(run.pending) == run.response.n_waiting:
            break  # only the authorities have anything left to do
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


def arrive(run: PlainRun, seeds: Seeds, entry: Infected, now: float) -> None:
    """Let one arrival of a seeding or stream happen, and schedule the next."""
    k = -1 - entry.person
    key, n_before = person_key(run.seed, ARRIVALS_FROM + k), entry.attempt
    entry.attempt += 1
    if not seeds.is_importation[k]:
        arrive_one(run, seeds, k, key, n_before, EventKind.SEEDING, now)
        if n_before + 1 < seeds.n_people[k]:
            run.schedule(now, entry)
        return
    if n_before > 0:
        arrive_one(run, seeds, k, key, n_before, EventKind.IMPORTATION, now)
    following = now + exponential(draw(key, why.ARRIVAL, n_before)) / float(seeds.per_day[k])
    if following < seeds.until_days[k]:
        run.schedule(following, entry)


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


def attempt(run: PlainRun, entry: Infected, now: float) -> None:
    """Let an infected person attempt something, then plan his next event."""
    if run.state(entry.state).roaming is None:
        met = contact_under_response(run, entry, contact(run, entry, now), now)
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
    elif found.kind == EventKind.HELD:
        return True
    elif found.kind == EventKind.DORMANT:
        write(run, now, EventKind.DORMANT, entry, entry.state)
        entry.is_attempt_next = False
        run.schedule(entry.until_days, entry)
    elif found.kind == EventKind.INFECTION:
        infect(run, found.person, found.place, entry.person, EventKind.INFECTION, Setting.ENCOUNTER, -1, now)
    else:
        old, destroyed = entry.state, run.index(run.scenario.pathogen.destroyed_state)
        row = (now, entry.person, found.person, found.place, int(EventKind.DESTRUCTION), old, destroyed)
        run.log.append((*row, int(Setting.ENCOUNTER)))
        begin_state(run, entry, destroyed, True, now)
        plan(run, entry, now)
    return found.kind in (EventKind.MOVE, EventKind.INFECTION)
