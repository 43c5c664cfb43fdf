"""The ground of a map: which patch lies under every pixel, and how large a pixel is."""

from dataclasses import dataclass
from math import cos, radians
from typing import Any

import numpy as np
import pyarrow as pa
from h3.api import numpy_int as h3
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from hyosan.record.load import Record

I32 = NDArray[np.int32]

OVERSAMPLING = 2
"""Sub-pixels along each edge of a pixel, from which lines get their smooth edges."""

KM_PER_DEGREE_NORTH = 110.95
KM_PER_DEGREE_EAST = 111.32
"""Lengths of a degree of latitude at 37 degrees north and of a degree of longitude on the equator (WGS 84)."""

MARGIN = 0.05
"""Share of the picture that stays free on each side of the land."""


@dataclass(frozen=True)
class Land:
    """The patches of a run's world, as patches.parquet and run.json tell them.

    layout: "hex", "grid", "sites" or "none". patch_start: (P + 1) first person of each patch. cell: (P) H3 index, empty
    where there are no hexagons. longitude, latitude: (P) degrees, or km on grids; empty where patches lie nowhere.
    """

    layout: str
    patch_start: NDArray[np.int64]
    patch_district: I32
    district_names: tuple[str, ...]
    longitude: NDArray[np.float64]
    latitude: NDArray[np.float64]
    cell: NDArray[np.uint64]
    n_rows: int = 0
    n_columns: int = 0

    @property
    def n_patches(self) -> int:
        """Number of patches."""
        return len(self.patch_district)

    @property
    def has_map(self) -> bool:
        """Whether the patches lie anywhere."""
        return self.layout != "none" and self.n_patches > 0


@dataclass(frozen=True)
class Ground:
    """The patch under every sub-pixel, −1 outside, and the lengths that the picture stands for.

    `unit` is "km", or "people" where sites of one person each have no length.
    """

    patch: I32  # (height * OVERSAMPLING, width * OVERSAMPLING)
    units_per_pixel: float
    unit: str


def land_of(record: Record) -> Land:
    """Return the land of a run. Raises RecordError if its table of patches is missing or damaged."""
    table, world = record.patches(), record.info.world
    first_person, n_people = (table.column(name).to_numpy() for name in ("first_person", "n_people"))
    return Land(
        layout=world.layout,
        patch_start=np.append(first_person, first_person[-1:] + n_people[-1:]).astype(np.int64),
        patch_district=table.column("district").to_numpy().astype(np.int32),
        district_names=world.district_names,
        longitude=given(table.column("longitude")),
        latitude=given(table.column("latitude")),
        cell=given(table.column("cell")),
        n_rows=world.n_rows,
        n_columns=world.n_columns,
    )


def given(column: pa.ChunkedArray) -> NDArray[Any]:
    """Return a column as an array, empty where nothing is given."""
    values: NDArray[Any] = column.drop_null().to_numpy()
    return values


def aspect(land: Land) -> float:
    """Return the width of the land divided by its height."""
    if land.layout != "hex":
        return land.n_columns / land.n_rows
    points = outlines_km(land)[0]
    return float(np.ptp(points[:, 0]) / np.ptp(points[:, 1]))


def lay_ground(land: Land, width: int, height: int) -> Ground:
    """Return the ground of a land for a picture of a size in pixels; the land is centred and as large as fits."""
    if land.layout == "hex":
        return hex_ground(land, width, height)
    return square_ground(land, width, height)


def outlines_km(land: Land) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the corners of all hexagons (x east and y north in km, one after the other) and where each begins."""
    rings = [h3.cell_to_boundary(cell) for cell in land.cell]
    start = np.concatenate(([0], np.cumsum([len(ring) for ring in rings])))
    corners = np.array([corner for ring in rings for corner in ring])
    middle = radians(float(corners[:, 0].min() + corners[:, 0].max()) / 2)
    east = corners[:, 1] * KM_PER_DEGREE_EAST * cos(middle)
    return np.column_stack((east, corners[:, 0] * KM_PER_DEGREE_NORTH)), start


def hex_ground(land: Land, width: int, height: int) -> Ground:
    """Return the ground of hexagonal patches."""
    points, start = outlines_km(land)
    low, high = points.min(axis=0), points.max(axis=0)
    km_per_pixel = float(max((high - low) / (np.array([width, height]) * (1 - 2 * MARGIN))))
    centre = (low + high) / 2
    x = ((points[:, 0] - centre[0]) / km_per_pixel + width / 2) * OVERSAMPLING
    y = ((centre[1] - points[:, 1]) / km_per_pixel + height / 2) * OVERSAMPLING
    flat = np.column_stack((x, y)).ravel().tolist()
    canvas = Image.new("I", (width * OVERSAMPLING, height * OVERSAMPLING), -1)
    draw = ImageDraw.Draw(canvas)
    for patch in range(len(start) - 1):
        draw.polygon(flat[2 * start[patch] : 2 * start[patch + 1]], fill=patch)
    return Ground(np.asarray(canvas, dtype=np.int32), km_per_pixel, "km")


def square_ground(land: Land, width: int, height: int) -> Ground:
    """Return the ground of a grid of square patches or of sites of one person each."""
    n_rows, n_columns = land.n_rows, land.n_columns
    room = np.array([width, height]) * OVERSAMPLING * (1 - 2 * MARGIN)
    edge = float(min(room[0] / n_columns, room[1] / n_rows))
    if edge > OVERSAMPLING:
        edge = float(edge // OVERSAMPLING * OVERSAMPLING)
    left = round((width * OVERSAMPLING - n_columns * edge) / 2)
    top = round((height * OVERSAMPLING - n_rows * edge) / 2)
    column = np.floor((np.arange(width * OVERSAMPLING) + 0.5 - left) / edge).astype(np.int64)
    row = np.floor((np.arange(height * OVERSAMPLING) + 0.5 - top) / edge).astype(np.int64)
    inside = ((row >= 0) & (row < n_rows))[:, None] & ((column >= 0) & (column < n_columns))[None, :]
    table = patch_table(land)
    patch = np.where(inside, table[row.clip(0, n_rows - 1)[:, None], column.clip(0, n_columns - 1)], -1)
    spacing, unit = spacing_of(land)
    return Ground(patch.astype(np.int32), spacing * OVERSAMPLING / edge, unit)


def patch_table(land: Land) -> NDArray[np.int64]:
    """Return (rows, columns) the patch in each place of a grid, the north on top; sites are numbered row by row."""
    if land.layout == "sites" or not len(land.latitude):
        return np.arange(land.n_rows * land.n_columns).reshape(land.n_rows, land.n_columns)
    _, row = np.unique(-land.latitude, return_inverse=True)
    _, column = np.unique(land.longitude, return_inverse=True)
    table = np.full((land.n_rows, land.n_columns), -1)
    table[row, column] = np.arange(land.n_patches)
    return table


def spacing_of(land: Land) -> tuple[float, str]:
    """Return the edge of a square and its unit: km for a grid whose patches have places, else people."""
    if land.layout == "sites":
        return 1.0, "people"
    for places in (land.longitude, land.latitude):
        if len(np.unique(places)) > 1:
            return float(np.diff(np.unique(places)).min()), "km"
    return 1.0, "km"
