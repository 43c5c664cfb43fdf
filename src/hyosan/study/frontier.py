"""The frontier of a scenario: how late, how leaky may it be, that it is contained with a wanted probability?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.frontier import find_frontier, least_budget
from hyosan.analysis.frontier_design import Report, Setting
from hyosan.analysis.frontier_result import Frontier
from hyosan.analysis.frontier_words import sentences
from hyosan.engine.judge import check, judge
from hyosan.scenario import Scenario
from hyosan.scenario.paths import read_varied
from hyosan.study.batch import evaluate_pairs
from hyosan.study.errors import StudyError
from hyosan.study.execute import Executor
from hyosan.study.executors import open_executor
from hyosan.study.frontier_axes import Bound, Range, Read, Source, Varied, read_axes
from hyosan.study.frontier_range import narrow

HOLD = 0.95
BUDGETS: Final = {1: 20_000, 2: 150_000}
"""Replicates at most, by how many numbers are varied."""

MAX_SEED = 2**63


def frontier(
    source: Source,
    vary: Mapping[str, Range],
    hold: float = HOLD,
    precision: Bound | None = None,
    seed: int | None = None,
    workers: int | None = None,
    budget: int | None = None,
    progress: Report | None = None,
) -> Frontier:
    """Return where containment at a wanted probability ends, over one or two numbers of a scenario.

    Parameters: source, as `read` takes it; vary, the paths and their ranges: the critical value of the first is found,
    for several values of the second; hold, the wanted P(contained); precision, the wanted width of the 95 % interval
    of the first (if not given, a twentieth of its range; for a moment a tenth, 12 hours at most); seed, of the first
    replicate (the scenario's own if not given): every setting is run with the same seeds; workers, processes (all
    cores if not given); budget, replicates at most (if not given, 20,000 for one number, 150,000 for two); progress,
    is told how many were run and how many may be. Numbers are days, km, a day, or bare; text has units. A time without
    a range is varied from 0 to the horizon, a bare number from 0 to 1, or up to where the limit lies. Raises
    StudyError and ScenarioError for what cannot be asked, SimulationError for what cannot be run.
    """
    varied, width = read_axes(source, vary, precision, read_varied)
    budget = BUDGETS[len(varied)] if budget is None else budget
    check_question(varied, hold, budget)
    with open_executor(name="local", workers=workers, judge=judge) as executor:
        settings = Settings(source, varied, seed, read_varied, executor)
        check(settings.scenario(tuple(item.axis.low for item in varied)), executor.world(settings.base.world))
        narrowed = narrow(source, vary, varied, hold, settings.seed, executor, read_varied)
        if narrowed.n_runs:
            varied, width = read_axes(source, narrowed.vary, precision, read_varied)
            settings = Settings(source, varied, seed, read_varied, executor)
        found = seek(settings, hold, width, budget, progress)
    found = replace(found, runs_used=found.runs_used + narrowed.n_runs)
    return replace(found, sentences=(*sentences(found), *narrowed.sentences))


def check_question(varied: tuple[Varied, ...], hold: float, budget: int) -> None:
    """Raise StudyError for a level or a budget that cannot be."""
    if not 0.0 < hold < 1.0:
        raise StudyError(f"hold: found {hold:g}; allowed a number between 0 and 1, such as 0.95.")
    least = least_budget(len(varied), hold)
    if budget < least:
        raise StudyError(f"budget: found {budget:,}; allowed at least {least:,} runs for this question.")


class Settings:
    """The scenarios of all settings, each made once, and their replicates."""

    def __init__(
        self, source: Source, varied: tuple[Varied, ...], seed: int | None, read: Read, executor: Executor
    ) -> None:
        """Read the scenario as it is written. seed: of the first replicate, None for the scenario's own."""
        self.base = read(source, {})
        self.varied = varied
        self.seed = self.base.seed if seed is None else seed
        self._source, self._read, self._executor = source, read, executor
        self._made: dict[Setting, Scenario] = {}

    def scenario(self, setting: Setting) -> Scenario:
        """Return the scenario with the values of a setting, always the same object."""
        if setting not in self._made:
            pairs = zip(self.varied, setting, strict=True)
            values = {item.axis.path: item.text(value) for item, value in pairs}
            self._made[setting] = self._read(self._source, values)
        return self._made[setting]

    def judge(self, tasks: list[tuple[Setting, int]]) -> NDArray[np.bool_]:
        """Run replicates and return which of them were contained."""
        pairs = [(self.scenario(setting), (self.seed + number) % MAX_SEED) for setting, number in tasks]
        return np.array([verdict.is_contained for verdict in evaluate_pairs(pairs, self._executor)], dtype=bool)


def seek(settings: Settings, hold: float, precision: float | None, budget: int, progress: Report | None) -> Frontier:
    """Return the frontier of settings. Raises SimulationError for a setting that cannot be run."""
    return find_frontier(
        tuple(item.axis for item in settings.varied),
        hold,
        settings.judge,
        precision=precision,
        budget=budget,
        report=progress,
        scenario=settings.base.name,
        seed=settings.seed,
    )
