"""The frontier of a scenario's document: kinds of numbers, ranges, faults, and the way to the executor."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from hyosan.engine.response.verdict import Verdict
from hyosan.scenario import Scenario, ScenarioError
from hyosan.scenario.paths import read_varied
from hyosan.study import frontier as module
from hyosan.study.errors import StudyError
from hyosan.study.executors import open_executor
from hyosan.study.frontier_axes import Range, read_axes
from hyosan.terms import Outcome, Route

DOCUMENT: Mapping[str, object] = {
    "name": "small",
    "world": {"kind": "mixed", "people": 2000},
    "pathogen": {
        "name": "ill",
        "r0": 3,
        "shares": {"community": 1.0},
        "states": {
            "susceptible": {},
            "ill": {"dwell": {"law": "exponential", "mean": "2 d"}, "infectious": 1.0, "next": "well"},
            "well": {},
        },
    },
    "seeding": [{"people": 20, "at": "1 h"}],
    "stop": {"horizon": "20 d"},
}


def fake_judge(scenario: Scenario, world: object, seed: int) -> Verdict:
    """Contain a seed as long as the first infection comes before the seed's own critical time, 2 to 12 days."""
    values = {field.name: 0 for field in fields(Verdict)}
    at_days = getattr(scenario.seeding[0], "at_days")  # noqa: B009
    own = 2.0 + 10.0 * np.random.default_rng(seed).random()
    enums: dict[str, Any] = {"outcome": Outcome.EXTINCT, "first_escape_route": Route.NONE}
    return Verdict(**{**values, **enums, "seed": seed, "is_contained": bool(at_days < own)})


@pytest.mark.parametrize(
    ("path", "ends", "unit", "low", "high", "is_whole"),
    [
        ("seeding[0].at", ("0 h", "10 d"), "d", 0.0, 10.0, False),
        ("seeding[0].at", (1, 2.5), "d", 1.0, 2.5, False),
        ("stop.horizon", ("12 h", "2 w"), "d", 0.5, 14.0, False),
        ("immune", None, "", 0.0, 1.0, False),
        ("seeding[0].at", None, "d", 0.0, 20.0, False),
        ("pathogen.r0", ("1.2", "4"), "", 1.2, 4.0, False),
        ("seeding[0].people", ("1", "30"), "", 1.0, 30.0, True),
    ],
)
def test_kinds_and_ranges(path: str, ends: Range, unit: str, low: float, high: float, is_whole: bool) -> None:
    (varied,), _ = read_axes(DOCUMENT, {path: ends}, None, read_varied)
    axis = varied.axis
    assert (axis.unit, axis.low, axis.high, axis.is_whole) == (unit, low, high, is_whole)
    assert read_varied(DOCUMENT, {path: varied.text(axis.value(0))})


def test_precision_is_in_the_unit_of_the_first_parameter() -> None:
    (varied,), width = read_axes(DOCUMENT, {"seeding[0].at": ("0 h", "10 d")}, "6 h", read_varied)
    assert width == 0.25 and varied.axis.n_steps == 480


@pytest.mark.parametrize(
    ("vary", "precision", "said"),
    [
        ({}, None, "allowed one or two"),
        ({"immune": None, "pathogen.r0": ("1", "2"), "stop.horizon": None}, None, "allowed one or two"),
        ({"immune": ("0.5", "0.5")}, None, r"immune: found the range 0\.5 to 0\.5, which is empty"),
        ({"immune": ("0.9", "0.1")}, None, "which is empty"),
        ({"seeding[0].at": ("0 h", "30 d")}, None, "beyond the horizon of 20 d"),
        ({"seeding[0].at": ("0 h", "10 dd")}, None, "found '10 dd'"),
        ({"seeding[0].people": None}, None, "has no natural range"),
        ({"immune": None}, "12h", "precision"),
        ({"immune": None}, "-1", "precision"),
    ],
)
def test_what_cannot_be_asked(vary: Mapping[str, Range], precision: str | None, said: str) -> None:
    with pytest.raises(StudyError, match=said):
        read_axes(DOCUMENT, vary, precision, read_varied)


@pytest.mark.parametrize(("path", "ends"), [("imune", ("0", "1")), ("name", ("0", "1")), ("immune", ("0", "2"))])
def test_paths_and_values_that_the_scenario_does_not_take(path: str, ends: Range) -> None:
    with pytest.raises(ScenarioError, match=path):
        read_axes(DOCUMENT, {path: ends}, None, read_varied)


def test_the_level_and_the_budget_are_checked_before_anything_runs() -> None:
    with pytest.raises(StudyError, match="hold: found 1.5"):
        module.frontier(DOCUMENT, {"immune": None}, hold=1.5)
    with pytest.raises(StudyError, match="budget: found 10"):
        module.frontier(DOCUMENT, {"immune": None}, budget=10)


def test_every_setting_is_run_with_the_same_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "judge", fake_judge)
    monkeypatch.setattr(module, "check", lambda scenario, world: None)
    told: list[tuple[int, int]] = []
    found = module.frontier(
        DOCUMENT, {"seeding[0].at": ("0 d", "15 d")}, hold=0.9, seed=7, workers=1, progress=lambda *n: told.append(n)
    )
    own = np.sort([2.0 + 10.0 * np.random.default_rng(7 + k).random() for k in range(found.points[0].n_seeds)])
    critical = own[int(0.1 * len(own))]
    assert found.seed == 7 and found.scenario == "small"
    assert found.points[0].critical == pytest.approx(critical, abs=2 * 15 / found.axes[0].n_steps + 0.05)
    assert found.n_violating == 0 and told[-1][0] == found.runs_used


def test_scenarios_of_a_setting_are_made_once() -> None:
    varied, _ = read_axes(DOCUMENT, {"immune": None}, None, read_varied)
    with open_executor(name="local", workers=1, judge=fake_judge) as executor:
        settings = module.Settings(DOCUMENT, varied, None, read_varied, executor)
        assert settings.scenario((0.25,)) is settings.scenario((0.25,))
        assert settings.scenario((0.25,)).immune_probability == 0.25
        assert settings.seed == settings.base.seed
