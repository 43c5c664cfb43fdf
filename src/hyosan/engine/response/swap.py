"""Another response from a moment on: what has been observed and begun stays, what is new begins at that moment."""

import math

import numpy as np

from hyosan.engine.population.memory import Memory
from hyosan.engine.population.orders import queue_order
from hyosan.engine.response import arrays
from hyosan.engine.response.arrays import NoResponse, ResponseArrays
from hyosan.engine.response.compile import compile_response, fresh
from hyosan.engine.response.records import find_record
from hyosan.scenario import Response, Scenario
from hyosan.world.model import World

CARRIED = ("status", "start_days", "used_day", "used", "served", "days_on", "n_cases", "cases_by_day", "last_case_day")
"""Arrays by measure of which the part of the old measures stays."""


def merge_responses(old: Response | None, new: Response) -> tuple[Response, tuple[str, ...]]:
    """Return (response, names of measures that end): the old measures in their places, the new ones behind them.

    A measure of the same name is replaced by its new form; places must not change, since events and log name measures
    by their place.
    """
    if old is None:
        return new, ()
    by_name = {measure.name: measure for measure in new.measures}
    ended = tuple(measure.name for measure in old.measures if measure.name not in by_name)
    kept = [by_name.pop(measure.name, measure) for measure in old.measures]
    merged = new.model_copy(update={"measures": (*kept, *by_name.values())})
    return merged, ended


def swap_response(memory: Memory, scenario: Scenario, ended: tuple[str, ...], world: World, at_days: float) -> Memory:
    """Return the memory of a run that goes on under another response.

    scenario: with the response of `merge_responses`; ended: measures that end at the moment; at_days: the moment. Cases
    that were observed stay known, and count for new triggers; a new measure whose time has passed begins at the moment.
    Where there was no response, detection begins at the moment: people are detected in states that they enter later.
    Raises SimulationError if the world lacks a place that the response names.
    """
    new = fresh(compile_response(scenario, world, is_judged=False))
    if isinstance(new, NoResponse):
        return memory._replace(response=new)
    old = memory.response
    n_old = 0 if isinstance(old, NoResponse) else len(old.kind)
    if isinstance(old, ResponseArrays):
        new = _carry(old, new, n_old)
    memory = memory._replace(response=new)
    names = [measure.name for measure in scenario.response.measures] if scenario.response else []
    for k, name in enumerate(names):
        if name in ended:
            memory = _end(memory, k, at_days)
        elif k >= n_old:
            memory = _begin(memory, k, at_days)
    if new.has_off and (isinstance(old, NoResponse) or not old.has_off):
        memory = queue_order(memory, "midnight", 0, math.floor(at_days) + 1.0)
    return memory


def _carry(old: ResponseArrays, new: ResponseArrays, n_old: int) -> ResponseArrays:
    """Return the new response with what was noted under the old one."""
    for name in CARRIED:
        getattr(new, name)[:n_old] = getattr(old, name)
    new = new._replace(
        records=old.records,
        cases=old.cases,
        contacts=old.contacts if len(old.contacts) >= len(new.contacts) else new.contacts,
        is_reached=old.is_reached,
        counts=old.counts,
        days=old.days,
    )
    for person in old.cases[: int(old.counts[arrays.N_CASES])]:
        at = find_record(old.records, int(person))
        if at >= 0:
            _recount(new, n_old, int(old.records[at]["patch"]), float(old.records[at]["detected_days"]))
    return new


def _recount(new: ResponseArrays, n_old: int, patch: int, detected_days: float) -> None:
    """Count an earlier case in the triggers of new measures, and let areas that follow the cases grow by it."""
    for area in np.flatnonzero(new.case_reach > 0.0):
        km = np.linalg.norm(new.patch_position - new.patch_position[patch], axis=1)
        new.patch_areas[km <= new.case_reach[area]] |= np.uint64(1) << np.uint64(area)
    day = int(detected_days)
    for k in range(n_old, len(new.kind)):
        if new.trigger[k] == arrays.TRIGGER_CASES and _holds(new, int(new.trigger_area[k]), patch):
            new.n_cases[k] += 1
            for passed in range(int(new.last_case_day[k]) + 1, day + 1):
                new.cases_by_day[k, passed % arrays.WINDOW] = 0
            new.last_case_day[k] = max(int(new.last_case_day[k]), day)
            new.cases_by_day[k, day % arrays.WINDOW] += 1


def _holds(new: ResponseArrays, area: int, patch: int) -> bool:
    return bool((new.patch_areas[patch] >> np.uint64(area)) & np.uint64(1))


def _end(memory: Memory, k: int, at_days: float) -> Memory:
    """Let an old measure end at the moment, or never begin."""
    r = memory.response
    assert isinstance(r, ResponseArrays)
    if r.status[k] == arrays.ON:
        r.duration_days[k] = 0.0
        return queue_order(memory, "end", k, at_days)
    r.status[k] = arrays.OVER
    return memory


def _begin(memory: Memory, k: int, at_days: float) -> Memory:
    """Order a new measure: at its time, or now if its time or its threshold has passed already."""
    r = memory.response
    assert isinstance(r, ResponseArrays)
    followed = int(r.trigger_measure[k])
    delay_days = 0.0 if int(r.kind[k]) in arrays.SERVING else float(r.delay_days[k])
    is_seen = r.trigger[k] == arrays.TRIGGER_CASES and _seen(r, k, int(at_days)) >= r.trigger_cases[k]
    is_led = r.trigger[k] == arrays.TRIGGER_AFTER_START and r.status[followed] == arrays.ON
    if r.trigger[k] == arrays.TRIGGER_TIME:
        due = max(at_days, float(r.trigger_days[k]) + delay_days)
    elif is_seen or is_led:
        due = at_days + delay_days
    else:
        return memory
    r.status[k] = arrays.ORDERED
    return queue_order(memory, "start", k, due)


def _seen(r: ResponseArrays, k: int, day: int) -> int:
    """Return the cases that a new measure's trigger counts on a day."""
    window = int(r.trigger_window[k])
    if window == 0:
        return int(r.n_cases[k])
    last = int(r.last_case_day[k])
    days = [d for d in range(max(0, day - window + 1), day + 1) if last - arrays.WINDOW < d <= last]
    return int(sum(r.cases_by_day[k, d % arrays.WINDOW] for d in days))
