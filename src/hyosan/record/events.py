"""The event log: what its rows say, as a numpy dtype for the engine and as an Arrow schema for the file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hyosan.terms import EventKind, Setting

LOG_DTYPE: Final = np.dtype(
    [
        ("time_days", np.float64),
        ("person", np.int64),
        ("source", np.int64),
        ("patch", np.int32),
        ("kind", np.uint8),
        ("from_state", np.uint8),
        ("to_state", np.uint8),
        ("setting", np.uint8),
    ],
    align=True,
)
"""One row of the log in memory, 32 bytes: see EVENT_COLUMNS for what the columns mean."""

FORMAT_VERSION: Final = 2
"""Version of the run folder; it rises when a reader of the old form would misread the new one."""

OLDEST_VERSION: Final = 2
"""Version of the oldest run folders that can be read."""

FORMAT_KEY: Final = b"hyosan.format_version"
STATES_KEY: Final = b"hyosan.states"
KINDS_KEY: Final = b"hyosan.kinds"
SETTINGS_KEY: Final = b"hyosan.settings"


@dataclass(frozen=True)
class Column:
    """What a column of a table holds: name, Arrow type, unit ("" where it has none), meaning."""

    name: str
    type: str
    unit: str
    meaning: str


EVENT_COLUMNS: Final = (
    Column("time_days", "double", "days", "when it happened, counted from the start of the run; rows are sorted by it"),
    Column("person", "int64", "", "who: the person infected, changing state, moving, or (destruction) the attacker"),
    Column("source", "int64", "", "infection: the infector; destruction: the defender; otherwise -1"),
    Column("patch", "int32", "", "where it happened; move: the new patch"),
    Column("kind", "uint8", "", "what happened: code of EventKind"),
    Column("from_state", "uint8", "", "state before, by its place in the pathogen; the same as after if none changed"),
    Column("to_state", "uint8", "", "state after"),
    Column("setting", "uint8", "", "where the contact took place: code of Setting; 0 where there was no contact"),
)
"""The columns of the event log."""


def event_schema(state_names: Sequence[str]) -> pa.Schema:
    """Return the Arrow schema of the event log; its metadata carry the format version and the names behind the codes.

    Parameters: state_names, the pathogen's states in their order.
    """
    fields = [
        pa.field(column.name, pa.type_for_alias(column.type), nullable=False, metadata=_field_metadata(column))
        for column in EVENT_COLUMNS
    ]
    metadata = {
        FORMAT_KEY: str(FORMAT_VERSION).encode(),
        STATES_KEY: json.dumps(list(state_names)).encode(),
        KINDS_KEY: json.dumps(kind_names()).encode(),
        SETTINGS_KEY: json.dumps(setting_names()).encode(),
    }
    return pa.schema(fields, metadata)


def empty_columns(n_rows: int) -> dict[str, NDArray[Any]]:
    """Return room for rows of the log, one array for each column."""
    return {name: np.empty(n_rows, LOG_DTYPE[name]) for name in LOG_DTYPE.names or ()}


def to_table(columns: dict[str, NDArray[Any]], n_rows: int, schema: pa.Schema) -> pa.Table:
    """Return the first rows of columns of the log as an Arrow table of the schema, without a copy."""
    return pa.table([pa.array(columns[name][:n_rows]) for name in schema.names], schema=schema)


def to_rows(columns: pa.Table | pa.RecordBatch) -> NDArray[np.void]:
    """Return an event table as rows of LOG_DTYPE; its columns may be in any order."""
    rows = np.empty(columns.num_rows, LOG_DTYPE)
    for name in LOG_DTYPE.fields or ():
        rows[name] = columns.column(name).to_numpy(zero_copy_only=False)
    return rows


def name_codes(events: pa.Table, state_names: Sequence[str]) -> pa.Table:
    """Return an event table with words (dictionary columns) in place of the codes of kind, states and setting."""
    names = {
        "kind": kind_names(),
        "setting": setting_names(),
        "from_state": list(state_names),
        "to_state": list(state_names),
    }
    for position, name in enumerate(events.column_names):
        if name in names:
            events = events.set_column(position, name, name_column(events.column(name), names[name]))
    return events


def name_column(codes: pa.ChunkedArray | NDArray[np.uint8], names: Sequence[str]) -> pa.ChunkedArray:
    """Return codes (uint8) as a dictionary column of names."""
    words = pa.array(list(names), pa.string())
    chunks = [pa.array(codes)] if isinstance(codes, np.ndarray) else codes.chunks
    kind = pa.dictionary(pa.uint8(), pa.string())
    return pa.chunked_array([pa.DictionaryArray.from_arrays(chunk, words) for chunk in chunks], kind)


def kind_names() -> list[str]:
    """Return the words of the event kinds by code."""
    return [kind.name.lower() for kind in EventKind]


def setting_names() -> list[str]:
    """Return the words of the settings by code."""
    return [setting.name.lower() for setting in Setting]


def _field_metadata(column: Column) -> dict[str, str]:
    return {"unit": column.unit, "meaning": column.meaning}
