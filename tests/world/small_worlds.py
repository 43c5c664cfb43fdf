"""Small worlds for tests, and kernels that put every question about them at once."""

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st
from numba import njit

from hyosan.handle import Handle
from hyosan.world import people
from hyosan.world.arrays import I64, WorldArrays
from hyosan.world.assemble import assemble_procedural, employed_by_district
from hyosan.world.assemble_listed import assemble_listed
from hyosan.world.demography import korean_demography
from hyosan.world.spread import whole_flows

NO_LINKS = np.zeros(0, dtype=np.int64)
NO_TRIPS = np.zeros((0, 0))


def procedural(residents, district, *, n_districts=1, stay=1.0, weight=None, seed=7, trips=NO_TRIPS, alone=False):
    """Return a world of these patches; a share `stay` of workers stays in the district, the others go anywhere."""
    demography = None if alone else korean_demography()
    residents, district = np.array(residents, dtype=np.int64), np.array(district, dtype=np.int64)
    weight = np.ones(len(residents)) if weight is None else np.array(weight, dtype=np.float64)
    employed = employed_by_district(seed, residents, district, n_districts, demography)
    open_district = np.isin(np.arange(n_districts), district[weight > 0])
    share = np.where(open_district, (1.0 - stay) / n_districts, 0.0) + np.diag(open_district * (stay + 1e-9))
    flows = whole_flows(share, employed)
    ring = np.arange(len(residents), dtype=np.int64)
    return assemble_procedural(
        seed, residents, district, weight, flows, np.append(ring, len(ring)), np.roll(ring, -1), trips, demography
    )


def listed(seed=3, n_people=60, n_patches=5, n_groups=4, has_neighbours=False):
    """Return a world of listed people in random patches, households and day groups; the last patch has nobody."""
    rng = np.random.default_rng(seed)
    patch = np.sort(rng.integers(0, max(1, n_patches - 1), n_people))
    household = np.cumsum((rng.random(n_people) < 0.5) | (np.diff(patch, prepend=-1) > 0))
    group = rng.integers(-1, n_groups, n_people)
    kind_of_group = rng.integers(1, 6, n_groups)
    kind = np.where(group < 0, 0, kind_of_group[group]) if n_groups else np.zeros(n_people, dtype=np.int64)
    start = np.arange(0, 2 * n_people + 1, 2) if has_neighbours else NO_LINKS
    ring = np.arange(n_people)
    neighbours = (
        np.stack(((ring - 1) % n_people, (ring + 1) % n_people), axis=1).ravel() if has_neighbours else NO_LINKS
    )
    return assemble_listed(
        world_seed=seed,
        patch=patch,
        household=household,
        day_group=group,
        age_group=rng.integers(0, 21, n_people),
        kind=kind,
        group_patch=rng.integers(0, n_patches, n_groups),
        patch_district=np.arange(n_patches) // 2,
        n_districts=(n_patches + 1) // 2,
        link_start=NO_LINKS,
        link_patch=NO_LINKS,
        trip_cum=NO_TRIPS,
        neighbour_start=start,
        neighbour_person=neighbours,
    )


@st.composite
def procedural_worlds(draw) -> WorldArrays:
    """Draw a world of a few patches, some of them empty, some districts without patches, some patches without jobs."""
    patches = draw(st.lists(st.integers(0, 3), min_size=1, max_size=4).filter(any))
    district = np.repeat(np.arange(len(patches)), patches)
    n = len(district)
    sizes = st.sampled_from((0, 0, 1, 2, 3, 40, 300, 1024, 1030, 2100))
    residents = draw(st.lists(sizes, min_size=n, max_size=n))
    weight = np.array(draw(st.lists(st.sampled_from((0.0, 0.5, 1.0, 20.0)), min_size=n, max_size=n)))
    first_patch = np.searchsorted(district, np.unique(district))
    weight[first_patch] += 0.25
    trips = np.cumsum(np.full((len(patches), len(patches)), 1 / len(patches)), axis=1)
    return procedural(
        residents,
        district,
        n_districts=len(patches),
        stay=draw(st.sampled_from((0.0, 0.6, 1.0))),
        weight=weight,
        seed=draw(st.integers(0, 2**64 - 1)),
        trips=trips,
    )


class Answers(NamedTuple):
    """What the kernels say of everybody (a row each) and of every patch by day."""

    person: I64  # (N, 12) home, household (2), age, kind, day group (6), day patch
    group_member: (
        I64  # (members, 8) person who is asked, group (kind, place, handle), slot, member, his home, asked's own slot
    )
    day: I64  # (N, 4) patch, index, person, his home
    night: I64  # (N, 4)


@njit(cache=True)
def ask_people(w):
    """Return the columns of Answers.person."""
    out = np.empty((w.n_people, 12), dtype=np.int64)
    for person in range(w.n_people):
        home = people.home_patch(w, person)
        first, size = people.household(w, person, home)
        group = people.day_group(w, person, home)
        out[person, 0], out[person, 1], out[person, 2] = home, first, size
        out[person, 3], out[person, 4] = people.age_group(w, person, home), people.day_kind(w, person, home)
        for i in range(6):
            out[person, 5 + i] = group[i]
        out[person, 11] = people.day_patch(w, person, home)
    return out


@njit(cache=True)
def ask_members(w, n_most):
    """Return the columns of Answers.group_member: the first n_most members of everybody's day group, and himself."""
    out = np.empty((w.n_people * (n_most + 1), 8), dtype=np.int64)
    n = 0
    for person in range(w.n_people):
        kind, place, handle, first, size, own = people.day_group(w, person, people.home_patch(w, person))
        for i in range(min(size, n_most) + (size > 0)):
            slot = first + i if i < min(size, n_most) else own
            member, home = people.day_group_member(w, kind, place, handle, slot)
            row = out[n]
            row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7] = (
                person, kind, place, handle, slot, member, home, own,
            )  # fmt: skip
            n += 1
    return out[:n]


@njit(cache=True)
def ask_patches(w, by_day):
    """Return the columns of Answers.day or Answers.night."""
    out = np.empty((w.n_people, 4), dtype=np.int64)
    n = 0
    for patch in range(w.patch_start.shape[0] - 1):
        for index in range(people.n_present(w, patch, by_day)):
            person, home = people.present(w, patch, by_day, index)
            out[n, 0], out[n, 1], out[n, 2], out[n, 3] = patch, index, person, home
            n += 1
    return out[:n]


def ask(w: WorldArrays, n_members: int = 40) -> Answers:
    """Return what the kernels say of a world."""
    handle = Handle(w)
    return Answers(
        ask_people(handle), ask_members(handle, n_members), ask_patches(handle, True), ask_patches(handle, False)
    )
