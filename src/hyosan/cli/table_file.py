"""A table written to a file that the user names: .parquet or .csv."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from hyosan.record.errors import write_error
from hyosan.study.errors import StudyError

WRITERS: Final[dict[str, Callable[[pa.Table, Path], Any]]] = {
    ".parquet": pyarrow.parquet.write_table,
    ".csv": pyarrow.csv.write_csv,
}


def check_table(path: Path) -> None:
    """Raise StudyError for a file whose ending says no form of table: before hours of work, not after."""
    if path.suffix.lower() not in WRITERS:
        raise StudyError(f"--table: found {str(path)!r}; allowed are files that end in {' or '.join(WRITERS)}.")
    if path.is_dir():
        raise StudyError(f"--table: found the folder {str(path)!r}; allowed is a file.")


def write_table(table: pa.Table, path: Path) -> Path:
    """Write a table whole or not at all, and return its path. Raises RecordError if the disk refuses it."""
    check_table(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.absolute().parent.mkdir(parents=True, exist_ok=True)
        WRITERS[path.suffix.lower()](table, part)
        os.replace(part, path)
    except BaseException as error:  # Ctrl-C too: no part of a table is left
        part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise write_error(path, error) from error
        raise
    return path
