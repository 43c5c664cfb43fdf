"""The critical value on one line of settings: where the count of lost seeds passes what `hold` allows.

Method. At setting x, L(x) of n seeds are lost. The settings x at which a binomial test does not reject
"P(contained | x) = hold" form the interval; by construction it covers the critical value with at least the stated
confidence, whatever P looks like, if only P falls along the line (a Clopper-Pearson interval turned round; for
monotone seeds, the order-statistic interval of a quantile of their own critical values). There is no model in it.

Cost. The same seeds serve everywhere, and a seed that is contained at a hard setting is hardly ever lost at an easier
one. So what was run implies most of the rest: only seeds that are contained on one side of a setting and lost on the
other are run there. On average a seed costs well under two runs, where a grid costs one for each value.

Check. The implication is not exact (other cases, other evenings). At the critical setting every fourth implied outcome
is run as well. The surplus of lost seeds seen there is added to the counts near it, and its sampling variance, with
half a violation more than was seen, to that of the test (a difference estimator: Cochran 1977, Sampling Techniques,
section 7). Where more than a few in a hundred violate, nothing is implied any more, and every count is run in full.
"""

import math
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.frontier_bank import HELD, LOST, UNKNOWN, Bank, Outcomes, Task, limits

CHECKED_ONE_IN: Final = 4
Wanted = Generator[list[Task], None, None]
"""A search: it yields the tasks that it needs, and goes on when their outcomes are in the bank."""


@dataclass(frozen=True)
class Crossing:
    """Where a line crosses `hold`, in steps, with n_seeds seeds.

    `at` lies between `low` and `high`, the interval. low = -1: even the easiest setting may not hold; high =
    n_steps + 1: even the hardest may. `at` is -1 where the share contained is below `hold` at step 0, n_steps + 1
    where it is not below at n_steps.
    """

    at: float
    low: int
    high: int
    n_seeds: int

    def width(self, n_steps: int) -> int:
        """Return the width of the interval within the line, in steps."""
        return min(self.high, n_steps) - max(self.low, 0)


@dataclass
class Line:
    """Settings from the easiest (step 0) to the hardest (n_steps), `place` gives the steps of both axes."""

    place: Callable[[int], tuple[int, int]]
    n_steps: int
    hold: float
    bank: Bank
    confidence: float = 0.95
    is_implying: bool = True
    stride: int = 1
    least_checked: int = 64
    is_stale: bool = False
    crossing: Crossing | None = None
    checked_step: int | None = None
    n_checked: int = 0
    n_violating: int = 0
    counted: dict[int, tuple[int, float]] = field(default_factory=dict)
    _asked: dict[int, Outcomes] = field(default_factory=dict)
    _held_to: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    _lost_from: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, dtype=np.int32))

    def search(self, n_seeds: int, guess: tuple[float, int, int] | None = None) -> Wanted:
        """Find the crossing with so many seeds, starting from a guess (at, low, high) of where it is."""
        self._grow(n_seeds)
        counts: dict[int, int] = {}
        if guess is None and self.crossing is not None:
            guess = (self.crossing.at, self.crossing.low, self.crossing.high)
        middle, low, high = guess or (self.n_steps / 2, self.n_steps // 2, self.n_steps // 2)
        if guess is not None:
            yield from self.count(int(np.clip(high, 0, self.n_steps)), counts)
        allowed = n_seeds * (1.0 - self.hold)
        first = yield from self._first(allowed, counts, int(middle))
        shift, spread = yield from self._check(self._check_step(first, self._around(allowed, counts, is_last=False)[0]))
        at_most, at_least = limits(n_seeds, self.hold, self.confidence)
        wider = math.sqrt(1.0 + spread / (allowed * self.hold))
        least_lost = math.ceil(allowed - shift + (at_least - allowed) * wider - 1e-9)
        most_held = math.floor(allowed - shift - (allowed - at_most) * wider + 1e-9) if at_most >= 0 else -1
        top = yield from self._first(least_lost - 0.5, counts, high, is_last=True)
        yield from self._first(most_held + 0.5, counts, low)
        centre = yield from self._first(allowed - shift, counts, int(middle))
        at = self._between(centre, allowed - shift, counts)
        bottom, _ = self._around(most_held + 0.5, counts, is_last=False)
        self.crossing = Crossing(float(np.clip(at, bottom, top)), bottom, top, n_seeds)
        self.is_stale = False
        self.counted.update({step: (n_seeds, lost + shift) for step, lost in counts.items()})

    def count(self, step: int, counts: dict[int, int]) -> Generator[list[Task], None, int]:
        """Return how many seeds are lost at a step, once those that are not implied have been run."""
        if step in counts:
            return counts[step]
        outcomes = self._known(step)
        asked = np.flatnonzero(outcomes == UNKNOWN)
        if len(asked):
            yield self._tasks(step, asked)
            outcomes[asked] = self.bank.at(self.place(step), len(outcomes))[asked]
            self._learn(step, asked, outcomes[asked])
        counts[step] = int(np.count_nonzero(outcomes == LOST))
        return counts[step]

    def _tasks(self, step: int, seeds: NDArray[np.intp]) -> list[Task]:
        return [(*self.place(step), int(seed)) for seed in seeds]

    def _known(self, step: int) -> Outcomes:
        """Return what was asked for at a step, and what other steps imply where they agree."""
        n = len(self._held_to)
        outcomes = np.full(n, UNKNOWN, dtype=np.int8)
        before = self._asked.get(step, outcomes[:0])
        outcomes[: len(before)] = before
        for implied in (HELD, LOST):
            outcomes[self._implied(step, implied, outcomes)] = implied
        return outcomes

    def _implied(self, step: int, outcome: int, outcomes: Outcomes) -> NDArray[np.intp]:
        """Return the seeds of unknown outcome at a step whose outcomes at other steps imply it."""
        if not self.is_implying:
            return np.empty(0, dtype=np.intp)
        held, lost = self._held_to > step, self._lost_from < step
        return np.flatnonzero((outcomes == UNKNOWN) & (held & ~lost if outcome == HELD else lost & ~held))

    def _learn(self, step: int, seeds: NDArray[np.intp], found: Outcomes) -> None:
        known = np.full(len(self._held_to), UNKNOWN, dtype=np.int8)
        before = self._asked.get(step, known[:0])
        known[: len(before)] = before
        known[seeds] = found
        self._asked[step] = known
        held, lost = seeds[found == HELD], seeds[found == LOST]
        self._held_to[held] = np.maximum(self._held_to[held], step)
        self._lost_from[lost] = np.minimum(self._lost_from[lost], step)

    def _grow(self, n_seeds: int) -> None:
        more = max(0, n_seeds - len(self._held_to))
        self._held_to = np.concatenate([self._held_to, np.full(more, -1, dtype=np.int32)])
        self._lost_from = np.concatenate([self._lost_from, np.full(more, self.n_steps + 1, dtype=np.int32)])

    def _first(
        self, least: float, counts: dict[int, int], guess: int, is_last: bool = False
    ) -> Generator[list[Task], None, int]:
        """Return the first step (n_steps + 1 for none) with more than `least` lost, searching outward from a guess.

        Where counts do not rise everywhere, the step after the last with at most `least` lost, if `is_last`.
        """
        width = self.crossing.width(self.n_steps) if self.crossing is not None else 0
        reach, guess = max(self.stride, width // 4), int(np.clip(guess, 0, self.n_steps))
        while True:
            left, right = self._around(least, counts, is_last)
            is_open_left, is_open_right = left < 0, right > self.n_steps
            if right - left <= 1 or (right - left <= self.stride and not is_open_left and not is_open_right):
                return right
            if left < guess < right:
                step = guess
            elif is_open_left and right - reach > 0:
                step, reach = right - reach, 4 * reach
            elif is_open_right and not is_open_left and left + reach < self.n_steps:
                step, reach = left + reach, 4 * reach
            elif is_open_left or is_open_right:
                step = 0 if is_open_left else self.n_steps
            else:
                step = (left + right) // 2
            yield from self.count(step, counts)

    def _around(self, least: float, counts: dict[int, int], is_last: bool) -> tuple[int, int]:
        """Return the counted steps between which the count passes `least`; -1 or n_steps + 1 where there is none."""
        few = [step for step, lost in counts.items() if lost <= least]
        many = [step for step, lost in counts.items() if lost > least]
        if is_last:
            left = max(few, default=-1)
            return left, min((step for step in many if step > left), default=self.n_steps + 1)
        right = min(many, default=self.n_steps + 1)
        return max((step for step in few if step < right), default=-1), right

    def _between(self, right: int, allowed: float, counts: dict[int, int]) -> float:
        """Return where the count passes `allowed`, interpolated between the steps on both sides."""
        left = max((step for step, lost in counts.items() if lost <= allowed and step < right), default=-1)
        if left < 0:
            return -1.0
        if right > self.n_steps:
            return float(self.n_steps + 1)
        return left + (right - left) * (allowed - counts[left]) / max(counts[right] - counts[left], 1e-9)

    def _check_step(self, right: int, left: int) -> int:
        """Return where implied outcomes are checked, given the counted steps between which the crossing lies.

        Where they were before, if that is still near; else the one of both steps at which more is implied.
        """
        before, (left, right) = self.checked_step, np.clip((left, right), 0, self.n_steps).tolist()
        reach = self.crossing.width(self.n_steps) / 4 if self.crossing is not None else 0.0
        if before is None or abs(before - left) > reach:
            before = max((left, right), key=self._n_implied)
        self.checked_step = before
        return before

    def _n_implied(self, step: int) -> int:
        asked = np.count_nonzero(self._asked.get(step, np.empty(0, dtype=np.int8)) != UNKNOWN)
        return int(np.count_nonzero(self._known(step) != UNKNOWN) - asked)

    def _check(self, step: int) -> Generator[list[Task], None, tuple[float, float]]:
        """Return the surplus of lost seeds over the implied count at a step, and its sampling variance."""
        shift = spread = 0.0
        self.n_checked = self.n_violating = 0
        asked = self._asked.get(step, np.empty(0, dtype=np.int8))
        outcomes = np.full(len(self._held_to), UNKNOWN, dtype=np.int8)
        outcomes[: len(asked)] = asked
        one_in = int(np.clip(len(outcomes) // self.least_checked, 1, CHECKED_ONE_IN))
        for implied, sign in ((HELD, 1.0), (LOST, -1.0)):
            ours = self._implied(step, implied, outcomes)
            checked = ours[ours % one_in == 0] if implied == HELD else ours
            if not len(checked):
                continue
            yield self._tasks(step, checked)
            found = self.bank.at(self.place(step), len(outcomes))[checked]
            wrong, n = int(np.count_nonzero(found != implied)), len(checked)
            share = (wrong + 0.5) / (n + 1.0)
            shift += sign * wrong / n * len(ours)
            spread += (len(ours) - n) * len(ours) * share * (1.0 - share) / n
            self.n_checked += n
            self.n_violating += wrong
        return shift, spread
