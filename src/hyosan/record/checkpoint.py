"""Checkpoints: the memory of a run at moments of it, kept in its folder, so that it can be gone on with from there.

A checkpoint is a zip archive: `checkpoint.json` says when it was taken and which arrays it holds; each array is one
member or several, piece by piece, the bytes of a piece gathered by significance (the first byte of every element, then
the second, ...) and compressed with LZ4. The archive's check sums tell damage.
"""

import json
import os
import secrets
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hyosan.record.errors import RecordError, write_error

CHECKPOINTS_FOLDER: Final = "checkpoints"
CHECKPOINT_FORMAT: Final = 2
"""Version of the form of a checkpoint's file. A reader takes its own version only: a run can do without any."""

SUFFIX: Final = ".checkpoint"
HEAD: Final = "checkpoint.json"
CODEC: Final = "lz4_raw"
"""Measured on an influenza in Korea: it packs in 0.6 of the time of zstd, to a fifth more bytes."""
PIECE_BYTES: Final = 1 << 22
"""Bytes of an array that are packed at a time: the memory which that takes, twice over."""

BLOCK: Final = 1 << 12
"""Elements whose bytes are gathered at a time: few enough to stay near the processor."""

FAULTS: Final = (OSError, zipfile.BadZipFile, pa.ArrowException, ValueError, KeyError, TypeError, EOFError)
"""What reading a damaged file may raise."""


@dataclass(frozen=True)
class Checkpoint:
    """A run's memory at a moment: time_days, of the last event before; n_events, n_rows of the log so far; arrays."""

    time_days: float
    n_events: int
    n_rows: int
    arrays: Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class CheckpointHead:
    """What the head of a checkpoint's file says."""

    path: Path
    time_days: float
    n_events: int
    n_rows: int


def write_checkpoint(run_folder: Path, checkpoint: Checkpoint) -> Path:
    """Write a checkpoint into the folder of a run, whole or not at all, and return its file.

    Raises RecordError if the disk refuses it.
    """
    path = run_folder / CHECKPOINTS_FOLDER / f"{checkpoint.n_events:012d}{SUFFIX}"
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(exist_ok=True)
        with part.open("xb") as file:
            _write(file, checkpoint)
        os.replace(part, path)  # no fsync, which takes longer than the rest: a power cut costs the checkpoint at most
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        part.unlink(missing_ok=True)
    return path


def list_checkpoints(run_folder: Path) -> list[CheckpointHead]:
    """Return the checkpoints of a run, earliest first; files that cannot be read are left out, with a warning."""
    heads = []
    for path in sorted((run_folder / CHECKPOINTS_FOLDER).glob(f"[!.]*{SUFFIX}")):
        try:
            with zipfile.ZipFile(path) as archive:
                heads.append(_head(path, json.loads(archive.read(HEAD))))
        except FAULTS as error:
            _warn(path, error)
    return sorted(heads, key=lambda head: head.n_events)


def checkpoint_bytes(run_folder: Path) -> int:
    """Return how much the checkpoints of a run take on disk."""
    return sum(path.stat().st_size for path in (run_folder / CHECKPOINTS_FOLDER).glob(f"[!.]*{SUFFIX}"))


def checkpoints_before(run_folder: Path, at_days: float) -> Iterator[Checkpoint]:
    """Yield the checkpoints of a run not later than a time, latest first; damaged ones are left out with a warning."""
    for head in reversed(list_checkpoints(run_folder)):
        if head.time_days <= at_days:
            try:
                yield read_checkpoint(head.path)
            except RecordError as error:
                warnings.warn(str(error), stacklevel=2)


def read_checkpoint(path: Path) -> Checkpoint:
    """Return the checkpoint in a file. Raises RecordError if it is damaged or of another version."""
    try:
        with zipfile.ZipFile(path) as archive:
            values = json.loads(archive.read(HEAD))
            head = _head(path, values)
            arrays = {
                name: _unpacked(archive, at, _dtype(form["dtype"]), tuple(form["shape"]))
                for at, (name, form) in enumerate(values["arrays"].items())
            }
    except FAULTS as error:
        raise RecordError(f"{path}: damaged, so not used: {error}") from error
    return Checkpoint(head.time_days, head.n_events, head.n_rows, arrays)


def _write(file: Any, checkpoint: Checkpoint) -> None:
    head = {
        "format_version": CHECKPOINT_FORMAT,
        "time_days": checkpoint.time_days,
        "n_events": checkpoint.n_events,
        "n_rows": checkpoint.n_rows,
        "arrays": {
            name: {"dtype": _dtype_values(array.dtype), "shape": list(array.shape)}
            for name, array in checkpoint.arrays.items()
        },
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(HEAD, json.dumps(head, allow_nan=False))
        for at, array in enumerate(checkpoint.arrays.values()):
            for piece, data in enumerate(_packed(array)):
                archive.writestr(_member(at, piece), data)


def _head(path: Path, values: Any) -> CheckpointHead:
    if values["format_version"] != CHECKPOINT_FORMAT:
        raise ValueError(f"format version {values['format_version']!r}; this Hyosan reads {CHECKPOINT_FORMAT}")
    return CheckpointHead(path, float(values["time_days"]), int(values["n_events"]), int(values["n_rows"]))


def _member(at: int, piece: int) -> str:
    return f"array-{at}-{piece}"


def _pieces(n: int, itemsize: int) -> Iterator[tuple[int, int]]:
    """Yield (start, stop) of the pieces of an array."""
    step = max(1, PIECE_BYTES // itemsize)
    return ((start, min(start + step, n)) for start in range(0, n, step))


def _packed(array: NDArray[Any]) -> Iterator[bytes]:
    raw = np.ascontiguousarray(array).reshape(-1).view(np.uint8).reshape(array.size, array.dtype.itemsize)
    room = np.empty(min(raw.size, max(PIECE_BYTES, raw.shape[1])), np.uint8)
    codec = pa.Codec(CODEC)
    for start, stop in _pieces(*raw.shape):
        split = room[: (stop - start) * raw.shape[1]].reshape(raw.shape[1], stop - start)
        for low in range(start, stop, BLOCK):
            high = min(low + BLOCK, stop)
            split[:, low - start : high - start] = raw[low:high].T
        yield codec.compress(split.data, asbytes=True)


def _unpacked(archive: zipfile.ZipFile, at: int, dtype: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    array = np.empty(int(np.prod(shape, dtype=np.int64)), dtype)
    raw = array.view(np.uint8).reshape(array.size, dtype.itemsize)
    codec = pa.Codec(CODEC)
    for piece, (start, stop) in enumerate(_pieces(*raw.shape)):
        data = codec.decompress(archive.read(_member(at, piece)), (stop - start) * dtype.itemsize, asbytes=True)
        split = np.frombuffer(data, np.uint8).reshape(dtype.itemsize, stop - start)
        for low in range(start, stop, BLOCK):
            high = min(low + BLOCK, stop)
            raw[low:high] = split[:, low - start : high - start].T
    return array.reshape(shape)


def _dtype_values(dtype: np.dtype[Any]) -> Any:
    """Return a dtype as plain values: a word, or names, words and offsets of the fields of a structure."""
    if dtype.fields is None:
        return dtype.str
    fields = [[name, field.str, offset] for name, (field, offset, *_) in dtype.fields.items()]
    return {"fields": fields, "itemsize": dtype.itemsize, "is_aligned": dtype.isalignedstruct}


def _dtype(values: Any) -> np.dtype[Any]:
    if isinstance(values, str):
        return np.dtype(values)
    names, formats, offsets = zip(*values["fields"], strict=True)
    form: Any = {"names": names, "formats": formats, "offsets": offsets, "itemsize": values["itemsize"]}
    dtype: np.dtype[Any] = np.dtype(form, align=values["is_aligned"])
    return dtype


def _warn(path: Path, error: BaseException) -> None:
    warnings.warn(f"{path}: damaged, so not used: {error}", stacklevel=3)
