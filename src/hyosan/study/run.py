"""Running a study: from a scenario and what is varied to the table of all replicates, through any executor."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from hyosan.engine.judge import judge as engine_judge
from hyosan.scenario import Scenario, scenario_hash
from hyosan.scenario.paths import Source, read_varied
from hyosan.study.designs import GRID, REPLICATES
from hyosan.study.execute import Executor, Finished, Judge, Piece, stream
from hyosan.study.executors import LOCAL, open_executor
from hyosan.study.inputs import Values, read_inputs, scenario_at
from hyosan.study.plan import CHANGES, WITH, Plan, Setting, make_plan
from hyosan.study.rows import Row, rows_table
from hyosan.study.sensitivity import study_sensitivities
from hyosan.study.store import Store, default_folder, load_store, open_store
from hyosan.study.summary import SettingSummary, summarise_settings

if TYPE_CHECKING:
    from hyosan.analysis.sensitivity import Sensitivity

N_SAMPLES = 64


@dataclass(frozen=True)
class StudyProgress:
    """How far a study has come: runs done (n_found of them found in the folder), and runs in all."""

    n_done: int
    n_found: int
    n_runs: int


Report = Callable[[StudyProgress], None]


@dataclass(frozen=True)
class Study:
    """A study on disk."""

    store: Store

    @property
    def folder(self) -> Path:
        """Where the study is kept."""
        return self.store.folder

    @property
    def plan(self) -> Plan:
        """What the study consists of."""
        return self.store.plan

    @cached_property
    def table(self) -> pa.Table:
        """One row a replicate, sorted by setting, arm and seed (docs/reference-study.md)."""
        return self.store.results()

    def summary(self) -> list[SettingSummary]:
        """Return shares and intervals of each setting in each arm."""
        return summarise_settings(self.plan, self.table)

    def sensitivity(self, arm: str | None = None) -> "list[Sensitivity]":
        """Return the Sobol indices of a study with the design "saltelli", in one arm (default: its first).

        Raises StudyError for another design, an unfinished study, or where SciPy is not installed.
        """
        return study_sensitivities(self.plan, self.table, arm or self.plan.arms[0])


def run_study(
    source: Source,
    vary: Mapping[str, Values] | None = None,
    design: str | None = None,
    replicates: int = 100,
    seed: int | None = None,
    workers: int | None = None,
    executor: str | Executor = LOCAL,
    out: str | Path | None = None,
    progress: Report | None = None,
    samples: int = N_SAMPLES,
    arms: Sequence[str] = (WITH,),
    judge: Judge = engine_judge,
) -> Study:
    """Run a study, or what is left of one, and return it.

    Parameters
    ----------
    source: a file, a name of the catalogue, or a mapping.
    vary: by path, the values of a number: (low, high) or (low, high, n), a list, or text such as "12h:48h:4".
    design: "grid" (the default where something varies), "lhs", "sobol", "saltelli", or "replicates" alone.
    replicates: of each setting in each arm, with seeds from `seed` on (default: the scenario's).
    workers: how many replicates run at a time, by default one a processor; executor: "local", "ray", or an open one,
        which keeps its workers and its judge.
    out: the folder; if it holds this very study, only the runs that it lacks are run. Default: a folder in studies/.
    samples: settings of "lhs" and "sobol", length of the base sample of "saltelli".
    arms: "with" the measures, "without" them, or both, on the same dice.
    judge: what runs one replicate.

    Raises ScenarioError, WorldError, SimulationError, or StudyError (another study in the folder, a design that cannot
    be, workers that die again and again, ...). Whatever happens, finished chunks are kept.
    """
    cells = _plan_cells(source, vary or {}, design, samples, replicates, seed, arms)
    folder = Path(out) if out is not None else default_folder(cells.plan)
    store = open_store(folder, cells.plan, cells.scenario)
    _run_missing(store, cells, workers, executor, judge, progress)
    return Study(store)


def load_study(folder: str | Path) -> Study:
    """Return a study on disk, finished or not. Raises StudyError if there is none, or it is damaged."""
    return Study(load_store(Path(folder)))


@dataclass(frozen=True)
class _Cells:
    """The settings of a study as scenarios."""

    source: Source
    scenario: Scenario
    plan: Plan

    def scenario_of(self, setting: Setting) -> Scenario:
        """Return the scenario of a setting. Raises ScenarioError."""
        if not setting.values:
            return self.scenario
        return scenario_at(self.source, self.plan.inputs, [value for _, value in setting.values])

    def pieces(self, missing: Mapping[int, list[int]]) -> Iterator[Piece]:
        """Yield a piece for every cell with missing seeds, which are given by the cell's number."""
        n_arms = len(self.plan.arms)
        for setting in self.plan.settings:
            wanted = [k for k in range(n_arms) if setting.index * n_arms + k in missing]
            if not wanted:
                continue
            scenario = self.scenario_of(setting)
            for k in wanted:
                tag = setting.index * n_arms + k
                change = CHANGES[self.plan.arms[k]]
                yield Piece(scenario, tuple(missing[tag]), setting.label(), change, tag)


def _plan_cells(
    source: Source,
    vary: Mapping[str, Values],
    design: str | None,
    samples: int,
    replicates: int,
    seed: int | None,
    arms: Sequence[str],
) -> _Cells:
    """Return what a study consists of. Raises ScenarioError or StudyError."""
    scenario = read_varied(source, {})
    inputs = read_inputs(source, vary)
    chosen = design or (GRID if inputs else REPLICATES)
    base_seed = scenario.seed if seed is None else seed
    digest = scenario_hash(scenario)
    plan = make_plan(scenario, digest, inputs, chosen, samples, replicates, base_seed, arms)
    return _Cells(source, scenario, plan)


def _run_missing(
    store: Store, cells: _Cells, workers: int | None, executor: str | Executor, judge: Judge, report: Report | None
) -> None:
    """Run what the folder lacks, keep every finished chunk, and write the whole table at the end."""
    plan = store.plan
    done = set(store.rows().column("run_id").to_pylist())
    missing = _missing(plan, done)
    n_missing = sum(map(len, missing.values()))
    n_found = plan.n_runs - n_missing
    n_done = n_found
    if report is not None:
        report(StudyProgress(n_done, n_found, plan.n_runs))
    if missing:
        with _opened(executor, workers, judge) as opened:
            for finished in stream(cells.pieces(missing), n_missing, opened):
                store.add(rows_table(list(_rows(plan, finished, opened)), store.schema))
                n_done += len(finished.verdicts)
                if report is not None:
                    report(StudyProgress(n_done, n_found, plan.n_runs))
    if missing or not store.is_finished:
        store.finish()


def _missing(plan: Plan, done: set[str]) -> dict[int, list[int]]:
    """Return, by the number of the cell, the seeds that are not done."""
    missing = {}
    for tag, (setting, arm) in enumerate(plan.cells()):
        seeds = [seed for seed in plan.seeds if plan.run_id(setting, arm, seed) not in done]
        if seeds:
            missing[tag] = seeds
    return missing


def _rows(plan: Plan, finished: Finished, executor: Executor) -> Iterator[Row]:
    """Yield the rows of a finished chunk."""
    verdicts = iter(finished.verdicts)
    for piece in finished.chunk.pieces:
        setting, arm = plan.settings[piece.tag // len(plan.arms)], plan.arms[piece.tag % len(plan.arms)]
        names = executor.world(piece.scenario.world).district_names
        values = tuple(value for _, value in setting.values)
        for seed in piece.seeds:
            verdict = next(verdicts)
            number = verdict.first_escape_district
            name = names[number] if 0 <= number < len(names) else None
            yield Row(plan.run_id(setting, arm, seed), setting.index, arm, values, verdict, name)


@contextlib.contextmanager
def _opened(executor: str | Executor, workers: int | None, judge: Judge) -> Iterator[Executor]:
    """Give an executor; one that was opened here is closed."""
    if not isinstance(executor, str):
        yield executor
        return
    with open_executor(executor, workers, judge) as opened:
        yield opened
