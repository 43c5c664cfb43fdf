"""The theory examples: short, readable, and with the parameters of the closed forms that their comments name."""

import math
from pathlib import Path

import pytest

from hyosan.scenario import GraphWorld, Importation, LatticeWorld, MixedWorld, Pathogen, Scenario, read
from hyosan.theory.small_groups import GroupEpidemic, final_size_distribution

FOLDER = Path(__file__).parents[2] / "examples" / "theory"
NAMES = ("sir", "seir", "sizr", "sezr", "immigration-death", "szr", "szr-lattice", "szr-triangle", "reed-frost")


def example(name: str) -> Scenario:
    return read(FOLDER / f"{name}.yaml")


def alpha(pathogen: Pathogen) -> float:
    """Kills per bite."""
    assert pathogen.encounter is not None
    return pathogen.encounter.destroyed_probability / pathogen.encounter.bite_probability


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_example_is_short_and_valid(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 30
    assert lines[0].startswith("# "), "an example begins with what it shows"
    assert read(path).name == path.stem


def test_the_wanted_examples_are_there() -> None:
    assert set(NAMES) <= {path.stem for path in FOLDER.glob("*.yaml")}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_comment_quotes_from_theory_is_stated_with_its_parameters(name: str) -> None:
    scenario = example(name)
    assert scenario.reaction is None and scenario.immune_probability == 0.0 and scenario.pathogen.dispersion_k is None
    if not any(isinstance(entry, Importation) for entry in scenario.seeding):
        assert scenario.stop.extinct


@pytest.mark.parametrize(("name", "r0"), [("sir", 2.0 * 49 / 50), ("seir", 2.0), ("reed-frost", 2.0)])
def test_r0_in_the_community_alone(name: str, r0: float) -> None:
    scenario = example(name)
    assert isinstance(scenario.world, MixedWorld)
    infectious = next(state for state in scenario.pathogen.states if state.name == "infectious")
    assert infectious.dwell is not None
    assert infectious.contacts.community_per_day * infectious.dwell.mean_days == pytest.approx(r0)
    c = infectious.contacts
    assert c.household_per_day == c.class_per_day == c.work_per_day == c.trip_per_day == 0.0


def test_sir_quotes_the_exact_sizes_of_its_own_r0() -> None:
    scenario = example("sir")
    assert isinstance(scenario.world, MixedWorld)
    n, r0 = scenario.world.n_people, scenario.pathogen.r0
    assert r0 is not None
    sizes = final_size_distribution(GroupEpidemic(n - 1, 1, r0 / (n - 1)))
    quoted = (sizes[0], sizes[25:].sum())
    text = (FOLDER / "sir.yaml").read_text(encoding="utf-8")
    assert all(f"{share:.6f}" in text for share in quoted) and f"{sizes @ range(n):.4f}" in text


def test_growth_rate_of_seir() -> None:
    states = {state.name: state for state in example("seir").pathogen.states}
    latent, infectious = states["latent"].dwell, states["infectious"].dwell
    assert latent is not None and infectious is not None and latent.law == infectious.law == "exponential"
    r = 0.140388
    assert (1 + r * latent.mean_days) * (1 + r * infectious.mean_days) == pytest.approx(2.0, abs=1e-5)


def test_reed_frost_has_fixed_periods_and_generations_apart() -> None:
    states = {state.name: state for state in example("reed-frost").pathogen.states}
    latent, infectious = states["latent"].dwell, states["infectious"].dwell
    assert latent is not None and infectious is not None and latent.law == infectious.law == "fixed"
    assert latent.mean_days > 5 * infectious.mean_days
    text = (FOLDER / "reed-frost.yaml").read_text(encoding="utf-8")
    assert f"{math.exp(-2 / 49):.6f}" in text and f"{math.exp(-2):.6f}" in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [("szr", 0.6), ("sezr", 0.6), ("sizr", 0.6), ("szr-lattice", 0.43734613), ("szr-triangle", 0.5)],
)
def test_alpha_of_the_zombies(name: str, expected: float) -> None:
    scenario = example(name)
    assert alpha(scenario.pathogen) == pytest.approx(expected, rel=1e-5)
    roaming = [state for state in scenario.pathogen.states if state.roaming is not None]
    assert [state.roaming.encounters_per_day for state in roaming if state.roaming] == [1.0]
    assert roaming[0].dwell is None, "a zombie ends by destruction only"


def test_sezr_differs_from_szr_by_its_stage_alone() -> None:
    """Alemi et al. 2015: a bitten stage of any duration leaves the final distribution unchanged."""
    szr, sezr = example("szr").pathogen, example("sezr").pathogen
    assert szr.encounter == sezr.encounter
    assert {state.name for state in sezr.states} - {state.name for state in szr.states} == {"exposed"}
    exposed = next(state for state in sezr.states if state.name == "exposed")
    assert [branch.to for branch in exposed.next] == ["zombie"]


def test_immigration_death_has_the_rates_of_dsmts_00020() -> None:
    scenario = example("immigration-death")
    (entry,) = scenario.seeding
    alive = scenario.pathogen.states[1]
    assert isinstance(entry, Importation) and alive.dwell is not None
    assert entry.per_day == 1.0 and alive.dwell.mean_days == 10.0
    assert scenario.stop.horizon_days == 50.0 and not scenario.stop.extinct and entry.until_days >= 50.0
    mean = entry.per_day * alive.dwell.mean_days * (1 - math.exp(-scenario.stop.horizon_days / alive.dwell.mean_days))
    assert mean == pytest.approx(9.9326, abs=5e-5)
    assert math.sqrt(mean) == pytest.approx(3.1516, abs=5e-5)
    assert isinstance(scenario.world, MixedWorld) and scenario.world.n_people > 1000 * mean


def test_lattice_is_seeded_in_the_middle_and_triangle_is_a_triangle() -> None:
    lattice, triangle = example("szr-lattice"), example("szr-triangle").world
    assert isinstance(lattice.world, LatticeWorld) and isinstance(triangle, GraphWorld)
    rows, columns = lattice.world.rows, lattice.world.columns
    assert [getattr(entry, "persons", None) for entry in lattice.seeding] == [((rows // 2) * columns + columns // 2,)]
    assert triangle.random is not None
    assert (triangle.random.model, triangle.random.n_people, triangle.random.mean_degree) == ("regular", 3, 2.0)
