"""Worlds kept on disk: built once, then mapped into memory.

The folder is $HYOSAN_CACHE_DIR, else the platform's cache folder. A world is a folder of two files: world.json (names,
and dtype, shape and place of each array) and arrays.bin. Its name is a hash of everything that it was built from, the
code included, so a changed input is another world. Folders are written beside and then renamed; a damaged one is built
again.
"""

import hashlib
import json
import math
import os
import shutil
import sys
import tempfile
import warnings
import zlib
from collections.abc import Callable, Iterable
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hyosan.world.arrays import WorldArrays
from hyosan.world.model import Geometry, World

FORMAT = 1
ALIGNMENT = 64
SCALARS = ("world_seed", "n_people", "is_listed", "has_neighbours")
PLACES = ("longitude", "latitude", "cell")


def cache_folder() -> Path:
    """Return where worlds are kept: $HYOSAN_CACHE_DIR/worlds, or the platform's cache folder for hyosan."""
    given = os.environ.get("HYOSAN_CACHE_DIR")
    if given:
        return Path(given) / "worlds"
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "hyosan" / "worlds"


def world_key(inputs: Iterable[bytes]) -> str:
    """Return the name of a world: a hash of its inputs and of the code that builds worlds."""
    digest = hashlib.sha256(f"{FORMAT}".encode())
    for package in ("hyosan.world", "hyosan.draws"):
        for module in sorted(resources.files(package).iterdir(), key=lambda entry: entry.name):
            if module.name.endswith(".py"):
                digest.update(hashlib.sha256(module.read_bytes()).digest())
    for data in inputs:
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()[:32]


def cached(key: str, build: Callable[[], World]) -> World:
    """Return the world of a key from disk; where it is not there or damaged, build it and keep it.

    A folder that cannot be written gives a warning, and the world.
    """
    try:
        folder = cache_folder() / key
    except RuntimeError:  # no home folder
        return build()
    try:
        return load(folder)
    except (OSError, ValueError, KeyError, TypeError):
        world = build()
    try:
        save(world, folder)
    except OSError as error:
        reason = error.strerror or error
        warnings.warn(
            f"the world was not kept for next time: {folder.parent} cannot be written ({reason}); "
            "set HYOSAN_CACHE_DIR to a folder that can.",
            stacklevel=2,
        )
    return world


def save(world: World, folder: Path) -> None:
    """Write a world to a folder, all at once: a reader sees it whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        _write(world, temporary)
        if folder.exists():  # damaged, or written by somebody else meanwhile
            shutil.rmtree(folder, ignore_errors=True)
        os.replace(temporary, folder)
    except OSError:
        shutil.rmtree(temporary, ignore_errors=True)
        if not folder.exists():
            raise


def _write(world: World, folder: Path) -> None:
    arrays = {name: np.ascontiguousarray(array) for name, array in _array_fields(world).items()}
    entries, offset, checksum = {}, 0, 0
    with (folder / "arrays.bin").open("wb") as file:
        for name, array in arrays.items():
            data = array.tobytes() + b"\0" * (-array.nbytes % ALIGNMENT)
            entries[name] = [array.dtype.str, list(array.shape), offset]
            checksum = zlib.crc32(data, checksum)
            offset += file.write(data)
    text = {
        "name": world.name,
        "district_names": world.district_names,
        "layout": [world.geometry.layout, world.geometry.n_rows, world.geometry.n_columns],
        "scalars": {name: int(getattr(world.arrays, name)) for name in SCALARS},
        "arrays": entries,
        "size": offset,
        "checksum": checksum,
    }
    (folder / "world.json").write_text(json.dumps(text, ensure_ascii=False), encoding="utf-8")


def _array_fields(world: World) -> dict[str, NDArray[Any]]:
    fields = {name: getattr(world.arrays, name) for name in WorldArrays._fields if name not in SCALARS}
    return fields | {name: getattr(world.geometry, name) for name in PLACES}


def load(folder: Path) -> World:
    """Return the world in a folder, its arrays mapped into memory (writing to them changes no file).

    Raises
    ------
    OSError, ValueError, KeyError, TypeError: it is not there or damaged.
    """
    text = json.loads((folder / "world.json").read_text(encoding="utf-8"))
    data = np.memmap(folder / "arrays.bin", dtype=np.uint8, mode="c")
    if data.size != text["size"] or zlib.crc32(data.data) != text["checksum"]:
        raise ValueError(f"{folder}: damaged")
    arrays = {name: _view(data, *entry) for name, entry in text["arrays"].items()}
    scalars = text["scalars"]
    layout, n_rows, n_columns = text["layout"]
    places = {name: arrays.pop(name) for name in PLACES}
    world_arrays = WorldArrays(
        world_seed=np.uint64(scalars["world_seed"]),
        n_people=np.int64(scalars["n_people"]),
        is_listed=bool(scalars["is_listed"]),
        has_neighbours=bool(scalars["has_neighbours"]),
        **arrays,
    )
    geometry = Geometry(layout=layout, n_rows=n_rows, n_columns=n_columns, **places)
    return World(text["name"], world_arrays, tuple(text["district_names"]), geometry)


def _view(data: np.memmap, dtype: str, shape: list[int], offset: int) -> NDArray[Any]:
    """Return the array in the bytes from offset on, plain and writable: kernels see the type of a built world."""
    kind = np.dtype(dtype)
    n_bytes = math.prod(shape) * kind.itemsize
    if n_bytes == 0:
        return np.zeros(shape, dtype=kind)
    return np.asarray(data[offset : offset + n_bytes]).view(kind).reshape(shape)
