"""How far implied outcomes are off at a setting, and what a count of lost seeds has to be there to show something.

Of the implied outcomes at a setting every few are run as well. The surplus of lost seeds seen there is added to the
count, and its sampling variance, with half a violation more than was seen, to that of the binomial test (a difference
estimator: Cochran 1977, Sampling Techniques, section 7).
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.frontier_bank import HELD, LOST, Outcomes, limits

MOST_APART: Final = 16
"""At least one implied outcome in so many is checked."""

LEAST_CHECKED: Final = 48
"""So many of either outcome are checked at least, if there are so many."""

RUNS_BEFORE: Final = 0.6
"""Runs that a seed of a line costs about without its checks: what these are weighed against."""

UNSEEN: Final = 0.2
"""Twice the share of a count's variance that violations may have of which none was seen."""

SMALL_SHIFT: Final = 0.25
"""A correction of so many standard deviations of the count, or less, is as good for settings near by."""

WORTHLESS, LEAST_VIOLATIONS = 0.5, 5
"""Variance of violations as a share of that of the outcomes that makes implying worthless; seen at least so often."""


@dataclass(frozen=True)
class Check:
    """The surplus of lost seeds over the implied count at a step, and its sampling variance.

    moved: seeds that are counted otherwise because of it, in both directions. n_checked implied outcomes were run,
    n_wrong of them turned out wrong.
    """

    step: int
    shift: float = 0.0
    spread: float = 0.0
    moved: float = 0.0
    n_checked: int = 0
    n_wrong: int = 0

    def serves_near_by(self, n_seeds: int, hold: float) -> bool:
        """Return whether it is so small that it need not be known for each setting near by."""
        return self.moved <= SMALL_SHIFT * math.sqrt(n_seeds * hold * (1.0 - hold))

    def limits(self, n_seeds: int, hold: float, confidence: float) -> tuple[int, int]:
        """Return (a, b): at most a lost by the implied count show P(contained) > hold, at least b the contrary.

        a is -1 and b is n_seeds + 1 or more where no count would show it.
        """
        at_most, at_least = limits(n_seeds, hold, confidence)
        allowed = n_seeds * (1.0 - hold)
        wider = math.sqrt(1.0 + self.spread / (allowed * hold))
        least_lost = math.ceil(allowed - self.shift + (at_least - allowed) * wider - 1e-9)
        most_held = math.floor(allowed - self.shift - (allowed - at_most) * wider + 1e-9) if at_most >= 0 else -1
        return most_held, least_lost


def chosen(implied: Outcomes, outcome: int, one_in: int) -> NDArray[np.intp]:
    """Return the seeds of an implied outcome that are checked, one in so many, but more where there are few.

    They are chosen by their number, which has nothing to do with what is implied about them.
    """
    ours = np.flatnonzero(implied == outcome)
    is_chosen: NDArray[np.bool_] = ours % int(np.clip(len(ours) // LEAST_CHECKED, 1, one_in)) == 0
    return ours[is_chosen]


def compare(step: int, implied: Outcomes, found: Outcomes, one_in: int) -> Check:
    """Return the check of a step.

    Parameters: implied, int8 by seed, UNKNOWN where nothing is implied; found, the outcomes of the chosen seeds.
    """
    shift = spread = moved = 0.0
    n_checked = n_wrong = 0
    for outcome, sign in ((HELD, 1.0), (LOST, -1.0)):
        ours, checked = np.flatnonzero(implied == outcome), chosen(implied, outcome, one_in)
        if not len(checked):
            spread += len(ours) ** 2 / 4.0  # too few for one of them to be chosen: any of them may be wrong
            continue
        wrong, n = int(np.count_nonzero(found[checked] != outcome)), len(checked)
        share = (wrong + 0.5) / (n + 1.0)
        surplus = wrong / n * len(ours)
        shift += sign * surplus
        moved += surplus
        spread += (len(ours) - n) * len(ours) * share * (1.0 - share) / n
        n_checked += n
        n_wrong += wrong
    return Check(step, shift, spread, moved, n_checked, n_wrong)


def best_one_in(n_seeds: int, n_checked: int, n_wrong: int, hold: float) -> int:
    """Return of how many implied outcomes of n_seeds one should be checked, given how many turned out wrong so far.

    With a the variance of a seed's outcome, v that of a violation, c the runs of a seed before its checks: checking one
    in k costs c + 1/k runs a seed for a variance of a + (k - 1) v; the product is least at k = sqrt((a - v)/(c v)).
    Where no violation is seen, half of one counts k^2/2 seeds of variance; that stays below a tenth of n a.
    """
    share = (n_wrong + 1.0) / (n_checked + 2.0)
    a, v = hold * (1.0 - hold), share * (1.0 - share)
    best = math.sqrt(max(a - v, 0.0) / (RUNS_BEFORE * v))
    return int(np.clip(round(min(best, math.sqrt(UNSEEN * n_seeds * a))), 1, MOST_APART))


def is_worthless(n_checked: int, n_wrong: int, hold: float) -> bool:
    """Return whether what is implied says next to nothing: outcomes vary half as much about it as they do anyhow."""
    share = n_wrong / max(n_checked, 1)
    return n_wrong >= LEAST_VIOLATIONS and share * (1.0 - share) > WORTHLESS * hold * (1.0 - hold)
