"""The response: what the human form means, and that nothing of it is lost on the way."""

import math
from pathlib import Path
from typing import Any

import pytest

from hyosan.scenario import (
    AfterMeasure,
    AnswerRules,
    AtTime,
    CasesArea,
    Closure,
    Cordon,
    Detection,
    DistrictsArea,
    Everywhere,
    Exponential,
    Gamma,
    Isolation,
    Measure,
    OnCases,
    OutsideArea,
    PatchesArea,
    PolygonArea,
    RadiusArea,
    Response,
    ScenarioError,
    json_schema,
    read,
)
from hyosan.scenario.human_measures import KINDS
from hyosan.scenario.measure_keys import COMMON, MEASURE, WITHOUT, keys_of_kind
from hyosan.scenario.polygons import crossing_sides
from hyosan.scenario.response_faults import OF_CASES

VALID = Path(__file__).parents[1] / "scenarios" / "valid"
NEEDED: dict[str, dict[str, Any]] = {
    "cordon": {"area": "Nowon-gu"},
    "evacuation": {"area": "Nowon-gu", "to": "Gangnam-gu"},
    "prophylaxis": {"efficacy": 0.5},
}
BUILT = {"kind", "name", "trigger", "area", "destination", "late_share", "late_delay_days"}
BUILT |= {"cost_per_day", "cost_per_person"}


def outbreak(measures: dict[str, Any] | None = None, **answer: Any) -> dict[str, Any]:
    detection = {"turned": {"probability": 0.9, "delay": "10 min"}}
    form: dict[str, Any] = {"world": "seoul", "pathogen": "hyosan-virus", "seeding": [{"district": "Nowon-gu"}]}
    return {**form, "response": {"detection": detection, "measures": measures or {}}, "answer": answer}


def response_of(source: Any) -> Response:
    response = read(source).response
    assert response is not None
    return response


def measure_of(kind: str, **keys: Any) -> Measure:
    (measure,) = response_of(outbreak({"x": {"measure": kind, **NEEDED.get(kind, {}), **keys}})).measures
    return measure


@pytest.mark.parametrize("kind", KINDS)
def test_defaults_are_those_of_the_resolved_measure(kind: str) -> None:
    measure = measure_of(kind)
    given = {key: value for key, value in dict(measure).items() if key in ("name", "trigger", "area", "destination")}
    needed = {"efficacy": 0.5} if kind == "prophylaxis" else {}
    assert measure == MEASURE.validate_python({"kind": kind, **given, **needed})
    assert measure.trigger == OnCases(n_cases=1)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_a_key(kind: str) -> None:
    measure = measure_of(kind)
    unused = {COMMON[key] for key in WITHOUT.get(kind, ())}
    assert set(keys_of_kind(kind).values()) == set(type(measure).model_fields) - BUILT - unused


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_that_is_a_kind_says_it(kind: str) -> None:
    (measure,) = response_of(outbreak({kind: NEEDED.get(kind)})).measures
    assert (measure.kind, measure.name) == (kind, kind)


def test_kinds_are_those_of_the_resolved_measures() -> None:
    schema = MEASURE.json_schema()
    assert set(schema["discriminator"]["mapping"]) == set(KINDS)
    assert set(OF_CASES) < set(KINDS)


def test_common_keys() -> None:
    keys = {"start": "36 h", "delay": "6 h", "duration": "60 d", "compliance": 0.9, "capacity": "500 / d"}
    measure = measure_of("isolation", **keys, cost={"day": 1000, "person": 50})
    assert measure == Isolation(
        name="x",
        trigger=AtTime(at_days=1.5),
        delay_days=0.25,
        duration_days=60.0,
        compliance=0.9,
        capacity_per_day=500.0,
        cost_per_day=1000.0,
        cost_per_person=50.0,
    )
    assert measure_of("isolation", duration="never").duration_days == math.inf


@pytest.mark.parametrize(
    ("area", "resolved"),
    [
        ("everywhere", Everywhere()),
        ("Nowon-gu", DistrictsArea(districts=("Nowon-gu",))),
        ({"districts": ["Nowon-gu", "Dobong-gu"]}, DistrictsArea(districts=("Nowon-gu", "Dobong-gu"))),
        ({"patches": [3, 1]}, PatchesArea(patches=(3, 1))),
        ({"radius": "900 m", "patch": 3}, RadiusArea(radius_km=0.9, patch=3)),
        ({"radius": "2 km", "point": [127, 37.5]}, RadiusArea(radius_km=2.0, point=(127.0, 37.5))),
        ({"cases": "5 km"}, CasesArea(radius_km=5.0)),
        ({"outside": "seal"}, OutsideArea(of="seal")),
        ({"polygon": [[0, 0], [1, 0], [0, 1], [0, 0]]}, PolygonArea(points=((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)))),
    ],
)
def test_areas(area: Any, resolved: Any) -> None:
    seal = {"measure": "cordon", "area": "Nowon-gu"}
    measures = response_of(outbreak({"seal": seal, "x": {"measure": "isolation", "area": area}})).measures
    assert isinstance(measures[1], Isolation)
    assert measures[1].area == resolved


@pytest.mark.parametrize(
    ("when", "resolved"),
    [
        ({"time": "2 d"}, AtTime(at_days=2.0)),
        ({"cases": 3}, OnCases(n_cases=3)),
        (
            {"cases": 3, "area": "Nowon-gu", "within": "2 w", "off": 3},
            OnCases(n_cases=3, area=DistrictsArea(districts=("Nowon-gu",)), window_days=14, off_below=3),
        ),
        ({"after": "seal"}, AfterMeasure(measure="seal")),
        ({"after": "seal", "moment": "end"}, AfterMeasure(measure="seal", moment="end")),
    ],
)
def test_triggers(when: Any, resolved: Any) -> None:
    seal = {"measure": "cordon", "area": "Nowon-gu", "duration": "3 d"}
    measures = response_of(outbreak({"seal": seal, "x": {"measure": "isolation", "when": when}})).measures
    assert measures[1].trigger == resolved


def test_delays_of_detection() -> None:
    def detection(delay: Any) -> Any:
        source = outbreak()
        source["response"]["detection"] = {"turned": {"probability": 0.5, **delay}}
        return response_of(source).detection

    assert detection({}) == (Detection(state="turned", probability=0.5),)
    assert detection({"delay": "0 h"}) == detection({})
    assert detection({"delay": "2 d"})[0].delay == Exponential(mean_days=2.0)
    gamma = {"delay": {"law": "gamma", "mean": "2 d", "shape": 2}}
    assert detection(gamma)[0].delay == Gamma(mean_days=2.0, shape=2.0)


def test_the_question() -> None:
    assert read(outbreak()).answer == AnswerRules()
    assert read(outbreak(nationwide=50)).answer == AnswerRules(nationwide_infections=50)
    rules = read(outbreak(area="Nowon-gu", escaped=2, nationwide={"districts": 5})).answer
    area = DistrictsArea(districts=("Nowon-gu",))
    assert rules == AnswerRules(area=area, escaped_infections=2, nationwide_districts=5)


def test_no_response_is_not_an_empty_one() -> None:
    source = outbreak()
    del source["response"]
    assert read(source).response is None
    assert read({**source, "response": {}}).response == Response()


@pytest.mark.parametrize(
    ("one", "other", "is_good"),
    [
        (["Nowon-gu"], ["Dobong-gu"], True),
        (["Nowon-gu"], ["Nowon-gu", "Dobong-gu"], True),
        (["Nowon-gu", "Dobong-gu"], ["Nowon-gu"], True),
        (["Nowon-gu"], ["Nowon-gu"], True),
        (["Nowon-gu", "Dobong-gu"], ["Dobong-gu", "Gangbuk-gu"], False),
    ],
)
def test_cordons_are_nested_or_apart(one: list[str], other: list[str], is_good: bool) -> None:
    source = outbreak(
        {
            "one": {"measure": "cordon", "area": {"districts": one}},
            "other": {"measure": "cordon", "area": {"districts": other}},
        }
    )
    if is_good:
        assert all(isinstance(measure, Cordon) for measure in response_of(source).measures)
        return
    with pytest.raises(ScenarioError, match="overlaps"):
        read(source)


def test_a_measure_may_wait_for_one_that_begins_and_ends_with_the_cases() -> None:
    trigger = {"cases": 5, "within": "7 d", "off": 5}
    source = outbreak(
        {"closure": {"when": trigger}, "x": {"measure": "isolation", "when": {"after": "closure", "moment": "end"}}}
    )
    assert isinstance(response_of(source).measures[0], Closure)


@pytest.mark.parametrize(
    ("points", "crosses"),
    [
        (((0, 0), (1, 0), (1, 1), (0, 1)), False),
        (((0, 0), (1, 1), (1, 0), (0, 1)), True),
        (((0, 0), (4, 0), (4, 4), (2, 1), (0, 4)), False),  # not convex
        (((0, 0), (4, 0), (4, 4), (2, -1), (0, 4)), True),
        (((0, 0), (4, 0), (4, 4), (2, 0), (0, 4)), True),  # a corner on a side
        (((0, 0), (1, 0), (0, 1)), False),
    ],
)
def test_polygons_that_cross_themselves(points: Any, crosses: bool) -> None:
    assert (crossing_sides(points) is not None) == crosses
    turned = tuple(reversed(points[1:] + points[:1]))
    assert (crossing_sides(turned) is not None) == crosses


def test_the_schema_asks_for_a_kind_where_the_name_is_none() -> None:
    measures = json_schema()["$defs"]["HumanResponse"]["properties"]["measures"]
    assert measures["properties"]["isolation"]["anyOf"][0] == {"$ref": "#/$defs/HumanIsolation"}
    assert measures["additionalProperties"]["required"] == ["measure"]
    assert set(measures["properties"]) == set(KINDS)
    keys = list(json_schema()["$defs"]["HumanCordon"]["properties"])
    assert keys[:3] == ["measure", "area", "leak"]
    assert keys[-1] == "cost"


def test_each_kind_is_in_the_corpus() -> None:
    found = {m.kind for path in VALID.glob("response-*.yaml") for m in response_of(path).measures}
    assert found == set(KINDS)
