"""Making result tables: every column carries its unit and its meaning."""

import re
from collections.abc import Mapping, Sequence

import pyarrow as pa

from hyosan.record.events import Column

__all__ = ["Column", "finish"]


def finish(columns: Mapping[str, pa.Array | pa.ChunkedArray], documentation: Sequence[Column]) -> pa.Table:
    """Return a table of the columns; each field's metadata say its unit and meaning.

    Parameters: columns by name; documentation of them, where a name may hold <state> for any state.
    """
    fields = []
    for name, values in columns.items():
        entry = _entry(name, documentation)
        fields.append(pa.field(name, values.type, metadata={"unit": entry.unit, "meaning": entry.meaning}))
    return pa.table(list(columns.values()), schema=pa.schema(fields))


def _entry(name: str, documentation: Sequence[Column]) -> Column:
    for entry in documentation:
        pattern = re.escape(entry.name).replace(re.escape("<state>"), ".+")
        if re.fullmatch(pattern, name):
            return entry
    raise LookupError(f"column {name} is not documented")
