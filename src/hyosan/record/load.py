"""Reading a run folder, with clear words about what is wrong with it."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from hyosan.record.errors import RecordError
from hyosan.record.events import FORMAT_KEY, LOG_DTYPE, event_schema, to_rows
from hyosan.record.provenance import RunInfo, check_version, read_info
from hyosan.record.store import EVENTS_FILE, INFO_FILE, PATCHES_FILE

Columns = dict[str, NDArray[Any]]
"""Columns of a piece of the log by name, in the dtypes of LOG_DTYPE."""


@dataclass(frozen=True)
class Record:
    """A run on disk: what run.json says, and the way to its events, a piece at a time or all at once."""

    folder: Path
    info: RunInfo

    def batches(self, columns: Sequence[str]) -> Iterator[Columns]:
        """Yield the wanted columns of the log piece by piece (about a million rows each), in order of time.

        Raises RecordError if the file turns out to be damaged.
        """
        wanted = list(dict.fromkeys(columns))
        with _open(self.folder / EVENTS_FILE) as file:
            for group in range(file.num_row_groups):
                table = _read(self.folder / EVENTS_FILE, file, group, wanted)
                yield {name: table.column(name).to_numpy() for name in wanted}

    def rows(self, start: int, stop: int) -> Iterator[NDArray[np.void]]:
        """Yield rows start to stop of the log as rows of LOG_DTYPE, piece by piece; pieces before are not read.

        Raises RecordError if the file turns out to be damaged.
        """
        path = self.folder / EVENTS_FILE
        with _open(path) as file:
            first = 0
            for group in range(file.num_row_groups):
                n = file.metadata.row_group(group).num_rows
                if first < stop and start < first + n:
                    rows = to_rows(_read(path, file, group, list(LOG_DTYPE.names or ())))
                    yield rows[max(0, start - first) : stop - first]
                first += n

    def n_rows_until(self, time_days: float) -> int:
        """Return how many rows of the log are not later than a time. Reads no more than one piece of it.

        Raises RecordError if the file turns out to be damaged.
        """
        path = self.folder / EVENTS_FILE
        with _open(path) as file:
            n_before = 0
            for group in range(file.num_row_groups):
                about = file.metadata.row_group(group)
                limits = about.column(file.schema_arrow.get_field_index("time_days")).statistics
                if limits is None or not limits.has_min_max or limits.max > time_days:
                    times = _read(path, file, group, ["time_days"]).column("time_days").to_numpy()
                    n = int(np.searchsorted(times, time_days, side="right"))
                    if n < len(times):
                        return n_before + n
                n_before += about.num_rows
        return n_before

    def events(self) -> pa.Table:
        """Return the whole log as an Arrow table, with codes as documented in EVENT_COLUMNS.

        Raises RecordError if the file turns out to be damaged.
        """
        path = self.folder / EVENTS_FILE
        with _open(path) as file:
            try:
                return file.read()
            except (OSError, pa.ArrowException) as error:
                raise _damaged(path, error) from error

    def patches(self) -> pa.Table:
        """Return the table of patches (PATCH_COLUMNS). Raises RecordError if it is missing or damaged."""
        path = self.folder / PATCHES_FILE
        with _open(path) as file:
            try:
                return file.read()
            except (OSError, pa.ArrowException) as error:
                raise _damaged(path, error) from error


def load_record(folder: Path) -> Record:
    """Return the run in a folder, after checking that its parts are there and fit together.

    Raises RecordError if the folder is missing, is no run, is damaged, or was written by a newer version.
    """
    folder = Path(folder)
    if not folder.exists():
        raise RecordError(f"{folder}: there is no such folder.{_nearest(folder)}")
    if not folder.is_dir():
        raise RecordError(f"{folder}: this is a file; give the folder of a run.")
    record = Record(folder.absolute(), read_info(folder / INFO_FILE))
    _check_events(folder / EVENTS_FILE, record.info)
    with _open(folder / PATCHES_FILE) as file:
        _check_rows(folder / PATCHES_FILE, file.metadata.num_rows, record.info.world.n_patches, "patches")
    return record


def _check_events(path: Path, info: RunInfo) -> None:
    with _open(path) as file:
        found, n_rows = file.schema_arrow, file.metadata.num_rows
    version = (found.metadata or {}).get(FORMAT_KEY, b"")
    check_version(path, int(version) if version.isdigit() else None)
    wanted = event_schema(info.state_names)
    if not found.equals(wanted):
        raise RecordError(f"{path}: damaged: its columns are {_columns(found)}; expected {_columns(wanted)}.")
    _check_rows(path, n_rows, info.n_events, "events")


def _check_rows(path: Path, found: int, expected: int, what: str) -> None:
    if found != expected:
        raise RecordError(
            f"{path}: does not belong to this run: it holds {found} {what}, {INFO_FILE} says {expected}. "
            "What to do: simulate the run again."
        )


def _open(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path, page_checksum_verification=True)
    except FileNotFoundError:
        raise RecordError(f"{path}: this file of the run is missing. What to do: simulate the run again.") from None
    except (OSError, pa.ArrowException) as error:
        raise _damaged(path, error) from error


def _read(path: Path, file: pq.ParquetFile, group: int, columns: list[str]) -> pa.Table:
    try:
        return file.read_row_group(group, columns=columns)
    except (OSError, pa.ArrowException) as error:
        raise _damaged(path, error) from error


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
