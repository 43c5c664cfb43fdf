"""From a resolved response and a world to the arrays of a run: once for many replicates, then afresh for each."""

import math

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.errors import SimulationError
from hyosan.engine.population.pathogen_arrays import LAW_NONE, dwell_parameters
from hyosan.engine.response import arrays
from hyosan.engine.response.area_index import AreaIndex
from hyosan.engine.response.areas import Mask, find_patches, positions_km
from hyosan.engine.response.arrays import CASE, CONTACT, N_COUNTS, RECORD, WINDOW, NoResponse, ResponseArrays
from hyosan.engine.response.default_area import default_area
from hyosan.engine.response.parameters import draw_number, kind_code
from hyosan.engine.response.rows import Row, compile_measure
from hyosan.scenario import Message, Pathogen, Response, Scenario
from hyosan.world.model import World

FIRST_RECORDS, FIRST_CONTACTS, FIRST_CASES = 1 << 12, 1 << 10, 1 << 10


def compile_response(scenario: Scenario, world: World, is_judged: bool) -> NoResponse | ResponseArrays:
    """Return the arrays of a scenario's response; NoResponse if it has none and no verdict is wanted.

    is_judged: whether the run stops as soon as its answer is decided. The arrays that a run writes to are to be made
    afresh for each run (`fresh`). Raises SimulationError if the world lacks a place that the response names.
    """
    response = scenario.response
    if response is None and not is_judged:
        return NoResponse()
    response = response or Response()
    areas = AreaIndex(world)
    areas.add(None, find_answer_area(scenario, world))
    rows = [compile_measure(m, response, areas, f"response.measures.{m.name}") for m in response.measures]
    return _assemble(scenario, world, response, areas, rows, is_judged)


def find_answer_area(scenario: Scenario, world: World) -> Mask:
    """Return (P) bool: the patches that should hold the outbreak. Raises SimulationError for an unknown place."""
    if scenario.answer.area is not None:
        return find_patches(scenario.answer.area, world, named_areas(scenario, world), "answer.area")
    return default_area(scenario, world)


def named_areas(scenario: Scenario, world: World) -> dict[str, Mask]:
    """Return the fixed areas of a scenario's measures by name."""
    found: dict[str, Mask] = {}
    for measure in scenario.response.measures if scenario.response else ():
        if not isinstance(measure, Message):
            found[measure.name] = find_patches(measure.area, world, found, f"response.measures.{measure.name}.area")
    return found


def _assemble(
    scenario: Scenario, world: World, response: Response, areas: AreaIndex, rows: list[Row], is_judged: bool
) -> ResponseArrays:
    pathogen, rules = scenario.pathogen, scenario.answer
    probability, laws = _detection(pathogen, response)
    n = len(rows)
    table = np.zeros((n, arrays.N_PARAMETERS))
    for k, row in enumerate(rows):
        table[k, : len(row.parameters)] = row.parameters
    grows = any(reach != 0.0 for reach in areas.case_reach)
    measures = [row.measure for row in rows]
    return ResponseArrays(
        detect_probability=probability,
        detect_law=np.array([law for law, _, _ in laws], np.uint8),
        detect_scale=np.array([scale for _, scale, _ in laws]),
        detect_shape=np.array([shape for _, _, shape in laws]),
        is_active_state=_active_states(pathogen),
        is_dead_state=np.array([state.dead for state in pathogen.states], np.uint8),
        patch_areas=areas.patch_areas,
        case_reach=np.array(areas.case_reach),
        patch_position=positions_km(world, "response") if grows else np.zeros((0, 3)),
        kind=_whole([kind_code(m) for m in measures]),
        number=_whole([draw_number(m.name) for m in measures]),
        area=_whole([row.area for row in rows]),
        delay_days=_real([m.delay_days for m in measures]),
        duration_days=_real([m.duration_days for m in measures]),
        compliance=_real([m.compliance for m in measures]),
        capacity_per_day=_real([math.inf if m.capacity_per_day is None else m.capacity_per_day for m in measures]),
        parameter=table,
        trigger=_whole([row.trigger for row in rows]),
        trigger_days=_real([row.trigger_days for row in rows]),
        trigger_cases=_whole([row.trigger_cases for row in rows]),
        trigger_area=_whole([row.trigger_area for row in rows]),
        trigger_window=_whole([row.trigger_window for row in rows]),
        trigger_off=_whole([row.trigger_off for row in rows]),
        trigger_measure=_whole([row.trigger_measure for row in rows]),
        host_start=_whole([0, *np.cumsum([len(row.hosts) for row in rows])]),
        host_patch=np.concatenate([np.zeros(0, np.int32), *(row.hosts for row in rows)]),
        nationwide_infections=rules.nationwide_infections,
        nationwide_districts=rules.nationwide_districts or 0,
        stops_when_decided=is_judged,
        has_tracing=any(m.kind == "tracing" for m in measures),
        has_off=any(row.trigger_off > 0 for row in rows),
        has_message=any(m.kind == "message" for m in measures),
        status=np.zeros(n, np.int64),
        start_days=np.full(n, math.inf),
        used_day=np.full(n, -1),
        used=np.zeros(n, np.int64),
        served=np.zeros(n, np.int64),
        days_on=np.zeros(n),
        n_cases=np.zeros(n, np.int64),
        cases_by_day=np.zeros((n, WINDOW), np.int64),
        last_case_day=np.zeros(n, np.int64),
        cases=np.zeros(0, CASE),
        records=np.zeros(0, RECORD),
        contacts=np.zeros(0, CONTACT),
        is_reached=np.zeros(len(world.arrays.district_patch_start) - 1, np.uint8),
        counts=np.zeros(N_COUNTS, np.int64),
        days=np.full(3, math.nan),
    )


def _whole(values: list[int]) -> NDArray[np.int64]:
    return np.array(values, np.int64)


def _real(values: list[float]) -> NDArray[np.float64]:
    return np.array(values, np.float64)


def _detection(pathogen: Pathogen, response: Response) -> tuple[NDArray[np.float64], list[tuple[int, float, float]]]:
    """Return (probability of detection, law of its delay) by state."""
    probability = np.zeros(len(pathogen.states))
    laws = [(LAW_NONE, 0.0, 0.0)] * len(pathogen.states)
    names = [state.name for state in pathogen.states]
    for entry in response.detection:
        if entry.state not in names[1:]:
            allowed = ", ".join(names[1:])
            raise SimulationError(f"response.detection: found state {entry.state!r}; allowed are {allowed}")
        at = names.index(entry.state)
        probability[at] = entry.probability
        laws[at] = dwell_parameters(entry.delay)
    return probability, laws


def _active_states(pathogen: Pathogen) -> NDArray[np.uint8]:
    """Return (S) whether a person in a state is infected and not through with it: more will happen, or he roams."""
    return np.array(
        [
            index > 0 and (state.dwell is not None or state.roaming is not None or any(dict(state.contacts).values()))
            for index, state in enumerate(pathogen.states)
        ],
        np.uint8,
    )


def fresh(response: NoResponse | ResponseArrays) -> NoResponse | ResponseArrays:
    """Return a compiled response with memory of its own for one run."""
    if isinstance(response, NoResponse):
        return response
    return response._replace(
        patch_areas=response.patch_areas.copy(),
        status=response.status.copy(),
        start_days=response.start_days.copy(),
        used_day=response.used_day.copy(),
        used=response.used.copy(),
        served=response.served.copy(),
        days_on=response.days_on.copy(),
        n_cases=response.n_cases.copy(),
        cases_by_day=response.cases_by_day.copy(),
        last_case_day=response.last_case_day.copy(),
        cases=np.zeros(FIRST_CASES, CASE),
        records=np.zeros(FIRST_RECORDS, RECORD),
        contacts=np.zeros(FIRST_CONTACTS if response.has_tracing else 8, CONTACT),
        is_reached=response.is_reached.copy(),
        counts=response.counts.copy(),
        days=response.days.copy(),
    )
