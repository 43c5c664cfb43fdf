"""Districts laid on the hexagons of H3: each hexagon is a patch (H3: https://h3geo.org, a grid on an icosahedron).

A district claims hexagons outward from its point until its area is filled, the nearest first, where distance is
measured in its own radius √(area/π); two districts that want the same hexagon settle it by that measure. A district
whose polygon is given claims the hexagons with their centre inside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import h3
import h3.api.basic_int as h3_int
import h3.api.numpy_int as h3_array
import numpy as np
from numpy.typing import NDArray

from hyosan.world.arrays import F64, I32, I64
from hyosan.world.distance import great_circle_km
from hyosan.world.districts import Districts, Polygon
from hyosan.world.errors import WorldError

FIRST_REACH = 2.2
"""How many of its radii a district looks at first; whoever is not filled then looks twice as far, and so on."""

LAST_REACH = 200

MAX_HEXAGONS = 5_000_000
USUAL_HEXAGONS = 25_000
FINEST_USUAL = 8
HEXAGON_WIDTH = np.sqrt(2 / np.sqrt(3))
"""Distance between the centres of neighbouring hexagons of area 1."""

Cells = NDArray[np.uint64]
Claim = tuple[Cells, I64, F64]
"""Hexagons, the districts that get them, and (latitude, longitude) of their centres."""


@dataclass(frozen=True)
class Hexagons:
    """The patches of a world, ordered by district and within it by H3 index: neighbours in number are near in space.

    cell: (P) H3 index. district: (P). longitude, latitude: (P) degrees, the centre. district_start: (D + 1).
    """

    cell: NDArray[np.uint64]
    district: I32
    longitude: F64
    latitude: F64
    district_start: I64


def usual_resolution(districts: Districts) -> int:
    """Return the finest resolution up to 8 (about 0.7 km²) with at most 25,000 hexagons of average area."""
    area = float(districts.area_km2.sum())
    fitting = [r for r in range(FINEST_USUAL + 1) if area / h3.average_hexagon_area(r, unit="km^2") <= USUAL_HEXAGONS]
    return max(fitting, default=0)


def lay_out(districts: Districts, polygons: Mapping[int, tuple[Polygon, ...]], resolution: int) -> Hexagons:
    """Return the patches of districts.

    Parameters
    ----------
    polygons: boundaries by district number, for those that have any.
    resolution: of H3, 0 (4 million km²) to 15 (1 m²).

    Raises
    ------
    WorldError: more than five million hexagons, or districts that find no room.
    """
    n_wanted = wanted(districts, resolution)
    cells, owners = _claim_polygons(polygons, resolution)
    n_wanted[list(polygons)] = 0
    n_wanted[list(set(polygons) - set(owners.tolist()))] = 1  # too small to hold the centre of a hexagon: one each
    claims = [(cells, owners, _centres(cells.tolist()))]
    _claim_outward(districts, n_wanted, resolution, claims)
    cell, district, centre = (np.concatenate(parts) for parts in zip(*claims, strict=True))
    order = np.lexsort((cell, district))
    start = np.searchsorted(district[order], np.arange(len(districts.names) + 1)).astype(np.int64)
    longitude, latitude = centre[order, 1].copy(), centre[order, 0].copy()
    return Hexagons(cell[order], district[order].astype(np.int32), longitude, latitude, start)


def wanted(districts: Districts, resolution: int) -> I64:
    """Return how many hexagons fill the area of each district: one or more, in hexagons of the size at its point."""
    cell_km2 = np.array([h3_int.cell_area(c, unit="km^2") for c in _homes(districts, resolution)])
    n: I64 = np.maximum(np.rint(districts.area_km2 / cell_km2), 1).astype(np.int64)
    if n.sum() > MAX_HEXAGONS:
        raise WorldError(
            f"resolution: found {resolution}, which needs {n.sum():,} hexagons; "
            f"at most {MAX_HEXAGONS:,} are allowed: give a lower resolution (each step down has a seventh)."
        )
    return n


def _homes(districts: Districts, resolution: int) -> list[int]:
    points = zip(districts.latitude.tolist(), districts.longitude.tolist(), strict=True)
    return [h3_int.latlng_to_cell(latitude, longitude, resolution) for latitude, longitude in points]


def _centres(cells: list[int]) -> F64:
    """Return (latitude, longitude) of the centre of each hexagon."""
    return np.array([h3_int.cell_to_latlng(c) for c in cells], dtype=np.float64).reshape(-1, 2)


def _claim_polygons(polygons: Mapping[int, tuple[Polygon, ...]], resolution: int) -> tuple[Cells, I64]:
    """Return the hexagons whose centre lies in a polygon, and their districts; where two overlap, the first."""
    owner: dict[int, int] = {}
    for district, parts in sorted(polygons.items()):
        for outer, *holes in parts:
            flipped = [[(latitude, longitude) for longitude, latitude in ring] for ring in (outer, *holes)]
            for cell in h3_int.h3shape_to_cells(h3.LatLngPoly(flipped[0], *flipped[1:]), resolution):
                owner.setdefault(cell, district)
        if len(owner) > MAX_HEXAGONS:
            raise WorldError(
                f"resolution: found {resolution}, which needs more than {MAX_HEXAGONS:,} hexagons; give a lower one."
            )
    return np.array(list(owner), dtype=np.uint64), np.array(list(owner.values()), dtype=np.int64)


def _claim_outward(districts: Districts, n_wanted: I64, resolution: int, claims: list[Claim]) -> None:
    """Add to claims the hexagons that districts claim outward from their points; n_wanted falls to 0."""
    homes = _homes(districts, resolution)
    rings = 1 + np.sqrt(n_wanted / np.pi) / HEXAGON_WIDTH / np.cos(np.pi / 6)
    reach = FIRST_REACH
    while n_wanted.any() and reach < LAST_REACH:
        hungry = np.flatnonzero(n_wanted)
        disks = [h3_array.grid_disk(homes[d], int(rings[d] * reach)) for d in hungry.tolist()]
        district = np.repeat(hungry, [len(disk) for disk in disks])
        cells, which = _distinct(np.concatenate(disks))
        centre = _centres(cells.tolist())
        at = (districts.longitude[district], districts.latitude[district])
        radii = great_circle_km(*at, centre[which, 1], centre[which, 0]) / districts.radius_km[district]
        order = np.argsort(radii, kind="stable")
        is_free = ~np.isin(cells, np.concatenate([claim[0] for claim in claims]))
        owner = _settle(is_free, which[order], district[order], n_wanted)
        new = np.flatnonzero(owner >= 0)
        claims.append((cells[new], owner[new], centre[new]))
        reach *= 2
    if n_wanted.any():
        d = int(n_wanted.argmax())
        raise WorldError(
            f"area_km2 of {districts.names[d]!r}: its {districts.area_km2[d]:g} km² find no room beside the other "
            "districts; look whether its point and area are right."
        )


def _distinct(cells: Cells) -> tuple[Cells, I64]:
    """Return the distinct cells in order, and the place of each cell among them."""
    order = np.argsort(cells, kind="stable")
    in_order = cells[order]
    is_new = np.concatenate(([True], in_order[1:] != in_order[:-1]))
    place = np.empty(len(cells), dtype=np.int64)
    place[order] = np.cumsum(is_new) - 1
    return in_order[is_new], place


def _settle(is_free: NDArray[np.bool_], which: I64, district: I64, n_wanted: I64) -> I64:
    """Return the district that gets each hexagon, or -1: claims in their order, until a district has what it wants."""
    left = n_wanted.tolist()
    owner = np.where(is_free, -1, -2).tolist()
    for d, k in zip(district.tolist(), which.tolist(), strict=True):
        if left[d] and owner[k] == -1:
            owner[k] = d
            left[d] -= 1
    n_wanted[:] = left
    return np.array(owner, dtype=np.int64)
