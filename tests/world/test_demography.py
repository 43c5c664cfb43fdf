"""Demography tables, and the patterns of residents and workplaces that are made from them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hyosan.terms import DayKind
from hyosan.world import patterns as patterns_module
from hyosan.world.arrays import BLOCK, STAYS
from hyosan.world.demography import AGE_KEYS, korean_demography, parse_demography, read_demography
from hyosan.world.households import household_counts
from hyosan.world.patterns import N_PATTERNS, alone, patterns
from hyosan.world.spread import share_out
from hyosan.world.workplaces import survival, workplace_patterns, workplace_sizes

KOREA = korean_demography()
TABLE = patterns(KOREA)
POSITION = np.arange(BLOCK)


def household_members(k):
    """Return the ages of each household of a pattern."""
    first = np.unique(TABLE.household_first[k])
    return np.split(TABLE.age_group[k].astype(int), first[1:])


def test_household_sizes_are_exact_as_rounding_allows():
    counts = household_counts(KOREA.household_share, BLOCK)
    assert sum(size * n for size, n in enumerate(counts, 1)) == BLOCK
    for k in range(N_PATTERNS):
        sizes = [len(household) for household in household_members(k)]
        assert np.bincount(sizes)[1:].tolist() == counts
    # each count is less than one household from its share of all, singles two at most: they absorb the rounding
    mean = sum(size * share for size, share in enumerate(KOREA.household_share, 1))
    miss = np.array(counts) - BLOCK / mean * np.array(KOREA.household_share)
    assert np.all(np.abs(miss[1:]) < 1) and abs(miss[0]) < 2
    assert mean == pytest.approx(2.21, abs=0.005)  # Statistics Korea 2023, an independent figure


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_household_counts_fill_a_block(weights):
    share = tuple(w / sum(weights) for w in weights)
    try:
        counts = household_counts(share, BLOCK)
    except ValueError:
        assert share[0] < 0.05  # without singles, the sizes may not add up to 1024
        return
    assert sum(size * n for size, n in enumerate(counts, 1)) == BLOCK and min(counts) >= 0


def test_households_are_runs_within_a_block():
    first, size = TABLE.household_first.astype(int), TABLE.household_size.astype(int)
    assert np.all((first <= POSITION) & (first + size > POSITION) & (first + size <= BLOCK))
    assert np.array_equal(np.take_along_axis(first, first, axis=1), first)


def test_children_live_with_older_people():
    for k in range(N_PATTERNS):
        for household in household_members(k):
            youngest, oldest = household.min(), household.max()
            assert youngest >= 4 or oldest >= youngest + 4
            if len(household) >= 3:  # the last is a descendant, the first of an older generation
                assert household[0] >= household[-1] + 4
    alone_age = np.concatenate([h for k in range(N_PATTERNS) for h in household_members(k) if len(h) == 1])
    share = np.bincount(alone_age, minlength=21) / len(alone_age)
    wanted = np.array(KOREA.alone_share) / sum(KOREA.alone_share)
    assert np.abs(share - wanted).max() < 1 / 165 + 1e-9  # one of 165 households in a pattern


def test_ages_are_a_systematic_sample():
    counts = np.bincount(TABLE.age_group.ravel(), minlength=21)
    assert np.abs(counts - N_PATTERNS * BLOCK * np.array(KOREA.age_share)).max() < 1
    by_pattern = np.array([np.bincount(ages, minlength=21) for ages in TABLE.age_group])
    assert np.ptp(by_pattern, axis=0).max() <= 1


def test_every_pattern_holds_the_same_number_of_each_kind():
    for kind in DayKind:
        n = np.count_nonzero(TABLE.kind == kind, axis=1)
        assert np.all(n == TABLE.per_block[kind])
    for kind, shares in enumerate(KOREA.day_shares, 1):
        assert abs(TABLE.per_block[kind] - BLOCK * np.dot(KOREA.age_share, shares)) <= 0.5
    assert TABLE.per_block[STAYS] == BLOCK - TABLE.per_block[DayKind.WORK]


def test_kinds_follow_ages():
    n_of_age = np.bincount(TABLE.age_group.ravel(), minlength=21)
    for kind, shares in enumerate(KOREA.day_shares, 1):
        found = np.bincount(TABLE.age_group[TABLE.kind == kind], minlength=21)
        assert not found[np.array(shares) == 0].any()
        # in each pattern the kind's number is rounded, and an age's part of it by less than two people
        assert np.abs(found - n_of_age * np.array(shares)).max() <= 2 * N_PATTERNS


def test_ranks_and_positions_are_inverse():
    for k in range(N_PATTERNS):
        for kind in [*DayKind, STAYS]:
            at = np.flatnonzero(TABLE.kind[k] != DayKind.WORK if kind == STAYS else TABLE.kind[k] == kind)
            rank = (TABLE.stay_rank if kind == STAYS else TABLE.rank)[k, at]
            assert np.array_equal(rank, np.arange(len(at)))
            assert np.array_equal(TABLE.position[k, kind, rank], at)


def test_patterns_are_the_same_every_time():
    again = patterns_module.patterns.__wrapped__(KOREA)
    assert all(np.array_equal(a, b) for a, b in zip(TABLE, again, strict=True))
    assert alone().per_block[STAYS] == BLOCK and alone().household_size.max() == 1


def test_places_in_a_block_do_not_tell_ages():
    """The first 256 of a block, all that a small patch shows, are as old as the others.

    Mean age group of 16 x 256 people; households of about 2.2 make about 1850 independent draws of sd 4.6 or less.
    False alarm 1e-6: 4.9 standard errors.
    """
    ages = TABLE.age_group.astype(float)
    assert abs(ages[:, :256].mean() - ages.mean()) < 4.9 * 4.6 / np.sqrt(N_PATTERNS * 256 / 2.21)
    children = TABLE.age_group < 4
    assert abs(children[:, :256].mean() - children.mean()) < 4.9 * np.sqrt(0.15 * 2 / (N_PATTERNS * 256 / 2.21))


def test_workplaces_fill_the_patterns():
    first, size = (table.astype(int) for table in workplace_patterns(KOREA.workplaces))
    assert np.all((first <= POSITION) & (first + size > POSITION) & (first + size <= BLOCK))
    assert np.array_equal(np.take_along_axis(size, first, axis=1), size)
    assert size.min() == 1 and size.max() > 900


def test_workplace_sizes_follow_the_law():
    first, size = workplace_patterns(KOREA.workplaces)
    sizes = size[first == POSITION]
    tail = survival(KOREA.workplaces)
    for at_least, share in KOREA.workplaces:
        # quantiles: a share is exact up to one workplace, and to the largest, which may not fit
        assert abs(np.mean(sizes >= at_least) - share) < 3 / len(sizes)
    assert sizes.mean() == pytest.approx(tail.sum(), rel=0.02)
    assert 4.06 < sizes.mean() < 5.2  # Statistics Korea: 4.06 in 2023, 5.2 in the frame of 2014


@pytest.mark.parametrize(
    "workplaces", [((1, 1.0),), ((1, 1.0), (5, 1.0)), ((1, 1.0), (1000, 1.0)), ((1, 1.0), (7, 0.5))]
)
def test_any_law_fills_the_patterns(workplaces):
    first, size = (table.astype(int) for table in workplace_patterns(workplaces))
    assert np.all(first + size <= BLOCK) and np.all(first <= POSITION) and np.all(first + size > POSITION)
    assert workplace_sizes(workplaces, 5000).sum() == 5000


def test_more_children_than_adults_can_house():
    young = replace(KOREA, age_share=(0.16,) * 4 + (0.36,) + (0.0,) * 16)
    with pytest.raises(ValueError, match="children without an adult|hold fewer"):
        patterns(young)


def test_a_young_country():
    """Seven of ten are under 20: grandparents and partners give way, and every household has an adult."""
    young = replace(
        KOREA,
        age_share=(0.2, 0.18, 0.17, 0.15, *(0.3 / 10,) * 10, *(0.0,) * 7),
        household_share=(0.02, 0.05, 0.08, 0.15, 0.2, 0.2, 0.3),
    )
    table = patterns(young)
    for k in range(N_PATTERNS):
        for household in np.split(table.age_group[k], np.unique(table.household_first[k])[1:]):
            assert household.max() >= 4


@given(st.integers(0, 60), st.lists(st.tuples(st.floats(0, 5), st.integers(0, 30)), min_size=1, max_size=8))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_share_out_is_exact_within_room(total, groups):
    weight, room = [w for w, _ in groups], [r for _, r in groups]
    if total > sum(r for w, r in groups if w > 0):
        with pytest.raises(ValueError):
            share_out(total, weight, room)
        return
    out = share_out(total, weight, room)
    assert sum(out) == total and all(0 <= n <= r for n, r in zip(out, room, strict=True))


def test_a_table_of_ones_own(tmp_path):
    rows = ["quantity,key,value"]
    rows += [f"age,{key},{100 - i}" for i, key in enumerate(AGE_KEYS)]
    rows += ["household_size,1,30", "household_size,2,70", "workplace_size,1,100", "workplace_size,20,10"]
    rows += [f"{q},{level},{n}" for q, n in (("class_size", 20), ("school_size", 200))
             for level in ("kindergarten", "elementary", "middle", "high")]  # fmt: skip
    rows += ["elementary,5-9,90", "work,30-34,75"]
    path = tmp_path / "own.csv"
    path.write_text("\n".join(rows))
    own = read_demography(path)
    assert own.household_share == (0.3, 0.7) and own.work_share[6] == 0.75 and own.class_size == (20,) * 4
    assert own.workplaces == ((1, 1.0), (20, 0.1))


FAULTS = {
    "quantity,key\n": "own.csv:1: column 'value' is missing",
    "quantity,key,value\nages,0-4,3\n": "own.csv:2: found 'ages'.*Did you mean 'age'",
    "quantity,key,value\nage,10-15,3\n": "own.csv:2: found '10-15'.*Did you mean '10-14'",
    "quantity,key,value\nage,0-4,many\n": "own.csv:2: found value 'many'",
    "quantity,key,value\nworkplace_size,big,3\n": "class_size: a row for 'kindergarten' is missing",
}


@pytest.mark.parametrize("text", FAULTS)
def test_faults_in_tables_are_named(text):
    with pytest.raises(ValueError, match=FAULTS[text]):
        parse_demography(text, "own.csv")


@pytest.mark.parametrize(
    "change, message",
    [
        ({"household_share": (0.5, 0.4)}, "household_size: shares add up to"),
        ({"work_share": (0.6,) * 21}, "age 5-9: schools and work add up to"),
        ({"work_share": (0.1,) * 3}, "work: found 3 shares"),
        ({"alone_share": (0.1,) * 21}, "alone: found people under 20"),
        ({"class_size": (0, 1, 1, 1)}, "one pupil or more"),
        ({"workplaces": ((2, 1.0),)}, "workplace_size: found sizes"),
        ({"workplaces": ((1, 1.0), (5, 0.0))}, "workplace_size: found sizes"),
    ],
)
def test_impossible_shares_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        replace(KOREA, **change)
