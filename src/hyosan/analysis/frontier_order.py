"""What replicates that were run imply about those that were not: a seed contained at a hard setting is contained at an
easier one, a seed lost at an easy setting is lost at a harder one, along both axes.

The implication is not exact (other cases, other evenings), so what is implied is checked, see frontier_line.
"""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.frontier_bank import HELD, LOST, UNKNOWN, Outcomes

NEVER: Final = np.iinfo(np.int32).max

Place = tuple[int, int]
"""Steps of the first and of the second axis (0 if there is none), from the easiest."""


@dataclass
class Order:
    """What was asked for, and what it implies. Checks are no part of it, so that they stay fair samples."""

    n_seeds: int = 0
    asked: dict[Place, Outcomes] = field(default_factory=dict)
    held_to: dict[int, NDArray[np.int32]] = field(default_factory=dict)
    """By step of the second axis: the hardest step of the first at which each seed was contained, -1 for none."""

    lost_from: dict[int, NDArray[np.int32]] = field(default_factory=dict)
    """By step of the second axis: the easiest step of the first at which each seed was lost, NEVER for none."""

    def grow(self, n_seeds: int) -> None:
        """Make room for so many seeds."""
        self.n_seeds = max(self.n_seeds, n_seeds)
        for j in self.held_to:
            self.held_to[j] = _longer(self.held_to[j], self.n_seeds, -1)
            self.lost_from[j] = _longer(self.lost_from[j], self.n_seeds, NEVER)

    def learn(self, place: Place, seeds: NDArray[np.intp], found: Outcomes) -> None:
        """Take in the outcomes of seeds at a place."""
        i, j = place
        known = self.asked_at(place)
        known[seeds] = found
        self.asked[place] = known
        if j not in self.held_to:
            self.held_to[j] = np.full(self.n_seeds, -1, dtype=np.int32)
            self.lost_from[j] = np.full(self.n_seeds, NEVER, dtype=np.int32)
        held, lost = seeds[found == HELD], seeds[found == LOST]
        self.held_to[j][held] = np.maximum(self.held_to[j][held], i)
        self.lost_from[j][lost] = np.minimum(self.lost_from[j][lost], i)

    def asked_at(self, place: Place) -> Outcomes:
        """Return a copy of what was asked for at a place, for all seeds."""
        known = self.asked.get(place, np.empty(0, dtype=np.int8))
        return _longer(known, self.n_seeds, UNKNOWN).copy()

    def implied_at(self, place: Place) -> Outcomes:
        """Return what other places imply about a place; UNKNOWN where they say nothing or contradict each other."""
        i, j = place
        is_held = np.zeros(self.n_seeds, dtype=np.bool_)
        is_lost = np.zeros(self.n_seeds, dtype=np.bool_)
        for row in self.held_to:
            if row >= j:
                is_held |= self.held_to[row] >= i
            if row <= j:
                is_lost |= self.lost_from[row] <= i
        found = np.full(self.n_seeds, UNKNOWN, dtype=np.int8)
        found[is_held & ~is_lost] = HELD
        found[is_lost & ~is_held] = LOST
        return found


def _longer(values: NDArray[Any], n: int, filler: int) -> NDArray[Any]:
    """Return values, followed by as many fillers as make them n."""
    return np.concatenate([values, np.full(max(0, n - len(values)), filler, dtype=values.dtype)])
