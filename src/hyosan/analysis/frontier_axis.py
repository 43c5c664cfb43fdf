"""What a frontier varies: an axis from the easiest value to the hardest, cut into equal steps."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

N_NODES: Final = 9
"""Values of an axis that the first look takes, both ends included."""

FINENESS: Final = 12
"""Steps of the first axis in an interval of the wanted width: rounding outward to a step then costs little."""

LEAST_STEPS, MOST_STEPS = 32, 960


@dataclass(frozen=True)
class Axis:
    """A number of the scenario and its range, in `unit` ("" for a bare number).

    Step 0 is the end at which containment is easiest, step n_steps the hardest. `is_harder_up`: larger values make
    containment harder (a later start, a larger leak); False where they make it easier (a larger radius).
    """

    path: str
    unit: str
    low: float
    high: float
    n_steps: int
    is_whole: bool = False
    is_harder_up: bool = True

    def value(self, step: float) -> float:
        """Return the value at a step (0 to n_steps; a fraction lies between two)."""
        share = step / self.n_steps
        at = self.low + share * (self.high - self.low) if self.is_harder_up else self.high - share * self._span
        return float(round(at)) if self.is_whole and float(step).is_integer() else float(at)

    def span_of(self, n_steps: float) -> float:
        """Return how far a number of steps reaches, in the unit of the axis."""
        return n_steps / self.n_steps * self._span

    def turned(self) -> "Axis":
        """Return the same axis counted from its other end."""
        return replace(self, is_harder_up=not self.is_harder_up)

    def nodes(self) -> tuple[int, ...]:
        """Return the steps of the first look, evenly spread, both ends included."""
        return tuple(int(step) for step in np.unique(np.rint(np.linspace(0, self.n_steps, N_NODES)).astype(int)))

    @property
    def _span(self) -> float:
        return self.high - self.low


def make_axis(path: str, unit: str, low: float, high: float, is_whole: bool, precision: float | None = None) -> Axis:
    """Return an axis whose steps are fine enough for intervals of a width (None: a twentieth of the range).

    Raises ValueError for a range that is empty or not finite.
    """
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise ValueError(f"{path}: found the range {low:g} to {high:g}; allowed two finite numbers, the lower first.")
    if is_whole:
        low, high = float(np.ceil(low)), float(np.floor(high))
        if low >= high:
            raise ValueError(f"{path}: the range holds fewer than two whole numbers; allowed at least two.")
    span = high - low
    wanted = FINENESS * span / (precision if precision else span / 20.0)
    n_steps = int(np.clip(8 * np.ceil(wanted / 8), LEAST_STEPS, MOST_STEPS))
    if is_whole:
        n_steps = int(span) if span <= n_steps else next(n for n in range(n_steps, 0, -1) if span % n == 0)
    return Axis(path, unit, low, high, n_steps, is_whole)
