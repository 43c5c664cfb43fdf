"""The epidemic curve: new infections and people in each state, step by step."""

import math
from typing import Final

import numpy as np
import pyarrow as pa

from hyosan.analysis.infections import is_infection
from hyosan.analysis.tables import Column, finish
from hyosan.record.load import Record
from hyosan.record.replay import accumulate, add_changes

EPICURVE_COLUMNS: Final = (
    Column("start_days", "double", "days", "start of the step; what happens at this moment belongs to it"),
    Column("end_days", "double", "days", "end of the step; what happens at this moment belongs to the next"),
    Column("n_new", "int64", "people", "infected in the step, seedings and importations included"),
    Column("n_cumulative", "int64", "people", "ever infected by the end of the step"),
    Column("n_in_<state>", "int64", "people", "in a state at the end of the step, for every state"),
)
"""The columns of the epidemic curve."""

MAX_STEPS: Final = 10_000_000


def epicurve(record: Record, step_days: float = 1.0) -> pa.Table:
    """Return the epidemic curve of a run from time 0 to its end; the last step may reach beyond the end.

    Parameters: step_days, length of a step in days. Columns: EPICURVE_COLUMNS. Raises ValueError for a step that is not
    positive, or so short that there would be more than ten million steps.
    """
    n_steps = count_steps(record.info.end_days, step_days)
    n_states = len(record.info.states)
    n_new = np.zeros(n_steps, np.int64)
    changes = np.zeros(n_steps * n_states, np.int64)
    for rows in record.batches(["time_days", "kind", "from_state", "to_state"]):
        step = np.minimum((rows["time_days"] / step_days).astype(np.int64), n_steps - 1)
        add_changes(changes, step, rows["from_state"], rows["to_state"], n_states)
        first = int(step[0])
        added = np.bincount(step[is_infection(rows["kind"])] - first)
        n_new[first : first + len(added)] += added
    counts = accumulate(changes, n_states, record.info.world.n_people)
    columns = {
        "start_days": pa.array(np.arange(n_steps) * step_days),
        "end_days": pa.array(np.arange(1, n_steps + 1) * step_days),
        "n_new": pa.array(n_new),
        "n_cumulative": pa.array(np.cumsum(n_new)),
    }
    for code, name in enumerate(record.info.state_names):
        columns[f"n_in_{name}"] = pa.array(np.ascontiguousarray(counts[:, code]))
    return finish(columns, EPICURVE_COLUMNS)


def count_steps(end_days: float, step_days: float) -> int:
    """Return how many steps it takes to the end of a run, at least one. Raises ValueError as epicurve does."""
    if not (math.isfinite(step_days) and step_days > 0.0):
        raise ValueError(f"step_days: found {step_days}; a positive number of days is allowed.")
    n_steps = max(1, math.ceil(end_days / step_days - 1e-9))
    if n_steps > MAX_STEPS:
        shortest = end_days / MAX_STEPS
        raise ValueError(f"step_days: found {step_days}; at least {shortest:.3g} is allowed for {end_days:g} days.")
    return n_steps
