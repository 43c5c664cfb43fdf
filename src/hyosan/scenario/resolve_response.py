"""From the human form of a response and of the question to the resolved one."""

from typing import Any

from hyosan.scenario.areas import CasesArea
from hyosan.scenario.document import KeyPath
from hyosan.scenario.faults import Fault, unknown_name
from hyosan.scenario.human_measures import KINDS, HumanCordon, HumanEvacuation, HumanMeasure, HumanMessage
from hyosan.scenario.human_response import HumanAnswer, HumanDetection, HumanNationwide, HumanResponse
from hyosan.scenario.limits import LEAST_DAYS
from hyosan.scenario.measure_keys import MEASURE, keys_of_kind
from hyosan.scenario.measures import Measure
from hyosan.scenario.pathogen import DwellLaw, Exponential, Pathogen
from hyosan.scenario.resolve_areas import resolve_area
from hyosan.scenario.resolve_pathogen import resolve_dwell
from hyosan.scenario.resolve_triggers import resolve_trigger
from hyosan.scenario.response import MOST_MEASURES, AnswerRules, Detection, Response
from hyosan.scenario.response_faults import outside_faults, response_faults
from hyosan.scenario.worlds import WorldSpec

MEASURES: KeyPath = ("response", "measures")


def resolve_response(
    human: HumanResponse, pathogen: Pathogen, world: WorldSpec, horizon_days: float
) -> tuple[Response | None, list[Fault]]:
    """Return the resolved response, or None and what is wrong; paths begin at the scenario."""
    faults: list[Fault] = []
    if len(human.measures) > MOST_MEASURES:
        faults.append(Fault(MEASURES, f"{len(human.measures)} measures", f"at most {MOST_MEASURES}"))
    detection = tuple(_detection(name, entry, pathogen, faults) for name, entry in human.detection.items())
    measures = [
        _measure(name, measure, (*MEASURES, name), world, horizon_days, faults)
        for name, measure in human.measures.items()
    ]
    resolved = tuple(measure for measure in measures if measure is not None)
    if faults or len(resolved) < len(measures):
        return None, faults
    response = Response(detection=detection, measures=resolved)
    faults = response_faults(response, pathogen)
    return (None, faults) if faults else (response, [])


def resolve_answer(
    human: HumanAnswer, response: Response | None, world: WorldSpec
) -> tuple[AnswerRules | None, list[Fault]]:
    """Return what counts as escaped and nationwide, or None and what is wrong; paths begin at the scenario."""
    faults: list[Fault] = []
    path: KeyPath = ("answer", "area")
    area = resolve_area(human.area, path, world, faults) if human.area is not None else None
    if isinstance(area, CasesArea):
        allowed = "a fixed area: what lies inside must not change while the outbreak goes on"
        faults.append(Fault(path, "an area that follows the cases", allowed))
    if area is not None and not faults:
        faults += outside_faults(area, path, response.measures if response else ())
    if faults:
        return None, faults
    nationwide = human.nationwide
    if not isinstance(nationwide, HumanNationwide):
        nationwide = HumanNationwide(infections=nationwide)
    rules = AnswerRules(
        area=area,
        escaped_infections=human.escaped,
        nationwide_infections=nationwide.infections,
        nationwide_districts=nationwide.districts,
    )
    return rules, []


def _detection(state: str, human: HumanDetection, pathogen: Pathogen, faults: list[Fault]) -> Detection:
    path = ("response", "detection", state)
    names = [known.name for known in pathogen.states]
    if state == names[0]:
        allowed = f"states of the infected: {', '.join(names[1:])}"
        faults.append(Fault(path, f"the susceptible state {state!r}", allowed, at_key=True))
    elif state not in names:
        faults.append(unknown_name(path, "state", state, names[1:], at_key=True))
    return Detection(state=state, probability=human.probability, delay=_delay(human))


def _delay(human: HumanDetection) -> DwellLaw | None:
    if isinstance(human.delay, (int, float)):
        return Exponential(mean_days=max(human.delay, LEAST_DAYS)) if human.delay > 0.0 else None
    return resolve_dwell(human.delay)


def _measure(
    name: str, human: HumanMeasure, path: KeyPath, world: WorldSpec, horizon_days: float, faults: list[Fault]
) -> Measure | None:
    n_before = len(faults)
    if name in KINDS and name != human.measure:
        allowed = f"{name}, or another name for a {human.measure}"
        faults.append(Fault((*path, "measure"), f"a {human.measure} called {name!r}", allowed))
    data: dict[str, Any] = {
        "kind": human.measure,
        "name": name,
        "trigger": resolve_trigger(human, path, world, horizon_days, faults),
        "cost_per_day": human.cost.day,
        "cost_per_person": human.cost.person,
    }
    for key, field in keys_of_kind(human.measure).items():
        data[field] = getattr(human, key.replace("-", "_"))
    if not isinstance(human, HumanMessage):
        data["area"] = resolve_area(human.area, (*path, "area"), world, faults)
    if isinstance(human, HumanEvacuation):
        data["destination"] = resolve_area(human.to, (*path, "to"), world, faults)
    if isinstance(human, HumanCordon) and human.late is not None:
        data |= {"late_share": human.late.share, "late_delay_days": human.late.delay}
    return MEASURE.validate_python(data) if len(faults) == n_before else None
