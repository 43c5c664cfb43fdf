"""The search for a frontier, on outbreaks whose P(contained) is known."""

import math

import numpy as np
import pytest
from frontier_worlds import LEAK, START, Known, axis_of, covers
from scipy.stats import binom

from hyosan.analysis.frontier import find_frontier, least_budget
from hyosan.analysis.frontier_bank import least_seeds, limits

CHANCE = 1e-4
"""How often a test of coverage may fail although the interval covers in 95 of 100 cases."""


@pytest.mark.parametrize(("n", "hold"), [(72, 0.95), (108, 0.95), (1300, 0.95), (999, 0.5), (400, 0.99), (71, 0.95)])
def test_limits_are_those_of_the_binomial_distribution(n: int, hold: float) -> None:
    at_most, at_least = limits(n, hold)
    lost = binom(n, 1.0 - hold)
    assert lost.cdf(at_most) <= 0.025 < lost.cdf(at_most + 1)
    assert lost.sf(at_least - 1) <= 0.025 < lost.sf(at_least - 2)


def test_least_seeds_can_just_show_something() -> None:
    assert [least_seeds(hold) for hold in (0.5, 0.95, 0.99)] == [6, 72, 368]
    assert limits(least_seeds(0.95), 0.95)[0] == 0
    assert limits(least_seeds(0.95) - 1, 0.95)[0] == -1


def coverage(n_searches: int, scale: float, violators: float, hold: float = 0.95) -> tuple[int, float]:
    """Return in how many searches the interval held the true critical start, and the mean number of runs."""
    n_covered, n_runs = 0, 0
    for number in range(n_searches):
        world = Known(np.random.default_rng([number, round(100 * scale)]), scale=scale, violators=violators)
        found = find_frontier((START,), hold, world)
        n_covered += covers(found.points[0].low, found.points[0].high, world.critical(hold))
        n_runs += found.runs_used
        assert found.runs_used == world.n_asked
    return n_covered, n_runs / n_searches


@pytest.mark.parametrize(
    ("scale", "violators", "most_runs"), [(0.5, 0.0, 2500), (0.5, 0.1, 6000), (0.4, 1.0, 9000), (0.8, 0.02, 6000)]
)
def test_the_interval_covers_in_95_of_100_searches(scale: float, violators: float, most_runs: int) -> None:
    n_searches = 40
    n_covered, n_runs = coverage(n_searches, scale, violators)
    assert binom(n_searches, 0.95).cdf(n_covered) > CHANCE
    assert n_runs < most_runs


def test_the_interval_covers_at_other_levels() -> None:
    n_covered = coverage(30, 0.5, 0.0, 0.8)[0] + coverage(30, 0.5, 0.02, 0.5)[0]
    assert binom(60, 0.95).cdf(n_covered) > CHANCE


def test_one_parameter_is_found_as_narrow_as_wanted_with_far_fewer_runs_than_a_grid() -> None:
    world = Known(np.random.default_rng(1))
    found = find_frontier((START,), 0.95, world, precision=0.5)
    point = found.points[0]
    assert point.status == "found" and point.low is not None and point.high is not None
    assert point.high - point.low <= 0.5
    assert point.low <= point.critical <= point.high
    assert abs(point.critical - world.critical(0.95)) < 0.3
    assert found.is_complete and found.is_implying and found.n_violating == 0 and found.n_checked >= 64
    assert 5 * found.runs_used < found.runs_grid
    assert found.edge is None and found.surface.p.shape == (61, 1)


def test_the_surface_is_near_the_truth_and_within_its_bounds() -> None:
    world = Known(np.random.default_rng(2), slope=15.0)
    found = find_frontier((START, LEAK), 0.95, world)
    surface = found.surface
    first, second = np.meshgrid(surface.first, surface.second, indexing="ij")
    truth = 1.0 / (1.0 + np.exp((first - 6.0 + 15.0 * second) / 0.5))
    assert np.abs(surface.p - truth).mean() < 0.03
    assert np.all(surface.low <= surface.p) and np.all(surface.p <= surface.high)
    assert np.all(surface.low - 1e-9 <= truth) and np.all(truth <= surface.high + 1e-9)
    assert np.all(np.diff(surface.p, axis=0) <= 1e-12) and np.all(np.diff(surface.p, axis=1) <= 1e-12)


def test_two_parameters_give_the_limit_for_each_value_of_the_second() -> None:
    n_covered, n_lines = 0, 0
    for number in range(4):
        world = Known(np.random.default_rng([5, number]), slope=25.0, violators=0.01)
        found = find_frontier((START, LEAK), 0.95, world, budget=15_000)
        assert found.runs_used <= 15_000 and [p.at for p in found.points] == sorted(p.at or 0.0 for p in found.points)
        for point in found.points:
            truth = world.critical(0.95, point.at or 0.0)
            n_lines += 1
            n_covered += covers(point.low, point.high, truth) if truth >= 0 else point.low is None
        assert found.edge is not None and covers(found.edge.low, found.edge.high, world.critical(0.95) / 25.0)
        assert {"found", "none hold"} == {point.status for point in found.points}
    assert n_lines >= 36 and n_covered / n_lines > 0.8  # lines share their seeds: they miss together


def test_where_larger_is_easier_the_smallest_value_is_found() -> None:
    world = Known(np.random.default_rng(3), middle=0.0, scale=2.0)
    radius = axis_of("seal.area.radius", "km", 1.0, 50.0)
    found = find_frontier((radius,), 0.9, lambda tasks: world([((-s[0] + 30.0,), seed) for s, seed in tasks]))
    truth = 30.0 - world.critical(0.9)
    point = found.points[0]
    assert not found.axes[0].is_harder_up
    assert point.low is not None and point.high is not None and point.low <= truth <= point.high
    assert np.all(np.diff(found.surface.p[:, 0]) >= 0.0)
    assert "seal.area.radius at least" in found.sentences[0]


def test_whole_numbers_are_run_as_whole_numbers() -> None:
    world = Known(np.random.default_rng(4), middle=20.0, scale=2.0)
    cases = axis_of("seal.when.cases", "", 1, 40, is_whole=True)
    found = find_frontier((cases,), 0.8, world)
    assert all(row.values[0] == int(row.values[0]) and 1 <= row.values[0] <= 40 for row in found.settings)
    assert covers(found.points[0].low, found.points[0].high, world.critical(0.8))


def test_it_says_when_every_setting_holds_and_when_none_does() -> None:
    every = find_frontier((START, LEAK), 0.95, lambda tasks: np.ones(len(tasks), dtype=bool))
    none = find_frontier((START, LEAK), 0.95, lambda tasks: np.zeros(len(tasks), dtype=bool))
    assert {point.status for point in every.points} == {"all hold"}
    assert {point.status for point in none.points} == {"none hold"}
    assert every.sentences[0].startswith("Every setting in the range contains it in 95 of 100 replicates, even")
    assert none.sentences[0].startswith("No setting in the range contains it in 95 of 100 replicates, not even")
    assert all(point.critical is None and point.low is None for point in none.points)
    assert every.runs_used < 5000 and none.runs_used < 5000
    assert every.surface.p.min() > 0.9 and none.surface.p.max() < 0.1


def test_a_budget_is_kept_and_it_says_that_it_was_used_up() -> None:
    world = Known(np.random.default_rng(6), scale=1.5)
    found = find_frontier((START,), 0.95, world, precision=0.1, budget=1500)
    assert world.n_asked <= 1500 and not found.is_complete
    assert covers(found.points[0].low, found.points[0].high, world.critical(0.95))
    assert "The budget was used up" in found.sentences[-1]


def test_replicates_that_do_not_keep_order_are_counted_in_full() -> None:
    found = find_frontier((START,), 0.95, Known(np.random.default_rng(7), scale=1.0, violators=1.0))
    assert not found.is_implying and found.n_disorderly > 0
    assert any("do not keep order" in sentence for sentence in found.sentences)
    assert all(row.n <= row.n_run for row in found.settings)


def test_the_same_question_gives_the_same_answer() -> None:
    first, again = (
        find_frontier((START,), 0.95, Known(np.random.default_rng(8), violators=0.05)).points for _ in range(2)
    )
    assert first == again


@pytest.mark.parametrize(
    ("hold", "precision", "budget", "said"),
    [(1.0, None, 15_000, "hold"), (0.0, None, 15_000, "hold"), (0.95, 0.0, 15_000, "precision"),
     (0.95, math.inf, 15_000, "precision"), (0.95, None, 100, "budget")],
)  # fmt: skip
def test_questions_that_cannot_be_asked(hold: float, precision: float | None, budget: int, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        find_frontier((START,), hold, Known(np.random.default_rng(9)), precision, budget)
    assert least_budget(2, 0.95) > least_budget(1, 0.95) > 100


@pytest.mark.parametrize(
    ("low", "high", "is_whole"), [(3.0, 3.0, False), (5.0, 1.0, False), (0.0, math.inf, False), (1.2, 1.8, True)]
)
def test_a_range_that_is_empty(low: float, high: float, is_whole: bool) -> None:
    with pytest.raises(ValueError, match=r"seal\.start: "):
        axis_of("seal.start", "d", low, high, is_whole)
