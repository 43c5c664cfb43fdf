"""Targets: what a measurement has to stay under, and whether it does."""

from collections.abc import Mapping
from dataclasses import dataclass

from bench.child import Result
from bench.row import KOREA, Row
from bench.rows import PLANET, POPULATIONS, SIZES, cost_key

PLANET_FACTOR = 3.0
FLAT_FACTOR = 2.0


@dataclass(frozen=True)
class Check:
    """One target: what it is about, the value found, the limit, the unit of both, and how they must compare."""

    title: str
    value: float
    limit: float
    unit: str
    sign: str = "<"

    @property
    def is_met(self) -> bool:
        """Whether the value keeps to the limit."""
        match self.sign:
            case "≤":
                return self.value <= self.limit
            case "≥":
                return self.value >= self.limit
        return self.value < self.limit


def checks(rows: tuple[Row, ...], results: Mapping[str, Result]) -> list[Check]:
    """Return every target of rows that were measured."""
    found = [check for row in rows if row.key in results for check in limits(row, results[row.key])]
    korea, planet = results.get("outbreak-korea"), results.get("outbreak-planet")
    if korea is not None and planet is not None:
        title = f"10,000 infections: {PLANET / 1e9:.1f} billion people against {KOREA / 1e6:.1f} million"
        found.append(Check(title, planet.wall_s / korea.wall_s, PLANET_FACTOR, "times"))
    for size in SIZES:
        costs = [results[key].wall_s for people in POPULATIONS if (key := cost_key(size, people)) in results]
        if len(costs) == len(POPULATIONS):
            title = f"Cost of an infection at {size:,} infections, 1 to 51.7 million people: largest over smallest"
            found.append(Check(title, max(costs) / min(costs), FLAT_FACTOR, "times"))
    return found


def limits(row: Row, result: Result) -> list[Check]:
    """Return the targets of one row: time, memory, and other numbers."""
    found = []
    if row.limit_s is not None:
        found.append(Check(row.title, result.wall_s, row.limit_s, "s"))
    if row.limit_mb is not None:
        found.append(Check(f"{row.title}: peak memory", result.peak_mb, row.limit_mb, "MB"))
    for limit in row.limits:
        found.append(Check(limit.title, result.part(limit.part), limit.bound, limit.unit, limit.sign))
    return found
