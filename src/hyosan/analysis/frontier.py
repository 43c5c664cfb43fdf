"""The inverse question: how late and how leaky may it be, that the outbreak is still contained?

For each of some values of a second parameter, the critical value of the first is found at which P(contained) falls
to the wanted level: by counts of contained seeds and their exact binomial test alone, without a model (frontier_line).
A model of P over both parameters would need fewer seeds if it were true; but an answer on which a district is sealed
should not rest on the shape of a curve, and the usual error of a fitted curve is far too small where all settings share
their seeds. So the model is left to the picture (frontier_surface), and the interval is what the counts say.

Intervals are for each value of the second parameter on its own. Seeds are added until the interval is as narrow as
wanted; `tests/analysis/test_frontier.py` shows that the interval covers as it says nevertheless.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from hyosan.analysis.frontier_axis import Axis
from hyosan.analysis.frontier_bank import CONFIDENCE, HELD, UNKNOWN, Bank, least_seeds
from hyosan.analysis.frontier_design import Design, Judge, Report
from hyosan.analysis.frontier_line import Crossing, Line
from hyosan.analysis.frontier_result import Evaluation, Frontier, Point, Status
from hyosan.analysis.frontier_stages import MOST_ROWS, explore
from hyosan.analysis.frontier_surface import Evaluated, Surface, smooth
from hyosan.analysis.frontier_words import sentences

LEAST_BUDGET: Final = 500


def find_frontier(
    axes: tuple[Axis, ...],
    hold: float,
    judge: Judge,
    precision: float | None = None,
    budget: int = 15_000,
    report: Report | None = None,
    scenario: str = "",
    seed: int = 0,
) -> Frontier:
    """Return the frontier of P(contained) = hold over one or two axes.

    Parameters: judge, runs replicates; precision, wanted width of the interval in the unit of the first axis (None: a
    twentieth of its range); budget, runs at most; report, is told how far it is; scenario and seed, for the record.
    Raises ValueError for another number of axes, a hold that is not between 0 and 1, or too small a budget or
    precision.
    """
    if len(axes) not in (1, 2):
        raise ValueError(f"axes: found {len(axes)}; allowed one or two.")
    if not 0.0 < hold < 1.0:
        raise ValueError(f"hold: found {hold:g}; allowed a number between 0 and 1, such as 0.95.")
    width = (axes[0].high - axes[0].low) / 20.0 if precision is None else precision
    if not 0.0 < width < np.inf:
        raise ValueError(f"precision: found {width:g}; allowed a width above 0.")
    least = least_budget(len(axes), hold)
    if budget < least:
        raise ValueError(f"budget: found {budget}; allowed at least {least} runs for this question.")
    target = width / (axes[0].high - axes[0].low) * axes[0].n_steps
    design = Design(axes, hold, judge, budget, target, report)
    explore(design)
    found = report_on(design, width, scenario, seed)
    return replace(found, sentences=sentences(found))


def least_budget(n_axes: int, hold: float) -> int:
    """Return the least budget that is worth a start."""
    return LEAST_BUDGET + (MOST_ROWS if n_axes == 2 else 1) * 3 * least_seeds(hold)


def report_on(design: Design, precision: float, scenario: str, seed: int) -> Frontier:
    """Return what a search has found."""
    lines = design.all_lines
    settings = evaluations(design)
    n_first, n_second = design.axes[0].n_steps, design.axes[-1].n_steps
    points = [point(line, design.axes[0], at(design, j)) for j, line in design.lines.items()]
    edge = design.edge
    return Frontier(
        scenario=scenario,
        seed=seed,
        hold=design.hold,
        confidence=CONFIDENCE,
        precision=precision,
        axes=design.axes,
        points=tuple(sorted(points, key=lambda item: item.at or 0.0)),
        edge=None if edge is None else point(edge, design.axes[1], design.axes[0].value(0)),
        settings=tuple(item for _, item in sorted(settings.items())),
        surface=surface(design, [(i / n_first, j / n_second, item) for (i, j), item in settings.items()]),
        runs_used=design.bank.n_runs,
        runs_grid=sum(grid_runs(line, design.target_steps) for line in design.lines.values()),
        n_checked=sum(line.n_checked for line in lines),
        n_violating=sum(line.n_violating for line in lines),
        n_look=design.n_look,
        n_disorderly=design.n_disorderly,
        is_implying=design.is_implying,
        is_complete=not design.is_out_of_budget,
    )


def at(design: Design, j: int) -> float | None:
    """Return the value of the second axis at a step; None if there is none."""
    return design.axes[1].value(j) if len(design.axes) == 2 else None


def point(line: Line, axis: Axis, other: float | None) -> Point:
    """Return a crossing in the units of its axis."""
    crossing = line.crossing
    if crossing is None:
        return Point(other, None, None, None, "unknown", 0)
    n = axis.n_steps
    status: Status = "none hold" if crossing.at < 0 else "all hold" if crossing.at > n else "found"
    critical = None if status == "none hold" else axis.value(min(crossing.at, n))
    easy = axis.value(min(crossing.low, n)) if crossing.low >= 0 else None
    hard = axis.value(crossing.high) if crossing.high <= n else None
    low, high = (easy, hard) if axis.is_harder_up else (hard, easy)
    return Point(other, critical, low, high, status, crossing.n_seeds)


def grid_runs(line: Line, target_steps: float) -> int:
    """Return what a plain grid would have run on a line for an interval of the same width.

    As many seeds as the line had, for the same spread of the counts, at values over the whole range that lie one
    interval's width apart (the wanted width where it is narrower). That is the least that a grid could do: it still
    has to interpolate between two values.
    """
    crossing: Crossing | None = line.crossing
    if crossing is None:
        return 0
    spacing = max(crossing.width(line.n_steps), target_steps, 1.0)
    return int(crossing.n_seeds * (np.ceil(line.n_steps / spacing) + 1))


def evaluations(design: Design) -> dict[tuple[int, int], Evaluation]:
    """Return every setting at which a count is complete, by the steps of the axes."""
    found: dict[tuple[int, int], Evaluation] = {}
    bank, n_look = design.bank, design.n_look
    for place in bank.outcomes:
        looked = bank.at(place, n_look)
        if not np.any(looked == UNKNOWN):
            n_held = int(np.count_nonzero(looked == HELD))
            found[place] = Evaluation(design.setting(*place), n_look, n_held, n_run(bank, place))
    for line in design.all_lines:
        for step, (n, lost) in line.counted.items():
            place = line.place(step)
            if place not in found or found[place].n < n:
                n_held = int(np.clip(round(n - lost), 0, n))
                found[place] = Evaluation(design.setting(*place), n, n_held, n_run(bank, place))
    return found


def n_run(bank: Bank, place: tuple[int, int]) -> int:
    """Return how many seeds were run at a place."""
    known = bank.outcomes.get(place)
    return 0 if known is None else int(np.count_nonzero(known != UNKNOWN))


def surface(design: Design, rows: list[tuple[float, float, Evaluation]]) -> Surface:
    """Return P(contained) over the whole range, values rising along both axes."""
    n_axes = len(design.axes)
    known = [Evaluated((u, v)[:n_axes], item.n, item.n_contained) for u, v, item in rows]
    p, low, high = smooth(known, n_axes)
    values: list[tuple[float, ...]] = []
    for number, axis in enumerate(design.axes):
        steps = np.linspace(0, axis.n_steps, p.shape[number])
        exact = tuple(axis.low + share * (axis.high - axis.low) for share in np.linspace(0.0, 1.0, len(steps)))
        values.append(exact)
        if not axis.is_harder_up:
            p, low, high = (np.flip(item, axis=number) for item in (p, low, high))
    return Surface(values[0], values[1] if n_axes == 2 else (), p, low, high)
