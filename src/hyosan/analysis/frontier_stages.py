"""Which replicates a frontier runs: a first look at the whole range, then more seeds where the interval is widest."""

from typing import Final

import numpy as np

from hyosan.analysis.frontier_bank import least_seeds
from hyosan.analysis.frontier_check import best_one_in, is_worthless
from hyosan.analysis.frontier_design import Design
from hyosan.analysis.frontier_line import Line
from hyosan.analysis.frontier_look import guess, look
from hyosan.analysis.frontier_rows import Search, search_rows

SPARE: Final = 1.5
"""The first stage has so many times the least seeds that can show anything."""

LEAST_CHECKED: Final = {1: 64, 2: 24}
"""Implied outcomes that a line checks at least, by the number of axes: with two, several lines check together."""

MOST_GROWTH, LEAST_GROWTH = 3.0, 1.3
WORTH_GROWING: Final = 1.15
RUNS_PER_SEED: Final = {True: 1.0, False: 6.0}
"""Runs that a further seed of a line costs at least, where outcomes are implied and where they are not."""

RESERVE: Final = 1.2
"""A stage is planned with so many times the runs per seed of those before, so that the budget does not cut it."""

EDGE_WIDTHS: Final = 20.0
"""The edge is sought as exactly as a twentieth of its range."""

MOST_ROWS, ENOUGH_INSIDE = 13, 7
"""Lines at most, and how many that cross within the range make further ones superfluous."""


def explore(design: Design) -> None:
    """Carry out a search: look, first stage, rows between, then seeds where the interval is widest."""
    look(design)
    n_seeds = first_seeds(design)
    design.lines = {j: new_line(design, j) for j in (design.axes[1].nodes() if len(design.axes) == 2 else (0,))}
    search_rows(design, [Search(j, line, n_seeds, guess(design, j)) for j, line in design.lines.items()])
    if len(design.axes) == 2:
        design.edge = Line(lambda j: (0, j), design.axes[1].n_steps, design.hold, design.bank, design.order)
        design.together([design.edge.search(n_seeds)])
        add_rows(design, n_seeds)
    while not design.is_out_of_budget and grow(design):
        pass


def first_seeds(design: Design) -> int:
    """Return how many seeds the first stage of a line has."""
    return max(int(SPARE * least_seeds(design.hold)), design.n_look)


def new_line(design: Design, j: int) -> Line:
    """Return the line along the first axis at a step of the second."""
    return Line(lambda i: (i, j), design.axes[0].n_steps, design.hold, design.bank, design.order)


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
    each = max(1, n_new // len(gaps))
    new = {a + (b - a) * k // (each + 1) for a, b in gaps for k in range(1, each + 1)} - set(steps)
    searches = []
    for j in sorted(new):
        beside = design.lines[max(k for k in steps if k < j)].crossing
        around = None if beside is None else (beside.at, beside.low, beside.high)
        searches.append(Search(j, new_line(design, j), n_seeds, around))
    design.lines = dict(sorted({**design.lines, **{search.row: search.line for search in searches}}.items()))
    search_rows(design, searches)


def straddles(design: Design, a: int, b: int) -> bool:
    """Return whether one line holds everywhere and the other nowhere."""
    first, second = design.lines[a].crossing, design.lines[b].crossing
    return first is not None and second is not None and (first.at < 0) != (second.at < 0)


def grow(design: Design) -> bool:
    """Give more seeds to lines whose intervals are too wide, as the budget allows; return False if there is none."""
    distrust(design)
    rows = {id(line): j for j, line in design.lines.items()}
    wanted = [(line, n_before(line), planned(design, line)) for line in design.all_lines]
    more = runs_per_seed(design) * sum(n_seeds - before for _, before, n_seeds in wanted if n_seeds)
    share = min(1.0, (design.budget - design.bank.n_runs) / max(more, 1.0))
    chosen = []
    for line, before, n_seeds in wanted:
        n_seeds = before + int(share * (n_seeds - before))
        if n_seeds >= max(WORTH_GROWING * before, first_seeds(design)):
            set_checks(design, line, n_seeds)
            chosen.append(Search(rows.get(id(line), -1), line, n_seeds))
    design.is_out_of_budget |= any(n_seeds for *_, n_seeds in wanted) and not chosen
    search_rows(design, [search for search in chosen if search.line is not design.edge])
    design.together([search.line.search(search.n_seeds) for search in chosen if search.line is design.edge])
    return bool(chosen)


def n_before(line: Line) -> int:
    """Return how many seeds a line has that need not be run again."""
    return 0 if line.is_stale or line.crossing is None else line.crossing.n_seeds


def planned(design: Design, line: Line) -> int:
    """Return how many seeds a line should have next, 0 if it is as good as wanted."""
    ratio = excess(design, line)
    if line.crossing is None or ratio <= 1.0:
        return 0
    factor = float(np.clip(1.15 * ratio**2, LEAST_GROWTH, MOST_GROWTH)) if np.isfinite(ratio) else 1.0
    return int(np.ceil(factor * line.crossing.n_seeds))


def set_checks(design: Design, line: Line, n_seeds: int) -> None:
    """Choose how many implied outcomes a line checks, from how many turned out wrong so far on all lines."""
    n_checked, n_wrong = checks(design)
    least = LEAST_CHECKED[len(design.axes)]
    line.one_in = max(1, min(best_one_in(n_seeds, n_checked, n_wrong, design.hold), n_seeds // least))


def checks(design: Design) -> tuple[int, int]:
    """Return how many implied outcomes were run in the last searches of all lines, and how many were wrong."""
    lines = design.all_lines
    return sum(line.n_checked for line in lines), sum(line.n_violating for line in lines)


def runs_per_seed(design: Design) -> float:
    """Return how many runs a further seed of a line may cost, from what those before have cost."""
    n_seeds = sum(line.crossing.n_seeds for line in design.all_lines if line.crossing is not None)
    return max(RUNS_PER_SEED[design.is_implying], RESERVE * design.n_searched / max(n_seeds, 1))


def excess(design: Design, line: Line) -> float:
    """Return the width of a line's interval over the wanted width; infinite for a line that has to be redone.

    A line that crosses within the range has two stages at least; one that does not has two at most.
    """
    crossing = line.crossing
    if crossing is None or line.is_stale:
        return np.inf
    ratio = crossing.width(line.n_steps) / max(target_steps(design, line), 1.0)
    is_inside = 0.0 <= crossing.at <= line.n_steps
    is_first_stage = crossing.n_seeds < 2 * first_seeds(design) - 2
    if is_inside and is_first_stage and ratio > 0.0:
        return max(ratio, 1.4)
    return ratio if is_inside or is_first_stage else 0.0


def target_steps(design: Design, line: Line) -> float:
    """Return the wanted width of a line's interval, in steps."""
    return design.target_steps if line is not design.edge else line.n_steps / EDGE_WIDTHS


def distrust(design: Design) -> None:
    """Stop implying outcomes where it is worth nothing; lines have to be redone then, at fewer settings."""
    if not design.is_implying or not is_worthless(*checks(design), design.hold):
        return
    design.is_implying = False
    for line in design.all_lines:
        line.is_implying, line.is_stale = False, True
        line.counted.clear()
        line.stride = max(1, int(target_steps(design, line) / 3))
