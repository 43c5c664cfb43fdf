"""Worlds of people who are listed one by one: read from a table, or the nodes of a graph or lattice."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hyosan.terms import N_AGE_GROUPS, DayKind
from hyosan.world.arrays import F64, I64, WorldArrays
from hyosan.world.assemble import checked_patches, empty_fields, place_fields
from hyosan.world.spread import starts

Integers = NDArray[np.integer]


def assemble_listed(
    world_seed: int,
    patch: Integers,
    household: Integers,
    day_group: Integers,
    age_group: Integers,
    kind: Integers,
    group_patch: Integers,
    patch_district: Integers,
    n_districts: int,
    link_start: Integers,
    link_patch: Integers,
    trip_cum: F64,
    neighbour_start: Integers,
    neighbour_person: Integers,
) -> WorldArrays:
    """Return a world of listed people, sorted by patch and then household.

    Parameters
    ----------
    world_seed: seed of the world.
    patch: (N) patch where each person lives, ascending.
    household: (N) label of each person's household; members stand one behind the other in one patch.
    day_group: (N) class or workplace by day, or -1.
    age_group: (N) five-year age group, 0 to 20.
    kind: (N) DayKind; NONE exactly where day_group is -1.
    group_patch: (G) patch where a day group meets.
    patch_district: (P) district of each patch, ascending.
    n_districts: districts of the world.
    link_start, link_patch: (P + 1) or empty, and (links): patches next to a patch.
    trip_cum: (D, D) cumulative probability of the district that a trip leads to, or (0, 0).
    neighbour_start, neighbour_person: (N + 1) and (edges) neighbours of each person in a graph, or both empty.

    Raises
    ------
    ValueError: the tables do not fit together.
    """
    n, n_patches, n_groups = len(patch), len(patch_district), len(group_patch)
    patch = checked_column("patch", patch, n, 0, n_patches - 1)
    if np.any(patch[1:] < patch[:-1]):
        raise ValueError("patch: people must be sorted by the patch where they live.")
    group = checked_column("day_group", day_group, n, -1, n_groups - 1)
    kinds = checked_column("kind", kind, n, 0, int(DayKind.WORK))
    wrong = np.flatnonzero((kinds == DayKind.NONE) != (group < 0))
    if len(wrong):
        i = int(wrong[0])
        raise ValueError(f"person {i}: found kind {kinds[i]} and day_group {group[i]}; kind 0 goes with day_group -1.")
    residents = np.bincount(patch, minlength=n_patches)
    residents, district, district_start = checked_patches(residents, patch_district, n_districts)
    fields = empty_fields()
    fields |= place_fields(world_seed, residents, district, district_start, link_start, link_patch, trip_cum)
    fields |= household_fields(patch, checked_length("household", household, n))
    places = checked_column("group_patch", group_patch, n_groups, 0, n_patches - 1)
    fields |= group_fields(patch, group, places, n_patches)
    fields |= neighbour_fields(neighbour_start, neighbour_person, n)
    ages = checked_column("age_group", age_group, n, 0, N_AGE_GROUPS - 1)
    fields |= {"is_listed": True, "listed_age_group": ages.astype(np.uint8), "listed_kind": kinds.astype(np.uint8)}
    return WorldArrays(**fields)


def checked_length(name: str, values: Integers, n: int) -> I64:
    """Return values as int64, or raise ValueError when there are not n of them."""
    if len(values) != n:
        raise ValueError(f"{name}: found {len(values)} values; give {n}.")
    return np.ascontiguousarray(values, dtype=np.int64)


def checked_column(name: str, values: Integers, n: int, low: int, high: int) -> I64:
    """Return values as int64, or raise ValueError when there are not n of them or one is out of range."""
    out = checked_length(name, values, n)
    wrong = np.flatnonzero((out < low) | (out > high))
    if len(wrong):
        i = int(wrong[0])
        raise ValueError(f"{name} of {i}: found {out[i]}; allowed: {low} to {high}.")
    return out


def household_fields(patch: I64, household: I64) -> dict[str, Any]:
    """Return first member and size of each person's household."""
    n = len(patch)
    new = np.ones(n, dtype=bool)
    new[1:] = (household[1:] != household[:-1]) | (patch[1:] != patch[:-1])
    first = np.flatnonzero(new)
    labels = household[first]
    if len(np.unique(labels)) != len(labels):
        values, counts = np.unique(labels, return_counts=True)
        raise ValueError(
            f"household {values[counts > 1][0]}: its members live in several patches or stand apart; "
            "sort people by patch, then household, and give every household its own label."
        )
    size = np.diff(np.append(first, n))
    return {"listed_household_first": np.repeat(first, size), "listed_household_size": np.repeat(size, size)}


def group_fields(patch: I64, group: I64, group_patch: I64, n_patches: int) -> dict[str, Any]:
    """Return members by day group, and people by the patch where they are by day."""
    order = np.argsort(group, kind="stable")
    n_groups = len(group_patch)
    member = order[np.count_nonzero(group < 0) :]
    start = starts(np.bincount(group[group >= 0], minlength=n_groups))
    slot = np.zeros(len(group), dtype=np.int64)
    slot[member] = np.arange(len(member)) - start[group[member]]
    day_patch = patch.copy()
    day_patch[member] = group_patch[group[member]]
    return {
        "listed_group": group,
        "listed_slot": slot,
        "listed_group_start": start,
        "listed_group_member": member,
        "listed_group_patch": group_patch.astype(np.int32),
        "listed_day_start": starts(np.bincount(day_patch, minlength=n_patches)),
        "listed_day_person": np.argsort(day_patch, kind="stable"),
    }


def neighbour_fields(start: Integers, person: Integers, n: int) -> dict[str, Any]:
    """Return the neighbours of people in a graph or lattice."""
    if len(start) == 0:
        return {}
    start, person = checked_length("neighbour_start", start, n + 1), np.ascontiguousarray(person, dtype=np.int64)
    if start[0] != 0 or start[-1] != len(person) or np.any(np.diff(start) < 0):
        raise ValueError(f"neighbour_start: give rising numbers from 0 to {len(person)}.")
    person = checked_column("neighbour_person", person, len(person), 0, n - 1)
    return {"has_neighbours": True, "neighbour_start": start, "neighbour_person": person}
