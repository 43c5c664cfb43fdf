"""Executors: the same verdicts whoever works, workers that die, replicates that cannot be."""

import contextlib
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import study_fakes
from study_fakes import document

from hyosan.engine.errors import SimulationError
from hyosan.engine.response.verdict import Verdict
from hyosan.scenario import Scenario, read
from hyosan.study.batch import evaluate, evaluate_pairs
from hyosan.study.errors import StudyError
from hyosan.study.execute import Chunk, Finished, Pace, Piece, stream
from hyosan.study.executors import open_executor
from hyosan.study.local import LocalPool
from hyosan.world.build import build_world

SEEDS = range(300)


def expected(scenario: Scenario, seeds: range = SEEDS) -> list[str]:
    """Return what the verdicts should be (as text, since nan is not itself)."""
    world = build_world(scenario.world)
    return [repr(study_fakes.verdict(scenario, world, seed)) for seed in seeds]


def texts(verdicts: tuple[Verdict, ...] | list[Verdict]) -> list[str]:
    """Return verdicts as text."""
    return [repr(verdict) for verdict in verdicts]


@pytest.mark.parametrize("workers", [1, 2])
def test_the_verdicts_do_not_depend_on_the_workers(scenario: Scenario, workers: int) -> None:
    other = scenario.model_copy(update={"immune_probability": 0.5})
    done: list[tuple[int, int]] = []
    with open_executor(workers=workers, judge=study_fakes.verdict) as executor:
        found = evaluate([scenario, other], SEEDS, executor, lambda *counts: done.append(counts))
        pairs = evaluate_pairs([(other, 3), (scenario, 5), (other, 1)], executor)
        world = executor.world(scenario.world)
        assert world is executor.world(other.world)
    assert texts(found.rows[0]) == expected(scenario)
    assert texts(found.rows[1]) == expected(other)
    assert done[-1] == (600, 600)
    assert found.n_contained.tolist() == [int(found.column("is_contained")[k].sum()) for k in range(2)]
    assert found.column("n_outside").shape == (2, 300)
    ordered = [study_fakes.verdict(one, world, seed) for one, seed in ((other, 3), (scenario, 5), (other, 1))]
    assert texts(pairs) == texts(ordered)


def test_the_work_of_a_worker_that_died_is_done_again(scenario: Scenario, marks: Path) -> None:
    with open_executor(workers=2, judge=study_fakes.dying_once) as executor:
        found = evaluate([scenario], SEEDS, executor)
    assert (marks / "died").exists()
    assert texts(found.rows[0]) == expected(scenario)


def test_workers_killed_from_outside_are_replaced(scenario: Scenario, marks: Path) -> None:
    killed: set[int] = set()

    def kill(n_done: int, n_all: int) -> None:
        workers = {int(mark.name.split("-")[2]) for mark in marks.iterdir()}
        if len(killed) < 2 and n_done > 20:
            for pid in sorted(workers - killed):
                with contextlib.suppress(ProcessLookupError):  # one that ended with the pool of an earlier victim
                    os.kill(pid, signal.SIGKILL)
                    killed.add(pid)
                    break

    with open_executor(workers=2, judge=study_fakes.marking) as executor:
        found = evaluate([scenario], SEEDS, executor, kill)
    assert killed
    assert os.getpid() not in killed
    assert texts(found.rows[0]) == expected(scenario)


def test_a_chunk_that_kills_every_worker_is_named(scenario: Scenario) -> None:
    pieces = [Piece(scenario, tuple(SEEDS), "setting 3 (immune=0.5)")]
    with open_executor(workers=2, judge=study_fakes.dying) as executor, pytest.raises(StudyError) as caught:
        list(stream(pieces, len(SEEDS), executor))
    assert "setting 3 (immune=0.5), seeds 12 to 15: the worker died 3 times" in str(caught.value)
    assert "memory" in str(caught.value)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_replicate_that_cannot_be_is_named_and_the_executor_goes_on(scenario: Scenario, workers: int) -> None:
    pieces = [Piece(scenario, tuple(SEEDS), "setting 3")]
    with open_executor(workers=workers, judge=study_fakes.refusing) as executor:
        with pytest.raises(SimulationError, match="^setting 3: seeding: found no such district$"):
            list(stream(pieces, len(SEEDS), executor))
        assert texts(evaluate([scenario], range(10), executor).rows[0]) == expected(scenario, range(10))


def test_no_worker_and_no_folder_is_left_when_the_starting_process_is_killed(marks: Path) -> None:
    script = (
        "import study_fakes\n"
        "from pathlib import Path\n"
        "from hyosan.scenario import read\n"
        "from hyosan.study.batch import evaluate\n"
        "from hyosan.study.local import LocalPool\n"
        "if __name__ == '__main__':\n"
        f"    scenario = read(study_fakes.document({str(marks)!r}))\n"
        "    executor = LocalPool(2, study_fakes.marking)\n"
        f"    Path({str(marks.parent / 'folder')!r}).write_text(str(executor._worlds.folder))\n"
        "    evaluate([scenario], range(100000), executor)\n"
    )
    path = marks.parent / "script.py"
    path.write_text(script, encoding="utf-8")
    here = Path(study_fakes.__file__).parent
    process = subprocess.Popen([sys.executable, str(path)], env={**os.environ, "PYTHONPATH": str(here)})
    try:
        wait_until(lambda: len(workers_in(marks)) == 2, 60)
    finally:
        process.kill()
        process.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in workers_in(marks)), 10)
    folder = Path((marks.parent / "folder").read_text())
    wait_until(lambda: not folder.exists(), 10)


def test_the_end_of_the_executor_is_the_end_of_its_workers(scenario: Scenario, marks: Path) -> None:
    executor = LocalPool(2, study_fakes.marking)
    pieces = [Piece(scenario, tuple(range(10000)))]
    began = time.monotonic()
    for _ in stream(pieces, 10000, executor):
        if len(workers_in(marks)) == 2:
            break
    executor.close()
    assert time.monotonic() - began < 30
    wait_until(lambda: not any(is_alive(pid) for pid in workers_in(marks)), 10)


@pytest.mark.parametrize(("name", "workers"), [("nowhere", 2), ("local", 0)])
def test_an_executor_that_there_is_not_is_refused(name: str, workers: int) -> None:
    with pytest.raises(StudyError, match="allowed are"):
        open_executor(name, workers)


def test_chunks_come_to_take_about_a_second(scenario: Scenario) -> None:
    pace = Pace()
    sizes = []
    for k in range(12):
        size = pace.chunk_size(100_000, 2)
        sizes.append(size)
        chunk = Chunk(k, (Piece(scenario, tuple(range(size))),))
        seconds = (math.nan, *[0.005] * (size - 1))
        pace.learn(Finished(chunk, (), seconds))
    assert sizes[0] == 1
    assert sizes[-1] == 200
    assert pace.chunk_size(40, 2) == 10
    assert pace.chunk_size(3, 2) == 10  # no more are there: the supply ends it


def workers_in(marks: Path) -> set[int]:
    """Return the processes that left marks."""
    return {int(mark.name.split("-")[2]) for mark in marks.iterdir() if mark.name.count("-") == 3}


def is_alive(pid: int) -> bool:
    """Return whether a process is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def wait_until(is_so, seconds: float) -> None:
    """Wait until something is so; fail if it does not become so."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_scenario_that_was_read_anew_is_the_same(scenario: Scenario, marks: Path) -> None:
    with open_executor(workers=2, judge=study_fakes.verdict) as executor:
        first = evaluate([scenario], range(5), executor)
        again = evaluate([read(document(marks))], range(5), executor)
    assert texts(first.rows[0]) == texts(again.rows[0])
