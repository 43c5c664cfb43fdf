"""The table of a study: one row a replicate. One definition serves the schema, the rows and the reference page."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

import numpy as np
import pyarrow as pa

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

VERDICT_COLUMNS: Final = (
    Column("seed", "int64", "", "seed of the replicate; equal seeds are the same dice in every setting and arm"),
    Column("outcome", WORD, "", "why the run ended; decided: it was nationwide, and more of it would change nothing"),
    Column("end_days", "double", "days", "when it ended"),
    Column("is_contained", "bool", "", "never nationwide, and nobody active outside at the end"),
    Column("is_escaped", "bool", "", "at least the wanted number of infections happened outside (answer.escaped)"),
    Column("is_nationwide", "bool", "", "as many infections or districts outside as answer.nationwide says"),
    Column("n_infected", "int64", "people", "ever infected"),
    Column("n_inside", "int64", "people", "infected inside the area of the answer"),
    Column("n_outside", "int64", "people", "infected outside it"),
    Column("n_dead_inside", "int64", "people", "dead inside"),
    Column("n_dead_outside", "int64", "people", "dead outside"),
    Column("n_active_outside", "int64", "people", "outside at the end, infected and not yet through with it"),
    Column("n_districts_outside", "int64", "districts", "districts outside with an infection"),
    Column("n_cases", "int64", "people", "detected"),
    Column("first_case_days", "double", "days", "first detection; nan if there was none"),
    Column("first_escape_days", "double", "days", "first infection outside; nan if there was none"),
    Column("first_escape_person", "int64", "", "who that was; -1 if nobody"),
    Column("first_escape_patch", "int64", "", "in which patch; -1 if in none"),
    Column("first_escape_district", "int64", "", "in which district; -1 if in none"),
    Column("first_escape_route", WORD, "", "how the infection came across the border"),
    Column("noticed_days", "double", "days", "first detection outside; nan if there was none"),
    Column("n_outside_when_noticed", "int64", "people", "infected outside up to then, or up to the end"),
    Column("n_crossings", "int64", "crossings", "through an active cordon"),
    Column("n_held", "int64", "crossings", "held by a cordon"),
    Column("n_isolated", "int64", "people", "isolated"),
    Column("n_quarantined", "int64", "people", "quarantined"),
    Column("n_protected", "int64", "people", "protected by prophylaxis"),
    Column("n_evacuated", "int64", "people", "evacuated"),
    Column("cost", "double", "as in the scenario", "what the measures cost"),
)
"""The fields of a verdict, in their order."""

TRAILING: Final = (
    Column("first_escape_place", "string", "", "name of the district of the first escape; null if none"),
)

_WORDS: Final[dict[str, Sequence[str]]] = {
    "arm": ARMS,
    "outcome": [outcome.name.lower() for outcome in Outcome],
    "first_escape_route": [route.name.lower() for route in Route],
}


@dataclass(frozen=True)
class Row:
    """A replicate as the table has it. values: of the inputs, in their order; place: name of the escape's district."""

    run_id: str
    setting: int
    arm: str
    values: tuple[float, ...]
    verdict: Verdict
    place: str | None


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
        *([getattr(row.verdict, column.name) for row in rows] for column in VERDICT_COLUMNS),
        [row.place for row in rows],
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


def _codes(words: pa.ChunkedArray) -> np.ndarray:
    if words.num_chunks == 0:
        return np.empty(0, dtype=np.int8)
    return np.concatenate([chunk.indices.to_numpy(zero_copy_only=False) for chunk in words.chunks])


def _type(column: Column) -> pa.DataType:
    return pa.dictionary(pa.int8(), pa.string()) if column.type == WORD else pa.type_for_alias(column.type)


def _array(field: pa.Field, values: list[Any]) -> pa.Array:
    if field.name in _WORDS and pa.types.is_dictionary(field.type):
        codes = pa.array([int(value) for value in values], pa.int8())
        return pa.DictionaryArray.from_arrays(codes, pa.array(list(_WORDS[field.name]), pa.string()))
    return pa.array([int(value) if isinstance(value, IntEnum) else value for value in values], field.type)
