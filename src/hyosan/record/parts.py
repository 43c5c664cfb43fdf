"""The files of an event log: a folder of parts with so many rows each. Where a row lies follows from its number alone.

So runs with the same past have the same parts of it, byte for byte, and a branch shares those of its parent: a part is
made once, under a name that is free, and never written to again.
"""

import contextlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hyosan.record.errors import RecordError

PART_ROWS = 1 << 18
"""Rows of every part but the last: what a reader holds at a time, and what the writer buffers (8 MiB).

A branch reads and writes anew only the part in which its moment lies. Larger parts are read and written more slowly,
since they leave the processor's memory.
"""

SUFFIX: Final = ".parquet"


def n_parts(n_rows: int) -> int:
    """Return how many parts a log has: at least one, which says what the columns are."""
    return max(1, -(-n_rows // PART_ROWS))


def part_path(folder: Path, number: int) -> Path:
    """Return the file of a part, counted from 0; sorted by name, parts are in order of time."""
    return folder / f"{number:06d}{SUFFIX}"


def part_paths(folder: Path, n_rows: int) -> list[Path]:
    """Return the files of a log of so many rows, in order."""
    return [part_path(folder, number) for number in range(n_parts(n_rows))]


def rows_in_part(number: int, n_rows: int) -> int:
    """Return how many rows a part holds in a log of n_rows."""
    return min(PART_ROWS, n_rows - number * PART_ROWS)


def check_parts(folder: Path, paths: Sequence[Path]) -> None:
    """Raise RecordError if parts of a log are missing in its folder, or others lie between them."""
    if not folder.is_dir():
        raise missing(folder, "folder")
    found = {path.name for path in folder.glob(f"[!.]*{SUFFIX}")}
    for path in paths:
        if path.name not in found:
            raise missing(path, "file")
    for name in sorted(found - {path.name for path in paths}):
        raise RecordError(
            f"{folder / name}: does not belong to this run, whose log has {len(paths)} "
            f"{'part' if len(paths) == 1 else 'parts'}. What to do: take it out of the folder of the run."
        )


def share_part(source: Path, target: Path) -> None:
    """Give a part of one log to another: a further link to the same file, or a copy where links cannot be made.

    Raises RecordError if there is no such part, OSError if the disk refuses the copy.
    """
    if not source.is_file():
        raise missing(source, "file")
    with contextlib.suppress(OSError):  # another disk, a disk that has no links, or has too many to this file
        os.link(source, target)
        return
    shutil.copyfile(source, target)


def missing(path: Path, what: str) -> RecordError:
    """Return the error that tells a person that a file or folder of a run is not there."""
    return RecordError(f"{path}: this {what} of the run is missing. What to do: simulate the run again.")
