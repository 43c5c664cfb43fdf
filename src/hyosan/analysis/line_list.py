"""The line list: one row for everybody who was ever infected."""

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hyosan.analysis.infections import Finder, Infections, read_infections
from hyosan.analysis.tables import Column, finish
from hyosan.record.events import name_column, setting_names
from hyosan.record.load import Record

LINE_LIST_COLUMNS: Final = (
    Column("person", "int64", "", "who was infected; each person once, in order of time"),
    Column("infected_days", "double", "days", "when"),
    Column("source", "int64", "", "who infected them; -1 for a seeding or an importation"),
    Column("patch", "int32", "", "where it happened"),
    Column("setting", "dictionary", "", "in what setting; none for a seeding or an importation"),
    Column(
        "entered_<state>_days", "double", "days", "when they entered a state, for each state but the first; or null"
    ),
    Column("final_state", "dictionary", "", "their state at the end of the run"),
)
"""The columns of the line list."""


def line_list(record: Record) -> pa.Table:
    """Return the line list of a run: one row for everybody who was ever infected, in order of infection.

    Columns: LINE_LIST_COLUMNS, with one entered_<state>_days for each state of the pathogen but the susceptible one. A
    state is entered at most once, since no natural history returns to a state.
    """
    infections = read_infections(record)
    entered, final = _histories(record, infections)
    states = record.info.state_names
    columns = {
        "person": pa.array(infections.person),
        "infected_days": pa.array(infections.time_days),
        "source": pa.array(infections.source),
        "patch": pa.array(infections.patch),
        "setting": name_column(infections.setting, setting_names()),
    }
    for code in range(1, len(states)):
        columns[f"entered_{states[code]}_days"] = pa.array(entered[code - 1], from_pandas=True)
    columns["final_state"] = name_column(final, states)
    return finish(columns, LINE_LIST_COLUMNS)


def _histories(record: Record, infections: Infections) -> tuple[list[NDArray[np.float64]], NDArray[np.uint8]]:
    """Return when each infected person entered each state but the first (nan: never), and their final states."""
    n_states = len(record.info.states)
    entered = [np.full(len(infections), np.nan) for _ in range(1, n_states)]
    final = np.zeros(len(infections), np.uint8)
    finder = Finder(infections.person, record.info.world.n_people)
    for rows in record.batches(["time_days", "person", "from_state", "to_state"]):
        at = np.flatnonzero(rows["from_state"] != rows["to_state"])
        place, state, time_days = finder.find(rows["person"][at]), rows["to_state"][at], rows["time_days"][at]
        final[place] = state
        for code in range(1, n_states):
            here = np.flatnonzero(state == code)
            entered[code - 1][place[here]] = time_days[here]
    return entered, final
