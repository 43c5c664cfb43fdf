"""A scenario is simulated and the run is written: whole, or not at all."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from hyosan.compiling import compile_ahead
from hyosan.engine.loop import EventSink, Progress
from hyosan.engine.simulate import Ending
from hyosan.record.events import event_schema
from hyosan.record.load import Record
from hyosan.record.patches import patch_table, write_patches
from hyosan.record.provenance import (
    BranchInfo,
    RunInfo,
    WorldInfo,
    describe_states,
    now,
    scenario_values,
    software_versions,
    write_info,
)
from hyosan.record.store import EVENTS_FOLDER, INFO_FILE, PATCHES_FILE, Staging
from hyosan.record.writer import EventWriter
from hyosan.scenario import Scenario, scenario_hash
from hyosan.terms import Outcome
from hyosan.world.model import World

ProgressReport = Callable[[Progress], None]
Simulate = Callable[[Scenario, World, int, EventSink, ProgressReport | None], Ending]
Start = Callable[[Path], Simulate]
"""Takes the folder in which a run is being written and returns the engine that simulates it."""

Build = Callable[[Any], World]

Past = Callable[[EventWriter], None]
"""Hands the log of a run the rows with which it begins, before the engine goes on from there."""


@dataclass(frozen=True)
class Origin:
    """Where a branch comes from: what run.json says of it, and the past that it shares with its parent."""

    info: BranchInfo
    past: Past


@dataclass(frozen=True)
class Place:
    """Where a run goes: a folder, whether a run there may be replaced, whether a number goes behind a taken name."""

    folder: Path
    is_overwrite: bool = False
    is_default: bool = False


def write_run(
    scenario: Scenario,
    place: Place,
    progress: ProgressReport | None,
    build: Build,
    start: Start,
    origin: Origin | None = None,
) -> Record:
    """Run a resolved scenario with a given way to build worlds and a given engine, and return the run on disk.

    origin: of a branch, whose engine simulates only what comes after its past.

    Raises RecordError if the run cannot be written, and whatever the builder and the engine raise. Nothing
    half-written is left then.
    """
    digest = scenario_hash(scenario)
    with Staging(place.folder, place.is_overwrite, place.is_default) as staging:
        began = time.perf_counter()
        world = build(scenario.world)
        seconds_world = time.perf_counter() - began
        seconds_ahead = compile_ahead(scenario.response is not None)
        past = None if origin is None else origin.past
        written = _simulate(scenario, world, staging.folder, progress, start(staging.folder), past)
        branch = None if origin is None else origin.info
        info = _info(scenario, digest, world, written, (seconds_world, seconds_ahead), branch)
        write_info(staging.folder / INFO_FILE, info)
        folder = staging.keep()
    return Record(folder, info)


@dataclass(frozen=True)
class _Written:
    """An ending, and what the writer knows of it."""

    ending: Ending
    n_rows: int
    seconds: float
    seconds_write: float


def _simulate(
    scenario: Scenario,
    world: World,
    folder: Path,
    progress: ProgressReport | None,
    engine: Simulate,
    past: Past | None,
) -> _Written:
    """Simulate and write the patches and the events."""
    start = time.perf_counter()
    write_patches(folder / PATCHES_FILE, patches_of(world))
    seconds_write = time.perf_counter() - start
    schema = event_schema([state.name for state in scenario.pathogen.states])
    start = time.perf_counter()
    with EventWriter(folder / EVENTS_FOLDER, schema) as writer:
        if past is not None:
            past(writer)
        ending = engine(scenario, world, scenario.seed, writer.write, progress)
    seconds = time.perf_counter() - start
    return _Written(ending, writer.n_rows, seconds - writer.seconds, seconds_write + writer.seconds)


def _info(
    scenario: Scenario,
    digest: str,
    world: World,
    written: _Written,
    seconds: tuple[float, float],
    branch: BranchInfo | None,
) -> RunInfo:
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
            "world": seconds[0],
            "compile": seconds[1] + ending.seconds_compile,
            "simulate": max(0.0, written.seconds - ending.seconds_compile),
            "write": written.seconds_write,
        },
        versions=software_versions(),
        created=now(),
        branch=branch,
    )


def patches_of(world: World) -> pa.Table:
    """Return the table of patches of a world, as it goes into the folder of a run."""
    geometry = world.geometry
    return patch_table(
        world.arrays.patch_start,
        world.arrays.patch_district,
        geometry.longitude,
        geometry.latitude,
        geometry.cell,
    )
