"""Export by travel, and the special functions behind it: closed forms against integration and simulation.

Simulations use fixed seeds; a share or mean may lie 4 standard deviations off: a false alarm in 16,000 each.
"""

import math

import numpy as np
import pytest
from scipy import special as scipy_special

from hyosan.theory.borders import Outbreak
from hyosan.theory.special import gamma_above, scaled_exponential_integral
from hyosan.theory.travel import (
    GrowingSource,
    branching_delay_days,
    delay_days,
    delay_in_limit_days,
    first_export_days,
    first_export_quantile_days,
    no_export_by,
    no_export_with_cut,
)


@pytest.mark.parametrize("x", [1e-8, 0.01, 0.5, 0.999, 1.0, 3.0, 50.0, 900.0])
def test_exponential_integral_is_that_of_scipy(x: float) -> None:
    expected = scipy_special.exp1(x) * math.exp(x) if x < 500.0 else 1.0 / x - 1.0 / x**2 + 2.0 / x**3 - 6.0 / x**4
    assert scaled_exponential_integral(x) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("shape", [0.1, 0.5, 1.0, 2.0, 7.5, 60.0])
@pytest.mark.parametrize("x", [0.0, 1e-3, 0.3, 1.0, 2.9, 8.0, 61.0, 300.0])
def test_incomplete_gamma_is_that_of_scipy(shape: float, x: float) -> None:
    assert gamma_above(shape, x) == pytest.approx(scipy_special.gammaincc(shape, x), rel=1e-9, abs=1e-13)


def test_delay_at_the_derived_point() -> None:
    assert delay_in_limit_days(0.14, 0.1) == pytest.approx(16.45, abs=5e-3)


@pytest.mark.parametrize("growth", [0.05, 0.14, 0.4])
@pytest.mark.parametrize("remaining", [0.5, 0.1, 0.01])
def test_rare_exports_are_delayed_as_in_the_limit(growth: float, remaining: float) -> None:
    rare, common = GrowingSource(1.0, growth, 1e-9), GrowingSource(50.0, growth, 0.05)
    limit = delay_in_limit_days(growth, remaining)
    assert delay_days(rare, remaining) == pytest.approx(limit, rel=1e-4)
    assert 0.0 < delay_days(common, remaining) < limit
    by_chance = Outbreak(growth + 0.25, 0.25, 1e-9)
    assert branching_delay_days(by_chance, remaining) == pytest.approx(limit, rel=1e-4)
    assert branching_delay_days(by_chance, remaining, 5) == pytest.approx(limit, rel=1e-3)


@pytest.mark.parametrize("source", [GrowingSource(1.0, 0.14, 0.001), GrowingSource(10.0, 0.3, 0.2)])
@pytest.mark.parametrize("cut_days", [0.0, 5.0, math.inf])
def test_simulated_first_exports(source: GrowingSource, cut_days: float) -> None:
    """10,000 first points of Poisson processes, thinned from the cut on, by a sequence of points for each."""
    n, remaining, r = 10_000, 0.3, source.growth_per_day
    rng = np.random.default_rng(5)
    hazard, now, first = np.zeros(n), np.zeros(n), np.full(n, math.inf)
    while np.isinf(first).any():
        hazard += rng.exponential(1.0, n)
        now = np.log1p(hazard / source.hazard) / r
        is_kept = (now < cut_days) | (rng.random(n) < remaining)
        first = np.where(np.isinf(first) & is_kept, now, first)
    for days in (3.0, 8.0, 20.0):
        expected = no_export_with_cut(source, days, cut_days, remaining)
        allowed = 4.0 * math.sqrt(expected * (1.0 - expected) / n) + 0.5 / n
        assert abs(np.mean(first > days) - expected) < allowed
    if math.isinf(cut_days):
        assert abs(first.mean() - first_export_days(source)) < 4.0 * first.std() / math.sqrt(n)
        median = first_export_quantile_days(source, 0.5)
        assert no_export_by(source, median) == pytest.approx(0.5)


@pytest.mark.parametrize("n_start", [1.0, 300.0])
def test_mean_first_export_is_the_integral(n_start: float) -> None:
    source = GrowingSource(n_start, 0.14, 0.001)
    times = np.linspace(0.0, 200.0, 20_001)
    curve = np.array([no_export_by(source, float(t)) for t in times])
    assert first_export_days(source) == pytest.approx(float(np.trapezoid(curve, times)), rel=1e-5)


def test_what_is_not_allowed() -> None:
    with pytest.raises(ValueError, match="above 0"):
        GrowingSource(1.0, 0.0, 0.1)
    with pytest.raises(ValueError, match="allowed"):
        delay_in_limit_days(0.1, 0.0)
    with pytest.raises(ValueError, match="allowed"):
        scaled_exponential_integral(0.0)
