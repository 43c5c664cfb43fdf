"""Checks of a response as a whole: measures that wait for each other, areas that refer to each other, detection."""

from collections.abc import Mapping, Sequence

from hyosan.scenario.area_faults import cordon_faults, evacuation_faults
from hyosan.scenario.areas import Area, CasesArea, OutsideArea
from hyosan.scenario.document import KeyPath
from hyosan.scenario.faults import Fault, unknown_name
from hyosan.scenario.measures import Closure, Cordon, Evacuation, Measure, Message
from hyosan.scenario.pathogen import Pathogen
from hyosan.scenario.response import Response
from hyosan.scenario.triggers import AfterMeasure, OnCases

OF_CASES = ("isolation", "quarantine", "tracing", "prophylaxis", "strike")
"""Measures that begin with a detected case."""

DETECT = "response.detection of a state with a probability above 0"


def response_faults(response: Response, pathogen: Pathogen) -> list[Fault]:
    """Return what is wrong with a response whose parts are right; paths begin at the scenario."""
    measures = response.measures
    faults: list[Fault] = []
    is_observed = any(entry.probability > 0.0 for entry in response.detection)
    for k, measure in enumerate(measures):
        path = ("response", "measures", measure.name)
        if not is_observed:
            faults += _unobserved_faults(measure, path)
        faults += _trigger_faults(measure, path, measures[: k + 1], measures)
        faults += _area_faults(measure, path, measures[: k + 1], measures)
        if measure.kind == "strike" and not any(state.roaming for state in pathogen.states):
            found = f"a strike, and pathogen {pathogen.name!r} in which nobody roams"
            faults.append(Fault(path, found, "strikes on roaming infected only"))
        if isinstance(measure, Closure) and not (measure.is_school_closed or measure.is_work_closed):
            faults.append(Fault(path, "a closure of nothing", "schools: true, workplaces: true, or both"))
    if not faults:
        faults += cordon_faults(measures)
    return faults


def outside_faults(area: Area, path: KeyPath, measures: Sequence[Measure]) -> list[Fault]:
    """Return what is wrong with an area outside of one of the measures; nothing for other areas."""
    if not isinstance(area, OutsideArea):
        return []
    by_name = {measure.name: measure for measure in measures}
    where = (*path, "outside")
    if area.of not in by_name:
        return [unknown_name(where, "measure", area.of, list(by_name))]
    measure = by_name[area.of]
    if isinstance(measure, Message):
        return [Fault(where, f"outside of {area.of!r}, a message", "a measure with an area")]
    if isinstance(measure.area, CasesArea):
        allowed = "a measure with a fixed area"
        return [Fault(where, f"outside of {area.of!r}, whose area follows the cases", allowed)]
    return []


def _unobserved_faults(measure: Measure, path: KeyPath) -> list[Fault]:
    """Return the first reason why a measure needs that somebody is detected."""
    trigger = measure.trigger
    if isinstance(trigger, OnCases):
        found = "a trigger on cases, and nobody who is ever detected"
        return [Fault((*path, "when"), found, f"{DETECT}, or start: ...")]
    if measure.kind in OF_CASES:
        return [Fault(path, f"{measure.kind} of detected cases, and nobody who is ever detected", DETECT)]
    if not isinstance(measure, Message) and isinstance(measure.area, CasesArea):
        return [Fault((*path, "area"), "an area round cases, and nobody who is ever detected", DETECT)]
    if isinstance(measure, Cordon) and measure.screening > 0.0:
        found = "screening for states that are detected, and nobody who is ever detected"
        return [Fault((*path, "screening"), found, DETECT)]
    return []


def _trigger_faults(
    measure: Measure, path: KeyPath, earlier: Sequence[Measure], measures: Sequence[Measure]
) -> list[Fault]:
    trigger = measure.trigger
    if isinstance(trigger, OnCases):
        return _reference_faults(trigger.area, (*path, "when", "area"), earlier, measures)
    if not isinstance(trigger, AfterMeasure):
        return []
    where = (*path, "when", "after")
    by_name = {other.name: other for other in measures}
    if trigger.measure not in by_name:
        others = [name for name in by_name if name != measure.name]
        return [unknown_name(where, "measure", trigger.measure, others)]
    loop = _loop(measure.name, {m.name: m.trigger.measure for m in measures if isinstance(m.trigger, AfterMeasure)})
    if loop and not _is_first(measure, loop, measures):
        return []
    if loop:
        return [
            Fault(where, f"measures that wait for each other: {' > '.join(loop)}", "a first one with another trigger")
        ]
    if trigger.moment == "end" and not _may_end(by_name[trigger.measure]):
        found = f"the end of {trigger.measure!r}, which never ends"
        return [Fault(where, found, "a measure with a duration, or with off in its trigger")]
    return []


def _may_end(measure: Measure) -> bool:
    has_off = isinstance(measure.trigger, OnCases) and measure.trigger.off_below is not None
    return measure.duration_days != float("inf") or has_off


def _loop(name: str, following: Mapping[str, str]) -> list[str]:
    """Return the way from a name back to itself, or nothing."""
    walk = [name]
    while walk[-1] in following and following[walk[-1]] not in walk[1:]:
        walk.append(following[walk[-1]])
        if walk[-1] == name:
            return walk
    return []


def _is_first(measure: Measure, loop: Sequence[str], measures: Sequence[Measure]) -> bool:
    """Return whether a measure is the first of a loop in the document: a loop is one fault, not many."""
    return next(other.name for other in measures if other.name in loop) == measure.name


def _area_faults(
    measure: Measure, path: KeyPath, earlier: Sequence[Measure], measures: Sequence[Measure]
) -> list[Fault]:
    if isinstance(measure, Message):
        return []
    faults: list[Fault] = []
    where = (*path, "area")
    if isinstance(measure.area, OutsideArea):
        loop = _loop(measure.name, _outsides(measures))
        if loop and not _is_first(measure, loop, measures):
            return []
        if loop:
            found = f"areas outside of each other: {' > '.join(loop)}"
            faults.append(Fault((*where, "outside"), found, "a first one with an area of its own"))
        else:
            faults += _reference_faults(measure.area, where, earlier, measures)
    if isinstance(measure, Evacuation):
        faults += _reference_faults(measure.destination, (*path, "to"), earlier, measures)
        faults += evacuation_faults(measure, path)
    return faults


def _outsides(measures: Sequence[Measure]) -> dict[str, str]:
    return {m.name: m.area.of for m in measures if not isinstance(m, Message) and isinstance(m.area, OutsideArea)}


def _reference_faults(
    area: Area, path: KeyPath, earlier: Sequence[Measure], measures: Sequence[Measure]
) -> list[Fault]:
    """Return what is wrong with an area outside of another: that is known where measures are compiled in order."""
    faults = outside_faults(area, path, measures)
    if faults or not isinstance(area, OutsideArea) or area.of in [measure.name for measure in earlier]:
        return faults
    return [Fault((*path, "outside"), f"outside of {area.of!r}, which stands below", "a measure that stands above")]
