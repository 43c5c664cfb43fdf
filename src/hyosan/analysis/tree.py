"""The transmission tree: who infected whom, generation by generation."""

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hyosan.analysis.infections import find_sources, read_infections
from hyosan.analysis.tables import Column, finish
from hyosan.record.errors import RecordError
from hyosan.record.events import name_column, setting_names
from hyosan.record.load import Record

TREE_COLUMNS: Final = (
    Column("source", "int64", "", "the infector; -1 for the root of a tree: a seeding or an importation"),
    Column("person", "int64", "", "the person infected; each once, in order of time"),
    Column("infected_days", "double", "days", "when"),
    Column("generation", "int32", "", "0 for a root, otherwise one more than the infector's"),
    Column("generation_interval_days", "double", "days", "from the infector's infection to this one; null for a root"),
    Column("setting", "dictionary", "", "in what setting; none for a root"),
    Column("patch", "int32", "", "where it happened"),
    Column("n_offspring", "int32", "", "how many people this person infected until the end of the run"),
)
"""The columns of the transmission tree."""

MAX_ROUNDS: Final = 64
"""Jumps double in length each round, so a tree of any depth is climbed in fewer rounds than this."""


def tree(record: Record) -> pa.Table:
    """Return the transmission tree of a run: one row (an edge from source to person) for everybody infected.

    Columns: TREE_COLUMNS. Raises RecordError if the log's sources do not form a forest.
    """
    infections = read_infections(record)
    source_at = find_sources(infections, record.info.world.n_people)
    generation = generations(source_at)
    interval_days = np.where(source_at < 0, np.nan, infections.time_days - infections.time_days[source_at])
    columns = {
        "source": pa.array(infections.source),
        "person": pa.array(infections.person),
        "infected_days": pa.array(infections.time_days),
        "generation": pa.array(generation),
        "generation_interval_days": pa.array(interval_days, from_pandas=True),
        "setting": name_column(infections.setting, setting_names()),
        "patch": pa.array(infections.patch),
        "n_offspring": pa.array(offspring(source_at)),
    }
    return finish(columns, TREE_COLUMNS)


def generations(source_at: NDArray[np.integer]) -> NDArray[np.int32]:
    """Return the generation of each infection, by jumping to ancestors 1, 2, 4, 8, ... steps away.

    Parameters: source_at, integers, the place of each infection's source, -1 for a root. Returns int32. Raises
    RecordError if the sources form a cycle.
    """
    ancestor = np.array(source_at)
    generation = (ancestor >= 0).astype(np.int32)
    for _ in range(MAX_ROUNDS):
        below = np.flatnonzero(ancestor >= 0)
        if len(below) == 0:
            return generation
        above = ancestor[below]
        generation[below] += generation[above]
        ancestor[below] = ancestor[above]
    raise RecordError("damaged: the log's sources form a cycle.")


def offspring(source_at: NDArray[np.integer]) -> NDArray[np.int32]:
    """Return how many infections each infection caused: int32, by place; source_at as for generations."""
    return np.bincount(source_at[source_at >= 0], minlength=len(source_at)).astype(np.int32)
