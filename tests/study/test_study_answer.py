"""hyosan.answer: both arms on the same seeds, whatever the number of workers; what it refuses."""

from dataclasses import replace

import pytest
from study_fakes import verdict

import hyosan
import hyosan.study.answer as study_answer
from hyosan.engine.response.verdict import Verdict
from hyosan.scenario import AtTime, Cordon, Importation, PatchesArea, People, Scenario, read, scenario_hash
from hyosan.study.answer import answer, answer_with, origins_of
from hyosan.study.errors import StudyError
from hyosan.world.build import build_world
from hyosan.world.model import World

GRID = {
    "hyosan": 1,
    "name": "grid",
    "world": {"kind": "grid", "rows": 4, "columns": 4, "people": 1600},
    "pathogen": "measles",
    "seeding": [{"patch": 5}],
    "stop": {"horizon": "20 d"},
    "seed": 3,
}
SEALED = {
    **GRID,
    "response": {"measures": {"seal": {"measure": "cordon", "start": "2 d", "area": {"patches": [5, 6]}}}},
}


def judged(scenario: Scenario, world: World, seed: int) -> Verdict:
    """Return a made-up verdict that knows which area was asked about."""
    assert isinstance(scenario.answer.area, PatchesArea)
    return replace(verdict(scenario, world, seed), n_held=len(scenario.answer.area.patches))


def test_both_arms_have_the_same_seeds_and_the_same_inside() -> None:
    found = answer_with(read(SEALED), (3, 4, 5), 1, "local", judged, None)
    assert found.bare is not None
    assert found.paired is not None
    for arm in (found.planned, found.bare):
        assert [v.seed for v in arm.verdicts] == [3, 4, 5]
        assert [v.n_held for v in arm.verdicts] == [2, 2, 2]
    assert found.planned.verdicts != found.bare.verdicts
    assert found.ground.inside == (5, 6)
    assert [border.measure for border in found.borders] == ["seal"]
    assert found.scenario_hash == scenario_hash(found.scenario)


def test_a_scenario_without_measures_has_one_arm() -> None:
    found = answer_with(read(GRID), (3, 4), 1, "local", judged, None)
    assert (found.bare, found.paired, found.borders) == (None, None, ())
    assert found.ground.inside == (5,)


def test_the_answer_does_not_depend_on_the_workers() -> None:
    seeds = tuple(range(40))
    told: list[tuple[int, int]] = []
    one = answer_with(read(SEALED), seeds, 1, "local", judged, lambda done, most: told.append((done, most)))
    two = answer_with(read(SEALED), seeds, 2, "local", judged, None)
    assert repr(replace(one, seconds=0.0)) == repr(replace(two, seconds=0.0))
    assert told[-1] == (80, 80)


def test_where_it_starts() -> None:
    scenario = read(GRID)
    world = build_world(scenario.world)
    assert origins_of(scenario, world) == (world.district_names[5],)
    name = world.district_names[0]
    person = scenario.model_copy(update={"seeding": (People(persons=(0, 1)), People(district=name))})
    assert origins_of(person, world) == (name,)
    assert origins_of(scenario.model_copy(update={"seeding": (Importation(per_day=1.0),)}), world) == ()


def test_what_is_refused() -> None:
    with pytest.raises(StudyError, match="replicates: found 0"):
        answer(GRID, replicates=0)
    with pytest.raises(StudyError, match="seed: found -1"):
        answer(GRID, seed=-1)
    with pytest.raises(StudyError, match="executor: found 'cloud'"):
        answer(GRID, replicates=1, executor="cloud")
    with pytest.raises(StudyError, match="give the file"):
        answer(read(GRID), settings={"stop.horizon": "3 d"})


def test_settings_are_put_into_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_answer, "judge", judged)
    found = answer(SEALED, replicates=2, workers=1, settings={"seal.start": "36 h", "seal.leak": 0.25})
    assert found.scenario.response is not None
    cordon = found.scenario.response.measures[0]
    assert isinstance(cordon, Cordon)
    assert (cordon.leak, cordon.trigger) == (0.25, AtTime(at_days=1.5))


def test_the_public_name_is_the_function() -> None:
    assert hyosan.answer is answer
