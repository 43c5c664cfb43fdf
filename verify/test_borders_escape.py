"""The engine's borders against theory, over ranges of their parameters.

About 90 figures, each with a false alarm in 16,000: together 0.6 %. Seeds are fixed, so the verdict never changes.
"""

import math

import pytest
from comparisons_borders import (
    compare_cordon,
    compare_cordon_at_detection,
    compare_no_escape,
    compare_no_escape_of_period,
    compare_staged_cordon,
    compare_travel_cut,
)

from hyosan.theory.borders import Outbreak
from hyosan.theory.staged_borders import StagedOutbreak

N = 10_000


@pytest.mark.parametrize(
    ("outbreak", "n_seeds"),
    [
        (Outbreak(0.5, 0.25, 0.01), 1),
        (Outbreak(0.5, 0.25, 0.01), 3),
        (Outbreak(0.5, 0.25, 0.001), 1),
        (Outbreak(0.3, 0.3, 0.02), 2),
        (Outbreak(0.2, 0.5, 0.05), 1),
        (Outbreak(0.2, 0.5, 0.05), 8),
        (Outbreak(2.0, 0.5, 0.5), 1),
        (Outbreak(0.1, 0.1, 1.0), 1),
    ],
)
def test_no_escape(outbreak: Outbreak, n_seeds: int) -> None:
    compare_no_escape(outbreak, n_seeds, N)


@pytest.mark.parametrize("shape", [0.5, 3.0, math.inf])
@pytest.mark.parametrize("births_per_day", [0.2, 0.5])
def test_no_escape_of_other_periods(shape: float, births_per_day: float) -> None:
    compare_no_escape_of_period(births_per_day, 0.02, shape, False, N)


@pytest.mark.parametrize("dispersion", [0.1, 0.5])
def test_no_escape_with_superspreading(dispersion: float) -> None:
    compare_no_escape_of_period(0.5, 0.02, dispersion, True, N)


@pytest.mark.parametrize("closing_days", [0.0, 4.0, 12.0])
@pytest.mark.parametrize("leak", [0.0, 0.02, 0.3])
def test_cordon(closing_days: float, leak: float) -> None:
    compare_cordon(Outbreak(0.5, 0.25, 0.03), closing_days, leak, 2, N)


@pytest.mark.parametrize(("closing_days", "n_seeds"), [(0.0, 10), (3.0, 2)])
@pytest.mark.parametrize("leak", [0.02, 0.1, 0.3])
def test_cordon_round_a_dying_outbreak(closing_days: float, n_seeds: int, leak: float) -> None:
    """Where the outbreak cannot grow, the size of the leak tells most."""
    compare_cordon(Outbreak(0.15, 0.25, 0.05), closing_days, leak, n_seeds, N)


@pytest.mark.parametrize(("latent_stages", "infectious_stages"), [(1, 1), (2, 3)])
@pytest.mark.parametrize(("closing_days", "leak"), [(3.0, 0.0), (8.0, 0.0), (6.0, 0.1)])
def test_cordon_with_a_latent_period(
    latent_stages: int, infectious_stages: int, closing_days: float, leak: float
) -> None:
    outbreak = StagedOutbreak(0.5, 0.05, 2.0, 4.0, latent_stages, infectious_stages)
    compare_staged_cordon(outbreak, closing_days, leak, N)


@pytest.mark.parametrize("detected_share", [0.02, 0.1, 0.5])
@pytest.mark.parametrize("n_seeds", [1, 3])
def test_cordon_at_the_first_detection(detected_share: float, n_seeds: int) -> None:
    compare_cordon_at_detection(Outbreak(0.5, 0.25, 0.03), detected_share, n_seeds, N)


def test_travel_cut_at_the_derived_point() -> None:
    """r = 0.14 per day and a tenth of travel: near the limit of 16.45 days, which rarer exports would reach."""
    compare_travel_cut(Outbreak(0.39, 0.25, 1e-3), 0.1, 10, 2000)


@pytest.mark.parametrize(("outbreak", "n_seeds"), [(Outbreak(0.5, 0.25, 0.02), 1), (Outbreak(0.2, 0.4, 0.1), 5)])
@pytest.mark.parametrize("remaining", [0.5, 0.1])
def test_travel_cut(outbreak: Outbreak, n_seeds: int, remaining: float) -> None:
    compare_travel_cut(outbreak, remaining, n_seeds, N)
