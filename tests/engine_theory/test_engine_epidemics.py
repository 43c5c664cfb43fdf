"""The engine's epidemics against theory, in short. Long form: verify/.

About 25 figures, each with a false alarm in 16,000: together below 0.2 %. Seeds are fixed, so the verdict never
changes.
"""

import math

import pytest
from comparisons_epidemic import (
    compare_arrivals,
    compare_extinction,
    compare_final_size,
    compare_immune,
    compare_random_graph,
    compare_small_group,
    front_speeds,
    growth_error,
)
from support import gamma_law

from hyosan.theory.growth import Period
from hyosan.theory.immigration_death import ImmigrationDeath


def test_final_size() -> None:
    compare_final_size(2.0, gamma_law(4.0, 1.0), None, 1.0, 3)


def test_final_size_with_immunity() -> None:
    compare_immune(3.0, 0.3, 3)


@pytest.mark.parametrize(
    ("k", "is_individual"),
    [(1.0, False), (3.0, False), (math.inf, False), (0.1, True)],
    ids=["exponential", "gamma", "constant", "superspreading"],
)
def test_small_outbreaks(k: float, is_individual: bool) -> None:
    compare_extinction(2.0, k, is_individual, 1000)


@pytest.mark.parametrize("shape", [1.0, math.inf])
def test_group_of_fifty(shape: float) -> None:
    compare_small_group(50, 1, 2.0 * 49.0 / 50.0, shape, 1000)


@pytest.mark.parametrize("shape", [1.0, 2.0])
def test_growth(shape: float) -> None:
    """3 %: five standard deviations, since the slope from 10,000 infectious on is known to about 0.6 %."""
    assert abs(growth_error(2.0, Period(2.0, shape), Period(4.0, shape), 30_000_000, 3000, 1)) < 0.03


def test_immigration_and_death() -> None:
    compare_arrivals(ImmigrationDeath(1.0, 0.1), 50.0, 1000)


def test_random_graph() -> None:
    compare_random_graph(4.0, 0.4, math.inf, "erdos-renyi", 3)


def test_front_speed() -> None:
    """Never faster than endless numbers allow, and at most 10 % slower than few people are."""
    found, endless, finite = front_speeds(1.5, 0.5, 2000, 1)
    assert 0.9 * finite < found < endless
