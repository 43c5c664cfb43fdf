"""The answer to a scenario: many replicates, with its measures and without them, on the same seeds."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.answer import Answer, Ground, answer_of
from hyosan.engine.border import Border, border
from hyosan.engine.judge import answer_area, check, judge, with_area, without_measures
from hyosan.scenario import Cordon, People, Scenario, read, scenario_hash
from hyosan.scenario.paths import read_varied
from hyosan.study.batch import Report, evaluate
from hyosan.study.errors import StudyError
from hyosan.study.execute import Judge
from hyosan.study.executors import open_executor
from hyosan.world.model import World

REPLICATES: Final = 1000
N_SEEDS: Final = 2**63
"""Seeds go from 0 to one less than this; those of replicates go on with 0 after the last."""


def answer(
    source: str | Path | Mapping[str, object] | Scenario,
    replicates: int = REPLICATES,
    seed: int | None = None,
    workers: int | None = None,
    executor: str = "local",
    settings: Mapping[str, float | str] | None = None,
    progress: Report | None = None,
) -> Answer:
    """Return what a scenario's replicates say: does it hold, how sure is that, and if not, when, how and where.

    Every replicate is run with the scenario's measures and, on the same seed, without them; a scenario without
    measures is run once. Parameters: source, a file, a name of the catalogue, a mapping, or what `read` returned;
    replicates, how many; seed of the first (the scenario's own if not given), the others follow by ones; workers,
    processes, by default one a processor; executor, "local" or "ray"; settings, values to put into the document by
    path, such as {"seal.leak": 0.02}; progress, is told how many replicates are done and how many there are. The
    result depends on scenario, seed and replicates alone. Raises ScenarioError, WorldError, SimulationError, or
    StudyError for what cannot be asked or when workers die again and again.
    """
    scenario = _read(source, settings)
    return answer_with(
        scenario, _seeds(replicates, scenario.seed if seed is None else seed), workers, executor, judge, progress
    )


def answer_with(
    scenario: Scenario,
    seeds: tuple[int, ...],
    workers: int | None,
    executor: str,
    judge_one: Judge,
    progress: Report | None,
) -> Answer:
    """Return the answer that replicates with these seeds give, each run by `judge_one`; otherwise as `answer`."""
    with open_executor(name=executor, workers=workers, judge=judge_one) as opened:
        world = opened.world(scenario.world)
        check(scenario, world)
        planned = with_area(scenario, world)
        arms = (planned, without_measures(planned)) if has_measures(scenario) else (planned,)
        borders = borders_of(scenario, world)
        began = time.perf_counter()
        first, *others = evaluate(arms, seeds, opened, progress).rows
        seconds = time.perf_counter() - began
    bare = others[0] if others else None
    return answer_of(scenario, scenario_hash(scenario), ground_of(scenario, world), borders, first, bare, seconds)


def has_measures(scenario: Scenario) -> bool:
    """Return whether a scenario does anything about the outbreak."""
    return scenario.response is not None and len(scenario.response.measures) > 0


def borders_of(scenario: Scenario, world: World) -> list[Border]:
    """Return the borders of a scenario's cordons; one that follows the cases has none before there are any."""
    measures = scenario.response.measures if scenario.response is not None else ()
    found = [border(scenario, world, measure.name) for measure in measures if isinstance(measure, Cordon)]
    return [item for item in found if item.n_patches > 0]


def ground_of(scenario: Scenario, world: World) -> Ground:
    """Return where a scenario happens."""
    inside = answer_area(scenario, world)
    residents = np.diff(world.arrays.patch_start)
    return Ground(
        world=world.name,
        n_people=world.n_people,
        n_people_inside=int(residents[inside].sum()),
        inside=tuple(int(patch) for patch in np.flatnonzero(inside)),
        inside_districts=_names(world, world.arrays.patch_district[inside]),
        origins=origins_of(scenario, world),
        district_names=world.district_names,
    )


def origins_of(scenario: Scenario, world: World) -> tuple[str, ...]:
    """Return the names of the districts where it starts; none where a seeding may be anywhere."""
    found: list[str] = []
    for entry in scenario.seeding:
        if entry.district is not None:
            found.append(entry.district)
        elif isinstance(entry, People) and entry.patch is not None:
            found += _names(world, world.arrays.patch_district[[entry.patch]])
        elif isinstance(entry, People) and entry.persons is not None:
            patches = np.searchsorted(world.arrays.patch_start, np.array(entry.persons), side="right") - 1
            found += _names(world, world.arrays.patch_district[patches])
        else:
            return ()
    return tuple(dict.fromkeys(found))


def _names(world: World, districts: NDArray[np.int32]) -> tuple[str, ...]:
    names = world.district_names
    return tuple(names[k] for k in np.unique(districts).tolist() if k < len(names))


def _read(source: str | Path | Mapping[str, object] | Scenario, settings: Mapping[str, float | str] | None) -> Scenario:
    if isinstance(source, Scenario):
        if settings:
            raise StudyError(
                "settings: found with a scenario that has been read already; allowed with a file, a name of the "
                "catalogue, or a mapping. What to do: give the file."
            )
        return source
    return read_varied(source, settings) if settings else read(source)


def _seeds(replicates: int, seed: int) -> tuple[int, ...]:
    if replicates < 1:
        raise StudyError(f"replicates: found {replicates}; allowed are whole numbers from 1.")
    if not 0 <= seed < N_SEEDS:
        raise StudyError(f"seed: found {seed}; allowed are whole numbers from 0 to {N_SEEDS - 1}.")
    return tuple((seed + k) % N_SEEDS for k in range(replicates))
