"""Branches: the same log where nothing changes, the decision's effect and nothing else where something does."""

import errno
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scenarios import CASES

from hyosan import api, api_branch
from hyosan.api import Run
from hyosan.engine import branching
from hyosan.engine.loop import EventSink
from hyosan.engine.population.prepare import first_memory, prepare
from hyosan.engine.population.snapshot import SnapshotError, n_bytes, restore, take
from hyosan.record import parts
from hyosan.record.checkpoint import Checkpoint, list_checkpoints, read_checkpoint
from hyosan.record.errors import RecordError
from hyosan.record.events import to_rows
from hyosan.record.provenance import write_info
from hyosan.scenario import (
    AtTime,
    CasesArea,
    Closure,
    Cordon,
    Detection,
    Isolation,
    Measure,
    OnCases,
    PatchesArea,
    People,
    Quarantine,
    Response,
    Scenario,
    Shelter,
    Strike,
    Tracing,
    read,
)
from hyosan.terms import EventKind
from hyosan.world.build import build_world
from hyosan.world.model import World

SEAL = Cordon(name="seal", trigger=AtTime(at_days=1.5), area=PatchesArea(patches=(0, 1)), leak=0.1, destroyed=0.2)
ON_FIRST = OnCases(n_cases=1)


def response(state: str, *measures: Measure) -> Response:
    return Response(detection=(Detection(state=state, probability=0.7),), measures=measures)


GRID_MEASURES = (
    SEAL,
    Isolation(name="isolation", trigger=ON_FIRST, delay_days=0.5, capacity_per_day=3.0),
    Quarantine(name="quarantine", trigger=OnCases(n_cases=5), stay_days=7.0),
    Tracing(name="tracing", trigger=OnCases(n_cases=10, window_days=7, off_below=2)),
    Closure(name="closure", trigger=OnCases(n_cases=20), delay_days=1.0, duration_days=14.0),
)
ROAMING_MEASURES = (
    SEAL,
    Strike(name="strike", trigger=ON_FIRST, success=0.5, capacity_per_day=5.0),
    Shelter(name="shelter", trigger=OnCases(n_cases=3), area=CasesArea(radius_km=2.5), protection=0.6),
)
RESPONSES: dict[str, Response | None] = {
    "grid-routine": response("infectious", *GRID_MEASURES),
    "grid-importation": None,
    "mixed-roaming": None,
    "mixed-0-exponential": response("infectious", GRID_MEASURES[1]),
    "lattice-roaming": None,
    "grid-roaming": response("turned", *ROAMING_MEASURES),
}
SEED = 3


@pytest.fixture(scope="module", autouse=True)
def _many_parts_and_checkpoints() -> Iterator[None]:
    """Let small runs have logs of several parts and leave checkpoints: their log goes out every few hundred rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(branching, "LOG_ROWS", 320)
        patch.setattr(branching, "CHECKPOINT_EVENTS", 200)
        patch.setattr(branching, "CHECKPOINT_BYTES_AN_EVENT", 100)
        patch.setattr(api_branch, "KEPT_FROM_ROWS", 200)
        patch.setattr(parts, "PART_ROWS", 150)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("branches")


@cache
def scenario(case: str) -> Scenario:
    changes = {"response": RESPONSES[case], "seeding": (People(n_people=30),), "seed": SEED}
    return read(CASES[case]).model_copy(update=changes)


@pytest.fixture(scope="module")
def parents(folder: Path) -> dict[str, Run]:
    """Runs that left no checkpoints: the reference."""
    return {
        case: api.execute(scenario(case), folder / case, False, None, build_world, api_simulate) for case in RESPONSES
    }


def api_simulate(*arguments: Any) -> Any:
    return branching.simulate_keeping(*arguments, keep=lambda _: None)


def log(run: Run) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (run.folder / "events").iterdir()}


@pytest.mark.parametrize("case", RESPONSES)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0.0, 1.0))
def test_unchanged_response_gives_the_same_files(
    parents: dict[str, Run], tmp_path_factory: pytest.TempPathFactory, case: str, share: float
) -> None:
    parent = parents[case]
    out = tmp_path_factory.mktemp("branch") / "run"
    made = parent.branch(share * parent.info.end_days, RESPONSES[case], out)
    assert log(made.run) == log(parent)
    assert made.info.changed == ()
    assert (made.run.info.end_days, made.run.outcome) == (parent.info.end_days, parent.outcome)
    assert made.run.info.state_counts == parent.info.state_counts
    found = made.difference()
    assert found.people.num_rows == 0
    assert found.parted_days is None


@pytest.mark.parametrize("case", ["grid-routine", "grid-roaming"])
def test_checkpoints_change_nothing_and_bound_what_is_simulated_again(
    parents: dict[str, Run], folder: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = api.run(scenario(case), SEED, folder / f"{case}-kept", checkpoint_days=(1.7,))
    assert log(run) == log(parents[case])
    heads = list_checkpoints(run.folder)
    assert len(heads) >= 2
    again = counted_again(monkeypatch)
    last = run.info.end_days
    for at_days in (1.7, heads[-1].time_days, *(share * last for share in (0.13, 0.37, 0.5, 0.71, 0.94)), last):
        made = run.branch(at_days, RESPONSES[case], folder / f"{case}-kept-{at_days}")
        assert log(made.run) == log(run)
        n_before = max((head.n_rows for head in heads if head.time_days <= at_days), default=0)
        assert again[-1] <= made.info.n_rows - n_before  # less where an earlier branch has left a checkpoint
    assert again[0] == 0
    assert again[1] <= 3  # rows of the very moment


@pytest.mark.parametrize("case", ["grid-routine", "grid-roaming"])
def test_checkpoints_lie_as_far_apart_as_their_size_says(folder: Path, case: str) -> None:
    run = api.run(scenario(case), SEED, folder / f"{case}-apart")
    heads = list_checkpoints(run.folder)
    assert len(heads) >= 2
    for head, following in pairwise(heads):
        apart = n_bytes(read_checkpoint(head.path).arrays) // branching.CHECKPOINT_BYTES_AN_EVENT
        assert following.n_events - head.n_events >= max(branching.CHECKPOINT_EVENTS, apart)
        # the first time that the log goes out after it is due
        assert following.n_rows - head.n_rows <= max(branching.CHECKPOINT_EVENTS, apart) + branching.LOG_ROWS


def counted_again(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets the number of rows which each branch simulates again."""
    again: list[int] = []

    def counted(old: Scenario, world: World, seed: int, start: Checkpoint | None, until: float, sink: EventSink) -> Any:
        again.append(0)

        def counting(rows: np.ndarray) -> None:
            again[-1] += len(rows)
            sink(rows)

        return branching.run_until(old, world, seed, start, until, counting)

    monkeypatch.setattr(api_branch, "run_until", counted)
    return again


@pytest.mark.parametrize("can_link", [True, False])
def test_a_branch_shares_the_parts_before_its_moment(
    parents: dict[str, Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_link: bool
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, "another disk")

    if not can_link:
        monkeypatch.setattr("hyosan.record.parts.os.link", refuse)
    parent = parents["grid-importation"]
    strict = response("infectious", Isolation(name="isolation", trigger=AtTime(at_days=0.0), other_remaining=0.0))
    made = parent.branch(0.6 * parent.info.end_days, strict, tmp_path / "branch")
    n_whole = made.info.n_rows // parts.PART_ROWS
    assert n_whole >= 2
    for number, path in enumerate(parent.record.event_files()[: n_whole + 1]):
        other = made.run.record.event_files()[number]
        assert path.samefile(other) == (can_link and number < n_whole)
        assert (path.read_bytes() == other.read_bytes()) == (number < n_whole)


def test_a_branch_outlives_the_runs_that_it_comes_from(parents: dict[str, Run], tmp_path: Path) -> None:
    case = "grid-routine"
    folders = [tmp_path / name for name in ("run", "child", "grandchild", "again")]
    run = api.execute(parents[case].scenario, folders[0], False, None, build_world, api_simulate)
    half, later = 0.5 * run.info.end_days, 0.8 * run.info.end_days
    child = run.branch(half, RESPONSES[case], folders[1]).run
    shutil.rmtree(run.folder)
    assert log(api.load(child.folder)) == log(parents[case])
    grandchild = api.load(child.folder).branch(later, RESPONSES[case], folders[2]).run
    shutil.rmtree(child.folder)
    assert log(grandchild) == log(parents[case])
    assert to_rows(api.load(grandchild.folder).events).tobytes() == to_rows(parents[case].events).tobytes()
    again = api.load(grandchild.folder).branch(later, RESPONSES[case], folders[3]).run
    assert log(again) == log(parents[case])


def test_second_branch_from_a_moment_starts_at_once(parents: dict[str, Run], folder: Path) -> None:
    run = api.execute(parents["grid-routine"].scenario, folder / "second", False, None, build_world, api_simulate)
    assert list_checkpoints(run.folder) == []
    at_days = 0.7 * run.info.end_days
    run.branch(at_days, RESPONSES["grid-routine"], folder / "second-a")
    kept = list_checkpoints(run.folder)
    assert [head.n_rows for head in kept] == [run.record.n_rows_until(at_days)]
    again = run.branch(at_days, RESPONSES["grid-routine"], folder / "second-b")
    assert log(again.run) == log(run)


def test_damaged_checkpoint_costs_time_only(parents: dict[str, Run], folder: Path) -> None:
    run = api.run(scenario("grid-routine"), SEED, folder / "damaged")
    last = list_checkpoints(run.folder)[-1]
    content = bytearray(last.path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    last.path.write_bytes(content)
    with pytest.warns(UserWarning, match="damaged, so not used"):
        made = run.branch(last.time_days, RESPONSES["grid-routine"], folder / "damaged-branch")
    assert log(made.run) == log(parents["grid-routine"])


def test_another_response_changes_nothing_before_and_conserves_people(parents: dict[str, Run], folder: Path) -> None:
    parent = parents["grid-importation"]
    strict = response("infectious", Isolation(name="isolation", trigger=AtTime(at_days=0.0), other_remaining=0.0))
    made = parent.branch(8.0, strict, folder / "strict")
    rows, other = to_rows(parent.events), to_rows(made.run.events)
    n = made.info.n_rows
    assert n == np.searchsorted(rows["time_days"], 8.0, side="right")
    assert rows[:n].tobytes() == other[:n].tobytes()
    assert np.all(other["time_days"][n:] >= 8.0)
    assert made.info.changed == ("isolation added", "detection changed")
    found = made.difference(np.arange(6) < 2)
    total = found.total
    assert total.n_spared > total.n_lost
    assert total.n_spared + total.n_both == total.n_infected_parent == parent.n_infected
    assert total.n_lost + total.n_both == total.n_infected_branch == made.run.n_infected
    assert found.parted_days is not None
    assert found.parted_days >= 8.0
    assert found.inside is not None
    assert found.outside is not None
    for name, value in vars(total).items():
        assert getattr(found.inside, name) + getattr(found.outside, name) == value
        assert sum(found.districts.column(name).to_pylist()) == value


def starts(run: Run, kind: EventKind) -> list[tuple[float, int]]:
    rows = to_rows(run.events)
    rows = rows[rows["kind"] == kind]
    return [(float(row["time_days"]), int(row["source"])) for row in rows]


def test_measures_begin_and_end_at_their_new_times(parents: dict[str, Run], folder: Path) -> None:
    parent = parents["grid-routine"]
    assert (1.5, 0) in starts(parent, EventKind.MEASURE_START)
    later = SEAL.model_copy(update={"trigger": AtTime(at_days=4.0), "duration_days": 3.0})
    made = parent.branch(1.0, response("infectious", later), folder / "later")
    assert [row for row in starts(made.run, EventKind.MEASURE_START) if row[0] > 1.0] == [(4.0, 0)]
    ends = starts(made.run, EventKind.MEASURE_END)
    assert ends[-1] == (7.0, 0)
    assert all(time_days == 1.0 for time_days, _ in ends[:-1])
    lifted = parent.branch(2.0, parent.without_measures(), folder / "lifted")
    assert (2.0, 0) in starts(lifted.run, EventKind.MEASURE_END)
    assert all(time_days <= 2.0 for time_days, _ in starts(lifted.run, EventKind.MEASURE_START))
    none = parent.branch(1.0, parent.without_measures(), folder / "none")
    assert not [time_days for time_days, _ in starts(none.run, EventKind.MEASURE_START) if time_days > 1.0]


def test_a_branch_can_be_branched_from_its_own_moment_on(parents: dict[str, Run], folder: Path) -> None:
    parent = parents["grid-routine"]
    first = parent.branch(2.0, parent.without_measures(), folder / "first")
    for at_days in (2.0, 0.6 * first.run.info.end_days):
        second = first.run.branch(at_days, first.run.scenario.response, folder / f"second-{at_days}")
        assert log(second.run) == log(first.run)
    with pytest.raises(RecordError, match="itself a branch from 2 d on"):
        first.run.branch(1.0, None, folder / "third")


@pytest.fixture
def copied(parents: dict[str, Run], tmp_path: Path) -> Iterator[Run]:
    yield api.execute(parents["mixed-roaming"].scenario, tmp_path / "run", False, None, build_world, api_simulate)


@pytest.mark.parametrize("at_days", [-0.1, 1000.0, np.nan])
def test_moment_outside_the_run(copied: Run, tmp_path: Path, at_days: float) -> None:
    with pytest.raises(RecordError, match=r"at: found .* allowed are times from 0 to"):
        copied.branch(at_days, None, tmp_path / "branch")
    assert not (tmp_path / "branch").exists()


def test_run_of_another_version(copied: Run, tmp_path: Path) -> None:
    info = replace(copied.info, versions={**copied.info.versions, "hyosan": "0.0.0"})
    write_info(copied.folder / "run.json", info)
    with pytest.raises(RecordError, match=r"made by Hyosan 0\.0\.0"):
        api.load(copied.folder).branch(0.5, None, tmp_path / "branch")


def test_scenario_whose_files_changed(copied: Run, tmp_path: Path) -> None:
    write_info(copied.folder / "run.json", replace(copied.info, scenario_hash="0" * 64))
    with pytest.raises(RecordError, match="files that the scenario names have changed"):
        api.load(copied.folder).branch(0.5, None, tmp_path / "branch")


def test_log_that_is_simulated_otherwise(copied: Run, tmp_path: Path) -> None:
    other = api.execute(
        copied.scenario.model_copy(update={"seed": 4}), tmp_path / "other", False, None, build_world, api_simulate
    )
    write_info(other.folder / "run.json", replace(other.info, seed=SEED))
    with pytest.raises(RecordError, match="simulates the run otherwise than the log says"):
        api.load(other.folder).branch(0.5 * other.info.end_days, None, tmp_path / "branch")
    assert not (tmp_path / "branch").exists()


def test_snapshot_of_another_scenario_is_refused() -> None:
    prepared = [
        prepare(scenario(case), build_world(scenario(case).world), False) for case in ("grid-routine", "mixed-roaming")
    ]
    _, arrays = take(first_memory(prepared[0], 1, 1000))
    with pytest.raises(SnapshotError, match=r"response\."):
        restore(arrays, first_memory(prepared[1], 1, 1000))
    with pytest.raises(SnapshotError, match="clock: missing"):
        restore({name: a for name, a in arrays.items() if name != "clock"}, first_memory(prepared[0], 1, 1000))


def test_nothing_warns(parents: dict[str, Run], folder: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        parents["mixed-roaming"].branch(1.0, None, folder / "quiet")
