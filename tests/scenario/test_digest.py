"""The hash of a scenario: what changes it and what does not."""

import re
import shutil
from pathlib import Path

import pytest

from hyosan.scenario import Scenario, ScenarioError, read, scenario_hash

VALID = Path(__file__).parents[1] / "scenarios" / "valid"


def copied(folder: Path, name: str) -> Path:
    shutil.copytree(VALID, folder)
    return folder / name


def test_the_seed_of_the_run_does_not_count_but_all_else_does() -> None:
    scenario = read(VALID / "sir-mixed.yaml")
    first = scenario_hash(scenario)
    assert re.fullmatch(r"[0-9a-f]{64}", first)
    assert scenario_hash(scenario.model_copy(update={"seed": 99})) == first
    for change in ({"name": "other"}, {"immune_probability": 0.5}, {"stills_days": (1.0,)}, {"day_from_days": 0.25}):
        assert scenario_hash(scenario.model_copy(update=change)) != first


def test_the_order_of_keys_and_the_spelling_of_units_do_not_count(tmp_path: Path) -> None:
    text = (VALID / "seir-by-age.yaml").read_text(encoding="utf-8")
    other = tmp_path / "other.yaml"
    other.write_text(text.replace("mean: 36 h, shape: 4", "shape: 4.0, mean: 1.5 d").replace("800 m", "0.8 km"))
    assert scenario_hash(read(other)) == scenario_hash(read(VALID / "seir-by-age.yaml"))


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("graph-edges.yaml", "edges.csv"),
        ("people.yaml", "people.csv"),
        ("people.yaml", "school-flu.yaml"),
        ("districts.yaml", "districts.csv"),
        ("districts.yaml", "districts.geojson"),
        ("districts.yaml", "flows.csv"),
    ],
)
def test_a_file_counts_with_its_contents_and_not_with_its_place(tmp_path: Path, name: str, file: str) -> None:
    here, there = copied(tmp_path / "here", name), copied(tmp_path / "there", name)
    assert scenario_hash(read(here)) == scenario_hash(read(there))
    changed = there.parent / "files" / file
    changed.write_text(changed.read_text().replace("3", "4") + "\n")
    assert scenario_hash(read(here)) != scenario_hash(read(there))


def test_a_demography_file_counts_with_its_contents(tmp_path: Path) -> None:
    hashes = set()
    for number in ("1", "2", "1"):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        path = copied(folder, "districts.yaml")
        path.write_text(path.read_text().replace("demography: korea", "demography: files/demography.csv"))
        (folder / "files" / "demography.csv").write_text(number)
        hashes.add(scenario_hash(read(path)))
    assert len(hashes) == 2


def test_a_file_that_went_away_is_a_scenario_error(tmp_path: Path) -> None:
    path = copied(tmp_path / "here", "graph-edges.yaml")
    scenario: Scenario = read(path)
    (path.parent / "files" / "edges.csv").unlink()
    with pytest.raises(ScenarioError, match="No such file"):
        scenario_hash(scenario)
