"""Isolation, vaccination, travel between areas: closed forms against integration, simulation and each other.

Simulations use fixed seeds; a mean may lie 4 standard deviations off: a false alarm in 16,000 each.
"""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from hyosan.theory.extinction import extinction_probability, offspring_generating_function
from hyosan.theory.final_size import final_size
from hyosan.theory.growth import Period
from hyosan.theory.isolation import (
    Isolation,
    critical_probability,
    days_cut,
    effective_r,
    extinction_with_isolation,
    offspring_transform,
)
from hyosan.theory.multigroup import Areas, areas_curve, areas_final_size, resided_areas, visited_areas
from hyosan.theory.vaccination import (
    critical_coverage,
    final_size_all_or_nothing,
    final_size_leaky,
    vaccinated_r,
)

ISOLATIONS = [
    Isolation(0.7),
    Isolation(0.7, fixed_days=2.0),
    Isolation(0.7, exponential_days=2.0),
    Isolation(0.4, fixed_days=1.0, exponential_days=1.5, remaining=0.2),
    Isolation(1.0, fixed_days=3.0, exponential_days=0.5, remaining=0.5),
]
PERIODS = [Period(4.0), Period(4.0, 0.5), Period(4.0, 3.0), Period(4.0, math.inf)]


def days_free(period: Period, isolation: Isolation, n: int, seed: int) -> NDArray[np.float64]:
    """Return the effective infectious days of n simulated people."""
    rng = np.random.default_rng(seed)
    shape = period.shape
    days = np.full(n, period.mean_days) if math.isinf(shape) else rng.gamma(shape, period.mean_days / shape, n)
    until = isolation.fixed_days + rng.exponential(1.0, n) * isolation.exponential_days
    until = np.where(rng.random(n) < isolation.probability, until, math.inf)
    return np.minimum(days, until) + isolation.remaining * np.maximum(days - until, 0.0)


@pytest.mark.parametrize("isolation", ISOLATIONS)
@pytest.mark.parametrize("period", PERIODS)
def test_isolation_of_simulated_people(isolation: Isolation, period: Period) -> None:
    """40,000 people: mean number infected, and the transform of that number at three points."""
    rate, n = 0.6, 40_000
    days = days_free(period, isolation, n, 11)
    expected = effective_r(rate, period, isolation)
    assert abs(rate * days.mean() - expected) < 4.0 * rate * days.std() / math.sqrt(n) + 1e-9
    for s in (0.0, 0.4, 0.9):
        escape = np.exp(-rate * (1.0 - s) * days)
        found = offspring_transform(s, rate, period, isolation)
        assert abs(escape.mean() - found) < 4.0 * escape.std() / math.sqrt(n) + 1e-9


@pytest.mark.parametrize("isolation", ISOLATIONS)
@pytest.mark.parametrize("period", PERIODS)
def test_the_slope_of_the_transform_is_effective_r(isolation: Isolation, period: Period) -> None:
    h = 1e-5
    slope = (1.0 - offspring_transform(1.0 - h, 0.6, period, isolation)) / h
    assert slope == pytest.approx(effective_r(0.6, period, isolation), rel=1e-4)
    assert offspring_transform(1.0, 0.6, period, isolation) == pytest.approx(1.0, abs=1e-12)


def test_exponential_isolation_by_hand() -> None:
    """Exponential period and delay, rates m and d: E[min(I, D)] = 1/(m + d)."""
    isolation = Isolation(1.0, exponential_days=2.0)
    assert effective_r(0.6, Period(4.0), isolation) == pytest.approx(0.6 / (1 / 4 + 1 / 2))
    assert days_cut(Period(4.0), isolation) == pytest.approx(4.0 - 1.0 / 0.75)
    assert days_cut(Period(4.0), Isolation(1.0, fixed_days=3.0)) == pytest.approx(4.0 * math.exp(-0.75))
    assert days_cut(Period(4.0, math.inf), Isolation(1.0, fixed_days=3.0)) == pytest.approx(1.0)


@pytest.mark.parametrize("period", PERIODS)
def test_without_detection_nothing_changes(period: Period) -> None:
    none = Isolation(0.0, fixed_days=1.0)
    assert effective_r(0.6, period, none) == pytest.approx(2.4)
    assert offspring_transform(0.3, 0.6, period, none) == pytest.approx(
        offspring_generating_function(0.3, 2.4, period.shape)
    )
    expected = extinction_probability(2.4, period.shape, 2)
    assert extinction_with_isolation(0.6, period, none, 2) == pytest.approx(expected)


@pytest.mark.parametrize("isolation", ISOLATIONS)
@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("rate", [0.3, 0.6])
def test_the_threshold_is_where_r_is_one(isolation: Isolation, period: Period, rate: float) -> None:
    critical = critical_probability(rate, period, isolation)
    if critical <= 1.0:
        at = Isolation(critical, isolation.fixed_days, isolation.exponential_days, isolation.remaining)
        assert effective_r(rate, period, at) == pytest.approx(1.0)
    else:
        all_of_them = Isolation(1.0, isolation.fixed_days, isolation.exponential_days, isolation.remaining)
        assert effective_r(rate, period, all_of_them) > 1.0
    is_certain = extinction_with_isolation(rate, period, isolation) == 1.0
    assert is_certain == (effective_r(rate, period, isolation) <= 1.0)


def test_threshold_at_its_ends() -> None:
    assert critical_probability(0.2, Period(4.0), Isolation(0.5)) == 0.0
    assert math.isinf(critical_probability(0.6, Period(4.0, math.inf), Isolation(0.5, fixed_days=9.0)))
    assert critical_probability(0.5, Period(4.0), Isolation(0.5)) == pytest.approx(0.5)


@pytest.mark.parametrize("isolation", ISOLATIONS[1:4])
def test_extinction_of_simulated_outbreaks(isolation: Isolation) -> None:
    """5,000 outbreaks by generations; 300 infected in one are taken for endless (they die out with less than 1e-9)."""
    rate, period, n = 0.9, Period(4.0, 2.0), 5000
    rng = np.random.default_rng(17)
    infected = np.ones(n, np.int64)
    for generation in range(100):
        of = np.repeat(np.arange(n), np.where(infected < 300, infected, 0))
        if not of.size:
            break
        contacts = rng.poisson(rate * days_free(period, isolation, len(of), 100 + generation))
        infected = np.where(infected < 300, np.bincount(of, contacts, n), infected).astype(np.int64)
    q = extinction_with_isolation(rate, period, isolation)
    assert 0.1 < q < 0.9
    assert abs(np.mean(infected == 0) - q) < 4.0 * math.sqrt(q * (1.0 - q) / n)


@pytest.mark.parametrize(("r0", "efficacy", "coverage"), [(2.0, 1.0, 0.5), (3.0, 0.8, 0.8333333), (1.0, 0.9, 0.0)])
def test_critical_coverage(r0: float, efficacy: float, coverage: float) -> None:
    assert critical_coverage(r0, efficacy) == pytest.approx(coverage)
    assert vaccinated_r(r0, critical_coverage(r0, efficacy), efficacy) == pytest.approx(1.0)


def test_no_coverage_is_enough_where_the_vaccine_is_poor() -> None:
    assert critical_coverage(4.0, 0.5) == pytest.approx(1.5)
    assert math.isinf(critical_coverage(2.0, 0.0)) and critical_coverage(0.9, 0.0) == 0.0


@pytest.mark.parametrize("r0", [1.5, 3.0])
@pytest.mark.parametrize("efficacy", [0.5, 0.9, 1.0])
def test_size_falls_to_nothing_at_the_threshold(r0: float, efficacy: float) -> None:
    critical = min(1.0, critical_coverage(r0, efficacy))
    for size in (final_size_all_or_nothing, final_size_leaky):
        sizes = [size(r0, coverage, efficacy) for coverage in np.linspace(0.0, critical, 7)]
        assert sizes[0] == pytest.approx(final_size(r0), abs=1e-9)
        assert np.all(np.diff(sizes) < 0.0)
        if critical < 1.0:
            assert sizes[-1] < 1e-6 and size(r0, min(1.0, critical + 0.01), efficacy) == 0.0


@pytest.mark.parametrize("seeded", [0.0, 0.01])
def test_a_leaky_vaccine_protects_fewer(seeded: float) -> None:
    leaky, whole = final_size_leaky(3.0, 0.6, 0.7, seeded), final_size_all_or_nothing(3.0, 0.6, 0.7, seeded)
    assert leaky > whole > 0.0
    assert final_size_leaky(3.0, 0.6, 1.0) == pytest.approx(final_size_all_or_nothing(3.0, 0.6, 1.0))


@pytest.mark.parametrize("efficacy", [0.3, 0.7])
def test_a_leaky_vaccine_is_two_groups(efficacy: float) -> None:
    """Groups of 60 and 40 %, in the second of which contacts pass with probability 1 - e."""
    r0, coverage = 3.0, 0.4
    people = np.array([1.0 - coverage, coverage])
    pressure = r0 * np.array([people, (1.0 - efficacy) * people])
    sizes = areas_final_size(Areas(people, pressure))
    assert float(people @ sizes) == pytest.approx(final_size_leaky(r0, coverage, efficacy), abs=1e-9)


@pytest.mark.parametrize("r0", [1.3, 2.0, 4.0])
@pytest.mark.parametrize("away", [0.0, 0.05, 0.5])
def test_like_areas_are_one(r0: float, away: float) -> None:
    shares = np.array([[1.0 - away, away], [away, 1.0 - away]])
    for areas in (visited_areas(r0, [500.0, 500.0], shares), resided_areas([r0, r0], [500.0, 500.0], shares)):
        assert areas.reproduction_number == pytest.approx(r0)
        np.testing.assert_allclose(areas_final_size(areas), final_size(r0), atol=1e-9)
        np.testing.assert_allclose(areas_final_size(areas, 0.02), final_size(r0, 0.02), atol=1e-9)


AWAY = np.array([[0.9, 0.1], [0.02, 0.98]])


@pytest.mark.parametrize(
    "areas", [visited_areas(1.8, [1000.0, 5000.0], AWAY), resided_areas([3.0, 0.7], [1000.0, 4000.0], AWAY)]
)
def test_final_size_is_where_the_equations_end(areas: Areas) -> None:
    """Integrals of the infectious people, by Simpson's rule, give the contacts that everybody escaped."""
    infectious_days, seeds = 4.0, np.array([5.0, 0.0])
    times = np.linspace(0.0, 600.0, 6001)
    infectious = areas_curve(times, areas, infectious_days, seeds, 0.1)
    weights = np.where(np.arange(len(times)) % 2, 4.0, 2.0)
    weights[[0, -1]] = 1.0
    ever = (weights @ infectious) * times[1] / 3.0 / infectious_days
    np.testing.assert_allclose(ever / areas.n_people, areas_final_size(areas, seeds / areas.n_people), rtol=1e-4)


def test_less_travel_delays_and_hardly_changes_the_size() -> None:
    """Germann 2006: of a two per cent share of contacts away, a tenth is left. The peak elsewhere comes about
    ln(10)/r later, r = (R0 - 1)/T = 0.2 per day; the size changes by less than a thousandth."""
    people, infectious_days = np.array([1e6, 1e6]), 4.0
    times = np.linspace(0.0, 200.0, 2001)
    peaks, sizes = [], []
    for away in (0.02, 0.002):
        areas = visited_areas(1.8, people, [[1.0 - away, away], [away, 1.0 - away]])
        infectious = areas_curve(times, areas, infectious_days, [10.0, 0.0], 0.1)
        peaks.append(times[infectious[:, 1].argmax()] - times[infectious[:, 0].argmax()])
        sizes.append(areas_final_size(areas, [1e-5, 0.0]))
    assert peaks[1] - peaks[0] == pytest.approx(math.log(10.0) / 0.2, rel=0.2)
    np.testing.assert_allclose(sizes[0], sizes[1], atol=1e-3)


def test_a_cordon_round_the_risky_place_protects_outside_and_raises_the_total() -> None:
    """Espinoza 2020: residents of a place with R0 3 who spend time in a place with R0 0.8 are safer there."""
    people = np.array([10_000.0, 10_000.0])
    open_size = areas_final_size(resided_areas([3.0, 0.8], people, [[0.7, 0.3], [0.0, 1.0]]), 1e-4)
    shut_size = areas_final_size(resided_areas([3.0, 0.8], people, np.eye(2)), 1e-4)
    assert shut_size[1] < open_size[1]
    assert shut_size[0] > open_size[0]


def test_shares_must_add_up() -> None:
    with pytest.raises(ValueError, match="sum 1"):
        visited_areas(2.0, [1.0, 1.0], [[0.5, 0.4], [0.0, 1.0]])
    with pytest.raises(ValueError, match="allowed are shares"):
        Isolation(1.2)
    with pytest.raises(ValueError, match="allowed are days"):
        Isolation(0.5, fixed_days=-1.0)
    with pytest.raises(ValueError, match="allowed are shares"):
        vaccinated_r(2.0, 1.2)
