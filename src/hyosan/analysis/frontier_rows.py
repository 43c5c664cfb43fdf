"""Searches on several lines at once, in an order in which each line learns most from those before."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hyosan.analysis.frontier_bank import UNKNOWN
from hyosan.analysis.frontier_design import Design
from hyosan.analysis.frontier_line import Line
from hyosan.analysis.frontier_order import Place

Guess = tuple[float, int, int]
"""Where a line may cross: at, low, high, in steps."""


@dataclass(frozen=True)
class Search:
    """A line that is to be searched with so many seeds; row, its step of the second axis."""

    row: int
    line: Line
    n_seeds: int
    guess: Guess | None = None

    @property
    def around(self) -> Guess | None:
        """Where the line crosses as far as it is known."""
        known = self.line.crossing
        return self.guess if known is None or self.guess is not None else (known.at, known.low, known.high)


def search_rows(design: Design, searches: list[Search]) -> None:
    """Search lines along the first axis: the outer ones first, then those half-way between, and so on."""
    if len(searches) > 1 and design.is_implying:
        ask_corners(design, searches)
    ordered = sorted(searches, key=lambda search: search.row)
    for group in halving(len(ordered)):
        chosen = [ordered[k] for k in group]
        design.together([search.line.search(search.n_seeds, search.guess) for search in chosen])


def ask_corners(design: Design, searches: list[Search]) -> None:
    """Run the seeds beyond all crossings: what is contained there is so on every line, and what is lost before all."""
    known = [around for search in searches if (around := search.around) is not None]
    if not known:
        return
    n_seeds, last = max(search.n_seeds for search in searches), design.axes[0].n_steps
    rows = [search.row for search in searches]
    hardest = min(max(high for _, _, high in known), last), max(rows)
    easiest = max(min(low for _, low, _ in known), 0), min(rows)
    ask(design, hardest, n_seeds)
    ask(design, easiest, n_seeds)


def ask(design: Design, place: Place, n_seeds: int) -> None:
    """Run the seeds of which nothing else says what becomes of them at a place, unless the budget is too small."""
    design.order.grow(n_seeds)
    asked, implied = design.order.asked_at(place), design.order.implied_at(place)
    seeds = np.flatnonzero((asked == UNKNOWN) & (implied == UNKNOWN))
    seeds = seeds[seeds < n_seeds]
    missing = design.bank.missing([(*place, seed) for seed in seeds.tolist()])
    if not len(seeds) or design.bank.n_runs + len(missing) > design.budget:
        return
    design.run(missing)
    design.order.learn(place, seeds, design.bank.at(place, n_seeds)[seeds])


def halving(n: int) -> Iterator[list[int]]:
    """Yield the numbers 0 to n - 1 in groups: both ends, the middle, the quarters, and so on."""
    yield sorted({0, n - 1} if n else set())
    gaps = [(0, n - 1)]
    while gaps := [(a, b) for a, b in gaps if b - a > 1]:
        yield [(a + b) // 2 for a, b in gaps]
        gaps = [half for a, b in gaps for half in ((a, (a + b) // 2), ((a + b) // 2, b))]
