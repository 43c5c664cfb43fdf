"""Runs that can be branched, and the branch of a run: the same until a moment, under another response from there."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hyosan.api_run import Build, Origin, Past, Place, ProgressReport, Simulate, Start, patches_of, write_run
from hyosan.engine.branching import go_on_under, run_until, simulate_keeping, take_checkpoint
from hyosan.engine.loop import EventSink
from hyosan.engine.population.memory import Memory
from hyosan.engine.population.snapshot import SnapshotError
from hyosan.engine.response.swap import Change
from hyosan.engine.simulate import Ending
from hyosan.record import parts
from hyosan.record.checkpoint import Checkpoint, checkpoint_bytes, checkpoints_before, write_checkpoint
from hyosan.record.errors import RecordError
from hyosan.record.load import Record
from hyosan.record.provenance import BranchInfo, software_versions
from hyosan.record.store import EVENTS_FOLDER, INFO_FILE
from hyosan.record.writer import EventWriter
from hyosan.scenario import Response, Scenario, ScenarioError, scenario_hash
from hyosan.world.model import World

KEPT_FROM_ROWS = 1 << 15
"""Rows that must have been simulated again before a branch leaves a checkpoint at its moment with its parent."""


def with_checkpoints(at_days: Sequence[float]) -> Start:
    """Return the engine that leaves checkpoints in the folder of the run, the wanted ones and those that are due."""

    def start(folder: Path) -> Simulate:
        def engine(
            scenario: Scenario, world: World, seed: int, sink: EventSink, progress: ProgressReport | None
        ) -> Ending:
            return simulate_keeping(scenario, world, seed, sink, progress, _keep_in(folder), at_days)

        return engine

    return start


def write_branch(
    parent: Record, scenario: Scenario, change: Change, place: Place, progress: ProgressReport | None, build: Build
) -> Record:
    """Branch a run and return the branch on disk.

    Parameters: parent; scenario, its own; change; place, where the branch goes. Raises RecordError if the moment is
    not one of the run's or this Hyosan would simulate the run otherwise, SimulationError if the response does not fit
    the world, and what writing a run raises.
    """
    check_moment(parent, change.at_days)
    check_origin(parent, scenario)
    n_rows = parent.n_rows_until(change.at_days)
    info = BranchInfo(
        parent=parent.folder.name,
        parent_hash=parent.info.scenario_hash,
        at_days=change.at_days,
        n_rows=n_rows,
        changed=changes(scenario, change),
    )

    def start(folder: Path) -> Simulate:
        def engine(_new: Scenario, world: World, seed: int, sink: EventSink, progress: ProgressReport | None) -> Ending:
            _check_world(parent, world)
            memory, seconds = _relive(parent, scenario, world, change.at_days, n_rows)
            ending = go_on_under(change, world, memory, n_rows, sink, progress, _keep_in(folder))
            return replace(ending, seconds_compile=ending.seconds_compile + seconds)

        return engine

    return write_run(change.scenario, place, progress, build, start, Origin(info, _past_of(parent, n_rows)))


def changes(old: Scenario, change: Change) -> tuple[str, ...]:
    """Return what a change does otherwise, one short phrase each; nothing if nothing."""
    before, after = old.response or Response(), change.scenario.response or Response()
    old_measures = {measure.name: measure for measure in before.measures}
    found = [f"{m.name} added" for m in after.measures if m.name not in old_measures]
    found += [f"{m.name} changed" for m in after.measures if old_measures.get(m.name, m) != m]
    found += [f"{name} ended" for name in change.ended]
    if before.detection != after.detection:
        found.append("detection changed")
    if old.answer != change.scenario.answer:
        found.append("answer changed")
    return tuple(found)


def check_moment(parent: Record, at_days: float) -> None:
    """Raise RecordError unless a run can be branched at a time."""
    info = parent.info
    if not 0.0 <= at_days <= info.end_days:
        raise RecordError(
            f"at: found {at_days:g} d; allowed are times from 0 to {info.end_days:g} d, where the run {parent.folder} "
            "ended. What to do: choose an earlier moment, or simulate the run with a later horizon."
        )
    if info.branch is not None and at_days < info.branch.at_days:
        raise RecordError(
            f"at: found {at_days:g} d; the run {parent.folder} is itself a branch from {info.branch.at_days:g} d on. "
            f"What to do: branch the run {info.branch.parent!r}, which it comes from."
        )


def check_origin(parent: Record, scenario: Scenario) -> None:
    """Raise RecordError if this Hyosan, or the files that the scenario names, are not those of the run."""
    path = parent.folder / INFO_FILE
    here, there = software_versions()["hyosan"], parent.info.versions.get("hyosan", "unknown")
    if here != there:
        raise RecordError(
            f"{path}: the run was made by Hyosan {there}, this is {here}: it may go on otherwise. "
            "What to do: simulate the run again, and branch that."
        )
    try:
        digest = scenario_hash(scenario)
    except ScenarioError as error:
        raise RecordError(f"{path}: {error}. What to do: put the file back, or simulate the run again.") from error
    if digest != parent.info.scenario_hash:
        raise RecordError(
            f"{path}: the files that the scenario names have changed since the run was made. "
            "What to do: put the old files back, or simulate the run again, and branch that."
        )


def _check_world(parent: Record, world: World) -> None:
    if not parent.patches().equals(patches_of(world)):
        raise RecordError(
            f"{parent.folder}: the world is built otherwise today than for this run. "
            "What to do: simulate the run again, and branch that."
        )


def _keep_in(folder: Path) -> Callable[[Checkpoint], None]:
    def keep(checkpoint: Checkpoint) -> None:
        write_checkpoint(folder, checkpoint)

    return keep


def _past_of(parent: Record, n_rows: int) -> Past:
    """Return what gives a log the first rows of a run's: whole parts as they are, rows of the last one anew."""

    def past(writer: EventWriter) -> None:
        writer.take_over(parent.folder / EVENTS_FOLDER, n_rows // parts.PART_ROWS)
        for rows in parent.rows(writer.n_rows, n_rows):
            writer.write(rows)

    return past


def _relive(parent: Record, scenario: Scenario, world: World, at_days: float, n_rows: int) -> tuple[Memory, float]:
    """Bring a run to a moment from its nearest checkpoint; what is simulated again must be what its log says.

    Returns its memory, and the seconds spent making machine code.
    """
    for start in _starts(parent, at_days):
        check = _Check(parent, 0 if start is None else start.n_rows, n_rows)
        try:
            memory, seconds = run_until(scenario, world, parent.info.seed, start, at_days, check.compare)
        except SnapshotError as error:
            warnings.warn(f"{parent.folder}: a checkpoint does not fit, so it is not used: {error}", stacklevel=2)
            continue
        check.finish()
        return _kept(parent, memory, n_rows, check.n_rows), seconds
    raise RecordError(
        f"{parent.folder}: the checkpoint from which this branch could be gone on with is missing or damaged. "
        "What to do: make the branch again."
    )


def _starts(parent: Record, at_days: float) -> Iterator[Checkpoint | None]:
    """Yield the checkpoints from which a moment can be reached, the nearest first, and last the run's beginning."""
    yield from checkpoints_before(parent.folder, at_days)
    if parent.info.branch is None:
        yield None


def _kept(parent: Record, memory: Memory, n_rows: int, n_again: int) -> Memory:
    """Leave a checkpoint of the moment with the parent, for further branches from there, if it took long to get to.

    Checkpoints may take as much of the disk as the log of the run, not more.
    """
    log_bytes = sum(path.stat().st_size for path in parent.event_files())
    if n_again < KEPT_FROM_ROWS or checkpoint_bytes(parent.folder) > log_bytes:
        return memory
    memory, checkpoint = take_checkpoint(memory, n_rows)
    try:
        write_checkpoint(parent.folder, checkpoint)
    except RecordError as error:
        warnings.warn(f"{error} The branch is made all the same.", stacklevel=2)
    return memory


class _Check:
    """Compares rows that are simulated again with those that the run's log holds."""

    def __init__(self, parent: Record, start: int, stop: int) -> None:
        self.n_rows = 0
        self._parent = parent
        self._n_wanted = stop - start
        self._pieces = parent.rows(start, stop)
        self._left: NDArray[np.void] | None = None

    def compare(self, rows: NDArray[np.void]) -> None:
        """Raise RecordError unless these are the next rows of the log."""
        self.n_rows += len(rows)
        while len(rows) > 0:
            if self._left is None or len(self._left) == 0:
                self._left = next(self._pieces, None)
            if self._left is None:
                raise self._error()
            n = min(len(rows), len(self._left))
            if any(not np.array_equal(rows[name][:n], self._left[name][:n]) for name in rows.dtype.names or ()):
                raise self._error()
            rows, self._left = rows[n:], self._left[n:]

    def finish(self) -> None:
        """Raise RecordError unless all rows have come."""
        if self.n_rows != self._n_wanted:
            raise self._error()

    def _error(self) -> RecordError:
        return RecordError(
            f"{self._parent.folder / EVENTS_FOLDER}: this Hyosan simulates the run otherwise than the log says, so it "
            "cannot be branched. What to do: simulate the run again, and branch that."
        )
