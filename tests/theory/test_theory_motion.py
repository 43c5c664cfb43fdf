"""Growth, fronts, arrivals, and the critical lattice: closed forms against integration and each other."""

import math

import numpy as np
import pytest

from hyosan.theory.fronts import Reach, contact_front_km_per_day, diffusive_front_km_per_day, finite_front_km_per_day
from hyosan.theory.growth import Period, doubling_days, growth_rate_per_day, laplace, reproduction_number
from hyosan.theory.immigration_death import ImmigrationDeath, mean_at, sd_at
from hyosan.theory.lattice import SQUARE_CRITICAL_ALPHA, critical_reach_ratio
from hyosan.theory.roots import bisect, integrate
from hyosan.theory.seir import Seir, seir_curve

SHAPES = (0.5, 1.0, 2.0, 7.0, math.inf)


@pytest.mark.parametrize(("shape", "rate"), [(1.0, 0.140388), (2.0, 0.157298)])
def test_growth_at_the_derived_points(shape: float, rate: float) -> None:
    assert growth_rate_per_day(2.0, Period(2.0, shape), Period(4.0, shape)) == pytest.approx(rate, abs=5e-7)


@pytest.mark.parametrize("rate", [-0.05, 0.0, 0.01, 0.2, 1.5])
def test_exponential_periods_multiply(rate: float) -> None:
    r0 = reproduction_number(rate, Period(2.0), Period(4.0))
    assert r0 == pytest.approx((1.0 + 2.0 * rate) * (1.0 + 4.0 * rate), rel=1e-9)


@pytest.mark.parametrize("r0", [0.3, 0.9, 1.0, 1.1, 2.0, 6.0, 15.0])
@pytest.mark.parametrize("latent", [Period(0.0), Period(2.0, 0.5), Period(2.0, 3.0), Period(5.0, math.inf)])
@pytest.mark.parametrize("shape", SHAPES)
def test_growth_and_r_are_inverse(r0: float, latent: Period, shape: float) -> None:
    infectious = Period(3.0, shape)
    rate = growth_rate_per_day(r0, latent, infectious)
    assert np.sign(rate) == np.sign(r0 - 1.0)
    assert reproduction_number(rate, latent, infectious) == pytest.approx(r0, rel=1e-6)


@pytest.mark.parametrize("r0", [1.5, 2.0, 4.0])
@pytest.mark.parametrize(("latent_stages", "infectious_stages"), [(1, 1), (2, 2), (4, 1), (1, 5)])
def test_the_equations_grow_at_that_rate(r0: float, latent_stages: int, infectious_stages: int) -> None:
    """Among 1e12 people, after the transients: slope of the logarithm of the infectious over the last ten days."""
    history = Seir(r0, 2.0, 4.0, latent_stages, infectious_stages)
    infectious = seir_curve(np.array([30.0, 40.0]), history, 1e12, 1.0).infectious
    slope = math.log(infectious[1] / infectious[0]) / 10.0
    expected = growth_rate_per_day(r0, Period(2.0, latent_stages), Period(4.0, infectious_stages))
    assert slope == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("shape", SHAPES)
def test_transform_of_a_period(shape: float) -> None:
    """E[exp(-r T)] is close to 1 - r m + r^2 E[T^2]/2 for small r."""
    rate, mean = 1e-4, 3.0
    second = mean**2 * (1.0 + (0.0 if math.isinf(shape) else 1.0 / shape))
    assert laplace(Period(mean, shape), rate) == pytest.approx(1.0 - rate * mean + rate**2 * second / 2.0, abs=1e-9)


def test_doubling() -> None:
    assert doubling_days(math.log(2.0) / 3.0) == pytest.approx(3.0)


def test_the_equations_conserve_people() -> None:
    curve = seir_curve(np.linspace(0.0, 200.0, 21), Seir(2.5, 3.0, 5.0, 2, 3), 1000.0, 1.0)
    total = curve.susceptible + curve.latent + curve.infectious + curve.removed
    np.testing.assert_allclose(total, 1000.0, rtol=1e-12)


def test_immigration_and_death_at_the_point_of_dsmts_00020() -> None:
    process = ImmigrationDeath(arrivals_per_day=1.0, leaving_per_day=0.1)
    assert mean_at(process, 50.0) == pytest.approx(9.9326, abs=5e-5)
    assert sd_at(process, 50.0) == pytest.approx(3.1516, abs=5e-5)


@pytest.mark.parametrize("arrivals", [0.3, 1.0, 20.0])
@pytest.mark.parametrize("leaving", [0.05, 0.7])
@pytest.mark.parametrize("n_start", [0, 12])
def test_immigration_and_death_solve_the_equations_of_their_moments(
    arrivals: float, leaving: float, n_start: int
) -> None:
    """dM/dt = a - mu M, dV/dt = a + mu M - 2 mu V."""

    def slope(x):
        return np.array([arrivals - leaving * x[0], arrivals + leaving * x[0] - 2.0 * leaving * x[1]])

    times = np.array([1.0, 5.0, 30.0])
    rows = integrate(slope, np.array([n_start, 0.0]), times, 0.01)
    process = ImmigrationDeath(arrivals, leaving, n_start)
    np.testing.assert_allclose([mean_at(process, t) for t in times], rows[:, 0], rtol=1e-8)
    np.testing.assert_allclose([sd_at(process, t) ** 2 for t in times], rows[:, 1], rtol=1e-8)


@pytest.mark.parametrize("gamma", [0.2, 1.0])
@pytest.mark.parametrize("reach", [0.1, 3.0])
def test_a_contact_front_is_diffusive_near_the_threshold(gamma: float, reach: float) -> None:
    r0 = 1.001
    shift, probability = np.array([-reach, 0.0, reach]), np.array([0.25, 0.5, 0.25])
    diffusion = r0 * gamma * 0.5 * reach**2 / 2.0
    speed = contact_front_km_per_day(Reach(shift, probability), r0 * gamma, gamma)
    assert speed == pytest.approx(diffusive_front_km_per_day(diffusion, gamma, r0), rel=1e-3)


@pytest.mark.parametrize("r0", [1.5, 3.0, 8.0])
def test_a_normal_contact_front(r0: float) -> None:
    """For normal shifts M(k) = exp(s^2 k^2/2), and the minimum solves a plain equation: found here on a fine grid."""
    sd = 2.0
    shift = np.linspace(-10 * sd, 10 * sd, 4001)
    density = np.exp(-0.5 * (shift / sd) ** 2)
    k = np.linspace(1e-3, 3.0, 300_000)
    on_grid = np.min((r0 * np.exp(0.5 * (sd * k) ** 2) - 1.0) / k)
    speed = contact_front_km_per_day(Reach(shift, density / density.sum()), r0, 1.0)
    assert speed == pytest.approx(on_grid, rel=1e-6)
    assert speed > diffusive_front_km_per_day(r0 * sd**2 / 2.0, 1.0, r0)


def test_a_front_of_few_people_is_slower() -> None:
    """Contacts with the next of a row of patches: v = (0.5 + 0.5 cosh k)/k has its minimum 1.1167 near k = 1.5."""
    reach = Reach(np.array([-1.0, 0.0, 1.0]), np.array([0.125, 0.75, 0.125]))
    endless = contact_front_km_per_day(reach, 2.0, 1.0)
    assert endless == pytest.approx(1.1167, abs=1e-4)
    speeds = [finite_front_km_per_day(reach, 2.0, 1.0, n) for n in (1e3, 1e6, 1e12)]
    assert speeds == sorted(speeds) and speeds[0] > 0.8 * endless and speeds[-1] < endless


def test_front_grows_with_r0_and_diffusion() -> None:
    assert diffusive_front_km_per_day(4.0, 0.25, 2.0) == pytest.approx(2.0)
    assert diffusive_front_km_per_day(4.0, 0.25, 5.0) == pytest.approx(4.0)


def test_lattice_figures() -> None:
    assert 0.43 < SQUARE_CRITICAL_ALPHA < 0.44
    assert critical_reach_ratio(1.0) == 1.0
    assert critical_reach_ratio(4.0) == pytest.approx(0.9267, abs=1e-4)


def test_bisection_wants_a_change_of_sign() -> None:
    with pytest.raises(ValueError, match="no change of sign"):
        bisect(lambda x: x * x + 1.0, 0.0, 1.0)
    assert bisect(lambda x: x * x - 2.0, 0.0, 2.0) == pytest.approx(math.sqrt(2.0), abs=1e-15)


def test_integration_wants_times_in_order() -> None:
    with pytest.raises(ValueError, match="do not fall"):
        integrate(lambda x: -x, np.ones(1), np.array([2.0, 1.0]), 0.1)
    rows = integrate(lambda x: -x, np.ones(1), np.array([0.0, 1.0]), 0.01)
    np.testing.assert_allclose(rows[:, 0], [1.0, math.exp(-1.0)], rtol=1e-9)
