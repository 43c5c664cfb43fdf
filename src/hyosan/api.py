"""Hyosan from Python: run a scenario, load a saved run, ask it questions."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import ValidationError

from hyosan.analysis.epicurve import epicurve
from hyosan.analysis.growth import Growth, Reproduction, growth, reproduction
from hyosan.analysis.line_list import line_list
from hyosan.analysis.summary import Summary, summarise
from hyosan.analysis.tree import tree
from hyosan.engine.simulate import Ending, EventSink, Progress, simulate
from hyosan.record.errors import RecordError
from hyosan.record.events import event_schema, name_codes
from hyosan.record.load import Record, load_record
from hyosan.record.patches import patch_table, write_patches
from hyosan.record.provenance import (
    RunInfo,
    WorldInfo,
    describe_states,
    now,
    scenario_values,
    software_versions,
    write_info,
)
from hyosan.record.store import EVENTS_FILE, INFO_FILE, PATCHES_FILE, Staging, default_target
from hyosan.record.writer import EventWriter
from hyosan.scenario import Scenario, read, scenario_hash
from hyosan.terms import Outcome
from hyosan.world.build import build_world
from hyosan.world.model import World

MAX_SEED = 2**63 - 1
"""So that a seed fits a signed number of 64 bits, which other tools read."""

ProgressReport = Callable[[Progress], None]
Simulate = Callable[[Scenario, World, int, EventSink, ProgressReport | None], Ending]
Build = Callable[[Any], World]


@dataclass(frozen=True)
class Run:
    """A run on disk, and what can be asked of it. Tables are Arrow tables (docs/reference-record.md)."""

    record: Record

    @property
    def folder(self) -> Path:
        """Where the run is kept."""
        return self.record.folder

    @property
    def info(self) -> RunInfo:
        """Everything that run.json says: states, world, versions, times."""
        return self.record.info

    @cached_property
    def scenario(self) -> Scenario:
        """The resolved scenario. Raises RecordError if this version of Hyosan cannot read it any more."""
        try:
            return Scenario.model_validate(dict(self.info.scenario))
        except ValidationError as error:
            raise RecordError(f"{self.folder / INFO_FILE}: the scenario in it cannot be read: {error}") from error

    @property
    def seed(self) -> int:
        """The seed of the run."""
        return self.info.seed

    @property
    def outcome(self) -> Outcome:
        """Why the run ended."""
        return self.info.outcome

    @property
    def n_people(self) -> int:
        """People in the world."""
        return self.info.world.n_people

    @property
    def n_infected(self) -> int:
        """People who were ever infected, the seeded and imported included."""
        return self.info.n_infected

    @property
    def seconds(self) -> Mapping[str, float]:
        """Wall-clock seconds that the run took, by part: world, compile, simulate, write."""
        return self.info.seconds

    @cached_property
    def events(self) -> pa.Table:
        """The event log with its codes; kept in memory once asked for. For a long log see record.batches."""
        return self.record.events()

    def named_events(self) -> pa.Table:
        """Return the event log with words in place of codes (dictionary columns)."""
        return name_codes(self.events, self.info.state_names)

    def patches(self) -> pa.Table:
        """Return the table of patches: district, residents, position."""
        return self.record.patches()

    def line_list(self) -> pa.Table:
        """Return one row for everybody who was ever infected."""
        return line_list(self.record)

    def tree(self) -> pa.Table:
        """Return who infected whom: one row for everybody who was ever infected."""
        return tree(self.record)

    def epicurve(self, step_days: float = 1.0) -> pa.Table:
        """Return new infections and people in each state, step by step. step_days: length of a step in days."""
        return epicurve(self.record, step_days)

    def growth(self) -> Growth:
        """Return the doubling time of the exponential phase with its interval."""
        return growth(self.record)

    def reproduction(self) -> Reproduction:
        """Return the reproduction number of the early cases with its interval."""
        return reproduction(self.record)

    def summary(self) -> Summary:
        """Return what happened in a few numbers."""
        return summarise(self.record)


def run(
    scenario: str | Path | Mapping[str, object] | Scenario,
    seed: int | None = None,
    out: str | Path | None = None,
    progress: ProgressReport | None = None,
    overwrite: bool = False,
) -> Run:
    """Run a scenario and return the run, written to disk.

    Parameters: scenario, a file, a name of the catalogue, a mapping, or what `read` returned; seed of the run, the
    scenario's own if not given; out, the folder to write, by default runs/<name>-<seed>-<hash>, with a number behind
    it if that is taken; progress, called several times a second; overwrite, whether a run that is in `out` may be
    replaced. Raises ScenarioError, WorldError, SimulationError, or RecordError (the folder is taken, the disk is
    full, ...). Whatever goes wrong, Ctrl-C included, no half-written run is left.
    """
    resolved = scenario if isinstance(scenario, Scenario) else read(scenario)
    return execute(
        _with_seed(resolved, seed), None if out is None else Path(out), overwrite, progress, build_world, simulate
    )


def load(folder: str | Path) -> Run:
    """Return a saved run. Raises RecordError if the folder is missing, damaged, or of a newer version."""
    return Run(load_record(Path(folder)))


def execute(
    scenario: Scenario,
    out: Path | None,
    overwrite: bool,
    progress: ProgressReport | None,
    build: Build,
    engine: Simulate,
) -> Run:
    """Run a resolved scenario with a given way to build worlds and a given engine; otherwise as `run`."""
    digest = scenario_hash(scenario)
    target = default_target(scenario.name, scenario.seed, digest) if out is None else out
    with Staging(target, is_overwrite=overwrite, is_default=out is None) as staging:
        start = time.perf_counter()
        world = build(scenario.world)
        seconds_world = time.perf_counter() - start
        written = _simulate(scenario, world, staging.folder, progress, engine)
        info = _info(scenario, digest, world, written, seconds_world)
        write_info(staging.folder / INFO_FILE, info)
        folder = staging.keep()
    return Run(Record(folder, info))


@dataclass(frozen=True)
class _Written:
    """An ending, and what the writer knows of it."""

    ending: Ending
    n_rows: int
    seconds: float
    seconds_write: float


def _simulate(
    scenario: Scenario, world: World, folder: Path, progress: ProgressReport | None, engine: Simulate
) -> _Written:
    """Simulate and write the patches and the events."""
    start = time.perf_counter()
    _write_world(folder / PATCHES_FILE, world)
    seconds_write = time.perf_counter() - start
    schema = event_schema([state.name for state in scenario.pathogen.states])
    start = time.perf_counter()
    with EventWriter(folder / EVENTS_FILE, schema) as writer:
        ending = engine(scenario, world, scenario.seed, writer.write, progress)
    seconds = time.perf_counter() - start
    return _Written(ending, writer.n_rows, seconds - writer.seconds, seconds_write + writer.seconds)


def _info(scenario: Scenario, digest: str, world: World, written: _Written, seconds_world: float) -> RunInfo:
    ending = written.ending
    return RunInfo(
        name=scenario.name,
        seed=scenario.seed,
        scenario_hash=digest,
        scenario=scenario_values(scenario),
        states=describe_states(scenario.pathogen),
        world=WorldInfo(
            name=world.name,
            n_people=world.n_people,
            n_patches=world.n_patches,
            district_names=tuple(world.district_names),
            layout=world.geometry.layout,
            n_rows=int(world.geometry.n_rows),
            n_columns=int(world.geometry.n_columns),
        ),
        outcome=Outcome(ending.outcome),
        end_days=float(ending.time_days),
        n_infected=int(ending.n_infected),
        n_events=written.n_rows,
        state_counts=tuple(int(count) for count in ending.state_counts),
        seconds={
            "world": seconds_world,
            "compile": ending.seconds_compile,
            "simulate": max(0.0, written.seconds - ending.seconds_compile),
            "write": written.seconds_write,
        },
        versions=software_versions(),
        created=now(),
    )


def _write_world(path: Path, world: World) -> None:
    geometry = world.geometry
    table = patch_table(
        world.arrays.patch_start,
        world.arrays.patch_district,
        geometry.longitude,
        geometry.latitude,
        geometry.cell,
    )
    write_patches(path, table)


def _with_seed(scenario: Scenario, seed: int | None) -> Scenario:
    if seed is None:
        return scenario
    if not 0 <= seed <= MAX_SEED:
        raise ValueError(f"seed: found {seed}; a whole number from 0 to {MAX_SEED} is allowed.")
    return scenario.model_copy(update={"seed": int(seed)})
