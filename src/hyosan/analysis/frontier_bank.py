"""Outcomes of replicates by setting, and the tests of a count that an interval is made of."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

UNKNOWN, LOST, HELD = -1, 0, 1
Outcomes = NDArray[np.int8]
Task = tuple[int, int, int]
"""A replicate to run: step of the first axis, step of the second (0 if there is none), number of the seed."""

CONFIDENCE: Final = 0.95


@dataclass
class Bank:
    """Everything that was run. `outcomes[i, j][s]` is HELD, LOST or UNKNOWN for seed number s."""

    outcomes: dict[tuple[int, int], Outcomes] = field(default_factory=dict)
    n_runs: int = 0

    def at(self, place: tuple[int, int], n_seeds: int) -> Outcomes:
        """Return a copy of the outcomes of the first n_seeds seeds at a place (steps of both axes)."""
        found = np.full(n_seeds, UNKNOWN, dtype=np.int8)
        known = self.outcomes.get(place)
        if known is not None:
            n = min(len(known), n_seeds)
            found[:n] = known[:n]
        return found

    def store(self, tasks: list[Task], is_held: NDArray[np.bool_]) -> None:
        """Keep what came out of tasks."""
        for (i, j, seed), held in zip(tasks, is_held.tolist(), strict=True):
            known = self.outcomes.get((i, j))
            if known is None or len(known) <= seed:
                known = self.at((i, j), max(64, 2 * seed + 2))
                self.outcomes[i, j] = known
            known[seed] = HELD if held else LOST
        self.n_runs += len(tasks)

    def missing(self, tasks: Iterable[Task]) -> list[Task]:
        """Return the tasks that were not run yet, each once, by place and seed."""
        return sorted(
            task
            for task in set(tasks)
            if task[:2] not in self.outcomes
            or len(self.outcomes[task[:2]]) <= task[2]
            or self.outcomes[task[:2]][task[2]] == UNKNOWN
        )

    def turn(self, n_first: int | None, n_second: int | None) -> None:
        """Count the first or second axis (of so many steps) from its other end; None leaves it."""
        self.outcomes = {
            (i if n_first is None else n_first - i, j if n_second is None else n_second - j): known
            for (i, j), known in self.outcomes.items()
        }


def least_seeds(hold: float, confidence: float = CONFIDENCE) -> int:
    """Return the least number of seeds that, all contained, show that P(contained) exceeds `hold`.

    hold^n <= (1 - confidence)/2; and likewise that all lost would show the opposite.
    """
    tail = (1.0 - confidence) / 2.0
    return max(math.ceil(math.log(tail) / math.log(hold)), math.ceil(math.log(tail) / math.log1p(-hold)))


def limits(n_seeds: int, hold: float, confidence: float = CONFIDENCE) -> tuple[int, int]:
    """Return (a, b): at most a lost of n seeds show P(contained) > hold, at least b show the contrary.

    With L binomial(n, 1 - hold): a is the largest count with P(L <= a) <= tail (-1 if there is none), b the smallest
    with P(L >= b) <= tail (n + 1 if there is none), tail = (1 - confidence)/2.
    """
    lost = 1.0 - hold
    tail = (1.0 - confidence) / 2.0
    k = np.arange(n_seeds + 1)
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n_seeds + 1)))])
    logs = log_factorial[-1] - log_factorial - log_factorial[::-1] + k * math.log(lost) + (n_seeds - k) * math.log(hold)
    chance = np.exp(logs)
    below, above = np.cumsum(chance), np.cumsum(chance[::-1])[::-1]
    at_most = int(np.searchsorted(below, tail, side="right")) - 1
    at_least = int(np.count_nonzero(above > tail))
    return at_most, at_least
