"""Workers go where the tables send them: totals exactly, mixing as chance would have it.

Statistical bounds: fixed seeds, normal approximation, false alarm 1e-6 over all comparisons of a test (Bonferroni).
"""

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_worlds import NO_LINKS, NO_TRIPS, ask_people, procedural

from hyosan.draws import plain
from hyosan.handle import Handle
from hyosan.terms import DayKind
from hyosan.world.arrays import BLOCK, WINDOW
from hyosan.world.assemble import assemble_procedural, employed_by_district
from hyosan.world.assemble_listed import assemble_listed
from hyosan.world.demography import korean_demography
from hyosan.world.hashing import below_array, draw_array
from hyosan.world.households import household_counts
from hyosan.world.patterns import patterns
from hyosan.world.spread import spread_by_count, spread_by_weight, starts, whole_flows

FALSE_ALARM = 1e-6


def z_limit(n_comparisons: int) -> float:
    """Return the z that a standard normal exceeds in size with FALSE_ALARM in any of so many comparisons."""
    return NormalDist().inv_cdf(1 - FALSE_ALARM / 2 / n_comparisons)


def hypergeometric_z(found, n_drawn, n_marked, n_all):
    """Return how far counts of marked ones among n_drawn of n_all are from their mean, in standard deviations."""
    share = n_marked / n_all
    variance = n_drawn * share * (1 - share) * (n_all - n_drawn) / (n_all - 1)
    return (found - n_drawn * share) / np.sqrt(variance)


@pytest.fixture(scope="module")
def nation():
    """A world of 6 districts with 12 patches each, and what the kernels say of its workers."""
    rng = np.random.default_rng(20)
    district = np.repeat(np.arange(6), 12)
    w = procedural(rng.integers(200, 3000, 72), district, n_districts=6, stay=0.4, weight=rng.random(72) + 0.1, seed=11)
    rows = ask_people(Handle(w))
    return w, rows[rows[:, 4] == DayKind.WORK]


def test_flows_are_followed_exactly(nation):
    w, workers = nation
    origin, destination = w.patch_district[workers[:, 0]], w.patch_district[workers[:, 11]]
    found = np.zeros((6, 6), dtype=int)
    np.add.at(found, (origin, destination), 1)
    out = np.diff(w.out_cum, axis=1) + np.diag(np.add.reduceat(w.n_local, w.district_patch_start[:-1]))
    assert np.array_equal(found, out)
    assert np.array_equal(np.diff(w.in_cum, axis=1), np.diff(w.out_cum, axis=1).T)


def test_slots_are_filled_exactly(nation):
    w, workers = nation
    assert np.array_equal(np.bincount(workers[:, 11], minlength=72), w.n_slots)
    assert w.n_slots.sum() == len(workers) == w.kind_cum[DayKind.WORK, -1]


def test_destinations_do_not_depend_on_the_home_patch(nation):
    """Commuters of a patch spread over destinations as a random sample of the district's commuters would."""
    w, workers = nation
    home, destination = workers[:, 0], w.patch_district[workers[:, 11]]
    zs = []
    for patch in range(72):
        origin = w.patch_district[patch]
        n_out = w.commuter_home_cum[w.district_patch_start[origin + 1]] - w.commuter_home_cum[origin * 12]
        for d in set(range(6)) - {int(origin)}:
            found = np.count_nonzero((home == patch) & (destination == d))
            marked = w.out_cum[origin, d + 1] - w.out_cum[origin, d]
            n = w.commuter_home_cum[patch + 1] - w.commuter_home_cum[patch]
            zs.append(hypergeometric_z(found, n, marked, n_out))
    assert np.abs(zs).max() < z_limit(len(zs))
    assert 0.5 < np.var(zs) < 1.6  # 360 values of variance near 1: neither lumpy nor too even


def test_day_patches_do_not_depend_on_the_origin(nation):
    """Those who come into a district from another spread over its patches as a random sample would."""
    w, workers = nation
    origin, day_patch = w.patch_district[workers[:, 0]], workers[:, 11]
    zs = []
    for patch in range(72):
        d = int(w.patch_district[patch])
        slots = w.incoming_slot_cum[patch + 1] - w.incoming_slot_cum[patch]
        for o in set(range(6)) - {d}:
            found = np.count_nonzero((origin == o) & (day_patch == patch))
            zs.append(hypergeometric_z(found, slots, w.in_cum[d, o + 1] - w.in_cum[d, o], w.in_cum[d, 6]))
    assert np.abs(zs).max() < z_limit(len(zs))
    assert 0.5 < np.var(zs) < 1.6


def test_local_workers_mix_within_a_window():
    """In a district of one window, the local workers of each patch are a random sample of each patch's slots."""
    w = procedural([500, 900, 700, 1400], [0] * 4, weight=[3, 1, 2, 2], seed=5)
    assert w.local_home_cum[-1] <= WINDOW
    rows = ask_people(Handle(w))
    workers = rows[rows[:, 4] == DayKind.WORK]
    homes, slots = np.diff(w.local_home_cum), np.diff(w.local_slot_cum)
    zs = [
        hypergeometric_z(
            np.count_nonzero((workers[:, 0] == a) & (workers[:, 11] == b)), homes[a], slots[b], len(workers)
        )
        for a in range(4)
        for b in range(4)
    ]
    assert np.abs(zs).max() < z_limit(16)


def test_local_workers_stay_near():
    """Beyond a window nobody goes further than its length in slots, so jobs in proportion to homes are nearby."""
    w = procedural([3000] * 20, [0] * 20, seed=6)
    rows = ask_people(Handle(w))
    workers = rows[rows[:, 4] == DayKind.WORK]
    reach = -(-WINDOW // int(np.diff(w.local_home_cum).min())) + 1
    assert np.abs(workers[:, 11] - workers[:, 0]).max() <= reach < 19


def test_ages_follow_the_patterns_of_the_blocks():
    """Whole blocks draw patterns evenly: counts by age are those of so many independent patterns."""
    table = patterns(korean_demography())
    n_blocks = 300
    w = procedural([BLOCK * 3] * (n_blocks // 3), [0] * (n_blocks // 3), seed=8)
    ages = np.bincount(ask_people(Handle(w))[:, 3], minlength=21)
    by_pattern = np.array([np.bincount(row, minlength=21) for row in table.age_group])
    spread = np.sqrt(n_blocks * by_pattern.var(axis=0))
    assert np.all(np.abs(ages - n_blocks * by_pattern.mean(axis=0)) <= z_limit(21) * spread + 1e-9)
    share = np.array(korean_demography().age_share)
    assert np.abs(ages / w.n_people - share).max() < 0.001


def test_household_sizes_follow_the_table():
    """In patches of any size only the last household of each is cut: sizes are the table's up to that."""
    rng = np.random.default_rng(4)
    residents = rng.integers(500, 4000, 60)
    rows = ask_people(Handle(procedural(residents, [0] * 60, seed=9)))
    size = rows[np.unique(rows[:, 1]), 2]
    share = np.bincount(size, minlength=7)[1:] / len(size)
    counts = household_counts(korean_demography().household_share, BLOCK)
    wanted = np.array(counts) / sum(counts)
    # of 60 patches, the last household is cut, and the last block shows a sample of at most all its households
    limit = z_limit(6) * np.sqrt(wanted * (1 - wanted) * 60 * sum(counts)) + 60
    assert np.all(np.abs(share - wanted) * len(size) < limit)


def test_schools_and_classes_have_their_sizes():
    demography = korean_demography()
    rows = ask_people(Handle(procedural([2500] * 8, [0] * 4 + [1] * 4, n_districts=2, seed=2)))
    district = rows[:, 0] // 4
    for kind in (DayKind.KINDERGARTEN, DayKind.ELEMENTARY, DayKind.MIDDLE, DayKind.HIGH):
        pupils = rows[rows[:, 4] == kind]
        _, n = np.unique(np.stack((pupils[:, 7], pupils[:, 8]), axis=1), axis=0, return_counts=True)
        size, school = demography.class_size[kind - 1], demography.school_size[kind - 1]
        assert n.max() == size
        full = sum(int(np.count_nonzero(district[rows[:, 4] == kind] == d) // school) for d in (0, 1))
        assert np.count_nonzero(n < size) <= full + 2  # one last class a school, one last school a district
        for handle in np.unique(pupils[:, 7]):
            assert np.count_nonzero(pupils[:, 7] == handle) <= school
            assert len(np.unique(pupils[pupils[:, 7] == handle, 0] // 4)) == 1  # of one district


def test_employed_by_district_counts_the_workers():
    residents, district = np.array([1500, 10, 0, 2048]), np.array([0, 0, 1, 2])
    employed = employed_by_district(7, residents, district, 3, korean_demography())
    rows = ask_people(Handle(procedural(residents, district, n_districts=3, seed=7)))
    found = np.bincount(district[rows[rows[:, 4] == DayKind.WORK, 0]], minlength=3)
    assert np.array_equal(employed, found)
    assert not employed_by_district(7, residents, district, 3, None).any()


counts = st.lists(st.integers(0, 4000), min_size=1, max_size=12)


@given(counts, st.data())
@settings(max_examples=80, deadline=None, derandomize=True)
def test_spreads_are_exact_and_near_proportion(values, data):
    n = len(values)
    district = np.sort(data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)))
    first = np.searchsorted(district, np.arange(4))
    homes = starts(np.array(values))
    n_home = homes[first[1:]] - homes[first[:-1]]
    totals = np.array([data.draw(st.integers(0, int(k))) for k in n_home])
    taken = np.diff(spread_by_count(totals, homes, first, district))
    assert np.all((taken >= 0) & (taken <= values))
    weight = np.array(values, dtype=float) + 0.01
    totals = np.where(np.diff(first) > 0, totals, 0)
    given_out = np.diff(spread_by_weight(totals, weight, first, district))
    for d in range(3):
        mine = slice(first[d], first[d + 1])
        assert taken[mine].sum() == given_out[mine].sum() == totals[d]
        exact = totals[d] * weight[mine] / max(weight[mine].sum(), 1)
        assert np.all(np.abs(given_out[mine] - exact) <= 1 + 1e-6)


@given(st.integers(1, 6), st.integers(0, 2**32))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_whole_flows_have_exact_rows(n, seed):
    rng = np.random.default_rng(seed)
    share, totals = rng.random((n, n)) * (rng.random((n, n)) < 0.7), rng.integers(0, 1000, n)
    flows = whole_flows(share, totals)
    assert np.array_equal(flows.sum(axis=1), totals) and flows.min() >= 0
    sums = share.sum(axis=1, keepdims=True)
    exact = np.where(sums > 0, share / np.where(sums > 0, sums, 1), np.eye(n)) * totals[:, None]
    assert np.all(np.abs(flows - exact) < 1)


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**40), st.integers(0, 2**39), st.integers(1, 2**20))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_array_draws_are_the_draws(seed, subject, ordinal, n):
    bits = draw_array(seed, subject, 33, ordinal)
    one = plain.draw(plain.person_key(seed, subject), 33, ordinal)
    assert bits.tolist() == [one] and below_array(bits, n).tolist() == [plain.below(one, n)]


def assemble(**changes):
    """Assemble a world of two patches in two districts, with changes to its tables."""
    residents, district = np.array([1024, 1024]), np.array([0, 1])
    arguments = {
        "world_seed": 1, "patch_residents": residents, "patch_district": district, "job_weight": np.ones(2),
        "flows": np.diag(employed_by_district(1, residents, district, 2, korean_demography())),
        "link_start": NO_LINKS, "link_patch": NO_LINKS, "trip_cum": NO_TRIPS, "demography": korean_demography(),
    }  # fmt: skip
    return assemble_procedural(**arguments | changes)


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"flows": np.diag([563, 500])}, "row 1 adds up to 500, but 563"),
        ({"flows": np.array([[564, -1], [0, 563]])}, "whole numbers of zero or more"),
        ({"job_weight": np.array([1.0, 0.0])}, "district 1 has 563 jobs but no patch"),
        ({"job_weight": np.array([1.0, -2.0])}, "job_weight of patch 1: found -2.0"),
        ({"job_weight": np.ones(3)}, "job_weight: found 3 entries; give one for each of the 2"),
        ({"patch_residents": np.array([5, -1])}, "patch_residents of patch 1: found -1"),
        ({"patch_district": np.array([1, 0])}, "districts from 0 to 1 in ascending order"),
        ({"patch_district": np.array([0, 2])}, "districts from 0 to 1 in ascending order"),
        ({"patch_residents": np.array([5])}, "give as many of each"),
        ({"link_start": np.array([0, 1, 1]), "link_patch": np.array([2])}, "link_patch: give patches from 0 to 1"),
        ({"link_start": np.array([0, 1])}, "link_start: found 2 entries; give 3"),
        ({"trip_cum": np.ones((3, 3))}, "trip_cum: found shape"),
        ({"trip_cum": np.array([[1.0, 0.5], [0.5, 1.0]])}, "rows that rise"),
    ],
)
def test_tables_that_do_not_fit_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        assemble(**changes)


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"patch": [1, 0, 0]}, "sorted by the patch"),
        ({"patch": [0, 0, 2]}, "patch of 2: found 2; allowed: 0 to 1"),
        ({"household": [0, 1, 0]}, "household 0: its members"),
        ({"household": [0, 0]}, "household: found 2 values; give 3"),
        ({"kind": [5, 0, 5]}, "person 1: found kind 0 and day_group 0"),
        ({"day_group": [0, 0, 3]}, "day_group of 2: found 3"),
        ({"age_group": [0, 0, 21]}, "age_group of 2: found 21; allowed: 0 to 20"),
        ({"neighbour_start": [0, 1, 2, 5], "neighbour_person": [1, 0]}, "rising numbers from 0 to 2"),
    ],
)
def test_listed_tables_that_do_not_fit_are_refused(changes, message):
    arguments = {
        "patch": [0, 0, 1], "household": [0, 0, 1], "day_group": [0, 0, 0], "age_group": [1, 2, 3], "kind": [5, 5, 5],
        "group_patch": [1], "patch_district": [0, 0], "link_start": [], "link_patch": [], "neighbour_start": [],
        "neighbour_person": [],
    } | changes  # fmt: skip
    arrays = {name: np.array(values, dtype=np.int64) for name, values in arguments.items()}
    with pytest.raises(ValueError, match=message):
        assemble_listed(world_seed=1, n_districts=1, trip_cum=NO_TRIPS, **arrays)
