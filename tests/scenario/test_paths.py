"""Numbers by path: read, put in place, and faults that say what is wrong with a path or with its value."""

import copy
import math
import time
from pathlib import Path
from typing import Any

import pytest

from hyosan.scenario import (
    AtTime,
    Cordon,
    Isolation,
    RadiusArea,
    ScenarioError,
    numeric_value,
    read,
    read_varied,
    set_path,
)

OUTBREAK: dict[str, Any] = {
    "world": "seoul",
    "pathogen": "influenza-1918",
    "seeding": [{"at": "12 h", "people": 3, "district": "Nowon-gu"}],
    "response": {
        "detection": {"ill": {"probability": 0.6, "delay": "2 d"}},
        "measures": {
            "seal": {
                "measure": "cordon",
                "start": "36 h",
                "area": {"radius": "5 km", "district": "Nowon-gu"},
                "leak": 0.02,
            },
            "isolation": None,
            "v1.5": {"measure": "closure", "when": {"time": "2 d"}},
        },
    },
}


def faults(path: str, value: float | str) -> str:
    with pytest.raises(ScenarioError) as caught:
        read_varied(OUTBREAK, {path: value})
    (message,) = caught.value.faults
    return message


def measures(settings: dict[str, float | str]) -> dict[str, Any]:
    response = read_varied(OUTBREAK, settings).response
    assert response is not None
    return {measure.name: measure for measure in response.measures}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("seal.start", 1.5),
        ("response.measures.seal.start", 1.5),
        ("seal.when.time", 1.5),
        ("seal.leak", 0.02),
        ("seal.essential", 0.0),
        ("seal.overrun", 1.0),
        ("seal.area.radius", 5.0),
        ("seal.duration", math.inf),
        ("isolation.compliance", 1.0),
        ("v1.5.when.time", 2.0),
        ("v1.5.start", 2.0),
        ("seeding[0].at", 0.5),
        ("seeding[0].people", 3.0),
        ("pathogen.r0", 2.0),
        ("pathogen.states.latent.dwell.mean", 1.0),
        ("response.detection.ill.probability", 0.6),
        ("response.detection.ill.delay", 2.0),
        ("stop.horizon", 365.0),
        ("immune", 0.0),
        ("day.from", 0.375),
        ("world.seed", 1.0),
        ("answer.nationwide", 1000.0),
        ("pathogen.susceptibility", 1.0),
    ],
)
def test_a_number_is_found_by_its_path(path: str, value: float) -> None:
    assert numeric_value(OUTBREAK, path) == pytest.approx(value, abs=1e-12)


def test_no_setting_changes_nothing() -> None:
    assert read_varied(OUTBREAK, {}) == read(OUTBREAK)
    assert read_varied("seoul", {}) == read("seoul")


def test_values_replace_what_stands_there() -> None:
    seal = measures({"seal.start": "3 d", "seal.leak": 0.5, "seal.area.radius": "900 m"})["seal"]
    assert seal == Cordon(
        name="seal",
        trigger=AtTime(at_days=3.0),
        area=RadiusArea(radius_km=0.9, district="Nowon-gu"),
        leak=0.5,
    )


def test_a_bare_number_takes_the_unit_of_what_stands_there() -> None:
    assert measures({"seal.start": 48})["seal"].trigger == AtTime(at_days=2.0)
    assert measures({"seal.start": "48"})["seal"].trigger == AtTime(at_days=2.0)
    assert measures({"seal.duration": 7})["seal"].duration_days == 7.0
    assert measures({"isolation.capacity": 250})["isolation"].capacity_per_day == 250.0
    assert measures({"seal.area.radius": "2.5"})["seal"].area.radius_km == 2.5


def test_parts_that_are_not_written_are_made() -> None:
    scenario = read_varied(OUTBREAK, {"stop.horizon": "90 d", "answer.escaped": 7, "isolation.other": 0.25})
    assert (scenario.stop.horizon_days, scenario.answer.escaped_infections) == (90.0, 7)
    assert isinstance(measures({"isolation.other": 0.25})["isolation"], Isolation)
    without_seeding = {key: value for key, value in OUTBREAK.items() if key != "seeding"}
    assert read_varied(without_seeding, {"seeding[0].people": 5}).seeding[0].n_people == 5  # type: ignore[union-attr]


def test_start_and_when_are_the_same_moment() -> None:
    assert measures({"v1.5.start": "5 d"})["v1.5"].trigger == AtTime(at_days=5.0)
    assert measures({"seal.when.time": "5 d"})["seal"].trigger == AtTime(at_days=5.0)


def test_a_pathogen_given_by_name_is_written_out() -> None:
    plain, varied = read(OUTBREAK).pathogen, read_varied(OUTBREAK, {"pathogen.r0": 4.0}).pathogen
    assert varied.name == plain.name == "influenza-1918"
    ill, before = varied.states[3].contacts, plain.states[3].contacts
    assert plain.r0 is not None
    assert ill.household_per_day == pytest.approx(before.household_per_day * 4.0 / plain.r0)
    assert read_varied("korea", {"pathogen.r0": "3"}).pathogen.r0 == 3.0


def test_a_pathogen_in_a_file_is_found_from_the_scenario(tmp_path: Path) -> None:
    flu = Path(__file__).parents[1] / "scenarios" / "valid" / "files" / "school-flu.yaml"
    (tmp_path / "flu.yaml").write_text(flu.read_text(encoding="utf-8"), encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text("world: seoul\npathogen: flu.yaml\n", encoding="utf-8")
    varied = read_varied(path, {"pathogen.immune": 0.25})
    assert varied.pathogen.immune_probability == 0.25
    assert (varied.name, varied.pathogen.name) == ("mine", read(path).pathogen.name)


def test_the_document_is_not_changed() -> None:
    before = copy.deepcopy(OUTBREAK)
    changed = set_path(OUTBREAK, "seal.leak", 0.5)
    assert before == OUTBREAK
    assert changed["response"]["measures"]["seal"]["leak"] == 0.5
    assert set_path(OUTBREAK, "pathogen.r0", 3)["pathogen"]["r0"] == 3
    assert numeric_value(changed, "seal.leak") == 0.5


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("sael.leak", 0.1, "the unknown key 'sael'; allowed .*; did you mean 'seal'"),
        ("seal.leek", 0.1, "seal.leek: found in 'seal.leek' the unknown key 'leek'; allowed .*; did you mean 'leak'"),
        ("stop.horizn", 3, "did you mean 'horizon'"),
        ("response.measures.sael.leak", 0.1, "'sael'; allowed seal, isolation, v1.5; did you mean 'seal'"),
        ("response.detection.il.probability", 0.1, "'il'; allowed ill; did you mean 'ill'"),
        ("pathogen.states.latnt.dwell.mean", "1 d", "'latnt'; allowed .*; did you mean 'latent'"),
        ("seeding[1].at", "1 d", "found entry 1 in 'seeding\\[1\\].at'; allowed 0 to 0"),
        ("stop[0]", 1, "found \\[0\\] in 'stop\\[0\\]', where no list stands; allowed an entry of a list"),
        ("seal.area", 1, "found no number at 'seal.area'; allowed a path that leads to a number"),
        ("description", 1, "found no number at 'description'"),
        ("seal.start.at", 1, "found '36 h', which has no 'at' for 'seal.start.at'"),
        ("seal..leak", 1, "found '' between its points"),
        ("seal.leak", "2 d", "found '2 d' for 'seal.leak'; allowed a number without a unit"),
        ("seal.leak", 1.5, r"\(with seal.leak = 1.5\): response.measures.seal.leak: found 1.5; allowed a number"),
        ("seal.start", "2 km", r"\(with seal.start = 2 km\): .*found '2 km'; allowed a time with a unit"),
        ("seal.start", -1.0, "found '-1.0 h'; allowed a time with a unit"),
        ("seal.start", "400 d", "found 400 d, after the horizon of 365 d"),
        ("seal.leak", math.nan, "found nan for 'seal.leak'; allowed a finite number"),
        ("seeding[0].people", 1.5, "found 1.5; allowed a whole number"),
        ("stop.extinct", 1, "found no number at 'stop.extinct'"),
    ],
)  # fmt: skip
def test_a_faulty_path_or_value_is_explained(path: str, value: float | str, message: str) -> None:
    assert pytest.raises(ScenarioError, read_varied, OUTBREAK, {path: value}).match(message)
    assert faults(path, value)


@pytest.mark.parametrize("path", ["isolation.capacity", "seal.late.share", "stop.infections", "seal.area", "name"])
def test_a_number_that_is_not_there_is_a_fault(path: str) -> None:
    with pytest.raises(ScenarioError, match="a number there, to begin from"):
        numeric_value(OUTBREAK, path)


@pytest.mark.parametrize("name", ["seoul", "korea"])
def test_a_varied_catalogue_scenario_is_read_quickly(name: str) -> None:
    settings: dict[str, float | str] = {"stop.horizon": "30 d", "seeding[0].at": 1, "immune": 0.1}
    read_varied(name, settings)
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        read_varied(name, settings)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.030
