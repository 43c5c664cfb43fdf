"""Each measure of a response as a row of numbers."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.errors import SimulationError
from hyosan.engine.response import arrays
from hyosan.engine.response.area_index import AreaIndex
from hyosan.engine.response.areas import find_patches
from hyosan.engine.response.parameters import parameters
from hyosan.scenario import AfterMeasure, Area, AtTime, Evacuation, Everywhere, Measure, Message, OnCases, Response


@dataclass(frozen=True)
class Row:
    """A measure as numbers."""

    measure: Measure
    area: int
    trigger: int
    trigger_days: float
    trigger_cases: int
    trigger_area: int
    trigger_window: int
    trigger_off: int
    trigger_measure: int
    parameters: tuple[float, ...]
    hosts: NDArray[np.int32]


def compile_measure(measure: Measure, response: Response, areas: AreaIndex, path: str) -> Row:
    """Return a measure as numbers. Raises SimulationError if the world lacks a place that it names."""
    area: Area = Everywhere() if isinstance(measure, Message) else measure.area
    index = areas.find(area, f"{path}.area")
    areas.by_name[measure.name] = areas.mask(index)
    areas.reach_by_name[measure.name] = areas.case_reach[index]
    hosts, n_leaving = np.zeros(0, np.int32), 0.0
    if isinstance(measure, Evacuation):
        mask = areas.mask(index)
        to = find_patches(measure.destination, areas.world, areas.by_name, f"{path}.to") & ~mask
        residents = np.diff(areas.world.arrays.patch_start)
        hosts = np.flatnonzero(to & (residents > 0)).astype(np.int32)
        if not len(hosts):
            raise SimulationError(f"{path}.to: found no patch with residents outside of the area that is evacuated")
        n_leaving = float(residents[mask].sum()) * measure.compliance
    trigger = measure.trigger
    cases = trigger if isinstance(trigger, OnCases) else None
    return Row(
        measure=measure,
        area=index,
        trigger=_trigger_code(measure),
        trigger_days=trigger.at_days if isinstance(trigger, AtTime) else math.inf,
        trigger_cases=cases.n_cases if cases else 0,
        trigger_area=areas.find(cases.area, f"{path}.when.area") if cases else 0,
        trigger_window=(cases.window_days or 0) if cases else 0,
        trigger_off=(cases.off_below or 0) if cases else 0,
        trigger_measure=[m.name for m in response.measures].index(trigger.measure)
        if isinstance(trigger, AfterMeasure)
        else -1,
        parameters=parameters(measure, n_leaving),
        hosts=hosts,
    )


def _trigger_code(measure: Measure) -> int:
    trigger = measure.trigger
    if isinstance(trigger, AtTime):
        return int(arrays.TRIGGER_TIME)
    if isinstance(trigger, OnCases):
        return int(arrays.TRIGGER_CASES)
    return int(arrays.TRIGGER_AFTER_START if trigger.moment == "start" else arrays.TRIGGER_AFTER_END)
