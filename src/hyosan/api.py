"""Hyosan from Python: run a scenario, load a saved run, ask it questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import ValidationError

from hyosan.analysis.difference import Difference, difference
from hyosan.analysis.epicurve import epicurve
from hyosan.analysis.growth import Growth, Reproduction, growth, reproduction
from hyosan.analysis.line_list import line_list
from hyosan.analysis.summary import Summary, summarise
from hyosan.analysis.tree import tree
from hyosan.api_branch import with_checkpoints, write_branch
from hyosan.api_run import Build, Place, ProgressReport, Simulate, write_run
from hyosan.engine.branching import change_response
from hyosan.engine.judge import answer_area
from hyosan.record.errors import RecordError
from hyosan.record.events import name_codes
from hyosan.record.load import Record, load_record
from hyosan.record.provenance import BranchInfo, RunInfo
from hyosan.record.store import INFO_FILE, default_target
from hyosan.scenario import Cordon, Response, Scenario, read, scenario_hash
from hyosan.scenario.response_file import read_response
from hyosan.terms import Outcome
from hyosan.world.build import build_world

MAX_SEED = 2**63 - 1
"""So that a seed fits a signed number of 64 bits, which other tools read."""


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

    def branch(
        self,
        at_days: float,
        response: Response | str | Path | Mapping[str, object] | None,
        out: str | Path | None = None,
        progress: ProgressReport | None = None,
        overwrite: bool = False,
    ) -> "Branch":
        """Return a branch of the run: the same until a moment, on the same dice under another response after it.

        Parameters: at_days, the moment; response from there on, as a file or mapping with `response` (and `answer`),
        or resolved, None for neither detection nor measures; out, the folder to write, by default the run's with
        -branch behind it and a number if that is taken; progress, called several times a second; overwrite, whether a
        run that is in `out` may be replaced. Measures of the same name as in the run keep their state. Raises
        RecordError if the moment is not one of the run's, or if this Hyosan would simulate the run otherwise than its
        log says; ScenarioError, SimulationError if the response does not fit.
        """
        answer = self.scenario.answer
        if isinstance(response, (str, Path, Mapping)):
            response, answer = read_response(response, self.scenario)
        change = change_response(self.scenario, float(at_days), response, answer)
        place = Place(self.folder.with_name(f"{self.folder.name}-branch"), is_default=True)
        if out is not None:
            place = Place(Path(out), is_overwrite=overwrite)
        return Branch(self, Run(write_branch(self.record, self.scenario, change, place, progress, build_world)))

    def without_measures(self) -> Response:
        """Return the run's response with its detection and no measures, for a branch in which nothing is done."""
        detection = self.scenario.response.detection if self.scenario.response else ()
        return Response(detection=detection)


@dataclass(frozen=True)
class Branch:
    """Two futures of one past: the run that was branched, and the branch."""

    parent: Run
    run: Run

    @cached_property
    def info(self) -> BranchInfo:
        """When they part, and what the branch does otherwise. Raises RecordError if the second run is no branch."""
        if self.run.info.branch is None:
            raise RecordError(f"{self.run.folder}: this run is not a branch of another.")
        return self.run.info.branch

    def difference(self, inside: NDArray[np.bool_] | None = None) -> Difference:
        """Return whom the decision spared and whom it cost, person by person.

        Parameters: inside, (P) bool, patches of the area by which people are counted, by their homes; by default the
        area that the answer is about: that of the branch, or of the run where the branch has none of its own.
        """
        area = self._area() if inside is None else inside
        return difference(self.parent.record, self.run.record, self.info.at_days, area)

    def _area(self) -> NDArray[np.bool_]:
        scenario = self.run.scenario
        measures = scenario.response.measures if scenario.response else ()
        if scenario.answer.area is None and not any(isinstance(measure, Cordon) for measure in measures):
            scenario = self.parent.scenario
        return answer_area(scenario, build_world(scenario.world))


def run(
    scenario: str | Path | Mapping[str, object] | Scenario,
    seed: int | None = None,
    out: str | Path | None = None,
    progress: ProgressReport | None = None,
    overwrite: bool = False,
    checkpoint_days: Sequence[float] = (),
) -> Run:
    """Run a scenario and return the run, written to disk.

    Parameters: scenario, a file, a name of the catalogue, a mapping, or what `read` returned; seed of the run, the
    scenario's own if not given; out, the folder to write, by default runs/<name>-<seed>-<hash>, with a number behind
    it if that is taken; progress, called several times a second; overwrite, whether a run that is in `out` may be
    replaced; checkpoint_days, times at which to keep the run's memory, so that a branch from there starts at once.
    Raises ScenarioError, WorldError, SimulationError, or RecordError (the folder is taken, the disk is
    full, ...). Whatever goes wrong, Ctrl-C included, no half-written run is left.
    """
    resolved = scenario if isinstance(scenario, Scenario) else read(scenario)
    seeded = _with_seed(resolved, seed)
    start = with_checkpoints(checkpoint_days)
    return Run(write_run(seeded, _place(seeded, out, overwrite), progress, build_world, start))


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
    return Run(write_run(scenario, _place(scenario, out, overwrite), progress, build, lambda _folder: engine))


def _place(scenario: Scenario, out: str | Path | None, overwrite: bool) -> Place:
    if out is not None:
        return Place(Path(out), is_overwrite=overwrite)
    return Place(default_target(scenario.name, scenario.seed, scenario_hash(scenario)), overwrite, is_default=True)


def _with_seed(scenario: Scenario, seed: int | None) -> Scenario:
    if seed is None:
        return scenario
    if not 0 <= seed <= MAX_SEED:
        raise ValueError(f"seed: found {seed}; a whole number from 0 to {MAX_SEED} is allowed.")
    return scenario.model_copy(update={"seed": int(seed)})
