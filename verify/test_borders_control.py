"""What the engine's measures prevent, against theory, over ranges of their parameters.

About 80 figures, each with a false alarm in 16,000: together 0.5 %. Seeds are fixed, so the verdict never changes.
"""

import math
from pathlib import Path

import pytest
from comparisons_areas import compare_equal_risk, compare_fewer_trips, compare_risky_inside
from comparisons_containment import (
    compare_combinations,
    compare_feasibility,
    compare_reproduction_numbers,
    compare_speed,
)
from comparisons_control import compare_coverage, compare_isolation, compare_isolation_threshold, compare_ring

from hyosan.theory.growth import Period
from hyosan.theory.isolation import Isolation

N = 10_000
ISOLATIONS = {
    "at once": Isolation(0.9),
    "half": Isolation(0.5),
    "fixed delay": Isolation(0.7, fixed_days=2.0),
    "exponential delay": Isolation(0.7, exponential_days=2.0),
    "both, some contacts left": Isolation(0.4, 1.0, 1.5, 0.2),
}


@pytest.mark.parametrize("shape", [1.0, 3.0, math.inf])
@pytest.mark.parametrize("name", ISOLATIONS)
def test_extinction_with_isolation(name: str, shape: float) -> None:
    compare_isolation(0.6, Period(4.0, shape), ISOLATIONS[name], 5000)


@pytest.mark.parametrize("compliance", [0.6, 0.9])
def test_isolation_of_those_who_comply(compliance: float) -> None:
    compare_isolation(0.6, Period(4.0, 2.0), Isolation(0.5, 0.5, 1.0), 5000, compliance)


@pytest.mark.parametrize(
    ("contacts_per_day", "isolation"),
    [(0.5, Isolation(1.0)), (0.5, Isolation(1.0, 0.5, 0.5)), (0.5, Isolation(1.0, exponential_days=1.5))],
)
def test_isolation_threshold(contacts_per_day: float, isolation: Isolation) -> None:
    compare_isolation_threshold(contacts_per_day, Period(4.0, 2.0), isolation, 2000)


@pytest.mark.parametrize(
    ("r0", "coverage", "efficacy"),
    [(2.0, 0.3, 1.0), (2.0, 0.5, 0.9), (2.0, 0.6, 1.0), (4.0, 0.5, 0.8), (4.0, 0.9, 0.95)],
)
def test_coverage(r0: float, coverage: float, efficacy: float) -> None:
    compare_coverage(r0, coverage, efficacy, N)


@pytest.mark.parametrize("n_people", [4, 12])
@pytest.mark.parametrize("prophylaxis", [(0.7, 1.0), (0.6, 0.5), (1.0, 0.8)])
@pytest.mark.parametrize("is_household", [True, False], ids=["household", "day group"])
def test_prophylaxis_around_a_case(
    n_people: int, prophylaxis: tuple[float, float], is_household: bool, tmp_path: Path
) -> None:
    compare_ring(tmp_path, n_people, 3.0, prophylaxis, is_household, N)


@pytest.mark.parametrize("r0", [1.8, 2.5])
def test_fewer_trips_delay_and_change_little(r0: float) -> None:
    compare_fewer_trips(r0, 0.02, 0.1, 6)


def test_a_cordon_round_an_area_at_high_risk(tmp_path: Path) -> None:
    compare_risky_inside(tmp_path, 20)


def test_a_cordon_between_areas_at_equal_risk(tmp_path: Path) -> None:
    compare_equal_risk(tmp_path, 20)


def test_containment_by_reproduction_number() -> None:
    compare_reproduction_numbers(1000)


def test_containment_by_measures() -> None:
    compare_combinations(1000)


def test_containment_by_speed() -> None:
    compare_speed(1000)


def test_containment_is_feasible_below_the_limit() -> None:
    compare_feasibility(1000)
