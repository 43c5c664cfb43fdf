"""The state of a search for a frontier: the axes, everything run so far, one line for each value of the second axis."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.frontier_axis import Axis
from hyosan.analysis.frontier_bank import Bank, Task
from hyosan.analysis.frontier_line import Line, Wanted
from hyosan.analysis.frontier_order import Order

Setting = tuple[float, ...]
"""Values of the axes, in their units."""

Judge = Callable[[list[tuple[Setting, int]]], NDArray[np.bool_]]
"""Runs replicates, each a setting and the number of a seed, and says which of them were contained."""

Report = Callable[[int, int], None]
"""Is told how many runs are done and how many there may be."""

LOOK_SEEDS: Final = {1: 40, 2: 24}
"""Seeds of the first look, by the number of axes."""


@dataclass
class Design:
    """What a search knows. `is_implying`: whether outcomes are taken from harder and easier settings."""

    axes: tuple[Axis, ...]
    hold: float
    judge: Judge
    budget: int
    target_steps: float
    report: Report | None = None
    bank: Bank = field(default_factory=Bank)
    order: Order = field(default_factory=Order)
    lines: dict[int, Line] = field(default_factory=dict)
    edge: Line | None = None
    is_implying: bool = True
    is_out_of_budget: bool = False
    n_disorderly: int = 0

    @property
    def n_look(self) -> int:
        """Seeds of the first look."""
        return LOOK_SEEDS[len(self.axes)]

    @property
    def all_lines(self) -> list[Line]:
        """The lines along the first axis, and the edge."""
        return [*self.lines.values(), *([self.edge] if self.edge is not None else [])]

    @property
    def n_searched(self) -> int:
        """Runs since the first look."""
        return self.bank.n_runs - self.n_look * math.prod(len(axis.nodes()) for axis in self.axes)

    def setting(self, i: int, j: int) -> Setting:
        """Return the values at steps of both axes."""
        return tuple(axis.value(step) for axis, step in zip(self.axes, (i, j), strict=False))

    def run(self, tasks: list[Task]) -> None:
        """Run replicates and keep what came out."""
        held = self.judge([(self.setting(i, j), seed) for i, j, seed in tasks])
        self.bank.store(tasks, np.asarray(held, dtype=bool))
        if self.report is not None:
            self.report(self.bank.n_runs, self.budget)

    def together(self, searches: list[Wanted]) -> None:
        """Go on with several searches at once, in common batches; the last are given up beyond the budget."""
        while searches:
            asking = [(search, tasks) for search in searches if (tasks := next(search, None)) is not None]
            missing = self._missing(asking)
            while asking and self.bank.n_runs + len(missing) > self.budget:
                asking.pop()[0].close()
                self.is_out_of_budget = True
                missing = self._missing(asking)
            if missing:
                self.run(missing)
            searches = [search for search, _ in asking]

    def _missing(self, asking: list[tuple[Wanted, list[Task]]]) -> list[Task]:
        return self.bank.missing(task for _, tasks in asking for task in tasks)
