"""A line list with links: how many others each person infected, and the offspring distribution fitted to it."""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.offspring import Offspring, SerialInterval, top_shares
from hyosan.calibration.errors import FitError
from hyosan.theory.offspring import fit_offspring, negative_binomial_log_likelihood
from hyosan.theory.roots import bisect
from hyosan.world.errors import WorldError, nearest
from hyosan.world.tables import Row, read_rows, read_text

LEAST_PEOPLE: Final = 3
ONSET_COLUMNS: Final = ("onset", "dt_onset", "date_onset", "onset_date")
HALF_DROP: Final = 1.920729
"""Half the 95 % point of chi-square with one degree of freedom."""

GREATEST_K: Final = 0.999e4
"""From here on the counts show no excess over a Poisson law."""

REACH: Final = 1e3
"""The mean's interval is sought within this factor of its estimate."""


@dataclass(frozen=True)
class LineList:
    """People by id, the day of each one's onset (nan: not known), and links: (infector, infected) as places in ids."""

    ids: tuple[str, ...]
    onset_days: NDArray[np.float64]
    links: NDArray[np.int64]


def fit_line_list(people: str | Path, links: str | Path | None = None, follow_up_days: float = 0.0) -> Offspring:
    """Fit reproduction number and dispersion k to a line list with links.

    Parameters: people, a CSV file with a column `id`, and `source` (the infector's id, empty where not known) unless
    links are given; `onset` (a date or a number of days) if there is one; links, a CSV file with columns `from` and
    `to`; follow_up_days, people whose onset lies fewer days before the last onset are left out as infectors, because
    whom they infected may not be known yet. Intervals are of 95 %, by profile likelihood. Source: J. O. Lloyd-Smith et
    al. 2005, doi:10.1038/nature04153. Raises FitError.
    """
    return fit_links(read_line_list(people, links), follow_up_days)


def fit_links(line_list: LineList, follow_up_days: float = 0.0) -> Offspring:
    """Return the offspring distribution of a line list. Parameters: as those of `fit_line_list`. Raises FitError."""
    is_followed = _is_followed(line_list, follow_up_days)
    all_counts = np.bincount(line_list.links[:, 0], minlength=len(line_list.ids))
    counts = all_counts[is_followed]
    if len(counts) < LEAST_PEOPLE or counts.sum() == 0:
        raise FitError(
            f"line list: found {int(counts.sum())} links from {len(counts)} people; "
            f"a fit needs at least one link, and {LEAST_PEOPLE} people who were followed long enough."
        )
    fitted = fit_offspring(counts, HALF_DROP)
    low, high = mean_interval(counts)
    n_sources = Counter(line_list.links[:, 1].tolist())
    return Offspring(
        n_people=len(counts),
        n_links=int(counts.sum()),
        n_infectors=int((counts > 0).sum()),
        n_left_out=int((~is_followed).sum()),
        n_with_several_sources=sum(n > 1 for n in n_sources.values()),
        r=fitted.mean,
        r_interval=(low, high),
        k=fitted.k if fitted.k < GREATEST_K else math.inf,
        k_interval=(fitted.k_low, fitted.k_high if fitted.k_high < GREATEST_K else math.inf),
        counts=tuple(int(n) for n in np.bincount(counts)),
        top_shares=top_shares(counts),
        serial_interval=_serial_interval(line_list),
    )


def mean_interval(counts: NDArray[np.int64]) -> tuple[float, float]:
    """Return the 95 % interval of the mean of negative binomial counts by profile likelihood; it may be infinite.

    It holds every mean for which some dispersion k makes the counts at most HALF_DROP less likely, on the scale of
    logarithms, than the best mean and k do.
    """
    mean = float(counts.mean())

    def height(log_mean: float) -> float:
        return _greatest(lambda log_k: negative_binomial_log_likelihood(counts, math.exp(log_mean), math.exp(log_k)))

    middle = math.log(mean)
    floor = height(middle) - HALF_DROP

    def end(outside: float) -> float:
        if height(outside) > floor:
            return math.copysign(math.inf, outside - middle)
        return bisect(lambda log_mean: height(log_mean) - floor, middle, outside, steps=40)

    return math.exp(end(middle - math.log(REACH))), math.exp(end(middle + math.log(REACH)))


def read_line_list(people: str | Path, links: str | Path | None = None) -> LineList:
    """Return the line list of one CSV file or two; see `fit_line_list`. Raises FitError."""
    try:
        rows = read_rows(read_text(Path(people)), str(people), ("id",) if links is not None else ("id", "source"))
        ids = _ids(rows)
        pairs = _pairs_in(rows, "source", "id", ids)
        if links is not None:
            pairs = _pairs_in(read_rows(read_text(Path(links)), str(links), ("from", "to")), "from", "to", ids)
    except WorldError as error:
        raise FitError(str(error)) from None
    column = next((name for name in ONSET_COLUMNS if name in rows[0].cells), None)
    days = [math.nan if column is None else _onset_day(row, column) for row in rows]
    first = min((day for day in days if not math.isnan(day)), default=0.0)
    return LineList(tuple(ids), np.array(days) - first, np.array(pairs, np.int64).reshape(-1, 2))


def _ids(rows: list[Row]) -> dict[str, int]:
    ids: dict[str, int] = {}
    for row in rows:
        name = row.cells["id"]
        if not name or name in ids:
            raise FitError(f"{row.place}: id: found {name!r}{' twice' if name else ''}; give each person one id.")
        ids[name] = len(ids)
    return ids


def _pairs_in(rows: list[Row], source: str, infected: str, ids: dict[str, int]) -> list[tuple[int, int]]:
    """Return the links of a table; rows without a source have none."""
    pairs: list[tuple[int, int]] = []
    for row in rows:
        if not row.cells.get(source):
            continue
        for column in (source, infected):
            if row.cells[column] not in ids:
                hint = nearest(row.cells[column], ids)
                raise FitError(f"{row.place}: {column}: found {row.cells[column]!r}; give the id of a person.{hint}")
        if row.cells[source] == row.cells[infected]:
            raise FitError(f"{row.place}: found {row.cells[source]!r} as the infector of himself; give another person.")
        pairs.append((ids[row.cells[source]], ids[row.cells[infected]]))
    return pairs


def _onset_day(row: Row, column: str) -> float:
    """Return the day of an onset: days of the calendar from a date, or a number; nan where the cell is empty."""
    text = row.cells[column]
    if not text or text.upper() == "NA":
        return math.nan
    try:
        return float(date.fromisoformat(text).toordinal()) if "-" in text[1:] else float(text)
    except ValueError:
        raise FitError(f"{row.place}: {column}: found {text!r}; give a date such as 2015-05-11, or days.") from None


def _is_followed(line_list: LineList, follow_up_days: float) -> NDArray[np.bool_]:
    """Return who had onset early enough for all whom they infected to be known."""
    if not (math.isfinite(follow_up_days) and follow_up_days >= 0.0):
        raise FitError(f"follow-up: found {follow_up_days}; give a number of days, 0 or more.")
    if follow_up_days == 0.0:
        return np.ones(len(line_list.ids), np.bool_)
    days = line_list.onset_days
    if np.isnan(days).all():
        raise FitError(f"follow-up: the line list has no days of onset; give them in a column {ONSET_COLUMNS[0]!r}.")
    return days <= np.nanmax(days) - follow_up_days


def _serial_interval(line_list: LineList) -> SerialInterval | None:
    """Return the days from onset to onset over all links for which both are known."""
    days = line_list.onset_days
    spans = days[line_list.links[:, 1]] - days[line_list.links[:, 0]]
    spans = spans[~np.isnan(spans)]
    if len(spans) < LEAST_PEOPLE:
        return None
    return SerialInterval(len(spans), float(spans.mean()), float(spans.std(ddof=1)), float(np.median(spans)))


def _greatest(function: Callable[[float], float]) -> float:
    """Return the greatest value of a function with one top over log k, by golden section."""
    low, high = math.log(1e-4), math.log(1e4)
    golden = (math.sqrt(5.0) - 1.0) / 2.0
    left, right = high - golden * (high - low), low + golden * (high - low)
    at_left, at_right = function(left), function(right)
    for _ in range(45):
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - golden * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + golden * (high - low)
            at_right = function(right)
    return max(at_left, at_right)
