"""What a frontier is made of: what is implied, how it is checked, in which order lines are searched."""

import numpy as np
import pytest
from frontier_worlds import LEAK, START, Known, covers
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from hyosan.analysis.frontier import find_frontier
from hyosan.analysis.frontier_bank import HELD, LOST, UNKNOWN, limits
from hyosan.analysis.frontier_check import Check, best_one_in, chosen, compare, is_worthless
from hyosan.analysis.frontier_order import Order
from hyosan.analysis.frontier_rows import halving

N = 40


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12), st.integers(0, 2**32))
def test_nothing_is_implied_that_seeds_in_order_would_contradict(places: list[tuple[int, int]], salt: int) -> None:
    limit = np.random.default_rng(salt).integers(-2, 22, N)  # a seed is contained where i + j is below its limit
    order = Order()
    order.grow(N)
    for i, j in places:
        seeds = np.flatnonzero(order.implied_at((i, j)) == UNKNOWN)
        order.learn((i, j), seeds, np.where(i + j < limit[seeds], HELD, LOST).astype(np.int8))
    for i in range(10):
        for j in range(10):
            implied = order.implied_at((i, j))
            truth = np.where(i + j < limit, HELD, LOST)
            assert np.all((implied == UNKNOWN) | (implied == truth))
            if (i, j) in places:
                assert np.all(implied == truth)


def test_seeds_that_contradict_themselves_are_not_implied() -> None:
    order = Order()
    order.grow(2)
    order.learn((2, 0), np.array([0, 1]), np.array([LOST, HELD], dtype=np.int8))
    order.learn((5, 0), np.array([0, 1]), np.array([HELD, HELD], dtype=np.int8))
    assert order.implied_at((3, 0)).tolist() == [UNKNOWN, HELD]
    assert order.implied_at((1, 0)).tolist() == [HELD, HELD]
    order.grow(3)
    assert order.implied_at((1, 0)).tolist() == [HELD, HELD, UNKNOWN]


def test_a_check_finds_the_surplus_without_bias_and_states_its_variance() -> None:
    rng, n, one_in = np.random.default_rng(5), 4000, 4
    shifts, spreads = [], []
    for _ in range(400):
        implied = np.where(rng.random(n) < 0.9, HELD, LOST).astype(np.int8)
        found = implied.copy()
        found[(implied == HELD) & (rng.random(n) < 0.03)] = LOST
        found[(implied == LOST) & (rng.random(n) < 0.2)] = HELD
        check = compare(0, implied, found, one_in)
        shifts.append(check.shift - (np.count_nonzero(found == LOST) - np.count_nonzero(implied == LOST)))
        spreads.append(check.spread)
    # mean of 400 errors: normal, a false alarm in 16,000; variance of a variance from 400: 2/399, likewise
    assert abs(np.mean(shifts)) < 4.0 * np.std(shifts) / 20.0
    assert abs(np.var(shifts) / np.mean(spreads) - 1.0) < 4.0 * np.sqrt(2.0 / 399.0)


def test_checked_seeds_are_chosen_by_number_and_more_of_few() -> None:
    implied = np.full(4800, HELD, dtype=np.int8)
    implied[::100] = LOST
    assert np.all(chosen(implied, HELD, 8) % 8 == 0)
    assert len(chosen(implied, LOST, 8)) == 48
    assert len(chosen(implied, HELD, 1)) == 4752


def test_without_violations_the_limits_are_the_binomial_ones() -> None:
    assert Check(0).limits(500, 0.9, 0.95) == limits(500, 0.9)
    wide, shifted = Check(0, spread=45.0), Check(0, shift=10.0)
    assert wide.limits(500, 0.9, 0.95)[0] < limits(500, 0.9)[0] and wide.limits(500, 0.9, 0.95)[1] > limits(500, 0.9)[1]
    assert shifted.limits(500, 0.9, 0.95) == tuple(limit - 10 for limit in limits(500, 0.9))


def test_more_is_checked_the_more_is_wrong() -> None:
    kept = [best_one_in(10_000, 5000, n_wrong, 0.9) for n_wrong in (0, 5, 50, 200, 500)]
    assert kept == sorted(kept, reverse=True) and kept[0] == 13 and kept[-1] == 1
    assert best_one_in(100, 5000, 0, 0.9) == 1
    assert not is_worthless(1000, 10, 0.9) and is_worthless(1000, 100, 0.9) and not is_worthless(0, 0, 0.9)


@pytest.mark.parametrize("n", [0, 1, 2, 3, 9, 13])
def test_lines_are_halved_until_all_had_their_turn(n: int) -> None:
    groups = list(halving(n))
    assert sorted(k for group in groups for k in group) == list(range(n))
    assert groups[0] == sorted({0, n - 1} if n else set())


@pytest.mark.parametrize("violators", [0.0, 0.1, 0.3])
def test_intervals_over_two_numbers_cover_though_seeds_break_the_order(violators: float) -> None:
    n_covered = n_lines = n_missed_worlds = 0
    for number in range(6):
        world = Known(np.random.default_rng([9, number]), slope=25.0, violators=violators)
        found = find_frontier((START, LEAK), 0.9, world, budget=20_000)
        truths = [(point, world.critical(0.9, point.at or 0.0)) for point in found.points]
        held = [covers(point.low, point.high, truth) for point, truth in truths if truth >= 0.0]
        n_covered, n_lines = n_covered + sum(held), n_lines + len(held)
        n_missed_worlds += sum(held) < 0.8 * len(held)
    assert n_lines >= 30
    # Lines share their seeds, so worlds are counted: each misses many lines in at most 1 of 20; false alarm 1 in 16,000
    assert binom(6, 0.05).sf(n_missed_worlds - 1) > 1 / 16_000
    assert n_covered >= 0.85 * n_lines


def test_lines_learn_from_one_another() -> None:
    world = Known(np.random.default_rng(11), slope=1.0)
    both = find_frontier((START, LEAK), 0.9, world, precision=0.3, budget=90_000)
    alone = find_frontier((START,), 0.9, Known(np.random.default_rng(11)), precision=0.3, budget=90_000)
    assert both.is_complete and alone.is_complete
    n_crossing = sum(point.status == "found" for point in both.points)
    assert n_crossing >= 7 and both.runs_used < 0.8 * n_crossing * alone.runs_used
