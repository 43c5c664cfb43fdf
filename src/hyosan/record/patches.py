"""The table of patches in a run folder: where people live and how patches lie, without building the world anew."""

from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from hyosan.record.errors import write_error
from hyosan.record.events import FORMAT_KEY, FORMAT_VERSION, Column

PATCH_COLUMNS: Final = (
    Column("patch", "int32", "", "number of the patch, from 0"),
    Column("district", "int32", "", "number of its district: place in the list of district names in run.json"),
    Column("first_person", "int64", "", "first of its residents, who are numbered in one piece"),
    Column("n_people", "int64", "", "residents"),
    Column("longitude", "double", "degrees east; km east on grids", "centre of the patch; null where it has none"),
    Column("latitude", "double", "degrees north; km north on grids", "centre of the patch; null where it has none"),
    Column("cell", "uint64", "", "H3 index of the hexagon; null where the patch is none"),
)
"""The columns of patches.parquet."""


def patch_table(
    patch_start: NDArray[np.int64],
    patch_district: NDArray[np.int32],
    longitude: NDArray[np.float64],
    latitude: NDArray[np.float64],
    cell: NDArray[np.uint64],
) -> pa.Table:
    """Return the table of patches.

    Parameters: patch_start, int64 (P + 1), first person of each patch; patch_district, int32 (P); longitude, latitude,
    float64 (P) or empty; cell, uint64 (P) or empty.
    """
    n_patches = len(patch_start) - 1
    columns: list[NDArray[Any]] = [
        np.arange(n_patches, dtype=np.int32),
        np.asarray(patch_district, np.int32),
        np.asarray(patch_start[:-1], np.int64),
        np.diff(patch_start).astype(np.int64),
        longitude,
        latitude,
        cell,
    ]
    types = [pa.type_for_alias(column.type) for column in PATCH_COLUMNS]
    arrays = [
        pa.array(values, kind) if len(values) == n_patches else pa.nulls(n_patches, kind)
        for values, kind in zip(columns, types, strict=True)
    ]
    fields = [
        pa.field(column.name, kind, metadata={"unit": column.unit, "meaning": column.meaning})
        for column, kind in zip(PATCH_COLUMNS, types, strict=True)
    ]
    metadata = {FORMAT_KEY: str(FORMAT_VERSION).encode()}
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata))


def write_patches(path: Path, patches: pa.Table) -> None:
    """Write patches.parquet. Raises RecordError if the disk refuses it."""
    try:
        pq.write_table(patches, path, compression="zstd", compression_level=1, write_page_checksum=True)
    except OSError as error:
        raise write_error(path, error) from error
