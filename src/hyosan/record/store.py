"""Where runs are kept, and how a run folder comes into being: whole or not at all."""

import contextlib
import errno
import itertools
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hyosan.record.checkpoint import CHECKPOINTS_FOLDER
from hyosan.record.errors import RecordError, write_error

EVENTS_FOLDER: Final = "events"
PATCHES_FILE: Final = "patches.parquet"
INFO_FILE: Final = "run.json"
RUNS_FOLDER: Final = "runs"
"""Where runs go that are given no folder, in the current folder."""


class Staging:
    """A run folder in the making: a hidden folder beside the place where the run is to be.

    Used as a context manager. `keep` gives the finished folder its name in one step; whatever leaves the block before
    that, an error or Ctrl-C, removes the hidden folder and every folder that was made on the way to it.
    """

    def __init__(self, target: Path, is_overwrite: bool, is_default: bool) -> None:
        """Make the hidden folder.

        Parameters: target, where the run is to be; is_overwrite, whether a run that is there may be replaced;
        is_default, whether a free name is taken instead (target-2, target-3, ...).
        Raises RecordError if something else is there already, or if the place cannot be written to.
        """
        self.target = Path(os.path.abspath(target))
        self._is_overwrite = is_overwrite
        self._is_default = is_default
        if not is_default:
            _check_free(self.target, is_overwrite)
        self._made: list[Path] = []
        self.folder = self.target.parent / f".{self.target.name[:200]}.{secrets.token_hex(4)}.part"
        try:
            for parent in reversed([self.folder, *self.folder.parents]):
                self._make(parent)
        except OSError as error:
            self._remove()
            raise write_error(self.target, error) from error

    def keep(self) -> Path:
        """Give the folder its name and return it. Raises RecordError if another run took the name in the meantime."""
        try:
            _flush_to_disk(self.folder)
            kept = self._rename_to_free() if self._is_default else self._rename()
            self._made.clear()
            _flush_folder(kept.parent)
        except OSError as error:
            raise write_error(self.target, error) from error
        return kept

    def __enter__(self) -> "Staging":
        """Return the staging folder."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what was not kept."""
        self._remove()

    def _make(self, folder: Path) -> None:
        if folder.is_dir():
            return
        with contextlib.suppress(FileExistsError):  # made by another run at the same time
            folder.mkdir()
            self._made.append(folder)

    def _remove(self) -> None:
        if not self._made:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        for parent in reversed(self._made):
            with contextlib.suppress(OSError):  # not empty: another run has moved in
                parent.rmdir()
        self._made.clear()

    def _rename(self) -> Path:
        if self._is_overwrite and self.target.exists():
            _check_free(self.target, self._is_overwrite)
            _swap(self.folder, self.target)
            return self.target
        if not _rename_if_free(self.folder, self.target):
            _check_free(self.target, is_overwrite=False)
        return self.target

    def _rename_to_free(self) -> Path:
        for name in _numbered(self.target):
            if _rename_if_free(self.folder, name):
                return name
        raise AssertionError("names do not run out")


def default_target(scenario_name: str, seed: int, scenario_hash: str) -> Path:
    """Return the folder of a run that was given none: runs/<scenario>-<seed>-<first 8 digits of the hash>."""
    safe = re.sub(r"[^\w.-]+", "-", scenario_name).strip("-.")[:80] or "run"
    return Path(RUNS_FOLDER) / f"{safe}-{seed}-{scenario_hash[:8]}"


def _numbered(target: Path) -> Iterator[Path]:
    yield target
    for number in itertools.count(2):
        yield target.with_name(f"{target.name}-{number}")


def _check_free(target: Path, is_overwrite: bool) -> None:
    if not target.exists() and not target.is_symlink():
        return
    if not target.is_dir():
        raise RecordError(f"{target}: there is a file of this name. What to do: choose another folder.")
    is_run = (target / INFO_FILE).is_file()
    if is_overwrite and not is_run and any(target.iterdir()):
        raise RecordError(
            f"{target}: this folder holds something other than a run, so it is not replaced. "
            "What to do: choose another folder."
        )
    if not is_overwrite:
        what = "a run" if is_run else "a folder"
        raise RecordError(
            f"{target}: {what} of this name exists already. What to do: choose another folder, or ask to overwrite it."
        )


def _rename_if_free(source: Path, target: Path) -> bool:
    if target.exists() or target.is_symlink():
        return False
    try:
        os.rename(source, target)
    except OSError as error:
        if error.errno in (errno.EEXIST, errno.ENOTEMPTY):  # another run was quicker
            return False
        raise
    return True


def _swap(source: Path, target: Path) -> None:
    """Put source in the place of target; if that fails, target stays what it was."""
    aside = target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}.old")
    os.rename(target, aside)
    try:
        os.rename(source, target)
    except BaseException:
        os.rename(aside, target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _flush_to_disk(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            if path.name != CHECKPOINTS_FOLDER:  # their check sums tell damage, and a run can do without any
                _flush_to_disk(path)
        elif path.stat().st_nlink == 1:  # what has further links is part of a finished run: it has been flushed
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
