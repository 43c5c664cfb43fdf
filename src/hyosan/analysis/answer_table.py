"""The verdicts of an answer as a table: one row a replicate and arm."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from hyosan.analysis.tables import Column, finish
from hyosan.engine.response.verdict import Verdict

COLUMNS: Final = (
    Column("arm", "string", "", "with or without the measures; 'as it stands' for a scenario without measures"),
    Column("seed", "uint64", "", "seed of the replicate; the same in both arms"),
    Column("outcome", "string", "", "why the replicate ended"),
    Column("end_days", "double", "d", "when it ended"),
    Column("is_contained", "bool", "", "whether it was contained"),
    Column("is_escaped", "bool", "", "whether it got out"),
    Column("is_nationwide", "bool", "", "whether it went nationwide; counts are lower bounds then"),
    Column("n_infected", "int64", "people", "ever infected"),
    Column("n_inside", "int64", "people", "infected inside"),
    Column("n_outside", "int64", "people", "infected outside"),
    Column("n_dead_inside", "int64", "people", "dead of those infected inside"),
    Column("n_dead_outside", "int64", "people", "dead of those infected outside"),
    Column("n_active_outside", "int64", "people", "outside at the end, infected and not yet through with it"),
    Column("n_districts_outside", "int64", "", "districts outside with infections"),
    Column("n_cases", "int64", "people", "detected"),
    Column("first_case_days", "double", "d", "first detection; null if none"),
    Column("first_escape_days", "double", "d", "first infection outside; null if none"),
    Column("first_escape_person", "int64", "", "who that was; -1 if none"),
    Column("first_escape_patch", "int64", "", "patch where it was; -1 if none"),
    Column("first_escape_district", "string", "", "district where it was; null if none"),
    Column("first_escape_route", "string", "", "how it got there"),
    Column("noticed_days", "double", "d", "first detection outside; null if none"),
    Column("n_outside_when_noticed", "int64", "people", "infected outside until then; until the end if never noticed"),
    Column("n_crossings", "int64", "", "crossings through active cordons"),
    Column("n_held", "int64", "", "times that somebody roaming was held at a cordon"),
    Column("n_isolated", "int64", "people", "isolated"),
    Column("n_quarantined", "int64", "people", "quarantined"),
    Column("n_protected", "int64", "people", "protected by prophylaxis or vaccine"),
    Column("n_evacuated", "int64", "people", "evacuated"),
    Column("cost", "double", "units of the scenario", "cost of the measures"),
)
"""The columns of an answer's table."""

MADE_HERE: Final = ("arm", "outcome", "first_escape_district", "first_escape_route")


def table_of(verdicts: Sequence[Verdict], arm: str, district_names: Sequence[str]) -> pa.Table:
    """Return the table of an arm. district_names: of the world, by index."""
    made: dict[str, list[str | None]] = {
        "arm": [arm] * len(verdicts),
        "outcome": [verdict.outcome.name.lower() for verdict in verdicts],
        "first_escape_district": [_name(verdict.first_escape_district, district_names) for verdict in verdicts],
        "first_escape_route": [verdict.first_escape_route.name.lower() for verdict in verdicts],
    }
    columns = {
        column.name: pa.array(
            made[column.name] if column.name in MADE_HERE else [_plain(verdict, column.name) for verdict in verdicts],
            pa.type_for_alias(column.type),
        )
        for column in COLUMNS
    }
    return finish(columns, COLUMNS)


def _name(district: int, district_names: Sequence[str]) -> str | None:
    return district_names[district] if 0 <= district < len(district_names) else None


def _plain(verdict: Verdict, name: str) -> Any:
    value = getattr(verdict, name)
    return None if isinstance(value, float) and np.isnan(value) else value
