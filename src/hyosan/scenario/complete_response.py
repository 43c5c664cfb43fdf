"""The complete form of a response and of the question: every default written out."""

from typing import Any

from hyosan.scenario.areas import (
    Area,
    CasesArea,
    DistrictsArea,
    Everywhere,
    OutsideArea,
    PatchesArea,
    PolygonArea,
)
from hyosan.scenario.human_areas import EVERYWHERE
from hyosan.scenario.measure_keys import keys_of_kind
from hyosan.scenario.measures import Cordon, Evacuation, Measure, Message
from hyosan.scenario.plain_form import Plain, dwell_form, present
from hyosan.scenario.response import AnswerRules, Detection, Response
from hyosan.scenario.triggers import AfterMeasure, AtTime, Trigger
from hyosan.scenario.units import show_days, show_km, show_per_day


def response_form(response: Response) -> Plain:
    """Return the complete form of a response as a mapping in the human form."""
    return {
        "detection": {entry.state: _detection(entry) for entry in response.detection},
        "measures": {measure.name: measure_form(measure) for measure in response.measures},
    }


def answer_form(rules: AnswerRules) -> Plain:
    """Return the complete form of the question as a mapping in the human form."""
    nationwide = {"infections": rules.nationwide_infections, "districts": rules.nationwide_districts}
    return present(
        {
            "area": area_form(rules.area) if rules.area is not None else None,
            "escaped": rules.escaped_infections,
            "nationwide": present(nationwide),
        }
    )


def measure_form(measure: Measure) -> Plain:
    """Return the complete form of a measure; its name is not part of it."""
    form: Plain = {"measure": measure.kind, "when": _trigger(measure.trigger)}
    if not isinstance(measure, Message):
        form["area"] = area_form(measure.area)
    if isinstance(measure, Evacuation):
        form["to"] = area_form(measure.destination)
    for key, field in keys_of_kind(measure.kind).items():
        form[key] = _written(field, getattr(measure, field))
    if isinstance(measure, Cordon) and (measure.late_share > 0.0 or measure.late_delay_days > 0.0):
        form["late"] = {"share": measure.late_share, "delay": show_days(measure.late_delay_days)}
    form["cost"] = {"day": measure.cost_per_day, "person": measure.cost_per_person}
    return present(form)


def area_form(area: Area) -> Plain | str:
    """Return the complete form of an area."""
    if isinstance(area, Everywhere):
        return EVERYWHERE
    if isinstance(area, DistrictsArea):
        return {"districts": list(area.districts)}
    if isinstance(area, PatchesArea):
        return {"patches": list(area.patches)}
    if isinstance(area, PolygonArea):
        return {"polygon": [list(point) for point in area.points]}
    if isinstance(area, CasesArea):
        return {"cases": show_km(area.radius_km)}
    if isinstance(area, OutsideArea):
        return {"outside": area.of}
    point = list(area.point) if area.point is not None else None
    middle = {"district": area.district, "patch": area.patch, "point": point}
    return present({"radius": show_km(area.radius_km), **middle})


def _detection(entry: Detection) -> Plain:
    delay = dwell_form(entry.delay) if entry.delay is not None else None
    return present({"probability": entry.probability, "delay": delay})


def _trigger(trigger: Trigger) -> Plain:
    if isinstance(trigger, AtTime):
        return {"time": show_days(trigger.at_days)}
    if isinstance(trigger, AfterMeasure):
        return {"after": trigger.measure, "moment": trigger.moment}
    window = show_days(float(trigger.window_days)) if trigger.window_days is not None else None
    form = {"cases": trigger.n_cases, "area": area_form(trigger.area), "within": window, "off": trigger.off_below}
    return present(form)


def _written(field: str, value: Any) -> Any:
    """Return the value of a field with the unit that its name holds."""
    if value is None:
        return None
    if field.endswith("_per_day"):
        return show_per_day(value)
    return show_days(value) if field.endswith("_days") else value
