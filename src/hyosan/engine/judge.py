"""The verdict on replicates: a run without a log that stops as soon as its answer is decided."""

import math

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.loop import forget, run_events
from hyosan.engine.population import memory as mem
from hyosan.engine.population.prepare import Prepared, first_memory, prepare
from hyosan.engine.response import arrays
from hyosan.engine.response.arrays import ResponseArrays
from hyosan.engine.response.compile import find_answer_area
from hyosan.engine.response.verdict import Verdict
from hyosan.scenario import PatchesArea, Response, Scenario
from hyosan.terms import Outcome, Route
from hyosan.world.model import World

LOG_ROWS = 1 << 10

_last: list[Prepared] = []
"""What the last scenario's replicates have in common: they come in long runs of the same scenario."""


def judge(scenario: Scenario, world: World, seed: int) -> Verdict:
    """Run one replicate and return the verdict on it.

    The replicate is the run that `simulate` makes with this seed, up to the moment at which it is nationwide; that
    it is cannot change any more. Raises SimulationError where the scenario asks for what the world does not have.
    """
    prepared = _prepared(scenario, world)
    memory, _ = run_events(first_memory(prepared, seed, LOG_ROWS), forget)
    return _verdict(prepared, memory, seed)


def check(scenario: Scenario, world: World) -> None:
    """Raise SimulationError where a scenario asks for what its world does not have."""
    first_memory(prepare(scenario, world, is_judged=True), 0, LOG_ROWS)


def without_measures(scenario: Scenario) -> Scenario:
    """Return the same scenario with the same observation and nothing done; what is inside stays what it was."""
    response = scenario.response or Response()
    return scenario.model_copy(update={"response": response.model_copy(update={"measures": ()})})


def answer_area(scenario: Scenario, world: World) -> NDArray[np.bool_]:
    """Return (P) bool: the patches that should hold the outbreak."""
    return find_answer_area(scenario, world)


def with_area(scenario: Scenario, world: World) -> Scenario:
    """Return the scenario with the area of its answer written out, patch by patch, whatever its measures are."""
    patches = tuple(int(p) for p in np.flatnonzero(find_answer_area(scenario, world)))
    rules = scenario.answer.model_copy(update={"area": PatchesArea(patches=patches)})
    return scenario.model_copy(update={"answer": rules})


def _prepared(scenario: Scenario, world: World) -> Prepared:
    if not _last or _last[0].scenario is not scenario or _last[0].world is not world:
        _last[:] = [prepare(scenario, world, is_judged=True)]
    return _last[0]


def _verdict(prepared: Prepared, memory: mem.Memory, seed: int) -> Verdict:
    scenario, r = prepared.scenario, memory.response
    assert isinstance(r, ResponseArrays)
    rules = scenario.answer
    count = [int(n) for n in r.counts]
    n_outside, n_districts = count[arrays.N_OUTSIDE], count[arrays.N_DISTRICTS_OUTSIDE]
    outcome = Outcome(int(memory.counts[mem.OUTCOME]))
    is_nationwide = n_outside >= rules.nationwide_infections or (
        rules.nationwide_districts is not None and n_districts >= rules.nationwide_districts
    )
    is_escaped = n_outside > 0
    patch = count[arrays.ESCAPE_PATCH] if is_escaped else -1
    is_noticed = not math.isnan(r.days[arrays.NOTICED])
    return Verdict(
        seed=seed,
        outcome=outcome,
        end_days=scenario.stop.horizon_days if outcome == Outcome.HORIZON else float(memory.clock[0]),
        is_contained=not is_nationwide and count[arrays.N_ACTIVE_OUTSIDE] == 0 and outcome in _ENDS,
        is_escaped=n_outside >= rules.escaped_infections,
        is_nationwide=is_nationwide,
        n_infected=int(memory.counts[mem.N_INFECTED]),
        n_inside=count[arrays.N_INSIDE],
        n_outside=n_outside,
        n_dead_inside=count[arrays.N_DEAD_INSIDE],
        n_dead_outside=count[arrays.N_DEAD_OUTSIDE],
        n_active_outside=count[arrays.N_ACTIVE_OUTSIDE],
        n_districts_outside=n_districts,
        n_cases=count[arrays.N_CASES],
        first_case_days=float(r.days[arrays.FIRST_CASE]),
        first_escape_days=float(r.days[arrays.FIRST_ESCAPE]),
        first_escape_person=count[arrays.ESCAPE_PERSON] if is_escaped else -1,
        first_escape_patch=patch,
        first_escape_district=int(prepared.world.arrays.patch_district[patch]) if is_escaped else -1,
        first_escape_route=Route(count[arrays.ESCAPE_ROUTE]) if is_escaped else Route.NONE,
        noticed_days=float(r.days[arrays.NOTICED]),
        n_outside_when_noticed=count[arrays.N_OUTSIDE_NOTICED] if is_noticed else n_outside,
        n_crossings=count[arrays.N_CROSSINGS],
        n_held=count[arrays.N_HELD],
        n_isolated=count[arrays.N_ISOLATED],
        n_quarantined=count[arrays.N_QUARANTINED],
        n_protected=count[arrays.N_PROTECTED],
        n_evacuated=round(float(people_evacuated(r, memory).sum())),
        cost=cost(scenario, r, memory),
    )


_ENDS = (Outcome.EXTINCT, Outcome.HORIZON)


def people_evacuated(r: ResponseArrays, memory: mem.Memory) -> NDArray[np.float64]:
    """Return (M) how many people have left their homes because of a measure, by what compliance lets expect."""
    leaving = np.zeros(len(r.kind))
    residents = np.diff(memory.world.patch_start)
    for k in np.flatnonzero((r.kind == arrays.EVACUATION) & (r.start_days < np.inf)):
        inside = (r.patch_areas >> np.uint64(r.area[k])) & np.uint64(1) == 1
        days = float(memory.clock[0]) - float(r.start_days[k])
        share = min(1.0, days * float(r.parameter[k, arrays.LEAVE_PER_DAY])) if days > 0.0 else 0.0
        leaving[k] = share * float(residents[inside].sum()) * float(r.compliance[k])
    return leaving


def cost(scenario: Scenario, r: ResponseArrays, memory: mem.Memory) -> float:
    """Return what the measures cost: their days in force, and the people that they served or moved."""
    total = 0.0
    people = r.served + people_evacuated(r, memory)
    for k, measure in enumerate(scenario.response.measures if scenario.response else ()):
        days = float(r.days_on[k])
        if r.status[k] == arrays.ON:
            days += max(0.0, float(memory.clock[0]) - float(r.start_days[k]))
        total += measure.cost_per_day * days + measure.cost_per_person * float(people[k])
    return total
