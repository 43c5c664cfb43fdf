"""What a method of fitting works on: points in the ranges in, simulated paths and their likelihood out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hyosan.calibration.errors import FitError
from hyosan.calibration.likelihood import log_likelihoods, log_mean, shares
from hyosan.calibration.quantity import Counter, find_quantity
from hyosan.calibration.ranges import Range
from hyosan.calibration.series import Series
from hyosan.engine.loop import EventSink
from hyosan.scenario import Scenario
from hyosan.world.model import World

F64 = NDArray[np.float64]

Vary = Callable[[Mapping[str, float | str]], Scenario]
"""Takes settings (path to value) and returns the scenario with them."""

Build = Callable[[Any], World]
Simulate = Callable[[Scenario, World, int, EventSink], object]
Report = Callable[[int, int], None]
"""Is told how many points have been looked at, and how many there will be."""

SEED_BITS: Final = 32
"""A fit of seed s runs its replicates with the seeds s * 2^32, s * 2^32 + 1, …."""


@dataclass(frozen=True)
class Look:
    """What a look at a point found: the logarithm of its likelihood, and one path drawn by how well it explains."""

    log_likelihood: float
    path: F64


@dataclass(frozen=True)
class Draws:
    """What a method found: (M, P) values of the varied paths, (M) log likelihoods, (M, days) paths that explain.

    All points are the same where only the best was sought. n_effective: how many independent draws they are worth.
    """

    points: F64
    log_likelihood: F64
    paths: F64
    n_effective: float | None = None
    acceptance: float | None = None


class Problem:
    """Ranges, a series, and the means to simulate; it remembers the last scenario and world, and deals out seeds."""

    def __init__(
        self,
        ranges: Sequence[Range],
        series: Series,
        quantity: str,
        vary: Vary,
        build: Build,
        simulate: Simulate,
        n_replicates: int,
        seed: int,
    ) -> None:
        """Check that both ends of every range make a scenario, and that it has the quantity. Raises FitError."""
        self.ranges = tuple(ranges)
        self.series = series
        self.n_replicates = n_replicates
        self.random = np.random.default_rng(seed)
        self.n_simulations = 0
        self._vary, self._build, self._simulate = vary, build, simulate
        self._first_seed = seed << SEED_BITS
        self._world: tuple[object, World] | None = None
        self._last: tuple[bytes, Scenario] | None = None
        corners = [self.scenario(self.values(np.full(len(self.ranges), u))) for u in (0.0, 1.0)]
        self.quantity = find_quantity(quantity, corners[0], series.is_cumulative)
        self.name = corners[0].name

    def values(self, u: F64) -> F64:
        """Return the values at a place in the unit cube: 0 is the lower bound of a range, 1 the upper."""
        return np.array([one.value(float(x)) for one, x in zip(self.ranges, u, strict=True)])

    def settings(self, values: F64) -> dict[str, float | str]:
        """Return the settings that values are, by path."""
        return {one.path: one.setting(float(value)) for one, value in zip(self.ranges, values, strict=True)}

    def scenario(self, values: F64) -> Scenario:
        """Return the scenario with values, as the document says it."""
        key = values.tobytes()
        if self._last is None or self._last[0] != key:
            self._last = (key, self._vary(self.settings(values)))
        return self._last[1]

    def fresh_seed(self, n: int) -> int:
        """Return the first of n seeds that were not used before."""
        first = self._first_seed
        self._first_seed += n
        return first

    def paths(self, values: F64, n: int, first_seed: int) -> F64:
        """Return (n, days) the quantity in n replicates on the days of the series."""
        scenario = self._until_last_day(self.scenario(values))
        world = self._world_of(scenario)
        rows = np.empty((n, len(self.series.days)))
        for k in range(n):
            counter = Counter(self.quantity, self.series, world.n_people)
            self._simulate(scenario, world, first_seed + k, counter.take)
            rows[k] = counter.values()
        self.n_simulations += n
        return rows

    def look_afresh(self, u: F64, n: int | None = None) -> Look:
        """Return what fresh replicates say of a place of the unit cube. n: of them, n_replicates if not given."""
        n = n or self.n_replicates
        paths = self.paths(self.values(u), n, self.fresh_seed(n))
        logs = log_likelihoods(self.series, paths)
        chosen = int(self.random.choice(n, p=shares(logs)))
        return Look(log_mean(logs), paths[chosen])

    def _until_last_day(self, scenario: Scenario) -> Scenario:
        stop = scenario.stop.model_copy(
            update={"horizon_days": float(self.series.days[-1]) + 1.0, "n_infections": None, "n_patches": None}
        )
        return scenario.model_copy(update={"stop": stop})

    def _world_of(self, scenario: Scenario) -> World:
        if self._world is None or self._world[0] != scenario.world:
            self._world = (scenario.world, self._build(scenario.world))
        return self._world[1]


def check_numbers(n_points: int, n_replicates: int, seed: int) -> None:
    """Raise FitError unless the numbers of a fit are sensible."""
    if n_points < 1 or n_replicates < 1:
        raise FitError(f"found {n_points} points of {n_replicates} replicates; give at least one of each.")
    if not 0 <= seed < 2 ** (63 - SEED_BITS):
        raise FitError(f"seed: found {seed}; give a whole number from 0 to {2 ** (63 - SEED_BITS) - 1}.")
