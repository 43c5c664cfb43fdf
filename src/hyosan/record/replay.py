"""Replaying the log: the state of every person, and how many people are in each state, at any time."""

import numpy as np
from numpy.typing import NDArray

from hyosan.record.load import Record
from hyosan.terms import SUSCEPTIBLE


def states_at(record: Record, time_days: float) -> NDArray[np.uint8]:
    """Return the state of every person after all events up to and including a time.

    Parameters: time_days, infinite for the end of the run. Returns uint8 (n_people), codes of the states.
    """
    states = np.full(record.info.world.n_people, SUSCEPTIBLE, np.uint8)
    for rows in record.batches(["time_days", "person", "from_state", "to_state"]):
        n = int(np.searchsorted(rows["time_days"], time_days, side="right"))
        changed = np.flatnonzero(rows["from_state"][:n] != rows["to_state"][:n])
        states[rows["person"][changed]] = rows["to_state"][changed]  # a person twice in a piece: the later row stays
        if n < len(rows["time_days"]):
            break
    return states


def final_states(record: Record) -> NDArray[np.uint8]:
    """Return the state of every person at the end of the run: uint8 (n_people)."""
    return states_at(record, np.inf)


def counts_at(record: Record, times_days: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how many people are in each state after all events up to and including each time.

    Parameters: times_days, float64 (T), ascending, days. Returns int64 (T, S).
    """
    n_states = len(record.info.states)
    changes = np.zeros((len(times_days) + 1) * n_states, np.int64)
    for rows in record.batches(["time_days", "from_state", "to_state"]):
        step = np.searchsorted(times_days, rows["time_days"], side="left")
        add_changes(changes, step, rows["from_state"], rows["to_state"], n_states)
    return accumulate(changes, n_states, record.info.world.n_people)[:-1]


def add_changes(
    changes: NDArray[np.int64],
    step: NDArray[np.int64],
    from_state: NDArray[np.uint8],
    to_state: NDArray[np.uint8],
    n_states: int,
) -> None:
    """Add to `changes` (steps x states, flat) who leaves and who enters each state in each step.

    Parameters: step, int64, the step of each row; from_state, to_state, uint8. Rows must be in order of time.
    """
    if len(step) == 0:
        return
    first, last = int(step[0]), int(step[-1])
    if last >= len(changes) // n_states:
        raise ValueError("a row lies beyond the last step")
    base = (step - first) * n_states
    size = (last - first + 1) * n_states
    change = np.bincount(base + to_state, minlength=size) - np.bincount(base + from_state, minlength=size)
    changes[first * n_states : first * n_states + size] += change


def accumulate(changes: NDArray[np.int64], n_states: int, n_people: int) -> NDArray[np.int64]:
    """Return people in each state at the end of each step, int64 (steps, S), from the changes of each step."""
    counts = np.cumsum(changes.reshape(-1, n_states), axis=0)
    counts[:, SUSCEPTIBLE] += n_people
    return counts
