"""Reading a run folder, with clear words about what is wrong with it."""

import bisect
import difflib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from hyosan.record import parts
from hyosan.record.errors import RecordError
from hyosan.record.events import FORMAT_KEY, LOG_DTYPE, event_schema, to_rows
from hyosan.record.parts import check_parts, missing, part_path, part_paths
from hyosan.record.provenance import RunInfo, check_version, read_info
from hyosan.record.store import EVENTS_FOLDER, INFO_FILE, PATCHES_FILE

Columns = dict[str, NDArray[Any]]
"""Columns of a piece of the log by name, in the dtypes of LOG_DTYPE."""


@dataclass(frozen=True)
class Record:
    """A run on disk: what run.json says, and the way to its events, a piece at a time or all at once."""

    folder: Path
    info: RunInfo

    def event_files(self) -> list[Path]:
        """Return the files of the event log, in order of time."""
        return part_paths(self.folder / EVENTS_FOLDER, self.info.n_events)

    def batches(self, columns: Sequence[str]) -> Iterator[Columns]:
        """Yield the wanted columns of the log piece by piece (a quarter of a million rows each), in order of time.

        Raises RecordError if a file turns out to be damaged.
        """
        yield from self.batches_between(columns, 0, self.info.n_events)

    def batches_between(self, columns: Sequence[str], start: int, stop: int) -> Iterator[Columns]:
        """Yield the wanted columns of rows start to stop of the log; files that hold none of them are not read.

        Raises RecordError if a file turns out to be damaged.
        """
        wanted = list(dict.fromkeys(columns))
        for first, table in self._tables(wanted, start, stop):
            yield {name: table.column(name).to_numpy()[max(0, start - first) : stop - first] for name in wanted}

    def rows(self, start: int, stop: int) -> Iterator[NDArray[np.void]]:
        """Yield rows start to stop of the log as rows of LOG_DTYPE; files that hold none of them are not read.

        Raises RecordError if a file turns out to be damaged.
        """
        for first, table in self._tables(list(LOG_DTYPE.names or ()), start, stop):
            yield to_rows(table.slice(max(0, start - first), stop - max(start, first)))

    def n_rows_until(self, time_days: float) -> int:
        """Return how many rows of the log are not later than a time. Reads no more than one piece of it.

        Raises RecordError if a file turns out to be damaged.
        """
        paths = self.event_files()
        number = bisect.bisect_left(paths, True, key=lambda path: _last_time(path) > time_days)
        if number == len(paths):
            return self.info.n_events
        times = _read(paths[number], ["time_days"]).column("time_days").to_numpy()
        return number * parts.PART_ROWS + int(np.searchsorted(times, time_days, side="right"))

    def events(self) -> pa.Table:
        """Return the whole log as an Arrow table, with codes as documented in EVENT_COLUMNS.

        Raises RecordError if a file turns out to be damaged.
        """
        return pa.concat_tables([_read(path) for path in self.event_files()])

    def patches(self) -> pa.Table:
        """Return the table of patches (PATCH_COLUMNS). Raises RecordError if it is missing or damaged."""
        return _read(self.folder / PATCHES_FILE)

    def _tables(self, columns: list[str], start: int, stop: int) -> Iterator[tuple[int, pa.Table]]:
        """Yield (number of the first row, table) of the parts of the log that hold rows start to stop."""
        if start >= stop:
            return
        for first in range(start - start % parts.PART_ROWS, stop, parts.PART_ROWS):
            yield first, _read(part_path(self.folder / EVENTS_FOLDER, first // parts.PART_ROWS), columns)


def load_record(folder: Path) -> Record:
    """Return the run in a folder, after checking that its parts are there and fit together.

    Raises RecordError if the folder is missing, is no run, is damaged, or was written by a newer or an older version
    whose form this one cannot read.
    """
    folder = Path(folder)
    if not folder.exists():
        raise RecordError(f"{folder}: there is no such folder.{_nearest(folder)}")
    if not folder.is_dir():
        raise RecordError(f"{folder}: this is a file; give the folder of a run.")
    record = Record(folder.absolute(), read_info(folder / INFO_FILE))
    check_parts(folder / EVENTS_FOLDER, record.event_files())
    _check_events(record)
    with _open(folder / PATCHES_FILE) as file:
        _check_rows(folder / PATCHES_FILE, file.metadata.num_rows, record.info.world.n_patches, "patches")
    return record


def _check_events(record: Record) -> None:
    wanted, n_rows = event_schema(record.info.state_names), record.info.n_events
    for number, path in enumerate(record.event_files()):
        with _open(path) as file:
            found, n_found = file.schema_arrow, file.metadata.num_rows
        version = (found.metadata or {}).get(FORMAT_KEY, b"")
        check_version(path, int(version) if version.isdigit() else None)
        if not found.equals(wanted):
            raise RecordError(f"{path}: damaged: its columns are {_columns(found)}; expected {_columns(wanted)}.")
        _check_rows(path, n_found, parts.rows_in_part(number, n_rows), "events")


def _check_rows(path: Path, found: int, expected: int, what: str) -> None:
    if found != expected:
        raise RecordError(
            f"{path}: does not belong to this run: it holds {found} {what}; by {INFO_FILE} it must hold "
            f"{expected}. What to do: simulate the run again."
        )


def _open(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path, page_checksum_verification=True)
    except FileNotFoundError:
        raise missing(path, "file") from None
    except (OSError, pa.ArrowException) as error:
        raise _damaged(path, error) from error


def _read(path: Path, columns: list[str] | None = None) -> pa.Table:
    with _open(path) as file:
        try:
            return file.read(columns)
        except (OSError, pa.ArrowException) as error:
            raise _damaged(path, error) from error


def _last_time(path: Path) -> float:
    """Return the time of the last row of a part, -inf if it has none."""
    with _open(path) as file:
        about = file.metadata
        if about.num_rows == 0:
            return -math.inf
        group = about.row_group(about.num_row_groups - 1)
        limits = group.column(file.schema_arrow.get_field_index("time_days")).statistics
    if limits is None or not limits.has_min_max:  # another program has written it
        return float(_read(path, ["time_days"]).column("time_days")[-1].as_py())
    return float(limits.max)


def _damaged(path: Path, error: Exception) -> RecordError:
    return RecordError(f"{path}: damaged: {error} What to do: simulate the run again.")


def _columns(schema: pa.Schema) -> str:
    return ", ".join(f"{field.name} {field.type}" for field in schema)


def _nearest(folder: Path) -> str:
    if not folder.parent.is_dir():
        return ""
    runs = sorted(path.parent.name for path in folder.parent.glob(f"*/{INFO_FILE}"))
    near = difflib.get_close_matches(folder.name, runs, n=1)
    return f" Did you mean {folder.parent / near[0]}?" if near else ""


def concat(record: Record, columns: Sequence[str]) -> Columns:
    """Return the wanted columns of the whole log as one array each."""
    pieces = list(record.batches(columns))
    if not pieces:
        schema = event_schema(record.info.state_names)
        return {name: np.empty(0, schema.field(name).type.to_pandas_dtype()) for name in columns}
    return {name: np.concatenate([piece[name] for piece in pieces]) for name in columns}
