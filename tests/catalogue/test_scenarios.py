"""The scenarios of the catalogue: readable, seeded in districts that exist, with stills within the run."""

import csv
import json
from pathlib import Path

import pytest

import hyosan.catalogue
from hyosan.scenario import CatalogueWorld, Importation, Scenario, read

FOLDER = Path(hyosan.catalogue.__file__).parent / "scenarios"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
TABLES = Path(__file__).parents[3] / "shared" / "reference" / "korea"
TABLE_OF_WORLD = {"seoul": "seoul_gu.csv", "korea": "korea_sigungu.csv"}


def districts(scenario: Scenario) -> list[str]:
    return [entry.district for entry in scenario.seeding if entry.district is not None]


def test_the_wanted_scenarios_are_there() -> None:
    assert {"seoul", "korea", "mers-import", "measles-city"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_reads_by_name_and_by_path(name: str) -> None:
    scenario = read(name)
    assert scenario.name == name
    assert len(scenario.description) > 40
    assert scenario == read(FOLDER / f"{name}.yaml")


@pytest.mark.parametrize("name", NAMES)
def test_stills_follow_each_other_within_the_run(name: str) -> None:
    scenario = read(name)
    stills = scenario.stills_days
    assert len(stills) >= 4
    assert list(stills) == sorted(set(stills))
    assert stills[0] > 0.0 and stills[-1] <= scenario.stop.horizon_days


@pytest.mark.parametrize("name", NAMES)
def test_seeded_districts_exist(name: str) -> None:
    if not TABLES.exists():
        pytest.skip("the reference folder with the tables of districts is not here")
    scenario = read(name)
    assert isinstance(scenario.world, CatalogueWorld)
    with (TABLES / TABLE_OF_WORLD[scenario.world.name]).open(encoding="utf-8") as file:
        names = [row["name_en"] for row in csv.DictReader(file)]
    assert districts(scenario)
    for district in districts(scenario):
        assert names.count(district) == 1


@pytest.mark.parametrize("name", NAMES)
def test_assumptions_about_people_are_called_so(name: str) -> None:
    """A share of immune people, a reaction and a rate of importation are nobody's measurement."""
    scenario, text = read(name), (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    is_assumed = scenario.reaction is not None or "immune:" in text or "rate:" in text
    assert not is_assumed or "assumption" in text.lower()


def test_seoul_is_three_people_at_midnight_and_a_reaction() -> None:
    seoul = read("seoul")
    assert seoul.pathogen.fiction
    assert [(entry.kind, getattr(entry, "n_people", None)) for entry in seoul.seeding] == [("people", 3)]
    assert seoul.reaction is not None and seoul.stills_days[0] == 0.25


def test_korea_is_influenza_from_one_county() -> None:
    korea = read("korea")
    assert korea.pathogen.name == "influenza-1918" and districts(korea) == ["Goheung-gun"]
    assert korea.stop.horizon_days == 365.0


def test_mers_comes_from_outside() -> None:
    mers = read("mers-import")
    (entry,) = mers.seeding
    assert isinstance(entry, Importation)
    assert entry.per_day * (entry.until_days - entry.from_days) == pytest.approx(9.0)


def test_measles_can_spread_among_those_not_immune() -> None:
    """Below 1 - 1/R0 immune, an outbreak can grow: 0.87 leaves 1.95 attempts a person that can succeed, at R0 = 15."""
    measles = read("measles-city")
    assert measles.pathogen.r0 is not None
    assert 1.0 < measles.pathogen.r0 * (1.0 - measles.immune_probability) < 2.0


def test_scenarios_survive_json() -> None:
    for name in NAMES:
        scenario = read(name)
        assert Scenario.model_validate(json.loads(scenario.model_dump_json())) == scenario
