"""The critical value on one line of settings: where the count of lost seeds passes what `hold` allows.

Method. At setting x, L(x) of n seeds are lost. The settings x at which a binomial test does not reject
"P(contained | x) = hold" form the interval; by construction it covers the critical value with at least the stated
confidence, whatever P looks like, if only P falls along the line (a Clopper-Pearson interval turned round; for
monotone seeds, the order-statistic interval of a quantile of their own critical values). There is no model in it.

Cost. The same seeds serve everywhere, and what was run implies most of the rest (frontier_order): only seeds that are
contained on one side of a setting and lost on the other are run there. On average a seed costs well under two runs,
where a grid costs one for each value.

Check. Counts are corrected by what is seen where implied outcomes are run as well (frontier_check): at the critical
setting, and, unless the correction is small, at both ends of the interval too. Where what is implied is worth nothing,
nothing is implied any more, and every count is run in full.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.frontier_bank import HELD, LOST, UNKNOWN, Bank, Outcomes, Task
from hyosan.analysis.frontier_check import Check, chosen, compare
from hyosan.analysis.frontier_order import Order, Place

Wanted = Generator[list[Task], None, None]
"""A search: it yields the tasks that it needs, and goes on when their outcomes are in the bank."""

Counts = dict[int, int]
"""Lost seeds by step, as far as they were counted, without correction."""


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

    place: Callable[[int], Place]
    n_steps: int
    hold: float
    bank: Bank
    order: Order
    confidence: float = 0.95
    is_implying: bool = True
    stride: int = 1
    one_in: int = 1
    is_stale: bool = False
    crossing: Crossing | None = None
    checks: dict[int, Check] = field(default_factory=dict)
    counted: dict[int, tuple[int, float]] = field(default_factory=dict)
    _n_seeds: int = 0
    _checked_step: int | None = None

    @property
    def n_checked(self) -> int:
        """Implied outcomes that were run in the last search."""
        return sum(check.n_checked for check in self.checks.values())

    @property
    def n_violating(self) -> int:
        """How many of them were wrong."""
        return sum(check.n_wrong for check in self.checks.values())

    def search(self, n_seeds: int, guess: tuple[float, int, int] | None = None) -> Wanted:
        """Find the crossing with so many seeds, starting from a guess (at, low, high) of where it is."""
        self._n_seeds = n_seeds
        self.order.grow(n_seeds)
        self.checks = {}
        counts: Counts = {}
        if guess is None and self.crossing is not None:
            guess = (self.crossing.at, self.crossing.low, self.crossing.high)
        middle, low, high = guess or (self.n_steps / 2, self.n_steps // 2, self.n_steps // 2)
        if guess is not None:
            yield from self.count(int(np.clip(high, 0, self.n_steps)), counts)
        allowed = n_seeds * (1.0 - self.hold)
        first = yield from self._first(allowed, counts, int(middle))
        check = yield from self._check(self._check_step(self._around(allowed, counts, is_last=False)[0], first), counts)
        top = yield from self._top(check, counts, high)
        bottom = yield from self._bottom(check, counts, low)
        centre = yield from self._first(allowed - check.shift, counts, int(middle))
        at = self._between(centre, allowed - check.shift, counts)
        self.crossing = Crossing(float(np.clip(at, bottom, top)), bottom, top, n_seeds)
        self.is_stale = False
        self.counted.update({step: (n_seeds, lost + self._nearest(step).shift) for step, lost in counts.items()})

    def count(self, step: int, counts: Counts) -> Generator[list[Task], None, int]:
        """Return how many seeds are lost at a step, once those that are not implied have been run."""
        if step not in counts:
            outcomes, _ = yield from self._settle(step)
            counts[step] = int(np.count_nonzero(outcomes == LOST))
        return counts[step]

    def _settle(self, step: int) -> Generator[list[Task], None, tuple[Outcomes, NDArray[np.bool_]]]:
        """Return the outcome of every seed at a step, and which of them are implied, once the others have been run."""
        place = self.place(step)
        outcomes = self.order.asked_at(place)[: self._n_seeds]
        is_implied = np.zeros(self._n_seeds, dtype=np.bool_)
        if self.is_implying:
            implied = self.order.implied_at(place)[: self._n_seeds]
            is_implied = (outcomes == UNKNOWN) & (implied != UNKNOWN)
            outcomes[is_implied] = implied[is_implied]
        asked = np.flatnonzero(outcomes == UNKNOWN)
        if len(asked):
            yield self._tasks(step, asked)
            outcomes[asked] = self.bank.at(place, self._n_seeds)[asked]
            self.order.learn(place, asked, outcomes[asked])
        return outcomes, is_implied

    def _tasks(self, step: int, seeds: NDArray[np.intp]) -> list[Task]:
        place = self.place(step)
        return [(*place, seed) for seed in seeds.tolist()]

    def _check(self, step: int, counts: Counts) -> Generator[list[Task], None, Check]:
        """Return the check of a step, made once."""
        if step not in self.checks:
            outcomes, is_implied = yield from self._settle(step)
            counts[step] = int(np.count_nonzero(outcomes == LOST))
            implied = np.where(is_implied, outcomes, UNKNOWN).astype(np.int8)
            yield [
                task for outcome in (HELD, LOST) for task in self._tasks(step, chosen(implied, outcome, self.one_in))
            ]
            self.checks[step] = compare(step, implied, self.bank.at(self.place(step), self._n_seeds), self.one_in)
        return self.checks[step]

    def _nearest(self, step: int) -> Check:
        """Return the check that was made nearest to a step."""
        return min(self.checks.values(), key=lambda check: abs(check.step - step))

    def _top(self, check: Check, counts: Counts, guess: int) -> Generator[list[Task], None, int]:
        """Return the easiest step from which on the counts show P(contained) < hold; n_steps + 1 for none."""
        while True:
            least = check.limits(self._n_seeds, self.hold, self.confidence)[1]
            step = yield from self._first(least - 0.5, counts, guess, is_last=True)
            if step > self.n_steps or step in self.checks or check.serves_near_by(self._n_seeds, self.hold):
                return step
            check = yield from self._check(step, counts)
            if counts[step] >= check.limits(self._n_seeds, self.hold, self.confidence)[1]:
                return step

    def _bottom(self, check: Check, counts: Counts, guess: int) -> Generator[list[Task], None, int]:
        """Return the hardest step up to which the counts show P(contained) > hold; -1 for none."""
        while True:
            most = check.limits(self._n_seeds, self.hold, self.confidence)[0]
            yield from self._first(most + 0.5, counts, guess)
            step, _ = self._around(most + 0.5, counts, is_last=False)
            if step < 0 or step in self.checks or check.serves_near_by(self._n_seeds, self.hold):
                return step
            check = yield from self._check(step, counts)
            if counts[step] <= check.limits(self._n_seeds, self.hold, self.confidence)[0]:
                return step

    def _first(
        self, least: float, counts: Counts, guess: int, is_last: bool = False
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

    def _around(self, least: float, counts: Counts, is_last: bool) -> tuple[int, int]:
        """Return the counted steps between which the count passes `least`; -1 or n_steps + 1 where there is none."""
        few = [step for step, lost in counts.items() if lost <= least]
        many = [step for step, lost in counts.items() if lost > least]
        if is_last:
            left = max(few, default=-1)
            return left, min((step for step in many if step > left), default=self.n_steps + 1)
        right = min(many, default=self.n_steps + 1)
        return max((step for step in few if step < right), default=-1), right

    def _between(self, right: int, allowed: float, counts: Counts) -> float:
        """Return where the count passes `allowed`, interpolated between the steps on both sides."""
        left = max((step for step, lost in counts.items() if lost <= allowed and step < right), default=-1)
        if left < 0:
            return -1.0
        if right > self.n_steps:
            return float(self.n_steps + 1)
        return left + (right - left) * (allowed - counts[left]) / max(counts[right] - counts[left], 1e-9)

    def _check_step(self, left: int, right: int) -> int:
        """Return where to check, given the counted steps between which the crossing lies.

        Where it was checked before, if that is still near; else the one of both steps at which less was run.
        """
        left, right = np.clip((left, right), 0, self.n_steps).tolist()
        reach = self.crossing.width(self.n_steps) / 4 if self.crossing is not None else 0.0
        if self._checked_step is None or abs(self._checked_step - left) > reach:
            self._checked_step = min((left, right), key=self._n_asked)
        return self._checked_step

    def _n_asked(self, step: int) -> int:
        return int(np.count_nonzero(self.order.asked_at(self.place(step)) != UNKNOWN))
