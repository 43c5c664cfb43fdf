"""Another response from a moment on: what has been observed and begun stays, what is new begins at that moment."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.population.memory import Memory
from hyosan.engine.population.orders import cancel_starts, queue_order
from hyosan.engine.population.pending import take_pending
from hyosan.engine.response import arrays
from hyosan.engine.response.arrays import NoResponse, ResponseArrays
from hyosan.engine.response.compile import compile_response, fresh
from hyosan.engine.response.records import record_infected
from hyosan.handle import handle_of
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


def changed_measures(old: Response | None, new: Response) -> tuple[str, ...]:
    """Return the names of the measures of an old response that a new one has in another form."""
    before = {measure.name: measure for measure in old.measures} if old is not None else {}
    return tuple(measure.name for measure in new.measures if before.get(measure.name, measure) != measure)


@dataclass(frozen=True)
class Change:
    """What changes at a moment of a run.

    at_days: the moment. scenario: from there on, with the response of `merge_responses`. ended: its measures that end.
    renewed: its measures that have another form than before.
    """

    at_days: float
    scenario: Scenario
    ended: tuple[str, ...]
    renewed: tuple[str, ...]


def swap_response(memory: Memory, change: Change, world: World) -> Memory:
    """Return the memory of a run that goes on under another response.

    Cases that were observed stay known, and count for new triggers; a new measure whose time has passed begins at the
    moment. A measure in another form goes on if it is in force, with what the new form says; it waits for its new
    trigger if it has not begun; and stays over if it is over. Where there was no response, detection begins at the
    moment: people are detected in states that they enter later.
    Raises SimulationError if the world lacks a place that the response names.
    """
    scenario, at_days = change.scenario, change.at_days
    new = fresh(compile_response(scenario, world, is_judged=False))
    if isinstance(new, NoResponse):
        return memory._replace(response=new)
    names = [measure.name for measure in scenario.response.measures] if scenario.response else []
    old, n_old = memory.response, 0
    if isinstance(old, ResponseArrays):
        n_old = len(old.kind)
        waiting = np.isin(old.status, (arrays.WAITING, arrays.ORDERED))
        again = [k for k in range(n_old) if names[k] in (*change.ended, *change.renewed) and waiting[k]]
        memory = cancel_starts(memory, again)
        new = _carry(old, new, [*again, *range(n_old, len(names))])
        new.status[again] = arrays.WAITING
    else:
        again = []
        memory, new = _with_records(memory, new)
    memory = memory._replace(response=new)
    for k, name in enumerate(names):
        if name in change.ended:
            memory = _end(memory, k, at_days)
        elif k >= n_old or k in again:
            memory = _begin(memory, k, at_days)
        elif name in change.renewed and new.status[k] == arrays.ON and new.duration_days[k] < math.inf:
            memory = queue_order(memory, "end", k, max(at_days, float(new.start_days[k] + new.duration_days[k])))
    if new.has_off and (isinstance(old, NoResponse) or not old.has_off):
        memory = queue_order(memory, "midnight", 0, math.floor(at_days) + 1.0)
    return memory


def _with_records(memory: Memory, new: ResponseArrays) -> tuple[Memory, ResponseArrays]:
    """Return the memory and its new, first response with a record of everybody who is infected at the moment."""
    queue, entries, n = take_pending(memory.queue, float(memory.clock[0]))
    n_places = len(new.records)
    while n_places < 4 * (n + arrays.ROOM_WITH):  # half as full as it may be, so that it need not grow soon
        n_places *= 2
    new = new._replace(records=np.zeros(n_places, arrays.RECORD))
    record_infected(handle_of(new), entries, n)
    return memory._replace(queue=queue), new


def _carry(old: ResponseArrays, new: ResponseArrays, anew: list[int]) -> ResponseArrays:
    """Return the new response with what was noted under the old one; triggers of the measures `anew` count again."""
    for name in CARRIED:
        getattr(new, name)[: len(old.kind)] = getattr(old, name)
    new = new._replace(
        records=old.records,
        cases=old.cases,
        contacts=old.contacts if len(old.contacts) >= len(new.contacts) else new.contacts,
        is_reached=old.is_reached,
        counts=old.counts,
        days=old.days,
    )
    cases = old.cases[: int(old.counts[arrays.N_CASES])]
    for area in np.flatnonzero(new.case_reach):
        for patch in np.unique(cases["patch"]):
            square = ((new.patch_position - new.patch_position[patch]) ** 2).sum(axis=1)
            near, bit = square <= new.case_reach[area] ** 2, np.uint64(1) << np.uint64(area)
            # a negative reach is that of an area outside of one that follows the cases: it shrinks
            new.patch_areas[near] = (new.patch_areas | bit if new.case_reach[area] > 0.0 else new.patch_areas & ~bit)[
                near
            ]
    for k in anew:
        if new.trigger[k] == arrays.TRIGGER_CASES:
            _recount(new, k, cases)
    return new


def _recount(new: ResponseArrays, k: int, cases: NDArray[np.void]) -> None:
    """Count the earlier cases in the trigger of measure k."""
    areas = new.patch_areas[cases["patch"]]
    days = cases["days"][(areas >> np.uint64(new.trigger_area[k])) & np.uint64(1) == 1].astype(np.int64)
    new.n_cases[k] = len(days)
    new.cases_by_day[k] = 0
    new.last_case_day[k] = days.max(initial=0)
    np.add.at(new.cases_by_day[k], days[days > new.last_case_day[k] - arrays.WINDOW] % arrays.WINDOW, 1)


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
    is_left = r.trigger[k] == arrays.TRIGGER_AFTER_END and r.status[followed] == arrays.OVER
    if r.trigger[k] == arrays.TRIGGER_TIME:
        due = max(at_days, float(r.trigger_days[k]) + delay_days)
    elif is_seen or is_led or is_left:
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
