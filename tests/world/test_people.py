"""The kernels and the plain enumeration say the same of every person and patch."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from numba import njit
from small_worlds import ask, listed, procedural, procedural_worlds

from hyosan.handle import Handle
from hyosan.world import people
from hyosan.world.arrays import WorldArrays
from hyosan.world.plain import PlainPeople

SLOW = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@njit(cache=True)
def ask_districts(w, us):
    """Return (district, index, person, home) of residents of districts, and where trips lead."""
    rows = np.empty((w.n_people, 4), dtype=np.int64)
    n_districts = w.district_patch_start.shape[0] - 1
    trips = np.empty((n_districts, us.shape[0]), dtype=np.int64)
    n = 0
    for district in range(n_districts):
        for index in range(people.n_district_residents(w, district)):
            person, home = people.district_resident(w, district, index)
            rows[n, 0], rows[n, 1], rows[n, 2], rows[n, 3] = district, index, person, home
            n += 1
        for i in range(us.shape[0]):
            trips[district, i] = people.trip_district(w, district, us[i])
    return rows[:n], trips


@njit(cache=True)
def ask_links(w):
    """Return (patch, k, other) of links and (person, k, other) of neighbours."""
    links, ties = [(0, 0, 0)], [(0, 0, 0)]
    for patch in range(w.patch_start.shape[0] - 1):
        for k in range(people.link_count(w, patch)):
            links.append((patch, k, people.link(w, patch, k)))
    for person in range(w.n_people):
        for k in range(people.n_neighbours(w, person)):
            ties.append((person, k, people.neighbour(w, person, k)))
    return links[1:], ties[1:]


def check_same(w: WorldArrays) -> None:
    """Compare everything that can be asked."""
    answers, plain = ask(w, n_members=12), PlainPeople(w)
    for person, row in enumerate(answers.person.tolist()):
        home = plain.home_patch(person)
        assert row == [
            home, *plain.household(person, home), plain.age_group(person, home), plain.day_kind(person, home),
            *plain.day_group(person, home), plain.day_patch(person, home),
        ]  # fmt: skip
    for _, kind, place, handle, slot, member, home, _ in answers.group_member.tolist():
        assert (member, home) == plain.day_group_member(kind, place, handle, slot)
    for by_day, rows in ((True, answers.day), (False, answers.night)):
        assert len(rows) == sum(plain.n_present(patch, by_day) for patch in range(plain.n_patches))
        for patch, index, person, home in rows.tolist():
            assert (person, home) == plain.present(patch, by_day, index)


def check_same_districts(w: WorldArrays) -> None:
    plain, us = PlainPeople(w), np.array([1e-12, 0.1, 0.25, 0.4999, 0.5, 0.9, 1 - 2.0**-53])
    rows, trips = ask_districts(Handle(w), us)
    assert len(rows) == plain.n_people
    for district, index, person, home in rows[:: max(1, len(rows) // 300)].tolist():
        assert (person, home) == plain.district_resident(district, index)
        assert plain.district_of(home) == district
    for district, row in enumerate(trips.tolist()):
        assert row == [plain.trip_district(district, u) for u in us.tolist()]
    links, ties = ask_links(Handle(w))
    assert links == [(p, k, plain.link(p, k)) for p in range(plain.n_patches) for k in range(plain.link_count(p))]
    assert ties == [(i, k, plain.neighbour(i, k)) for i in range(plain.n_people) for k in range(plain.n_neighbours(i))]


@SLOW
@given(procedural_worlds())
def test_kernels_agree_with_the_enumeration(w):
    check_same(w)


@SLOW
@given(procedural_worlds())
def test_kernels_agree_on_districts_links_and_trips(w):
    check_same_districts(w)


@pytest.mark.parametrize("has_neighbours", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_listed_people_agree(seed, has_neighbours):
    w = listed(seed, n_people=40 * seed + 1, n_groups=seed, has_neighbours=has_neighbours)
    check_same(w)
    check_same_districts(w)


@pytest.mark.parametrize(
    "residents, district",
    [([1], [0]), ([0, 1, 0], [0, 0, 0]), ([2], [0]), ([0], [0]), ([0, 0, 2000, 0], [0, 1, 1, 1]), ([2049], [0])],
)
def test_smallest_worlds(residents, district):
    w = procedural(residents, district, n_districts=max(district) + 1)
    check_same(w)
    check_same_districts(w)


def test_windows_of_local_workers_agree():
    # more than two windows of 2048 local workers in a district, and commuters of another
    w = procedural([4000, 1, 4500, 700], [0, 0, 0, 1], n_districts=2, stay=0.8, weight=[1, 0, 9, 0.1])
    assert w.n_local[:3].sum() > 2 * 2048
    check_same(w)


def test_people_without_demography_agree():
    check_same(procedural([1500, 0, 3], [0, 0, 0], alone=True))


def test_all_worlds_have_one_type():
    """Kernels are compiled once for all kinds of worlds: dtypes and axes never differ."""
    worlds = [
        procedural([30], [0]), procedural([30], [0], alone=True), listed(), listed(has_neighbours=True),
        procedural([30, 5], [0, 1], n_districts=2, stay=0.5, trips=np.array([[0.5, 1.0], [1.0, 1.0]])),
    ]  # fmt: skip
    assert len({Handle(w).type.name for w in worlds}) == 1
