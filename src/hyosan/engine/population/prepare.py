"""From a resolved scenario and a world to the memory of a run before its first event."""

import difflib
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.errors import SimulationError
from hyosan.engine.population import memory as mem
from hyosan.engine.population.calendar import EVENT_IMPORTATION, EVENT_SEEDING, schedule
from hyosan.engine.population.orders import queue_orders
from hyosan.engine.population.pathogen_arrays import PathogenArrays, compile_pathogen
from hyosan.engine.response.arrays import NoResponse, ResponseArrays
from hyosan.engine.response.compile import compile_response, fresh
from hyosan.handle import handle_of
from hyosan.jit import Bool, kernel
from hyosan.scenario import Importation, People, Scenario
from hyosan.world.arrays import I64, WorldArrays
from hyosan.world.model import World
from hyosan.world.people import n_present

MAX_SEED = 2**64 - 1


@dataclass(frozen=True)
class Prepared:
    """What all runs of a scenario in its world have in common."""

    scenario: Scenario
    world: World
    pathogen: PathogenArrays  # a handle, as are the seeds
    seeds: mem.Seeds
    response: NoResponse | ResponseArrays
    present: tuple[I64, I64]


def prepare(scenario: Scenario, world: World, is_judged: bool) -> Prepared:
    """Return what all runs of a scenario have in common; is_judged: they stop once their answer is decided.

    Raises SimulationError.
    """
    immune = scenario.immune_probability
    immune_probability = 1.0 - (1.0 - immune) * (1.0 - scenario.pathogen.immune_probability)
    pathogen = compile_pathogen(scenario.pathogen, immune_probability)
    return Prepared(
        scenario=scenario,
        world=world,
        pathogen=handle_of(pathogen),
        seeds=handle_of(make_seeds(scenario, world)),
        response=compile_response(scenario, world, is_judged),
        present=present_counts(world.handle, pathogen),
    )


def first_memory(prepared: Prepared, seed: int, log_rows: int) -> mem.Memory:
    """Return the memory of a run before its first event: seedings and timed measures in the queue.

    Raises SimulationError for a seed that is out of range.
    """
    if not 0 <= seed <= MAX_SEED:
        raise SimulationError(f"seed: found {seed}; allowed are whole numbers from 0 to {MAX_SEED}")
    rules = make_rules(prepared.scenario, seed)
    response = fresh(prepared.response)
    memory = mem.new_memory(
        prepared.world.handle, prepared.pathogen, rules, prepared.seeds, response, prepared.present, log_rows
    )
    return queue_orders(_queue_arrivals(memory))


def make_rules(scenario: Scenario, seed: int) -> mem.Rules:
    """Return what a run is told besides world and pathogen."""
    stop, reaction = scenario.stop, scenario.reaction
    return mem.Rules(
        seed=np.uint64(seed),
        horizon_days=float(stop.horizon_days),
        day_from_days=float(scenario.day_from_days),
        day_until_days=float(scenario.day_until_days),
        stop_infections=int(stop.n_infections or 0),
        stop_patches=int(stop.n_patches or 0),
        alarm_infections=int(reaction.alarm_infections) if reaction else 0,
        shelter_share=float(reaction.shelter_share) if reaction else 0.0,
        shelter_delay_days=float(reaction.shelter_delay_days) if reaction else 0.0,
        shelter_protection=float(reaction.shelter_protection) if reaction else 0.0,
        pause_days=math.inf,
    )


def make_seeds(scenario: Scenario, world: World) -> mem.Seeds:
    """Return the seedings and importation streams as arrays; persons named one by one become one seeding each."""
    state_index = {state.name: i for i, state in enumerate(scenario.pathogen.states)}
    rows: list[tuple[int, int, int, int, float, float, float, int]] = []
    for at, entry in enumerate(scenario.seeding):
        path = f"seeding[{at}]"
        if isinstance(entry, Importation):
            first, end = _district_people(world, entry.district, path) if entry.district else (0, world.n_people)
            rows.append((1, first, end, 0, entry.from_days, entry.until_days, entry.per_day, -1))
            continue
        state = -1 if entry.state is None else state_index[entry.state]
        for first, end, n in _seeded_people(world, entry, path):
            rows.append((0, first, end, n, entry.at_days, entry.at_days, 0.0, state))
    whole = np.array([row[:4] for row in rows], np.int64).reshape(-1, 4)
    times = np.array([row[4:7] for row in rows], np.float64).reshape(-1, 3)
    return mem.Seeds(
        is_importation=whole[:, 0].astype(np.uint8),
        first_person=whole[:, 1].copy(),
        end_person=whole[:, 2].copy(),
        n_people=whole[:, 3].copy(),
        start_days=times[:, 0].copy(),
        until_days=times[:, 1].copy(),
        per_day=times[:, 2].copy(),
        state=np.array([row[7] for row in rows], np.int64),
    )


def _seeded_people(world: World, entry: People, path: str) -> list[tuple[int, int, int]]:
    """Return (first, end, how many) of each range of people that a seeding draws from."""
    if entry.persons is not None:
        for person in entry.persons:
            if not 0 <= person < world.n_people:
                raise SimulationError(
                    f"{path}.persons: found {person}; allowed are people 0 to {world.n_people - 1} of "
                    f"world {world.name!r}"
                )
        return [(person, person + 1, 1) for person in entry.persons]
    first, end = 0, world.n_people
    if entry.district is not None:
        first, end = _district_people(world, entry.district, path)
    elif entry.patch is not None:
        if not 0 <= entry.patch < world.n_patches:
            raise SimulationError(
                f"{path}.patch: found {entry.patch}; allowed are patches 0 to {world.n_patches - 1} of "
                f"world {world.name!r}"
            )
        first, end = (int(x) for x in world.arrays.patch_start[entry.patch : entry.patch + 2])
    if entry.n_people > end - first:
        raise SimulationError(
            f"{path}.people: found {entry.n_people}; allowed are up to {end - first}, as many as live there"
        )
    return [(first, end, entry.n_people)] if entry.n_people > 0 else []


def _district_people(world: World, district: str, path: str) -> tuple[int, int]:
    names = world.district_names
    if district not in names:
        nearest = difflib.get_close_matches(district, names, 1)
        hint = f"; nearest is {nearest[0]!r}" if nearest else ""
        shown = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
        raise SimulationError(
            f"{path}.district: found {district!r}; allowed are the {len(names)} districts of "
            f"world {world.name!r} ({shown}){hint}"
        )
    at = names.index(district)
    first_patch, end_patch = world.arrays.district_patch_start[at : at + 2]
    return int(world.arrays.patch_start[first_patch]), int(world.arrays.patch_start[end_patch])


def present_counts(world: WorldArrays, pathogen: PathogenArrays) -> tuple[I64, I64]:
    """Return people by patch, by night and by day; empty where nobody roams between patches, since nobody asks."""
    if not pathogen.has_roaming or world.has_neighbours:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return _count_present(world, False), _count_present(world, True)


@kernel
def _count_present(world: WorldArrays, by_day: Bool) -> NDArray[np.int64]:
    counts = np.empty(world.patch_start.shape[0] - 1, np.int64)
    for patch in range(counts.shape[0]):
        counts[patch] = n_present(world, patch, by_day)
    return counts


def _queue_arrivals(memory: mem.Memory) -> mem.Memory:
    seeds = memory.seeds
    for k in range(len(seeds.start_days)):
        if seeds.start_days[k] >= memory.rules.horizon_days:
            memory.counts[mem.N_BEYOND] += 1
            continue
        memory = mem.grow_queue(memory)
        entry = memory.work[0]
        entry["person"] = -1 - k
        entry["time"] = entry["until"] = seeds.start_days[k]
        entry["attempt"] = 0
        entry["event"] = EVENT_IMPORTATION if seeds.is_importation[k] else EVENT_SEEDING
        schedule(handle_of(memory.queue), entry)
    return memory
