"""From the human form of a trigger to the resolved one."""

from typing import Final

from hyosan.scenario.document import KeyPath
from hyosan.scenario.faults import Fault
from hyosan.scenario.human_areas import EVERYWHERE, HumanTrigger
from hyosan.scenario.human_measures import HumanMeasure
from hyosan.scenario.resolve_areas import resolve_area
from hyosan.scenario.triggers import LONGEST_WINDOW_DAYS, AfterMeasure, AtTime, OnCases, Trigger
from hyosan.scenario.world_facts import number_of_people
from hyosan.scenario.worlds import WorldSpec

EVENTS: Final = ("time", "cases", "after")
BELONGS_TO: Final = {"area": "cases", "within": "cases", "off": "cases", "moment": "after"}
"""Keys of a trigger that go with another one."""


def resolve_trigger(
    measure: HumanMeasure, path: KeyPath, world: WorldSpec, horizon_days: float, faults: list[Fault]
) -> Trigger | None:
    """Return the resolved trigger of a measure, or None after adding what is wrong to `faults`.

    path: where the measure stands. Names of other measures are not looked at here.
    """
    when, start = measure.when, measure.start
    if start is not None and when is not None:
        allowed = "one of the two: start is short for when: {time: ...}"
        faults.append(Fault((*path, "start"), "start beside when", allowed))
        return None
    if start is not None:
        return _at_time(start, (*path, "start"), horizon_days, faults)
    if when is None:
        return OnCases(n_cases=1)
    where = (*path, "when")
    events = [key for key in EVENTS if getattr(when, key) is not None]
    if len(events) != 1:
        found = " beside ".join(events) if events else "a trigger that does not say when"
        faults.append(Fault(where, found, f"exactly one of {', '.join(EVENTS)}"))
        return None
    for key, owner in BELONGS_TO.items():
        if getattr(when, key) is not None and owner != events[0]:
            faults.append(Fault((*where, key), f"{key} beside {events[0]}", f"{key} only with {owner}"))
            return None
    if when.time is not None:
        return _at_time(when.time, (*where, "time"), horizon_days, faults)
    if when.after is not None:
        return AfterMeasure(measure=when.after, moment=when.moment or "start")
    return _on_cases(when, where, world, faults)


def _at_time(at_days: float, path: KeyPath, horizon_days: float, faults: list[Fault]) -> Trigger | None:
    if at_days > horizon_days:
        found = f"{at_days:g} d, after the horizon of {horizon_days:g} d"
        faults.append(Fault(path, found, "a time up to stop.horizon"))
        return None
    return AtTime(at_days=at_days)


def _on_cases(when: HumanTrigger, path: KeyPath, world: WorldSpec, faults: list[Fault]) -> Trigger | None:
    n_before = len(faults)
    n_cases = when.cases or 1
    n_people = number_of_people(world)
    if n_people is not None and n_cases > n_people:
        faults.append(Fault((*path, "cases"), f"{n_cases} cases", f"at most {n_people}, the people of this world"))
    if when.off is not None and when.within is None:
        allowed = "within: 7 d or the like beside off, because the number of all cases so far never falls"
        faults.append(Fault((*path, "off"), "off without within", allowed))
    elif when.off is not None and when.off > n_cases:
        found = f"off: {when.off} beside cases: {n_cases}"
        faults.append(Fault((*path, "off"), found, "off up to cases, so that the measure does not end at once"))
    window = when.within
    if window is not None and not (window == int(window) and 1 <= window <= LONGEST_WINDOW_DAYS):
        allowed = f"whole days from 1 d to {LONGEST_WINDOW_DAYS} d"
        faults.append(Fault((*path, "within"), f"{window:g} d", allowed))
    area = resolve_area(when.area or EVERYWHERE, (*path, "area"), world, faults)
    if area is None or len(faults) > n_before:
        return None
    window_days = int(window) if window is not None else None
    return OnCases(n_cases=n_cases, area=area, window_days=window_days, off_below=when.off)
