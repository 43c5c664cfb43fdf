"""What a fit found: estimates with intervals, and how the fitted outbreak lies against the reports, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hyosan.analysis.tables import Column, finish

F64 = NDArray[np.float64]

LEVELS: Final = ((2.5, "025"), (25.0, "250"), (50.0, "500"), (75.0, "750"), (97.5, "975"))
"""Percentiles of the bands, and how their columns end: 50 % lie between 250 and 750, 95 % between 025 and 975."""

BAND_COLUMNS: Final = (
    Column("day", "double", "days", "day of the run"),
    Column("reported", "double", "people", "what the series says"),
    Column("fitted_025", "double", "people", "2.5 % of the runs that explain the series lie below"),
    Column("fitted_250", "double", "people", "25 % of them lie below"),
    Column("fitted_500", "double", "people", "half of them lie below"),
    Column("fitted_750", "double", "people", "75 % of them lie below"),
    Column("fitted_975", "double", "people", "97.5 % of them lie below"),
    Column("predicted_025", "double", "people", "2.5 % of reports from new outbreaks with the fitted values lie below"),
    Column("predicted_250", "double", "people", "25 % of them lie below"),
    Column("predicted_500", "double", "people", "half of them lie below"),
    Column("predicted_750", "double", "people", "75 % of them lie below"),
    Column("predicted_975", "double", "people", "97.5 % of them lie below"),
)
"""The columns of the bands of a fit."""

EDGE: Final = 0.02
"""A value so near to an end of its range, as a share of it, asks for a wider one."""

LEAST_EFFECTIVE: Final = 100.0
"""Fewer independent draws give unsteady intervals."""


@dataclass(frozen=True)
class Estimate:
    """A fitted value: the best one, or with a posterior its median and the intervals that hold 50 % and 95 % of it.

    low, high: the range searched. Intervals are None where only the best was sought.
    """

    path: str
    unit: str
    low: float
    high: float
    value: float
    interval_50: tuple[float, float] | None = None
    interval_95: tuple[float, float] | None = None
    is_at_edge: bool = False


@dataclass(frozen=True)
class Fit:
    """A scenario fitted to a series.

    bands: BAND_COLUMNS, one row a day of the series; draws: one row a draw, the values by path and log_likelihood;
    peak_day, peak_people: of the median of the runs that explain the series; scenario_text: the complete form of the
    scenario with the fitted values; notes: what to beware of.
    """

    scenario: str
    quantity: str
    method: str
    seed: int
    estimates: tuple[Estimate, ...]
    log_likelihood: float
    n_effective: float | None
    acceptance: float | None
    n_simulations: int
    seconds: float
    peak_day: float
    peak_people: float
    bands: pa.Table
    draws: pa.Table
    scenario_text: str
    notes: tuple[str, ...] = ()

    @property
    def settings(self) -> dict[str, float | str]:
        """The fitted values by path, as the scenario's document writes them."""
        return {one.path: f"{one.value!r} {one.unit}" if one.unit else one.value for one in self.estimates}

    def values(self) -> dict[str, Any]:
        """Return the fit as values for JSON: everything but the draws and the scenario."""
        return {
            "scenario": self.scenario,
            "quantity": self.quantity,
            "method": self.method,
            "seed": self.seed,
            "estimates": [_estimate_values(one) for one in self.estimates],
            "settings": self.settings,
            "log_likelihood": self.log_likelihood,
            "n_effective": self.n_effective,
            "acceptance": self.acceptance,
            "n_simulations": self.n_simulations,
            "seconds": self.seconds,
            "peak": {"day": self.peak_day, "people": self.peak_people},
            "bands": self.bands.to_pydict(),
            "notes": list(self.notes),
        }


def estimate(path: str, unit: str, low: float, high: float, values: F64, is_posterior: bool) -> Estimate:
    """Return the estimate of a path from its draws. values: (M), all the same where only the best was sought."""
    middle = float(np.median(values))
    reach = EDGE * (high - low)
    if not is_posterior:
        return Estimate(path, unit, low, high, middle, is_at_edge=not low + reach < middle < high - reach)
    points = [float(x) for x in np.percentile(values, [2.5, 25.0, 75.0, 97.5])]
    is_at_edge = points[0] < low + reach or points[3] > high - reach
    return Estimate(path, unit, low, high, middle, (points[1], points[2]), (points[0], points[3]), is_at_edge)


def band_table(days: F64, reported: F64, fitted: F64, predicted: F64) -> pa.Table:
    """Return the bands of a fit. fitted, predicted: (draws, days)."""
    columns = {"day": pa.array(days), "reported": pa.array(reported)}
    for name, paths in (("fitted", fitted), ("predicted", predicted)):
        for percent, ending in LEVELS:
            columns[f"{name}_{ending}"] = pa.array(np.percentile(paths, percent, axis=0))
    return finish(columns, BAND_COLUMNS)


def draw_table(paths: Sequence[str], points: F64, log_likelihood: F64) -> pa.Table:
    """Return the draws as a table: a column for each varied path, and log_likelihood. points: (M, P)."""
    columns = {path: pa.array(points[:, k]) for k, path in enumerate(paths)}
    return pa.table({**columns, "log_likelihood": pa.array(log_likelihood)})


def notes_on(estimates: Sequence[Estimate], n_effective: float | None) -> tuple[str, ...]:
    """Return what to beware of in a fit, a sentence each."""
    notes = [
        f"{one.path} reaches an end of its range, {one.low:g} to {one.high:g}: widen the range unless that end is meant"
        for one in estimates
        if one.is_at_edge
    ]
    if n_effective is not None and n_effective < LEAST_EFFECTIVE:
        notes.append(
            f"the posterior is worth {n_effective:.0f} independent draws only: "
            "ask for more points, or for more replicates a point"
        )
    return tuple(notes)


def _estimate_values(one: Estimate) -> dict[str, Any]:
    return {
        "path": one.path,
        "unit": one.unit,
        "range": [one.low, one.high],
        "value": one.value,
        "interval_50": list(one.interval_50) if one.interval_50 else None,
        "interval_95": list(one.interval_95) if one.interval_95 else None,
        "is_at_edge": one.is_at_edge,
    }
