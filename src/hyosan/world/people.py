"""The questions that an engine asks about people, for kernels: where is he, who is with him, who is there.

Every function takes the world's arrays `w` (a Handle of WorldArrays) and serves procedural people by arithmetic and
listed people from tables. People, patches and districts are int64 numbers from 0; a `patch` beside a `person` is the
patch where he lives. plain.PlainPeople answers the same in plain Python.
"""

import numpy as np

from hyosan.jit import Bool, Int, int64, kernel
from hyosan.terms import DayKind
from hyosan.world.arrays import STAYS, WorldArrays
from hyosan.world.commuting import job_of, worker_at, worker_group, worker_in_job
from hyosan.world.residents import kind_and_rank, pattern_and_position, procedural_household, resident_of_rank
from hyosan.world.schools import pupil_at, pupil_group
from hyosan.world.search import last_at_most

NONE = np.int64(DayKind.NONE)
WORK = np.int64(DayKind.WORK)


@kernel
def home_patch(w: WorldArrays, person: Int) -> Int:
    """Return the patch where a person lives."""
    return last_at_most(w.patch_start, person, int64(0), w.patch_start.shape[0] - 1)


@kernel
def household(w: WorldArrays, person: Int, patch: Int) -> tuple[Int, Int]:
    """Return (first person, size) of a person's household; its members are first, ..., first + size - 1."""
    if w.is_listed:
        return w.listed_household_first[person], w.listed_household_size[person]
    return procedural_household(w, person, patch)


@kernel
def age_group(w: WorldArrays, person: Int, patch: Int) -> np.int64:
    """Return a person's five-year age group, 0 (0 to 4 years) to 20 (100 and over)."""
    if w.is_listed:
        return int64(w.listed_age_group[person])
    _, pattern, position = pattern_and_position(w, person, patch)
    return int64(w.pattern_age_group[pattern, position])


@kernel
def day_kind(w: WorldArrays, person: Int, patch: Int) -> np.int64:
    """Return what a person does by day (DayKind)."""
    if w.is_listed:
        return int64(w.listed_kind[person])
    _, pattern, position = pattern_and_position(w, person, patch)
    return int64(w.pattern_kind[pattern, position])


@kernel
def day_group(w: WorldArrays, person: Int, patch: Int) -> tuple[Int, Int, Int, Int, Int, Int]:
    """Return (kind, day patch, handle, first slot, size, own slot) of a person's class or workplace.

    Its members are in slots first, ..., first + size - 1 of the handle (see day_group_member). Who has no group has
    kind 0, size 0, and his home patch as day patch.
    """
    if w.is_listed:
        return listed_day_group(w, person, patch)
    kind, rank = kind_and_rank(w, person, patch)
    if kind == WORK:
        return worker_group(w, patch, rank)
    if kind == NONE:
        return NONE, int64(patch), 0, 0, 0, 0
    return pupil_group(w, kind, patch, rank)


@kernel
def listed_day_group(w: WorldArrays, person: Int, patch: Int) -> tuple[Int, Int, Int, Int, Int, Int]:
    """Return the day group of a listed person, as day_group does."""
    group = w.listed_group[person]
    if group < 0:
        return NONE, int64(patch), 0, 0, 0, 0
    size = w.listed_group_start[group + 1] - w.listed_group_start[group]
    return int64(w.listed_kind[person]), int64(w.listed_group_patch[group]), group, 0, size, w.listed_slot[person]


@kernel
def day_group_member(w: WorldArrays, kind: Int, day_patch: Int, handle: Int, slot: Int) -> tuple[Int, Int]:
    """Return (person, home patch) of the member of a class or workplace in a slot."""
    if w.is_listed:
        person = w.listed_group_member[w.listed_group_start[handle] + slot]
        return person, home_patch(w, person)
    if kind == WORK:
        return worker_at(w, day_patch, slot)
    return pupil_at(w, kind, day_patch, handle, slot)


@kernel
def day_patch(w: WorldArrays, person: Int, patch: Int) -> Int:
    """Return the patch where a person is by day."""
    if w.is_listed:
        return listed_day_group(w, person, patch)[1]
    kind, rank = kind_and_rank(w, person, patch)
    if kind == WORK:
        return job_of(w, patch, rank)[0]
    return int64(patch)


@kernel
def n_present(w: WorldArrays, patch: Int, by_day: Bool) -> Int:
    """Return the number of people in a patch by day or by night."""
    if not by_day:
        return int64(w.patch_start[patch + 1] - w.patch_start[patch])
    if w.is_listed:
        return int64(w.listed_day_start[patch + 1] - w.listed_day_start[patch])
    return int64(w.n_slots[patch] + w.kind_cum[STAYS, patch + 1] - w.kind_cum[STAYS, patch])


@kernel
def present(w: WorldArrays, patch: Int, by_day: Bool, index: Int) -> tuple[Int, Int]:
    """Return (person, home patch) of one of the people in a patch by day or by night, index in 0..n_present-1.

    By night: the residents. By day: those who work there, in the order of their jobs, then residents who do not.
    """
    if not by_day:
        return w.patch_start[patch] + index, int64(patch)
    if w.is_listed:
        person = w.listed_day_person[w.listed_day_start[patch] + index]
        return person, home_patch(w, person)
    n_slots = w.n_slots[patch]
    if index < n_slots:
        return worker_in_job(w, patch, index)
    return resident_of_rank(w, STAYS, patch, index - n_slots), int64(patch)


@kernel
def n_neighbours(w: WorldArrays, person: Int) -> Int:
    """Return the number of neighbours of a person in a graph or lattice world, else 0."""
    if not w.has_neighbours:
        return int64(0)
    return int64(w.neighbour_start[person + 1] - w.neighbour_start[person])


@kernel
def neighbour(w: WorldArrays, person: Int, k: Int) -> Int:
    """Return the k-th neighbour of a person."""
    return int64(w.neighbour_person[w.neighbour_start[person] + k])


@kernel
def district_of(w: WorldArrays, patch: Int) -> np.int64:
    """Return the district of a patch."""
    return int64(w.patch_district[patch])


@kernel
def n_district_residents(w: WorldArrays, district: Int) -> Int:
    """Return the number of people who live in a district."""
    first_patch, end_patch = w.district_patch_start[district], w.district_patch_start[district + 1]
    return int64(w.patch_start[end_patch] - w.patch_start[first_patch])


@kernel
def district_resident(w: WorldArrays, district: Int, index: Int) -> tuple[Int, Int]:
    """Return (person, home patch) of a resident of a district, index in 0..n_district_residents-1."""
    first_patch, end_patch = w.district_patch_start[district], w.district_patch_start[district + 1]
    person = w.patch_start[first_patch] + index
    return person, last_at_most(w.patch_start, person, first_patch, end_patch)


@kernel
def link_count(w: WorldArrays, patch: Int) -> Int:
    """Return the number of links from a patch to others."""
    return int64(w.link_start[patch + 1] - w.link_start[patch])


@kernel
def link(w: WorldArrays, patch: Int, k: Int) -> np.int64:
    """Return the patch at the other end of the k-th link of a patch."""
    return int64(w.link_patch[w.link_start[patch] + k])


@kernel
def trip_district(w: WorldArrays, district: Int, u: float) -> np.int64:
    """Return the district that a trip leads to, for a uniform u in (0, 1); the same in worlds without trips."""
    n = w.trip_cum.shape[0]
    if n == 0:
        return int64(district)
    low, high = 0, n - 1
    while low < high:
        middle = (low + high) >> 1
        if w.trip_cum[district, middle] <= u:
            low = middle + 1
        else:
            high = middle
    return int64(low)
