"""The engine's borders and measures against theory, in short. Long form: verify/.

About 30 figures, each with a false alarm in 16,000: together below 0.2 %. Seeds are fixed, so the verdict never
changes.
"""

from pathlib import Path

import pytest
from comparisons_areas import compare_equal_risk, compare_risky_inside
from comparisons_borders import (
    compare_cordon,
    compare_cordon_at_detection,
    compare_no_escape,
    compare_no_escape_of_period,
    compare_staged_cordon,
    compare_travel_cut,
)
from comparisons_containment import compare_combinations
from comparisons_control import compare_coverage, compare_isolation, compare_ring

from hyosan.theory.borders import Outbreak
from hyosan.theory.growth import Period
from hyosan.theory.isolation import Isolation
from hyosan.theory.staged_borders import StagedOutbreak

N = 1000


@pytest.mark.parametrize(("outbreak", "n_seeds"), [(Outbreak(0.5, 0.25, 0.01), 1), (Outbreak(0.2, 0.5, 0.1), 3)])
def test_no_escape(outbreak: Outbreak, n_seeds: int) -> None:
    compare_no_escape(outbreak, n_seeds, N)


def test_no_escape_of_a_gamma_period() -> None:
    compare_no_escape_of_period(0.5, 0.02, 3.0, False, N)


@pytest.mark.parametrize(("closing_days", "leak"), [(0.0, 0.0), (4.0, 0.0), (4.0, 0.3)])
def test_cordon(closing_days: float, leak: float) -> None:
    compare_cordon(Outbreak(0.5, 0.25, 0.03), closing_days, leak, 2, N)


def test_cordon_round_a_dying_outbreak() -> None:
    compare_cordon(Outbreak(0.15, 0.25, 0.05), 0.0, 0.3, 10, N)


def test_cordon_with_a_latent_period() -> None:
    compare_staged_cordon(StagedOutbreak(0.5, 0.05, 2.0, 4.0, 2, 3), 6.0, 0.1, N)


def test_cordon_at_the_first_detection() -> None:
    compare_cordon_at_detection(Outbreak(0.5, 0.25, 0.03), 0.1, 2, N)


def test_travel_cut() -> None:
    compare_travel_cut(Outbreak(0.5, 0.25, 0.02), 0.1, 2, N)


@pytest.mark.parametrize("isolation", [Isolation(0.9), Isolation(0.4, 1.0, 1.5, 0.2)])
def test_isolation(isolation: Isolation) -> None:
    compare_isolation(0.6, Period(4.0, 3.0), isolation, 500, compliance=0.95)


def test_coverage_at_the_threshold() -> None:
    compare_coverage(2.0, 0.5, 1.0, N)


@pytest.mark.parametrize("is_household", [True, False], ids=["household", "day group"])
def test_prophylaxis_around_a_case(is_household: bool, tmp_path: Path) -> None:
    compare_ring(tmp_path, 10, 3.0, (0.7, 0.9), is_household, N)


def test_a_cordon_round_an_area_at_high_risk(tmp_path: Path) -> None:
    compare_risky_inside(tmp_path, 3)


def test_a_cordon_between_areas_at_equal_risk(tmp_path: Path) -> None:
    compare_equal_risk(tmp_path, 3)


def test_containment_at_source() -> None:
    compare_combinations(120)
