"""The whole memory of a run at a moment between two events, as arrays by name that can be kept in a file.

What a scenario and its world make anew is left out: the world, the pathogen, the rules, the seedings, and whatever is
no array. So is scratch memory: the log (which is empty by then), the event in hand, the sorted bucket. Of the queue
only the pending events are kept: it hands out events by (time, person), however they lie in it. Of open-addressed
tables only the places are kept that are taken, and matter: more than half of a table is empty.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.population.entry import ENTRY
from hyosan.engine.population.memory import N_LOG, Memory
from hyosan.engine.population.pending import drain, lay_queue, take_pending
from hyosan.engine.response.arrays import N_RECORDS, ResponseArrays
from hyosan.engine.response.growth import needed_places

LEFT_OUT = ("world", "pathogen", "rules", "seeds", "queue", "log", "work", "foreseen")
"""Fields of Memory that are made anew, or hold nothing between two events."""

PENDING = "queue.pending"

SLOTS, RECORDS = "slots", "response.records"
"""The open-addressed tables."""

PLACES, LENGTH = ".places", ".length"
"""Behind the name of a table: which places of it are kept, and how many there are in all."""

SEARCH = 4
"""A byte of a table that is looked through takes a quarter of the time of one that is kept."""


class SnapshotError(ValueError):
    """Arrays that are not those of a run of this scenario; the message says which one does not fit."""


class Field(NamedTuple):
    """An array somewhere in a memory: its name, dots between the parts, and the array."""

    name: str
    array: NDArray[Any]


def take(memory: Memory) -> tuple[Memory, dict[str, NDArray[Any]]]:
    """Return the memory, its queue laid anew, and everything in it by name.

    The log must be empty. Laying the queue anew changes nothing in what happens. The arrays may be those of the
    memory: they are to be used, or copied, before the run goes on.
    """
    if memory.counts[N_LOG] > 0:
        raise ValueError("the log of a run must have gone out before its memory is kept")
    queue, entries, n = take_pending(memory.queue, float(memory.clock[0]))
    memory = memory._replace(queue=queue)
    return memory, {PENDING: entries[:n]} | _kept_arrays(memory)


def restore(arrays: Mapping[str, NDArray[Any]], first: Memory) -> Memory:
    """Return the memory that was taken, in the place of a run's memory before its first event.

    Parameters: arrays, from `take`; first, the memory of the same scenario and world before the first event; it is
    not to be used any more. Raises SnapshotError if the arrays are not those of such a run.
    """
    wanted = {PENDING: np.empty(0, ENTRY)} | _kept_arrays(first)
    for name in sorted(wanted.keys() ^ arrays.keys()):
        raise SnapshotError(f"{name}: {'missing' if name in wanted else 'not part of this run'}")
    for name, array in wanted.items():
        _check_form(name, arrays[name], array)
    entries = arrays[PENDING]
    restored: Memory = _with_arrays(first, "", arrays)
    if isinstance(restored.response, ResponseArrays):
        restored.response.counts[N_RECORDS] = len(arrays[RECORDS])
    drain(first.queue)
    queue = lay_queue(first.queue, entries, len(entries), float(restored.clock[0]))
    return restored._replace(queue=queue)


def n_bytes(arrays: Mapping[str, NDArray[Any]]) -> int:
    """Return by how many bytes the cost of taking and keeping arrays goes."""
    total = sum(array.nbytes for array in arrays.values())
    for name in arrays.keys() & {SLOTS, RECORDS}:
        total += int(arrays[name + LENGTH][0]) * arrays[name].itemsize // SEARCH
    return total


def _kept_arrays(memory: Memory) -> dict[str, NDArray[Any]]:
    """Return what is kept of a memory, but for the queue: its arrays, and of tables what matters in them."""
    arrays = dict(kept_fields(memory))
    kept = {SLOTS: np.flatnonzero(memory.slots)}
    if isinstance(memory.response, ResponseArrays):
        kept[RECORDS] = needed_places(memory.response, float(memory.clock[0]))
    for name, places in kept.items():
        table = arrays[name]
        arrays |= {name: table[places], name + PLACES: places, name + LENGTH: np.array([len(table)])}
    return arrays


def _whole_table(name: str, arrays: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    """Return an open-addressed table from what was kept of it."""
    table = np.zeros(int(arrays[name + LENGTH][0]), arrays[name].dtype)
    table[arrays[name + PLACES]] = arrays[name]
    return table


def kept_fields(memory: Memory) -> Iterator[Field]:
    """Yield the arrays of a memory that are kept, but for the queue."""
    yield from _fields(memory, "")


def _fields(part: Any, prefix: str) -> Iterator[Field]:
    for name, value in zip(part._fields, part, strict=True):
        if not prefix and name in LEFT_OUT:
            continue
        if isinstance(value, np.ndarray):
            yield Field(prefix + name, value)
        elif isinstance(value, tuple):
            yield from _fields(value, f"{prefix}{name}.")


def _with_arrays(part: Any, prefix: str, arrays: Mapping[str, NDArray[Any]]) -> Any:
    """Return a named tuple with its arrays, and those of the tuples in it, replaced by copies of the kept ones."""
    changes = {}
    for name, value in zip(part._fields, part, strict=True):
        if not prefix and name in LEFT_OUT:
            continue
        if isinstance(value, np.ndarray):
            path = prefix + name
            changes[name] = (
                _whole_table(path, arrays) if path in (SLOTS, RECORDS) else np.array(arrays[path], order="C")
            )
        elif isinstance(value, tuple):
            changes[name] = _with_arrays(value, f"{prefix}{name}.", arrays)
    return part._replace(**changes)


def _check_form(name: str, found: NDArray[Any], wanted: NDArray[Any]) -> None:
    """Raise SnapshotError unless two arrays have the same type and, but for the length of a list, the same shape."""
    if found.dtype != wanted.dtype or found.shape[1:] != wanted.shape[1:]:
        raise SnapshotError(f"{name}: {found.dtype} {found.shape}; expected {wanted.dtype} {wanted.shape}")
