"""Writing the event log, part by part, as it grows, in bounded memory."""

import time
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from hyosan.record import parts
from hyosan.record.errors import write_error
from hyosan.record.events import LOG_DTYPE, empty_columns, to_table

SPLIT: Final[Any] = [name for name in (LOG_DTYPE.names or ()) if name != "source"]
"""Columns that are split into byte streams (pyarrow wants a list; its stubs say bool).

Measured on 4 million rows of an influenza in Korea: a dictionary takes codes twice as long and gains nothing, and
`source`, which is -1 in most rows, is a third smaller and quicker plain.
"""

TIMED: Final[Any] = ["time_days"]
"""Columns of which parts state the least and largest value, so that readers can skip to a time."""


class EventWriter:
    """A folder of Parquet files to which rows of the log are appended.

    Used as a context manager: on the way out the last part is written, unless there was an exception (the log is then
    not whole and is to be removed by whoever made its folder). n_rows: rows taken so far; seconds: time spent.
    """

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        """Make the folder. Parameters: folder, that is not there yet; schema, from event_schema.

        Raises RecordError if the folder cannot be made.
        """
        self.folder = folder
        self.n_rows = 0
        self.seconds = 0.0
        self._schema = schema
        self._pending = empty_columns(parts.PART_ROWS)
        self._n_pending = 0
        self._n_parts = 0
        try:
            folder.mkdir()
        except OSError as error:
            raise write_error(folder, error) from error

    def take_over(self, folder: Path, n_parts: int) -> None:
        """Begin with the first parts of another log, which must be whole ones, without reading or copying them.

        Raises RecordError if one is missing, or the disk refuses it.
        """
        if self.n_rows > 0:
            raise ValueError("parts of another log can only be the first ones")
        began = time.perf_counter()
        for number in range(n_parts):
            path = parts.part_path(self.folder, number)
            try:
                parts.share_part(parts.part_path(folder, number), path)
            except OSError as error:
                raise write_error(path, error) from error
        self._n_parts = n_parts
        self.n_rows = n_parts * parts.PART_ROWS
        self.seconds += time.perf_counter() - began

    def write(self, rows: NDArray[np.void]) -> None:
        """Append rows of LOG_DTYPE; they are copied, so the caller may use their memory again.

        Raises RecordError if the disk refuses them.
        """
        began = time.perf_counter()
        start = 0
        while start < len(rows):
            n = min(len(rows) - start, parts.PART_ROWS - self._n_pending)
            for name, column in self._pending.items():
                column[self._n_pending : self._n_pending + n] = rows[name][start : start + n]
            self._n_pending += n
            start += n
            if self._n_pending == parts.PART_ROWS:
                self._flush()
        self.n_rows += len(rows)
        self.seconds += time.perf_counter() - began

    def close(self) -> None:
        """Write what is pending. Raises RecordError if the disk refuses it."""
        began = time.perf_counter()
        if self._n_pending > 0 or self._n_parts == 0:
            self._flush()
        self.seconds += time.perf_counter() - began

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the last part, unless there was an exception."""
        if error is None:
            self.close()

    def _flush(self) -> None:
        """Write the pending rows as the next part."""
        path = parts.part_path(self.folder, self._n_parts)
        content = _encode(to_table(self._pending, self._n_pending, self._schema))
        try:
            with path.open("xb") as file:  # never into a file that is there: it may belong to other runs too
                file.write(content)
        except OSError as error:
            raise write_error(path, error) from error
        self._n_parts += 1
        self._n_pending = 0


def _encode(table: pa.Table) -> pa.Buffer:
    """Return the bytes of a part: a Parquet file of one row group."""
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        row_group_size=parts.PART_ROWS,
        compression="zstd",
        compression_level=1,
        use_dictionary=False,
        use_byte_stream_split=SPLIT,
        write_statistics=TIMED,
        write_page_checksum=True,
        sorting_columns=[pq.SortingColumn(table.schema.get_field_index("time_days"))],
    )
    return sink.getvalue()
