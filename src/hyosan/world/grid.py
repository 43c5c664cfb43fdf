"""Square patches in rows and columns, the same everywhere: for waves in space, and for a planet.

Districts are square blocks of patches, at most 256 of them, since flows and trips are tables of districts by
districts. Patches are numbered block by block (patches of a district stand together); where a patch lies is in the
geometry, in km.
"""

import math

import numpy as np

from hyosan.world.arrays import F64, I32, I64
from hyosan.world.assemble import assemble_procedural, employed_by_district
from hyosan.world.demography import Demography
from hyosan.world.gravity import MEAN_DISTANCE_IN_CIRCLE, commuting_weight, with_own_km
from hyosan.world.lattice import lattice_neighbours
from hyosan.world.model import Geometry, World
from hyosan.world.spread import whole_flows
from hyosan.world.trips import trip_cumulative

MAX_DISTRICTS = 256


def grid_world(
    n_rows: int, n_columns: int, n_people: int, spacing_km: float, demography: Demography | None, seed: int
) -> World:
    """Return a world of rows x columns patches with people shared out as evenly as whole people allow.

    Each patch is linked to its four neighbours. Jobs are where people live. Districts are named "block 0,0".
    """
    row, column, district, shape = blocks(n_rows, n_columns)
    n_patches, n_districts = n_rows * n_columns, shape[0] * shape[1]
    residents = np.full(n_patches, n_people // n_patches, dtype=np.int64)
    residents[: n_people % n_patches] += 1
    employed = employed_by_district(seed, residents, district, n_districts, demography)
    lived_in = np.bincount(district, weights=residents, minlength=n_districts).astype(np.float64)
    km = block_distances_km(row, column, district, n_districts, spacing_km)
    weight = commuting_weight(lived_in, lived_in, km, None) if employed.any() else np.zeros_like(km)
    link_start, link_patch = grid_links(n_rows, n_columns, row * n_columns + column)
    arrays = assemble_procedural(
        world_seed=seed,
        patch_residents=residents,
        patch_district=district,
        job_weight=np.ones(n_patches),
        flows=whole_flows(weight, employed),
        link_start=link_start,
        link_patch=link_patch,
        trip_cum=trip_cumulative(lived_in, km),
        demography=demography,
    )
    names = tuple(f"block {i},{j}" for i in range(shape[0]) for j in range(shape[1]))
    east, north = (place.astype(np.float64) * spacing_km for place in (column, n_rows - 1 - row))
    geometry = Geometry("grid", east, north, np.zeros(0, dtype=np.uint64), n_rows, n_columns)
    return World("grid", arrays, names, geometry)


def blocks(n_rows: int, n_columns: int) -> tuple[I64, I64, I32, tuple[int, int]]:
    """Return (row, column, district) of each patch in order of districts, and the rows and columns of districts."""
    side = max(1, math.isqrt(-(-n_rows * n_columns // MAX_DISTRICTS)))
    while -(-n_rows // side) * -(-n_columns // side) > MAX_DISTRICTS:
        side += 1
    down, across = -(-n_rows // side), -(-n_columns // side)
    row, column = (index.ravel() for index in np.indices((n_rows, n_columns)))
    district = (row // side * across + column // side).astype(np.int32)
    order = np.argsort(district, kind="stable")
    return row[order], column[order], district[order], (down, across)


def block_distances_km(row: I64, column: I64, district: I32, n_districts: int, spacing_km: float) -> F64:
    """Return (D, D) km between the middles of districts, own distances on the diagonal."""
    n = np.bincount(district, minlength=n_districts)
    middle = [np.bincount(district, weights=place, minlength=n_districts) / n * spacing_km for place in (row, column)]
    km = np.hypot(*(axis[:, None] - axis[None, :] for axis in middle))
    return with_own_km(km, MEAN_DISTANCE_IN_CIRCLE * np.sqrt(n / np.pi) * spacing_km)


def grid_links(n_rows: int, n_columns: int, site: I64) -> tuple[I64, I32]:
    """Return (link_start, link_patch) of patches to their four neighbours; site: row · columns + column of each."""
    start, other = lattice_neighbours(n_rows, n_columns, 4, False)
    patch_of = np.empty(len(site), dtype=np.int32)
    patch_of[site] = np.arange(len(site), dtype=np.int32)
    n_links = np.diff(start)[site]
    link_start = np.concatenate(([0], np.cumsum(n_links)))
    shift = np.repeat(start[:-1][site] - link_start[:-1], n_links)
    return link_start, patch_of[other[np.arange(len(other)) + shift]]
