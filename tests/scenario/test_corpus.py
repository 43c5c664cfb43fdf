"""The contract of the document: every valid file reads and comes back, every invalid one says exactly what is wrong."""

import re
from pathlib import Path

import pytest

from hyosan.catalogue import list_names
from hyosan.scenario import Scenario, ScenarioError, complete_form, read, resolve_text, scenario_hash

CORPUS = Path(__file__).parents[1] / "scenarios"
VALID = sorted((CORPUS / "valid").glob("*.yaml"))
INVALID = sorted((CORPUS / "invalid").glob("*.yaml"))
EXPECT = "# expect: "
THEORY_LINES = 30


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_scenario_comes_back_from_its_complete_form(path: Path, tmp_path: Path) -> None:
    scenario = read(path)
    complete = tmp_path / "complete.yaml"
    complete.write_text(resolve_text(scenario), encoding="utf-8")
    assert read(complete) == scenario
    assert read(complete_form(scenario)) == scenario
    assert resolve_text(read(complete)) == resolve_text(scenario)
    assert scenario_hash(read(complete)) == scenario_hash(scenario)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_scenario_comes_back_from_json(path: Path) -> None:
    scenario = read(path)
    again = Scenario.model_validate_json(scenario.model_dump_json())
    assert again == scenario
    assert scenario_hash(again) == scenario_hash(scenario)


@pytest.mark.parametrize("name", list_names("scenarios"))
def test_catalogue_scenario_comes_back(name: str) -> None:
    scenario = read(name)
    assert read(complete_form(scenario)) == scenario


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_scenario_says_what_is_wrong(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = [f"{path}:{line.removeprefix(EXPECT)}" for line in lines if line.startswith(EXPECT)]
    assert expected, "an invalid file begins with the message that it expects"
    with pytest.raises(ScenarioError) as caught:
        read(path)
    assert len(caught.value.faults) == len(expected), caught.value.faults
    for fault, pattern in zip(caught.value.faults, expected, strict=True):
        assert re.fullmatch(_as_pattern(pattern), fault), f"\nfound    {fault}\nexpected {pattern}"


def _as_pattern(expected: str) -> str:
    """Return a pattern in which "allowed ..." stands for any list of names (those of the catalogue grow)."""
    return re.escape(expected).replace(re.escape("allowed ..."), "allowed .+", 1)


def test_every_fault_points_into_its_file() -> None:
    for path in INVALID:
        n_lines = len(path.read_text(encoding="utf-8").splitlines())
        with pytest.raises(ScenarioError) as caught:
            read(path)
        for fault in caught.value.faults:
            place = re.match(rf"{re.escape(str(path))}:(\d+):(\d+): ", fault)
            assert place is not None, fault
            assert 1 <= int(place[1]) <= n_lines + 1, fault
            assert "; allowed " in fault, fault


def test_a_theory_scenario_is_short() -> None:
    for name in ("sir-mixed", "zombie-lattice", "graph-random"):
        lines = (CORPUS / "valid" / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
        assert len(lines) < THEORY_LINES, name
