"""Reported series: counts by day, read from a file and checked."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.calibration.errors import FitError
from hyosan.world.errors import WorldError, nearest
from hyosan.world.tables import Row, number_in, read_rows, read_text

F64 = NDArray[np.float64]

LEAST_ROWS: Final = 3
MOST_DAYS: Final = 1e5
MOST_COUNT: Final = 1e12


@dataclass(frozen=True)
class Series:
    """What was reported: counts on rising days of the run (day 0 is its first); cumulative or not."""

    days: F64
    counts: F64
    is_cumulative: bool = False

    def steps(self, values: F64) -> F64:
        """Return values, (..., days), as what was new since the day before in the series, if it is cumulative.

        Errors of a cumulative series carry over from day to day; those of its steps do not, so steps are compared.
        """
        return np.diff(values, axis=-1, prepend=0.0) if self.is_cumulative else values


def read_series(path: str | Path, column: str = "count", is_cumulative: bool = False) -> Series:
    """Return the series of a CSV file with a column `day` (a number) or `date` (1978-01-22), and one of counts.

    With dates, the first is day 0. Lines that are empty or start with # are skipped. column: where the counts are.
    Raises FitError for a file or a column that is missing, fewer than three rows, days that do not rise, something
    that is no number, negative counts, and cumulative counts that fall.
    """
    try:
        rows = read_rows(read_text(Path(path)), str(path), (column,))
        days = _days(rows, str(path))
        counts = [number_in(row, column, 0.0, MOST_COUNT) for row in rows]
    except WorldError as error:
        raise FitError(str(error)) from None
    _check_order(rows, days, "day", is_strict=True)
    if is_cumulative:
        _check_order(rows, counts, column, is_strict=False)
    return make_series(days, counts, is_cumulative, str(path))


def make_series(
    days: Sequence[float], counts: Sequence[float], is_cumulative: bool = False, name: str = "series"
) -> Series:
    """Return the series of days and counts made in Python. name: what messages call it. Raises FitError."""
    series = Series(np.array(days, np.float64), np.array(counts, np.float64), is_cumulative)
    if len(series.days) != len(series.counts):
        raise FitError(f"{name}: found {len(series.days)} days and {len(series.counts)} counts; give as many of each.")
    if len(series.days) < LEAST_ROWS:
        raise FitError(f"{name}: found {len(series.days)} points; a fit needs {LEAST_ROWS} or more.")
    if not (np.isfinite(series.days).all() and np.isfinite(series.counts).all()):
        raise FitError(f"{name}: found a number that is not finite; give finite days and counts.")
    if series.days[0] < 0.0 or (np.diff(series.days) <= 0.0).any():
        raise FitError(f"{name}: days have to rise from 0 or later.")
    if series.counts.min() < 0.0 or (is_cumulative and (np.diff(series.counts) < 0.0).any()):
        raise FitError(f"{name}: counts have to be 0 or more, and cumulative counts may not fall.")
    if series.counts.max() <= 0.0:
        raise FitError(f"{name}: every count is 0; there is nothing to fit to.")
    return series


def _days(rows: Sequence[Row], name: str) -> list[float]:
    columns = list(rows[0].cells)
    if "day" in columns:
        return [number_in(row, "day", 0.0, MOST_DAYS) for row in rows]
    if "date" in columns:
        dates = [_date(row) for row in rows]
        return [float((moment - dates[0]).days) for moment in dates]
    hint = nearest("day", columns)
    raise FitError(f"{name}: found the columns {', '.join(columns)}; give one called 'day' or 'date'.{hint}")


def _date(row: Row) -> date:
    try:
        return date.fromisoformat(row.cells["date"])
    except ValueError:
        raise FitError(f"{row.place}: date: found {row.cells['date']!r}; give a date such as 1978-01-22.") from None


def _check_order(rows: Sequence[Row], values: Sequence[float], what: str, is_strict: bool) -> None:
    for row, (before, now) in zip(rows[1:], itertools.pairwise(values), strict=True):
        if now < before or (is_strict and math.isclose(now, before)):
            allowed = f"more than {before:g}" if is_strict else f"{before:g} or more"
            raise FitError(f"{row.place}: {what}: found {now:g} after {before:g}; give {allowed}.")
