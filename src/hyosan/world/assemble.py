"""Worlds put together from tables: procedural people from counts by patch, and listed people from arrays."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hyosan.draws.purposes import PATTERN
from hyosan.terms import DayKind
from hyosan.world.arrays import BLOCK, F64, I64, N_KINDS, WorldArrays
from hyosan.world.demography import Demography
from hyosan.world.hashing import below_array, draw_array
from hyosan.world.patterns import Patterns, alone, patterns
from hyosan.world.spread import spread_by_count, spread_by_weight, starts
from hyosan.world.workplaces import workplace_patterns

Integers = NDArray[np.integer]
WORK = int(DayKind.WORK)
NO_WEIGHT = np.zeros((0, 0), dtype=np.float64)


def employed_by_district(
    world_seed: int,
    patch_residents: Integers,
    patch_district: Integers,
    n_districts: int,
    demography: Demography | None,
) -> I64:
    """Return the number of residents who work, by district: the row sums that flows must have.

    Parameters
    ----------
    world_seed: seed of the world; the last block of residents of a patch depends on it.
    patch_residents: (P) residents of each patch.
    patch_district: (P) district of each patch, in ascending order.
    n_districts: districts of the world.
    demography: who works; None for worlds where nobody does.
    """
    residents, district, district_start = checked_patches(patch_residents, patch_district, n_districts)
    workers = kinds_before_patches(world_seed, residents, pattern_tables(demography))[WORK]
    employed: I64 = workers[district_start[1:]] - workers[district_start[:-1]]
    return employed


def assemble_procedural(
    world_seed: int,
    patch_residents: Integers,
    patch_district: Integers,
    job_weight: F64,
    flows: Integers,
    link_start: Integers,
    link_patch: Integers,
    trip_cum: F64,
    demography: Demography | None,
) -> WorldArrays:
    """Return a world of people who are computed when asked for.

    Parameters
    ----------
    world_seed: seed of households, schools and workplaces; apart from the seed of a run.
    patch_residents: (P) residents of each patch, zero or more.
    patch_district: (P) district of each patch, in ascending order.
    job_weight: (P) how attractive a patch is for the jobs of its district, zero or more.
    flows: (D, D) workers by district of residence (row) and of work (column); rows add up to employed_by_district.
    link_start, link_patch: (P + 1) and (links) patches next to a patch.
    trip_cum: (D, D) cumulative probability of the district that a trip leads to, or (0, 0) without trips.
    demography: households, ages, schools and workplaces; None for people who live alone and have no day group.

    Raises
    ------
    ValueError: the tables do not fit together.
    """
    n_districts = len(flows)
    residents, district, district_start = checked_patches(patch_residents, patch_district, n_districts)
    tables = pattern_tables(demography)
    kind_cum = kinds_before_patches(world_seed, residents, tables)
    flows = checked_flows(flows, kind_cum[WORK][district_start[1:]] - kind_cum[WORK][district_start[:-1]])
    fields = empty_fields()
    fields |= place_fields(world_seed, residents, district, district_start, link_start, link_patch, trip_cum)
    fields |= demography_fields(tables, kind_cum, demography)
    fields |= work_fields(kind_cum[WORK], flows, np.asarray(job_weight, dtype=np.float64), district_start, district)
    if demography is not None:
        first, size = workplace_patterns(demography.workplaces)
        fields |= {"workplace_first": first, "workplace_size": size}
    return WorldArrays(**fields)


def checked_patches(residents: Integers, district: Integers, n_districts: int) -> tuple[I64, NDArray[np.int32], I64]:
    """Return residents, districts and each district's first patch (D + 1) in the right type, or raise ValueError."""
    people = np.ascontiguousarray(residents, dtype=np.int64)
    owner = np.ascontiguousarray(district, dtype=np.int32)
    if len(people) != len(owner) or len(people) == 0:
        raise ValueError(f"found {len(people)} patch_residents, {len(owner)} patch_district; give as many of each.")
    if people.min() < 0:
        patch = int(people.argmin())
        raise ValueError(f"patch_residents of patch {patch}: found {people[patch]}; give zero or more.")
    if np.any(owner[1:] < owner[:-1]) or owner[0] < 0 or owner[-1] >= n_districts:
        raise ValueError(f"patch_district: give districts from 0 to {n_districts - 1} in ascending order.")
    return people, owner, np.searchsorted(owner, np.arange(n_districts + 1)).astype(np.int64)


def checked_flows(flows: Integers, employed: I64) -> I64:
    """Return flows as an array of int64, or raise ValueError when a row does not add up to the employed residents."""
    whole = np.ascontiguousarray(flows, dtype=np.int64)
    if whole.shape != (len(employed), len(employed)) or (whole.size and whole.min() < 0):
        raise ValueError(
            f"flows: found shape {whole.shape}; give whole numbers of zero or more by district and district."
        )
    wrong = np.flatnonzero(whole.sum(axis=1) != employed)
    if len(wrong):
        d = int(wrong[0])
        raise ValueError(
            f"flows: row {d} adds up to {whole[d].sum()}, but {employed[d]} residents of district {d} work; "
            "scale each row to employed_by_district (see spread.whole_flows)."
        )
    return whole


def pattern_tables(demography: Demography | None) -> Patterns:
    """Return the demography patterns, or the one pattern of people who live alone."""
    return alone() if demography is None else patterns(demography)


def kinds_before_patches(world_seed: int, residents: I64, tables: Patterns) -> I64:
    """Return (N_KINDS, P + 1) how many people of each kind live in the patches before each patch."""
    block, rest = residents >> 10, residents & (BLOCK - 1)
    patch = np.arange(len(residents))
    pattern = below_array(draw_array(world_seed, patch, PATTERN, block), len(tables.kind))
    out = np.zeros((N_KINDS, len(residents) + 1), dtype=np.int64)
    counts = block * tables.per_block[:, None] + tables.before[pattern, :, rest].T
    np.cumsum(counts, axis=1, out=out[:, 1:])
    return out


def empty_fields() -> dict[str, Any]:
    """Return every array field of a world with length zero in its first axis and the dtype that kernels expect."""
    fields: dict[str, Any] = {"is_listed": False, "has_neighbours": False}
    narrow: dict[str, type] = {"trip_cum": np.float64}
    narrow |= dict.fromkeys(("patch_district", "link_patch", "listed_group_patch"), np.int32)
    narrow |= dict.fromkeys(("pattern_household_first", "pattern_rank", "pattern_stay_rank"), np.uint16)
    narrow |= dict.fromkeys(("pattern_position", "workplace_first", "workplace_size"), np.uint16)
    narrow |= dict.fromkeys(("pattern_household_size", "pattern_age_group", "pattern_kind"), np.uint8)
    narrow |= dict.fromkeys(("listed_age_group", "listed_kind"), np.uint8)
    shape = {"pattern_position": (0, N_KINDS, BLOCK), "kind_cum": (0, 0), "trip_cum": (0, 0)}
    shape |= {"out_cum": (0, 0), "in_cum": (0, 0), "workplace_first": (0, BLOCK), "workplace_size": (0, BLOCK)}
    shape |= {name: (0, BLOCK) for name in WorldArrays._fields if name.startswith("pattern_") and name not in shape}
    for name in WorldArrays._fields:
        if name not in ("world_seed", "n_people", "is_listed", "has_neighbours"):
            fields[name] = np.zeros(shape.get(name, (0,)), dtype=narrow.get(name, np.int64))
    return fields


def place_fields(
    world_seed: int,
    residents: I64,
    district: NDArray[np.int32],
    district_start: I64,
    link_start: Integers,
    link_patch: Integers,
    trip_cum: F64,
) -> dict[str, Any]:
    """Return the fields about patches, districts, links and trips."""
    n, n_districts = len(residents), len(district_start) - 1
    link_start = np.ascontiguousarray(link_start, dtype=np.int64)
    link_patch = np.ascontiguousarray(link_patch, dtype=np.int32)
    if len(link_start) == 0:
        link_start = np.zeros(n + 1, dtype=np.int64)
    if len(link_start) != n + 1 or link_start[-1] != len(link_patch):
        raise ValueError(f"link_start: found {len(link_start)} entries; give {n + 1}, the last {len(link_patch)}.")
    if len(link_patch) and not 0 <= link_patch.min() <= link_patch.max() < n:
        raise ValueError(f"link_patch: give patches from 0 to {n - 1}.")
    patch_start = starts(residents)
    return {
        "world_seed": np.uint64(world_seed & 0xFFFFFFFFFFFFFFFF),
        "n_people": np.int64(patch_start[-1]),
        "patch_start": patch_start,
        "district_patch_start": district_start,
        "patch_district": district,
        "link_start": link_start,
        "link_patch": link_patch,
        "trip_cum": checked_trips(trip_cum, n_districts),
    }


def checked_trips(trip_cum: F64, n_districts: int) -> F64:
    """Return trip_cum with every row ending in 1 exactly, from its last destination on, or raise ValueError."""
    trips = np.array(trip_cum, dtype=np.float64, order="C", ndmin=2)
    if trips.size == 0:
        return np.zeros((0, 0), dtype=np.float64)
    if trips.shape != (n_districts, n_districts):
        raise ValueError(f"trip_cum: found shape {trips.shape}; give {(n_districts, n_districts)}, or (0, 0) for none.")
    if np.any(np.diff(trips, axis=1) < 0) or trips.min() < 0 or np.any(np.abs(trips[:, -1] - 1) > 1e-9):
        raise ValueError("trip_cum: give rows that rise from zero or more to 1.")
    trips[trips >= trips[:, -1:]] = 1.0
    return trips


def demography_fields(tables: Patterns, kind_cum: I64, demography: Demography | None) -> dict[str, Any]:
    """Return the fields about households, ages, ranks and schools."""
    school_size, class_size = np.zeros(N_KINDS, dtype=np.int64), np.zeros(N_KINDS, dtype=np.int64)
    if demography is not None:
        school_size[1:5], class_size[1:5] = demography.school_size, demography.class_size
    return {
        "pattern_household_first": tables.household_first,
        "pattern_household_size": tables.household_size,
        "pattern_age_group": tables.age_group,
        "pattern_kind": tables.kind,
        "pattern_rank": tables.rank,
        "pattern_stay_rank": tables.stay_rank,
        "pattern_position": tables.position,
        "per_block": tables.per_block,
        "kind_cum": kind_cum,
        "school_size": school_size,
        "class_size": class_size,
    }


def work_fields(
    worker_cum: I64, flows: I64, job_weight: F64, district_start: I64, district: NDArray[np.int32]
) -> dict[str, Any]:
    """Return the fields about who works where: homes and slots of local workers and of commuters, and flows."""
    n = len(district)
    if len(job_weight) != n:
        raise ValueError(f"job_weight: found {len(job_weight)} entries; give one for each of the {n} patches.")
    local = np.diagonal(flows).copy()
    between = flows - np.diag(local)
    local_home = spread_by_count(local, worker_cum, district_start, district)
    local_slot = spread_by_weight(local, job_weight, district_start, district)
    incoming_slot = spread_by_weight(between.sum(axis=0), job_weight, district_start, district)
    return {
        "n_local": np.diff(local_home),
        "local_home_cum": local_home,
        "local_slot_cum": local_slot,
        "commuter_home_cum": worker_cum - local_home,
        "incoming_slot_cum": incoming_slot,
        "n_slots": np.diff(local_slot) + np.diff(incoming_slot),
        "out_cum": np.array([starts(row) for row in between]),
        "in_cum": np.array([starts(column) for column in between.T]),
    }
