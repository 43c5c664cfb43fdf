"""The first infections of a run, followed until all of them have run their course."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.infections import Finder, is_infection
from hyosan.record.load import Columns, Record
from hyosan.terms import EventKind

MAX_EARLY: Final = 10_000
"""How many infections count as early at most: enough for an error of a few percent."""

EARLY_COLUMNS: Final = ("time_days", "person", "source", "kind", "to_state")


@dataclass(frozen=True)
class Early:
    """The first infections of a run in order of time, MAX_EARLY at most.

    time_days float64; source_at int64, place of the infector among them, -1 from outside; n_offspring int64, infections
    caused until the end of the run; is_complete bool, whether the person's infectious time is over.
    """

    time_days: NDArray[np.float64]
    source_at: NDArray[np.int64]
    n_offspring: NDArray[np.int64]
    is_complete: NDArray[np.bool_]


def read_early(record: Record) -> Early:
    """Return the first infections of a run; reads no more of the log than is needed to follow them to their end."""
    over = np.array([state.is_final and not state.is_infectious for state in record.info.states])
    n_early = min(MAX_EARLY, record.info.n_infected)
    pieces: list[Columns] = []
    n_found = 0
    follower: _Follower | None = None
    for rows in record.batches(EARLY_COLUMNS):
        if follower is None:
            pieces.append(rows)
            n_found += int(np.count_nonzero(is_infection(rows["kind"])))
            if n_found < n_early:
                continue
            follower = _Follower(pieces, n_early, record.info.world.n_people, over)
        else:
            follower.follow(rows)
        if follower.is_complete.all():
            break
    if follower is None:
        empty = np.empty(0, np.int64)
        return Early(np.empty(0), empty, empty, np.empty(0, np.bool_))
    return Early(follower.time_days, follower.source_at, follower.n_offspring, follower.is_complete)


class _Follower:
    """Counts the offspring of the first infections and notes whose infectious time is over."""

    def __init__(self, pieces: list[Columns], n_early: int, n_people: int, over: NDArray[np.bool_]) -> None:
        first = [np.flatnonzero(is_infection(rows["kind"])) for rows in pieces]
        person = np.concatenate([rows["person"][at] for rows, at in zip(pieces, first, strict=True)])[:n_early]
        source = np.concatenate([rows["source"][at] for rows, at in zip(pieces, first, strict=True)])[:n_early]
        time_days = np.concatenate([rows["time_days"][at] for rows, at in zip(pieces, first, strict=True)])
        self.time_days = time_days[:n_early]
        self._finder = Finder(person, n_people)
        self._over = over
        self.source_at = self._finder.find(source).astype(np.int64)
        self.n_offspring = np.zeros(n_early, np.int64)
        self.is_complete = np.zeros(n_early, np.bool_)
        for rows in pieces:
            self.follow(rows)

    def follow(self, rows: Columns) -> None:
        caused = np.flatnonzero(rows["kind"] == EventKind.INFECTION)
        source_at = self._finder.find(rows["source"][caused])
        self.n_offspring += np.bincount(source_at[source_at >= 0], minlength=len(self.n_offspring))
        ended = np.flatnonzero(self._over[rows["to_state"]] & (rows["kind"] <= EventKind.DESTRUCTION))
        person_at = self._finder.find(rows["person"][ended])
        self.is_complete[person_at[person_at >= 0]] = True
