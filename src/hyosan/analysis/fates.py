"""Who was infected and who died in two futures of one past, and when. The past, the same in both, is read once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.infections import is_infection
from hyosan.record.errors import RecordError
from hyosan.record.load import Record

COLUMNS = ("time_days", "person", "kind", "from_state", "to_state")


@dataclass(frozen=True)
class Happened:
    """Infections and deaths in some rows of a log, in order of time: who (int64) and when (days)."""

    infected: NDArray[np.int64]
    infected_days: NDArray[np.float64]
    dead: NDArray[np.int64]
    dead_days: NDArray[np.float64]


@dataclass(frozen=True)
class Fates:
    """What became of people in two futures.

    person: everybody, ascending, who was infected or died after the moment in either future, with the days in both, nan
    where it never happened. Everybody else fares alike: past_infected and past_dead, who of them was infected and who
    died before the moment. n_past: infections before the moment, of both groups.
    """

    person: NDArray[np.int64]
    parent_days: NDArray[np.float64]
    branch_days: NDArray[np.float64]
    parent_death: NDArray[np.float64]
    branch_death: NDArray[np.float64]
    n_past: int
    past_infected: NDArray[np.int64]
    past_dead: NDArray[np.int64]


def read_fates(parent: Record, branch: Record, at_days: float) -> Fates:
    """Return what became of people in a run and its branch, which are the same up to a time.

    Raises RecordError if a log is damaged.
    """
    n_shared = parent.n_rows_until(at_days)
    past = happened(parent, 0, n_shared)
    sides = [happened(record, n_shared, record.info.n_events) for record in (parent, branch)]
    for record, later in zip((parent, branch), sides, strict=True):
        if len(past.infected) + len(later.infected) != record.info.n_infected:
            raise RecordError(
                f"{record.folder}: damaged: the log holds other than the {record.info.n_infected} infections that "
                "run.json says."
            )
    infected = _ascending([later.infected for later in sides])
    dead = _ascending([later.dead for later in sides])
    person = _ascending([infected, dead])
    # nobody is infected twice, so only the others of them may have been infected before
    is_infected = _places(_without(dead, infected), past.infected)[1]
    infected_at = np.searchsorted(person, past.infected[is_infected])
    dead_at, is_dead = _places(person, past.dead)
    days, deaths = np.full((2, len(person)), np.nan), np.full((2, len(person)), np.nan)
    days[:, infected_at] = past.infected_days[is_infected]
    deaths[:, dead_at] = past.dead_days[is_dead]
    for side, later in enumerate(sides):
        days[side, np.searchsorted(person, later.infected)] = later.infected_days
        deaths[side, np.searchsorted(person, later.dead)] = later.dead_days  # who died twice: the later death stays
    return Fates(
        person=person,
        parent_days=days[0],
        branch_days=days[1],
        parent_death=deaths[0],
        branch_death=deaths[1],
        n_past=len(past.infected),
        past_infected=past.infected[~is_infected],
        past_dead=_ascending([past.dead[~is_dead]]),
    )


def happened(record: Record, start: int, stop: int) -> Happened:
    """Return the infections and deaths in rows start to stop of a log; the destroyed are not counted as dead."""
    codes = [code for code, state in enumerate(record.info.states) if state.is_dead and not state.is_destroyed]
    is_dead = np.zeros(256, np.bool_)
    is_dead[codes] = True
    pieces: list[tuple[NDArray[Any], ...]] = [(np.empty(0, np.int64), np.empty(0)) * 2]
    for rows in record.batches_between(COLUMNS, start, stop):
        person, days, to_state = rows["person"], rows["time_days"], rows["to_state"]
        infected = np.flatnonzero(is_infection(rows["kind"]))
        dead = np.flatnonzero(is_dead[to_state] & (to_state != rows["from_state"]) & (person >= 0))
        pieces.append((person[infected], days[infected], person[dead], days[dead]))
    return Happened(*(np.concatenate(column) for column in zip(*pieces, strict=True)))


def _ascending(people: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return everybody in these arrays once, in order (numpy's own `unique` is several times slower)."""
    merged = np.sort(np.concatenate(people))
    is_new: NDArray[np.bool_] = np.diff(merged, prepend=-1) != 0
    return merged[is_new]


def _without(people: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return those of `people` who are not among `others`, who are ascending."""
    return people[~_places(others, people)[1]]


def _places(person: NDArray[np.int64], who: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return (places in `person`, ascending, of those of `who` who are among them; which of `who` are)."""
    if len(person) == 0:
        return np.empty(0, np.int64), np.zeros(len(who), np.bool_)
    at = np.minimum(np.searchsorted(person, who), len(person) - 1)
    is_among = person[at] == who
    return at[is_among], is_among
