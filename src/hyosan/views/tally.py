"""How many have been infected by when and where they live: one pass over a run's events, a row group at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hyosan.record.load import Record
from hyosan.terms import EventKind

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]

STILL_SHARES = (0.001, 0.01, 0.1, 0.5, 1.0)
"""Without stills in the scenario: the moments at which these shares of the final count are reached."""

MINUTE = 1 / 1440
HOUR = 1 / 24
BIN_LADDER_DAYS = (
    *(k * MINUTE for k in (1, 2, 5, 10, 20)),
    *(k * HOUR for k in (0.5, 1, 2, 3, 6, 12)),
    *(1.0, 2.0, 7.0, 14.0, 28.0, 91.3125, 365.25, 3652.5),
)
"""Widths that a bar of the epidemic curve may have."""

MOST_BARS = 150


@dataclass(frozen=True)
class Tally:
    """What the pictures of a run show.

    still_days: (S) moments of the stills; infected: (S, P) people infected until then, by home patch. per_bin: (B)
    infections in each bar of `bin_days`, the first from time 0 on. origin: patches of the first seedings, at most three.
    """

    n_infected: int
    end_days: float
    still_days: F64
    infected: I64
    bin_days: float
    per_bin: I64
    origin: tuple[int, ...]

    @property
    def n_infected_at(self) -> I64:
        """People infected until each still, (S)."""
        return self.infected.sum(axis=1)


def tally(record: Record, patch_start: I64, stills_days: Sequence[float]) -> Tally:
    """Return the tally of a run.

    Parameters: patch_start, (P + 1) first person of each patch, int64; stills_days, moments of the stills, or none for
    those at which STILL_SHARES of the final count are reached. Raises RecordError if the run is damaged.
    """
    n_infected, end_days = record.info.n_infected, record.info.end_days
    stop_counts = still_counts(n_infected) if not stills_days else None
    walk = Walk(patch_start, n_infected, sorted(stills_days), stop_counts, bar_width_days(end_days), end_days)
    for rows in record.batches(("time_days", "person", "kind")):
        chosen = np.flatnonzero(rows["kind"] <= EventKind.INFECTION)
        walk.add(rows["time_days"][chosen], rows["person"][chosen])
    return walk.finish()


class Walk:
    """The counting itself, fed with infections in the order of time."""

    def __init__(
        self,
        patch_start: I64,
        n_infected: int,
        still_days: Sequence[float],
        still_counts: Sequence[int] | None,
        bin_days: float,
        end_days: float,
    ) -> None:
        """Start at nobody; stills are due at still_days or, if given, when still_counts are reached."""
        self._patch_start = patch_start
        self._total = n_infected
        self._due_days = list(still_days)
        self._due_counts = still_counts
        self._bin_days, self._end_days = bin_days, end_days
        self._so_far = np.zeros(len(patch_start) - 1, dtype=np.int64)
        self._n = 0
        self._taken: list[tuple[float, I64]] = []
        self._per_bin = np.zeros(int(end_days / bin_days) + 1, dtype=np.int64)
        self._origin: tuple[int, ...] = ()

    def add(self, time_days: F64, person: I64) -> None:
        """Count infections: their times and people, both of one length, in the order of time."""
        if len(time_days) == 0:
            return
        patch = np.searchsorted(self._patch_start, person, side="right") - 1
        if not self._origin:
            self._origin = tuple(dict.fromkeys(patch[time_days == time_days[0]][:1000].tolist()))[:3]
        self._per_bin += np.bincount((time_days / self._bin_days).astype(np.int64), minlength=len(self._per_bin))
        done = 0
        for cut, moment in self._cuts(time_days):
            self._count(patch[done:cut])
            self._taken.append((moment, self._so_far.copy()))
            done = cut
        self._count(patch[done:])
        self._n += len(time_days)

    def finish(self) -> Tally:
        """Return the tally; stills that are due after the last infection show the end."""
        missing = [] if self._due_counts is not None else self._due_days[len(self._taken) :]
        self._taken += [(moment, self._so_far.copy()) for moment in missing]
        if not self._taken:
            self._taken.append((self._end_days, self._so_far.copy()))
        return Tally(
            n_infected=self._total,
            end_days=self._end_days,
            still_days=np.array([moment for moment, _ in self._taken]),
            infected=np.array([counts for _, counts in self._taken]),
            bin_days=self._bin_days,
            per_bin=self._per_bin,
            origin=self._origin,
        )

    def _count(self, patch: I64) -> None:
        if len(patch):
            self._so_far += np.bincount(patch, minlength=len(self._so_far))

    def _cuts(self, time_days: F64) -> list[tuple[int, float]]:
        """Return the stills that are due within these infections: how many of them belong before, and the moment."""
        first = len(self._taken)
        if self._due_counts is None:
            due = [moment for moment in self._due_days[first:] if moment < time_days[-1]]
            return [(int(np.searchsorted(time_days, moment, side="right")), moment) for moment in due]
        ends = [count - self._n for count in self._due_counts[first:] if count - self._n <= len(time_days)]
        return [(end, float(time_days[end - 1])) for end in ends]


def still_counts(n_infected: int) -> list[int]:
    """Return the numbers infected at which stills are due: STILL_SHARES of the final count, each once."""
    return sorted({max(1, round(share * n_infected)) for share in STILL_SHARES}) if n_infected else []


def bar_width_days(end_days: float) -> float:
    """Return the narrowest bar of the ladder that needs at most MOST_BARS bars."""
    for width in BIN_LADDER_DAYS:
        if end_days / width <= MOST_BARS:
            return width
    return end_days / MOST_BARS
