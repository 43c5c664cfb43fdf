"""The table of a study: one row a replicate. One definition serves the schema, the rows and the reference page."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hyosan.analysis.answer_table import COLUMNS
from hyosan.engine.response.verdict import Verdict
from hyosan.record.events import Column
from hyosan.study.inputs import Input
from hyosan.study.plan import ARMS
from hyosan.terms import Outcome, Route

TABLE_VERSION: Final = 1
VERSION_KEY: Final = b"hyosan.study_version"
WORD: Final = "word"
"""Type of a column of words out of a fixed list: a dictionary of strings."""

LEADING: Final = (
    Column("run_id", "string", "", "name of the run: a hash of scenario, values, arm and seed"),
    Column("setting", "int32", "", "number of the setting, from 0"),
    Column("arm", WORD, "", "with: with the measures of the scenario; without: nothing is done"),
)
"""The first columns; behind them comes one of each input, named by its path, then the verdict."""

VERDICT_COLUMNS: Final = tuple(
    replace(column, type=WORD) if column.name in ("outcome", "first_escape_route") else column
    for column in COLUMNS
    if column.name != "arm"
)
"""The fields of a verdict, as the table of an answer has them."""

TRAILING: Final = (Column("first_escape_district_number", "int64", "", "number of that district; -1 if none"),)

_WORDS: Final[dict[str, Sequence[str]]] = {
    "arm": ARMS,
    "outcome": [outcome.name.lower() for outcome in Outcome],
    "first_escape_route": [route.name.lower() for route in Route],
}


@dataclass(frozen=True)
class Row:
    """A replicate as the table has it. values: of the inputs, in their order; district: name of the escape's."""

    run_id: str
    setting: int
    arm: str
    values: tuple[float, ...]
    verdict: Verdict
    district: str | None


def columns_of(inputs: Iterable[Input]) -> tuple[Column, ...]:
    """Return the columns of a study that varies these inputs."""
    varied = [Column(given.path, "double", given.unit, "value of this input") for given in inputs]
    return (*LEADING, *varied, *VERDICT_COLUMNS, *TRAILING)


def study_schema(inputs: Sequence[Input]) -> pa.Schema:
    """Return the Arrow schema of the table, units and meanings in the metadata of its fields."""
    listed = [
        pa.field(column.name, _type(column), metadata={"unit": column.unit, "meaning": column.meaning})
        for column in columns_of(inputs)
    ]
    paths = json.dumps([given.path for given in inputs])
    return pa.schema(listed, {VERSION_KEY: str(TABLE_VERSION).encode(), b"hyosan.inputs": paths.encode()})


def rows_table(rows: Sequence[Row], schema: pa.Schema) -> pa.Table:
    """Return rows as a table of the schema."""
    n_inputs = len(schema) - len(LEADING) - len(VERDICT_COLUMNS) - len(TRAILING)
    values: list[list[Any]] = [
        [row.run_id for row in rows],
        [row.setting for row in rows],
        [ARMS.index(row.arm) for row in rows],
        *([row.values[k] for row in rows] for k in range(n_inputs)),
        *([_value(row, column.name) for row in rows] for column in VERDICT_COLUMNS),
        [row.verdict.first_escape_district for row in rows],
    ]
    return pa.table([_array(field, some) for field, some in zip(schema, values, strict=True)], schema=schema)


def sorted_once(table: pa.Table) -> pa.Table:
    """Return a table sorted by setting, arm and seed, each run once, in one piece: the same bytes for the same runs."""
    arm = _codes(table.column("arm"))
    setting, seed = (table.column(name).to_numpy() for name in ("setting", "seed"))
    order = np.lexsort((seed, arm, setting))
    keys = np.stack([setting[order], arm[order], seed[order]])
    is_new = np.ones(len(order), dtype=bool)
    is_new[1:] = np.any(keys[:, 1:] != keys[:, :-1], axis=0)
    return table.take(pa.array(order[is_new])).combine_chunks()


def _codes(words: pa.ChunkedArray) -> NDArray[Any]:
    if words.num_chunks == 0:
        return np.empty(0, dtype=np.int8)
    return np.concatenate([chunk.indices.to_numpy(zero_copy_only=False) for chunk in words.chunks])


def _type(column: Column) -> pa.DataType:
    return pa.dictionary(pa.int8(), pa.string()) if column.type == WORD else pa.type_for_alias(column.type)


def _array(field: pa.Field, values: list[Any]) -> pa.Array:
    if field.name in _WORDS and pa.types.is_dictionary(field.type):
        codes = pa.array([int(value) for value in values], pa.int8())
        return pa.DictionaryArray.from_arrays(codes, pa.array(list(_WORDS[field.name]), pa.string()))
    return pa.array(values, field.type)


def _value(row: Row, name: str) -> Any:
    """Return a field of a row's verdict: a district by name, what there is not as None."""
    if name == "first_escape_district":
        return row.district
    value = getattr(row.verdict, name)
    return None if isinstance(value, float) and math.isnan(value) else value
