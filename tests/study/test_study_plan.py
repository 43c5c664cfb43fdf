"""What is varied and how: inputs, designs, plans, names of runs."""

from typing import Any

import numpy as np
import pytest
from study_fakes import document

from hyosan.scenario import ScenarioError, read
from hyosan.study import extras
from hyosan.study.designs import grid, saltelli, unit_design
from hyosan.study.errors import StudyError
from hyosan.study.inputs import Values, read_inputs, scenario_at
from hyosan.study.plan import Plan, make_plan, plan_values, read_plan

DOCUMENT = document()


def plan_of(vary: dict[str, Values], design: str, samples: int = 8, replicates: int = 3, seed: int = 5) -> Plan:
    """Return a plan of the small scenario."""
    return make_plan(read(DOCUMENT), "d" * 64, read_inputs(DOCUMENT, vary), design, samples, replicates, seed, ["with"])


@pytest.mark.parametrize(
    ("values", "points"),
    [
        ("12h:48h:4", (0.5, 1.0, 1.5, 2.0)),
        ("1 d : 2 d", (1.0, 1.25, 1.5, 1.75, 2.0)),
        ("3 d, 36 h", (3.0, 1.5)),
        ((1, "2 d", 3), (1.0, 1.5, 2.0)),
        ([4, "1 w"], (4.0, 7.0)),
    ],
)
def test_values_of_a_time_are_read_in_days(values: Values, points: tuple[float, ...]) -> None:
    (given,) = read_inputs(DOCUMENT, {"stop.horizon": values})
    assert given.points == pytest.approx(points)
    assert given.unit == "days"


def test_a_whole_number_takes_whole_values_each_equally_often() -> None:
    (given,) = read_inputs(DOCUMENT, {"world.people": "100:103:9"})
    assert given.points == (100.0, 101.0, 102.0, 103.0)
    values = [given.at(share) for share in np.linspace(0.0, 1.0, 4001)[:-1]]
    assert np.unique(values, return_counts=True)[1].tolist() == [1000] * 4
    assert given.at(1.0) == 103.0


@pytest.mark.parametrize(
    ("vary", "kind", "message"),
    [
        ({"stop.horizon": "1:2"}, StudyError, "stop.horizon: found '1'; allowed a time with a unit"),
        ({"immune": "0.5:0.1"}, StudyError, "immune: found the range 0.5 to 0.1; allowed two values, the lower first"),
        ({"immune": "0.1:0.2:1"}, StudyError, "found '1' points; allowed are whole numbers from 2"),
        ({"immune": "0.1::0.2"}, StudyError, "allowed LOW:HIGH"),
        ({"immune": []}, StudyError, "allowed LOW:HIGH"),
        ({"world.people": "1.5:2"}, StudyError, "allowed are whole numbers"),
        ({"immune": "0:2"}, ScenarioError, "allowed a number from 0 to 1"),
        ({"imune": "0:1"}, ScenarioError, "did you mean 'immune'"),
        ({"name": "0:1"}, ScenarioError, "a path that leads to a number"),
    ],
)
def test_what_cannot_be_varied_is_said(vary: dict[str, Any], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message.replace("(", r"\(")):
        read_inputs(DOCUMENT, vary)


def test_the_scenario_of_a_setting_has_its_values() -> None:
    inputs = read_inputs(DOCUMENT, {"stop.horizon": "1d:2d", "immune": [0.25]})
    made = scenario_at(DOCUMENT, inputs, [1.5, 0.25])
    assert (made.stop.horizon_days, made.immune_probability) == (1.5, 0.25)


def test_a_grid_has_every_combination_once() -> None:
    assert grid([[1, 2], [3, 4, 5]]).tolist() == [[1, 3], [1, 4], [1, 5], [2, 3], [2, 4], [2, 5]]


def test_a_latin_hypercube_has_one_value_in_each_part() -> None:
    shares = unit_design("lhs", 3, 40, seed=1)
    assert np.sort(np.floor(shares * 40), axis=0).tolist() == [[k] * 3 for k in range(40)]


def test_a_sobol_sequence_halves_every_range_evenly() -> None:
    shares = unit_design("sobol", 4, 64, seed=2)
    assert (shares < 0.5).sum(axis=0).tolist() == [32] * 4
    assert not np.array_equal(shares, unit_design("sobol", 4, 64, seed=3))


def test_a_saltelli_design_changes_one_input_at_a_time() -> None:
    sample = np.arange(12.0).reshape(2, 6)
    made = saltelli(sample).reshape(5, 2, 3)
    assert np.array_equal(made[0], sample[:, :3])
    assert np.array_equal(made[1], sample[:, 3:])
    for k in range(3):
        is_from_b = np.arange(3) == k
        assert np.array_equal(made[2 + k], np.where(is_from_b, made[1], made[0]))


@pytest.mark.parametrize(
    ("vary", "design", "samples", "message"),
    [
        ({"immune": "0:1"}, "sobol", 100, "found 100; allowed for this design are powers of two, such as 64 or 128"),
        ({"immune": [0.1, 0.2]}, "lhs", 8, "immune: found a list of values; 'lhs' needs a range"),
        ({"immune": "0:1"}, "cube", 8, "design: found 'cube'; allowed are replicates, grid"),
        ({}, "grid", 8, "needs something to vary"),
        ({"immune": "0:1"}, "replicates", 8, "which varies nothing"),
        ({"immune": "0:1"}, "lhs", 10**7, "the design has 10000000; allowed are 1 to 1000000"),
    ],
)
def test_a_design_that_cannot_be_is_refused(vary: dict[str, Any], design: str, samples: int, message: str) -> None:
    with pytest.raises(StudyError, match=message):
        plan_of(vary, design, samples)


def test_without_scipy_a_design_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ModuleNotFoundError("No module named 'scipy'", name="scipy")

    monkeypatch.setattr(extras.importlib, "import_module", refuse)
    with pytest.raises(StudyError, match=r"needs SciPy, which is not installed; run: pip install 'hyosan\[study\]'"):
        plan_of({"immune": "0:1"}, "lhs")
    assert len(plan_of({"immune": "0:1:2"}, "grid").settings) == 2


def test_settings_share_their_dice_and_runs_have_lasting_names() -> None:
    plan, more = plan_of({"immune": "0:1:2"}, "grid"), plan_of({"immune": [1, 0.5]}, "grid", replicates=9)
    assert list(plan.seeds) == [5, 6, 7]
    names = {plan.run_id(setting, arm, seed) for setting, arm in plan.cells() for seed in plan.seeds}
    assert len(names) == plan.n_runs == 6
    assert plan.run_id(plan.settings[1], "with", 6) == more.run_id(more.settings[0], "with", 6)
    assert plan.run_id(plan.settings[0], "with", 6) != plan.run_id(plan.settings[0], "without", 6)


@pytest.mark.parametrize(("vary", "design"), [({}, "replicates"), ({"immune": "0:1", "stop.horizon": "1d:9d"}, "lhs")])
def test_a_plan_comes_back_from_its_values(vary: dict[str, Any], design: str) -> None:
    plan = plan_of(vary, design)
    assert read_plan(plan_values(plan)) == plan
