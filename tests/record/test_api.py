"""A run from scenario to folder and back, with an engine that plays back a made-up log."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from synthetic_runs import N_DISTRICTS, N_PATCHES, chance_log

import hyosan
from hyosan.api import Run, execute, load
from hyosan.engine.simulate import Ending, EventSink
from hyosan.record.errors import RecordError
from hyosan.record.events import LOG_DTYPE, to_rows
from hyosan.scenario import (
    Contacts,
    Encounter,
    Exponential,
    Importation,
    MixedWorld,
    Pathogen,
    People,
    Roaming,
    Scenario,
    State,
    scenario_hash,
)
from hyosan.scenario.pathogen import Branch
from hyosan.terms import EventKind, Outcome
from hyosan.world.arrays import WorldArrays
from hyosan.world.model import Geometry, World

N_PEOPLE = 1000
DAY = Exponential(mean_days=1.0)
HALF = (0.5,) * 21
STATES = (
    State(name="susceptible"),
    State(
        name="latent",
        dwell=DAY,
        next=(Branch(to="infectious", probability_by_age=HALF), Branch(to="roaming", probability_by_age=HALF)),
    ),
    State(
        name="infectious",
        dwell=DAY,
        contacts=Contacts(community_per_day=2.0),
        next=(Branch(to="recovered", probability_by_age=HALF), Branch(to="dead", probability_by_age=HALF)),
    ),
    State(name="roaming", roaming=Roaming(encounters_per_day=3.0)),
    State(name="recovered"),
    State(name="dead", dead=True),
    State(name="destroyed", dead=True),
)
SCENARIO = Scenario(
    name="made-up",
    world=MixedWorld(n_people=N_PEOPLE),
    pathogen=Pathogen(
        name="made-up",
        states=STATES,
        entry=(Branch(to="latent"),),
        encounter=Encounter(bite_probability=0.5, destroyed_probability=0.3, escape_probability=0.2),
        destroyed_state="destroyed",
    ),
    seeding=(People(n_people=1), Importation(per_day=1.0)),
    seed=3,
)


def build(spec: object) -> World:
    arrays = WorldArrays(*[None] * len(WorldArrays._fields))._replace(
        n_people=np.int64(N_PEOPLE),
        patch_start=np.linspace(0, N_PEOPLE, N_PATCHES + 1).astype(np.int64),
        patch_district=(np.arange(N_PATCHES) * N_DISTRICTS // N_PATCHES).astype(np.int32),
    )
    place = np.linspace(126.0, 127.0, N_PATCHES)
    return World("made-up", arrays, ("Aa", "Bb", "Cc"), Geometry("grid", place, place, np.empty(0, np.uint64), 3, 4))


def play(rows: np.ndarray, sink: EventSink) -> Ending:
    memory = np.empty(100, LOG_DTYPE)  # used again and again, as the engine does
    for start in range(0, len(rows), 100):
        piece = rows[start : start + 100]
        memory[: len(piece)] = piece
        sink(memory[: len(piece)])
    memory[:] = np.zeros(1, LOG_DTYPE)
    final = np.zeros(N_PEOPLE, np.uint8)
    final[rows["person"]] = rows["to_state"]
    values = {
        "outcome": Outcome.EXTINCT,
        "time_days": float(rows["time_days"][-1]),
        "n_infected": int(np.sum(rows["kind"] <= EventKind.INFECTION)),
        "n_patches_reached": N_PATCHES,
        "n_events": len(rows),
        "state_counts": np.bincount(final, minlength=len(STATES)),
        "seconds_compile": 0.0,
        "seconds_simulate": 0.0,
    }
    return Ending(**{field.name: values[field.name] for field in dataclasses.fields(Ending)})


def engine(scenario: Scenario, world: World, seed: int, sink: EventSink, progress: object) -> Ending:
    return play(chance_log(seed, N_PEOPLE, N_PEOPLE), sink)


def start(out: Path | None, overwrite: bool = False, scenario: Scenario = SCENARIO, simulate: Callable = engine) -> Run:
    return execute(scenario, out, overwrite, None, build, simulate)


def test_a_run_is_written_and_loaded_as_it_was(tmp_path: Path) -> None:
    run = start(tmp_path / "run")
    again = load(tmp_path / "run")
    assert np.array_equal(to_rows(run.events), chance_log(3, N_PEOPLE, N_PEOPLE))
    assert again.events.equals(run.events)
    assert again.info == dataclasses.replace(run.info)
    assert again.scenario == SCENARIO  # with an importation that never ends
    assert (again.seed, again.outcome, again.n_people) == (3, Outcome.EXTINCT, N_PEOPLE)
    assert again.n_infected == again.line_list().num_rows == again.tree().num_rows
    assert again.summary() == run.summary()
    assert again.patches().column("district").to_pylist() == [i * N_DISTRICTS // N_PATCHES for i in range(N_PATCHES)]
    assert set(run.seconds) == {"world", "compile", "simulate", "write"}
    assert sorted(path.name for path in run.folder.iterdir()) == ["events", "patches.parquet", "run.json"]


def test_run_json_is_plain_json_with_the_facts(tmp_path: Path) -> None:
    start(tmp_path / "run")

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    text = (tmp_path / "run" / "run.json").read_text(encoding="utf-8")
    values = json.loads(text, parse_constant=refuse)
    assert values["scenario_hash"] == scenario_hash(SCENARIO)
    assert values["scenario"]["pathogen"]["name"] == "made-up"
    assert values["outcome"] == "extinct"
    assert values["world"]["layout"] == "grid"
    assert {"hyosan", "numpy", "numba", "pyarrow", "python"} <= set(values["versions"])
    assert [state["name"] for state in values["states"] if state["is_infectious"]] == ["infectious", "roaming"]
    assert [state["name"] for state in values["states"] if state["is_dead"]] == ["dead", "destroyed"]
    assert [state["name"] for state in values["states"] if state["is_destroyed"]] == ["destroyed"]


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        start(tmp_path / name)
    for file in ("events/000000.parquet", "patches.parquet"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()


def test_a_taken_folder_is_refused_before_anything_is_simulated(tmp_path: Path) -> None:
    start(tmp_path / "run")

    def never(*_: object) -> Ending:
        raise AssertionError("simulated")

    with pytest.raises(RecordError, match="exists already"):
        start(tmp_path / "run", simulate=never)
    changed = SCENARIO.model_copy(update={"seed": 4})
    assert start(tmp_path / "run", overwrite=True, scenario=changed).seed == 4
    assert load(tmp_path / "run").seed == 4


def test_the_default_folder_is_fresh_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = f"made-up-3-{scenario_hash(SCENARIO)[:8]}"
    assert start(None).folder == tmp_path / "runs" / name
    assert start(None).folder == tmp_path / "runs" / f"{name}-2"


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_an_engine_that_stops_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    def stops(scenario: Scenario, world: World, seed: int, sink: EventSink, progress: object) -> Ending:
        sink(chance_log(seed, N_PEOPLE, N_PEOPLE))
        raise error

    with pytest.raises(error):
        start(tmp_path / "runs" / "run", simulate=stops)
    assert list(tmp_path.iterdir()) == []


INTERRUPTED = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import test_api

def slow(scenario, world, seed, sink, progress):
    rows = test_api.chance_log(seed, 1000, 1000)
    print("running", flush=True)
    while True:
        sink(rows)
        time.sleep(0.001)

test_api.start(Path(sys.argv[1]), simulate=slow)
"""


def test_ctrl_c_leaves_no_half_written_run(tmp_path: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTED, str(tmp_path / "runs" / "run"), str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "running\n"
        time.sleep(0.3)
        assert [path.name.startswith(".run.") for path in (tmp_path / "runs").iterdir()] == [True]
        os.kill(process.pid, signal.SIGINT)
        _, complaint = process.communicate(timeout=30)
    assert process.returncode != 0
    assert "KeyboardInterrupt" in complaint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_an_impossible_seed_is_refused(tmp_path: Path, seed: int) -> None:
    with pytest.raises(ValueError, match="seed: found"):
        hyosan.run(SCENARIO, seed=seed, out=tmp_path / "run")


def test_the_package_offers_its_names() -> None:
    assert set(hyosan.__all__) <= set(dir(hyosan))
    assert hyosan.load is load
    assert hyosan.Scenario is Scenario
    with pytest.raises(AttributeError, match="no attribute 'walk'"):
        _ = hyosan.walk


def test_the_package_is_quick_to_import() -> None:
    code = "import sys, hyosan; print('numba' in sys.modules, 'pyarrow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"
