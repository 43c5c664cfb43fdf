"""Outbreaks whose P(contained) is known: judges for the tests of the frontier."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.frontier_axis import Axis, make_axis
from hyosan.analysis.frontier_design import Setting

START = make_axis("seal.start", "d", 0.0, 10.0, False)
LEAK = make_axis("seal.leak", "", 0.0, 0.3, False)
N_SEEDS = 40_000


@dataclass
class Known:
    """P(contained | start x, leak y) = 1 / (1 + exp((x - middle + slope y) / scale)), by a critical start of each seed.

    A share `n_violators` of the seeds does not keep to its critical start: at every setting it is contained or not
    with the right probability, but independently of all other settings.
    """

    rng: np.random.Generator
    middle: float = 6.0
    scale: float = 0.5
    slope: float = 0.0
    violators: float = 0.0
    n_asked: int = 0
    seen: set[tuple[Setting, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.deviate = self.rng.logistic(0.0, 1.0, N_SEEDS)
        self.is_violator = self.rng.random(N_SEEDS) < self.violators
        self.salt = int(self.rng.integers(1 << 30))

    def __call__(self, tasks: list[tuple[Setting, int]]) -> NDArray[np.bool_]:
        """Say which replicates are contained."""
        self.n_asked += len(tasks)
        first = np.array([setting[0] for setting, _ in tasks])
        second = np.array([setting[1] if len(setting) > 1 else 0.0 for setting, _ in tasks])
        seeds = np.array([seed for _, seed in tasks])
        centre = self.middle - self.slope * second
        own = first < centre + self.scale * self.deviate[seeds]
        dice = np.array([hash((task, self.salt)) % 1_000_003 for task in tasks]) / 1_000_003
        fresh = dice < 1.0 / (1.0 + np.exp((first - centre) / self.scale))
        return np.where(self.is_violator[seeds], fresh, own)

    def critical(self, hold: float, leak: float = 0.0) -> float:
        """Return the start at which P(contained) is `hold`."""
        return self.middle - self.slope * leak + self.scale * math.log((1.0 - hold) / hold)


def covers(low: float | None, high: float | None, value: float) -> bool:
    """Return whether an interval, open where an end is None, holds a value."""
    return (low is None or low <= value) and (high is None or value <= high)


def axis_of(path: str, unit: str, low: float, high: float, is_whole: bool = False) -> Axis:
    """Return an axis with the usual precision."""
    return make_axis(path, unit, low, high, is_whole)
