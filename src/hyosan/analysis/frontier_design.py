"""Which replicates a frontier runs: a first look at the whole range, then more seeds where the interval is widest."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.frontier_axis import Axis
from hyosan.analysis.frontier_bank import HELD, LOST, Bank, Task, least_seeds
from hyosan.analysis.frontier_line import Line, Wanted

Setting = tuple[float, ...]
"""Values of the axes, in their units."""

Judge = Callable[[list[tuple[Setting, int]]], NDArray[np.bool_]]
"""Runs replicates, each a setting and the number of a seed, and says which of them were contained."""

Report = Callable[[int, int], None]
"""Is told how many runs are done and how many there may be."""

LOOK_SEEDS: Final = {1: 40, 2: 24}
"""Seeds of the first look, by the number of axes."""

LEAST_CHECKED: Final = {1: 64, 2: 24}
"""Implied outcomes that a line checks at least, by the number of axes: with two, several lines check together."""

SPARE: Final = 1.5
"""The first stage has so many times the least seeds that can show anything."""

MOST_GROWTH, LEAST_GROWTH = 2.0, 1.3
WORTH_GROWING: Final = 1.15
RUNS_PER_SEED: Final = {True: 1.6, False: 6.0}
"""Runs that a further seed of a line costs at least, where outcomes are implied and where they are not."""

RESERVE: Final = 1.2
"""A stage is planned with so many times the runs per seed of those before, so that the budget does not cut it."""

MOST_DISORDERLY: Final = 0.1
"""Share of the seeds of the first look that may be contained somewhere beyond where they are lost."""

MOST_VIOLATING, LEAST_VIOLATIONS = 0.004, 3
"""Share of checked implied outcomes that may be wrong, and how many must be before that is believed."""

MOST_ROWS, ENOUGH_INSIDE = 13, 7
"""Lines at most, and how many that cross within the range make further ones superfluous."""


@dataclass
class Design:
    """The state of a search: axes, everything run so far, one line for each value of the second axis."""

    axes: tuple[Axis, ...]
    hold: float
    judge: Judge
    budget: int
    target_steps: float
    report: Report | None = None
    bank: Bank = field(default_factory=Bank)
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


def explore(design: Design) -> None:
    """Carry out a search: look, first stage, rows between, then seeds where the interval is widest."""
    look(design)
    n_seeds = first_seeds(design)
    design.lines = {j: new_line(design, j) for j in (design.axes[1].nodes() if len(design.axes) == 2 else (0,))}
    if len(design.axes) == 2:
        design.edge = Line(lambda j: (0, j), design.axes[1].n_steps, design.hold, design.bank)
        design.edge.is_implying, design.edge.stride = design.is_implying, stride(design, design.axes[1].n_steps / 20)
    design.together([line.search(n_seeds, guess(design, j)) for j, line in design.lines.items()])
    if design.edge is not None:
        design.together([design.edge.search(n_seeds)])
        add_rows(design, n_seeds)
    while not design.is_out_of_budget and grow(design):
        pass


def look(design: Design) -> None:
    """Run a few seeds all over the range; turn the axes so that step 0 is the easiest; see whether seeds keep order."""
    nodes = [axis.nodes() for axis in design.axes] + [(0,)] * (2 - len(design.axes))
    design.run([(i, j, seed) for i in nodes[0] for j in nodes[1] for seed in range(design.n_look)])
    held = looked(design)
    turned = [easier_at_top(held, number) for number in range(len(design.axes))]
    design.bank.turn(*[design.axes[k].n_steps if k < len(turned) and turned[k] else None for k in (0, 1)])
    design.axes = tuple(axis.turned() if turn else axis for axis, turn in zip(design.axes, turned, strict=True))
    held = looked(design)
    steps = [np.diff(held.astype(np.int8), axis=number) for number in range(len(design.axes))]
    disorderly = np.logical_or.reduce([(step > 0).any(axis=(0, 1)) for step in steps])
    design.n_disorderly = int(disorderly.sum())
    design.is_implying = design.n_disorderly <= MOST_DISORDERLY * design.n_look


def looked(design: Design) -> NDArray[np.bool_]:
    """Return what the first look saw: (nodes of the first axis, of the second, seeds)."""
    nodes = [axis.nodes() for axis in design.axes] + [(0,)] * (2 - len(design.axes))
    return np.array([[design.bank.at((i, j), design.n_look) == HELD for j in nodes[1]] for i in nodes[0]])


def easier_at_top(held: NDArray[np.bool_], number: int) -> bool:
    """Return whether more was contained in the upper half of an axis than in the lower."""
    counts = np.moveaxis(held, number, 0).sum(axis=(1, 2))
    half = len(counts) // 2
    return bool(counts[-half:].sum() > counts[:half].sum())


def new_line(design: Design, j: int) -> Line:
    """Return the line along the first axis at a step of the second."""
    line = Line(lambda i: (i, j), design.axes[0].n_steps, design.hold, design.bank)
    line.is_implying, line.stride = design.is_implying, stride(design, design.target_steps)
    line.least_checked = LEAST_CHECKED[len(design.axes)]
    return line


def stride(design: Design, target_steps: float) -> int:
    """Return how many steps apart counts may lie: 1 where outcomes are implied, a third of the target where not."""
    return 1 if design.is_implying else max(1, int(target_steps / 3))


def guess(design: Design, j: int) -> tuple[float, int, int]:
    """Return where the first look saw a line cross: the middle, and the nodes on both sides of it."""
    nodes = design.axes[0].nodes()
    lost = [int(np.count_nonzero(design.bank.at((i, j), design.n_look) == LOST)) for i in nodes]
    beyond = [i for i, n in zip(nodes, lost, strict=True) if n > (1.0 - design.hold) * design.n_look]
    right = beyond[0] if beyond else nodes[-1]
    left = nodes[max(0, nodes.index(right) - 1)]
    return (left + right) / 2, left, right


def add_rows(design: Design, n_seeds: int) -> None:
    """Add lines where the crossing enters or leaves the range between two values of the second axis."""
    steps, n = sorted(design.lines), design.axes[0].n_steps
    crossings = {j: design.lines[j].crossing for j in steps}
    inside = [j for j in steps if (c := crossings[j]) is not None and 0.0 <= c.at <= n]
    gaps: list[tuple[int, int]] = []
    for a, b in zip(steps, steps[1:], strict=False):
        if (a in inside) != (b in inside) or (not inside and straddles(design, a, b)):
            gaps.append((a, b))
    n_new = min(MOST_ROWS - len(steps), ENOUGH_INSIDE - len(inside))
    if n_new <= 0 or not gaps:
        return
    new: list[int] = []
    for a, b in gaps:
        each = max(1, n_new // len(gaps))
        new += [a + (b - a) * k // (each + 1) for k in range(1, each + 1)]
    rows = {j: new_line(design, j) for j in new if j not in design.lines}
    searches = []
    for j, line in rows.items():
        beside = design.lines[max(k for k in steps if k < j)].crossing
        searches.append(line.search(n_seeds, None if beside is None else (beside.at, beside.low, beside.high)))
    design.lines = dict(sorted({**design.lines, **rows}.items()))
    design.together(searches)


def straddles(design: Design, a: int, b: int) -> bool:
    """Return whether one line holds everywhere and the other nowhere."""
    first, second = design.lines[a].crossing, design.lines[b].crossing
    return first is not None and second is not None and (first.at < 0) != (second.at < 0)


def grow(design: Design) -> bool:
    """Give more seeds to the lines with the widest intervals; return False where nothing is left to do."""
    distrust(design)
    wanted: list[tuple[float, int, Line]] = []
    for line in design.all_lines:
        ratio = excess(design, line)
        if line.crossing is not None and ratio > 1.0:
            n = line.crossing.n_seeds
            factor = float(np.clip(1.15 * ratio**2, LEAST_GROWTH, MOST_GROWTH)) if np.isfinite(ratio) else 1.0
            wanted.append((ratio, int(np.ceil(factor * n)), line))
    left, chosen = float(design.budget - design.bank.n_runs), []
    rate = runs_per_seed(design)
    for ratio, n_seeds, line in sorted(wanted, key=lambda item: -item[0]):
        before = line.crossing.n_seeds if line.crossing is not None and np.isfinite(ratio) else 0
        n_seeds = min(n_seeds, int(before + left / rate))
        if n_seeds >= max(WORTH_GROWING * before, first_seeds(design)):
            chosen.append(line.search(n_seeds))
            left -= (n_seeds - before) * rate
    design.is_out_of_budget |= bool(wanted) and not chosen
    design.together(chosen)
    return bool(chosen)


def runs_per_seed(design: Design) -> float:
    """Return how many runs a further seed of a line may cost, from what those before have cost."""
    n_seeds = sum(line.crossing.n_seeds for line in design.all_lines if line.crossing is not None)
    n_look = design.n_look * int(np.prod([len(axis.nodes()) for axis in design.axes]))
    so_far = (design.bank.n_runs - n_look) / max(n_seeds, 1)
    return max(RUNS_PER_SEED[design.is_implying], RESERVE * so_far)


def excess(design: Design, line: Line) -> float:
    """Return the width of a line's interval over the wanted width; infinite for a line that has to be redone.

    A line that crosses within the range has two stages at least; one that does not has two at most.
    """
    crossing = line.crossing
    if crossing is None or line.is_stale:
        return np.inf
    target = design.target_steps if line is not design.edge else line.n_steps / 20.0
    ratio = crossing.width(line.n_steps) / max(target, 1.0)
    is_inside = 0.0 <= crossing.at <= line.n_steps
    is_first_stage = crossing.n_seeds < 2 * first_seeds(design) - 2
    if is_inside and is_first_stage and ratio > 0.0:
        return max(ratio, 1.4)
    return ratio if is_inside or is_first_stage else 0.0


def first_seeds(design: Design) -> int:
    """Return how many seeds the first stage of a line has."""
    return max(int(SPARE * least_seeds(design.hold)), design.n_look)


def distrust(design: Design) -> None:
    """Stop implying outcomes where too many of the implied turned out wrong; lines have to be redone then."""
    n_checked = sum(line.n_checked for line in design.all_lines)
    n_wrong = sum(line.n_violating for line in design.all_lines)
    if not design.is_implying or n_wrong < LEAST_VIOLATIONS or n_wrong <= MOST_VIOLATING * n_checked:
        return
    design.is_implying = False
    for line in design.all_lines:
        target = design.target_steps if line is not design.edge else line.n_steps / 20.0
        line.is_implying, line.is_stale, line.stride = False, True, stride(design, target)
