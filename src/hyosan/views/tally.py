"""How many have been infected by when and where they live: one pass over a run's events, part by part."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

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
BAR_MINUTES = (
    1,
    2,
    5,
    10,
    20,
    30,
    *(60 * k for k in (1, 2, 3, 6, 12, 24)),
    *(1440 * k for k in (2, 7, 14, 28, 91, 365)),
)
"""Widths that a bar of the epidemic curve may have, in minutes."""

FEWEST_BARS, MOST_BARS = 24, 150
INFECTIONS_PER_BAR = 8
"""The curve of a small outbreak has fewer bars than MOST_BARS: so many infections in each, on average."""

MOST_FINE_BINS = 2_000_000
"""Bins in which infections are counted before the width of the bars is known."""

BLOCKS_PER_PATCH = 16
"""Blocks of people to a patch, on average, in the table that finds people's homes."""

ROOM_AFTER_LAST = 1.06
"""The curve ends soon after the last infection, however long a run went on: so much of the time until then."""


@dataclass(frozen=True)
class Tally:
    """What the pictures of a run show.

    still_days: (S) moments of the stills; infected: (S, P) people infected until then by home patch. per_bin: (B)
    infections in each bar of `bin_days`, the first from time 0 on. curve_days, end_days: where curve and run end.
    origin: patches of the first seedings (up to 3).
    """

    n_infected: int
    end_days: float
    still_days: F64
    infected: I64
    bin_days: float
    per_bin: I64
    curve_days: float
    origin: tuple[int, ...]

    @property
    def n_infected_at(self) -> I64:
        """People infected until each still, (S)."""
        people: I64 = self.infected.sum(axis=1)
        return people


def tally(record: Record, patch_start: I64, stills_days: Sequence[float]) -> Tally:
    """Return the tally of a run.

    Parameters: patch_start, (P + 1) first person of each patch, int64; stills_days, moments of the stills, or none for
    those at which STILL_SHARES of the final count are reached. Raises RecordError if the run is damaged.
    """
    n_infected, end_days = record.info.n_infected, record.info.end_days
    stop_counts = still_counts(n_infected) if not stills_days else None
    walk = Walk(patch_start, n_infected, sorted(stills_days), stop_counts, end_days)
    for rows in record.batches(("time_days", "person", "kind")):
        chosen = np.flatnonzero(rows["kind"] <= EventKind.INFECTION)
        walk.add(rows["time_days"][chosen], rows["person"][chosen])
    return walk.finish()


class Homes:
    """Finds the patch where people live: a table by blocks of people, then a step or two forward."""

    def __init__(self, patch_start: I64) -> None:
        """Take the first person of each patch, (P + 1)."""
        self._start = patch_start
        n_people, n_patches = int(patch_start[-1]), len(patch_start) - 1
        self._shift = max(0, (n_people // max(BLOCKS_PER_PATCH * n_patches, 1)).bit_length() - 1)
        firsts = np.arange((n_people >> self._shift) + 1) << self._shift
        self._patch_of_block = (np.searchsorted(patch_start, firsts, side="right") - 1).astype(np.int32)

    def patch_of(self, person: I64) -> NDArray[np.int32]:
        """Return the home patches of people, int32."""
        patch: NDArray[np.int32] = self._patch_of_block[person >> self._shift]
        beyond = np.flatnonzero(person >= self._start[patch + 1])
        patch[beyond] = np.searchsorted(self._start, person[beyond], side="right") - 1
        return patch


class Walk:
    """The counting itself, fed with infections in the order of time."""

    def __init__(
        self,
        patch_start: I64,
        n_infected: int,
        still_days: Sequence[float],
        still_counts: Sequence[int] | None,
        end_days: float,
    ) -> None:
        """Start at nobody; stills are due at still_days or, if given, when still_counts are reached."""
        self._homes = Homes(patch_start)
        self._total = n_infected
        self._due_days = list(still_days)
        self._due_counts = still_counts
        self._end_days, self._fine_minutes = end_days, fine_minutes(end_days)
        self._so_far = np.zeros(len(patch_start) - 1, dtype=np.int64)
        self._n = 0
        self._taken: list[tuple[float, I64]] = []
        self._fine = np.zeros(int(end_days / (self._fine_minutes * MINUTE)) + 2, dtype=np.int64)
        self._last_days = 0.0
        self._origin: tuple[int, ...] = ()

    def add(self, time_days: F64, person: I64) -> None:
        """Count infections: their times and people, both of one length, in the order of time."""
        if len(time_days) == 0:
            return
        patch = self._homes.patch_of(person)
        if not self._origin:
            self._origin = tuple(dict.fromkeys(patch[time_days == time_days[0]][:1000].tolist()))[:3]
        self._last_days = float(time_days[-1])
        at = np.minimum((time_days / (self._fine_minutes * MINUTE)).astype(np.int64), len(self._fine) - 1)
        first, last = int(at[0]), int(at[-1])
        self._fine[first : last + 1] += np.bincount(at - first)
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
        curve_days = min(self._end_days, self._last_days * ROOM_AFTER_LAST) or self._end_days
        bar = bar_minutes(curve_days, self._total, self._fine_minutes)
        return Tally(
            n_infected=self._total,
            end_days=self._end_days,
            still_days=np.array([moment for moment, _ in self._taken]),
            infected=np.array([counts for _, counts in self._taken]),
            bin_days=bar * MINUTE,
            per_bin=in_bars(self._fine, bar // self._fine_minutes, curve_days / (bar * MINUTE)),
            curve_days=curve_days,
            origin=self._origin,
        )

    def _count(self, patch: NDArray[np.int32]) -> None:
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


def fine_minutes(end_days: float) -> int:
    """Return the width of the fine bins: a minute, or an hour or more where that would take too many."""
    return next((k for k in (1, 60, 1440) if end_days / (k * MINUTE) <= MOST_FINE_BINS), 365 * 1440)


def bar_minutes(curve_days: float, n_infected: int, at_least: int) -> int:
    """Return the narrowest bar, in minutes, that does not need too many bars; a multiple of at_least."""
    most = min(max(n_infected // INFECTIONS_PER_BAR, FEWEST_BARS), MOST_BARS)
    fitting = [width for width in BAR_MINUTES if width % at_least == 0 and curve_days <= most * width * MINUTE]
    return fitting[0] if fitting else ceil(curve_days / (most * 365)) * 365 * 1440


def in_bars(fine: I64, n_fine: int, n_bars: float) -> I64:
    """Return the sums of every n_fine fine bins, for as many bars as the curve has; the last takes what is beyond."""
    length = max(ceil(n_bars - 1e-9), 1)
    padded = np.zeros(max(len(fine), length * n_fine), dtype=np.int64)
    padded[: len(fine)] = fine
    bars: I64 = padded[: length * n_fine].reshape(length, n_fine).sum(axis=1)
    bars[-1] += padded[length * n_fine :].sum()
    return bars
