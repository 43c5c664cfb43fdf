"""The infections of a run as arrays, and finding a person among them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hyosan.record.errors import RecordError
from hyosan.record.load import Record
from hyosan.terms import NOBODY, EventKind

FIRST_COLUMNS = ("time_days", "person", "source", "patch", "kind", "setting")
DENSE_PEOPLE = 1 << 26
"""People up to which a table with a number for each of them is used to look people up (256 MiB)."""


@dataclass(frozen=True)
class Infections:
    """Everybody who was ever infected, in order of time: one element a person.

    time_days float64; person, source int64; patch int32; kind, setting uint8.
    """

    time_days: NDArray[np.float64]
    person: NDArray[np.int64]
    source: NDArray[np.int64]
    patch: NDArray[np.int32]
    kind: NDArray[np.uint8]
    setting: NDArray[np.uint8]

    def __len__(self) -> int:
        """Return how many people were infected."""
        return len(self.person)


def read_infections(record: Record) -> Infections:
    """Return the seedings, importations and infections of a run."""
    n = record.info.n_infected
    columns: dict[str, NDArray[Any]] = {
        "time_days": np.empty(n, np.float64),
        "person": np.empty(n, np.int64),
        "source": np.empty(n, np.int64),
        "patch": np.empty(n, np.int32),
        "kind": np.empty(n, np.uint8),
        "setting": np.empty(n, np.uint8),
    }
    end = 0
    for rows in record.batches(FIRST_COLUMNS):
        at = np.flatnonzero(is_infection(rows["kind"]))
        start, end = end, end + len(at)
        if end > n:
            break
        for name, column in columns.items():
            column[start:end] = rows[name][at]
    if end != n:
        raise RecordError(f"{record.folder}: damaged: the log holds other than the {n} infections that run.json says.")
    return Infections(**columns)


def is_infection(kind: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return which rows say that somebody became infected: seeding, importation or infection."""
    return kind <= EventKind.INFECTION


class Finder:
    """Finds people among the infected: a table by person for ordinary worlds, a sorted list for a planet."""

    def __init__(self, person: NDArray[np.int64], n_people: int) -> None:
        """Take the infected people (int64, each once) of a world of n_people."""
        self._n = len(person)
        self._is_dense = n_people <= DENSE_PEOPLE
        if self._is_dense:
            self._table = np.full(n_people, -1, np.int32)
            self._table[person] = np.arange(self._n, dtype=np.int32)
        else:
            self._order = np.argsort(person)
            self._sorted = person[self._order]

    def find(self, person: NDArray[np.int64]) -> NDArray[np.int64] | NDArray[np.int32]:
        """Return the places of people (int64) among the infected; -1 for who is not among them, and for NOBODY."""
        if self._is_dense:
            places = self._table[person]
            places[person == NOBODY] = -1
            return places
        if self._n == 0:
            return np.full(len(person), -1, np.int64)
        at = np.minimum(np.searchsorted(self._sorted, person), self._n - 1)
        return np.where(self._sorted[at] == person, self._order[at], -1)


def find_sources(infections: Infections, n_people: int) -> NDArray[np.int64] | NDArray[np.int32]:
    """Return the place of each infection's source among the infections, -1 where it came from outside.

    Raises RecordError if a source was never infected.
    """
    places = Finder(infections.person, n_people).find(infections.source)
    if np.any((places < 0) & (infections.source != NOBODY)):
        raise RecordError("damaged: the log names a source that was never infected.")
    return places
