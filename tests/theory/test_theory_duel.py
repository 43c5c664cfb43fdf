"""The zombie duel: closed forms against integration, enumeration and each other. No chance is involved."""

import math
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hyosan.theory.munz import MunzRates, munz_curve
from hyosan.theory.roots import integrate
from hyosan.theory.szr import szr_curve, szr_end, szr_wiped_out_probability
from hyosan.theory.szr_graph import complete_graph, no_bite_probability, szr_graph_end

TRIANGLE = complete_graph(3)


def test_alemi_curve_at_the_published_point() -> None:
    curve = szr_curve(10.0, 199, 1, 0.6)
    assert float(curve.zombies) == pytest.approx(33.377, abs=5e-4)
    assert float(curve.susceptible) == pytest.approx(118.058, abs=5e-4)
    assert float(szr_curve(1e6, 199, 1, 0.6).zombies) == pytest.approx(80.6, abs=1e-9)


@pytest.mark.parametrize("alpha", [0.0, 0.3, 0.6, 0.99, 1.0, 1.01, 1.7])
@pytest.mark.parametrize(("n_susceptible", "n_zombies"), [(199, 1), (50, 10), (5, 40)])
def test_alemi_curve_solves_its_equations(alpha: float, n_susceptible: int, n_zombies: int) -> None:
    n_people = n_susceptible + n_zombies
    tau = np.linspace(0.0, 30.0, 31)

    def slope(x):
        meetings = x[0] * x[1] / n_people
        return np.array([-meetings, (1.0 - alpha) * meetings, alpha * meetings])

    rows = integrate(slope, np.array([n_susceptible, n_zombies, 0.0]), tau, 0.01)
    curve = szr_curve(tau, n_susceptible, n_zombies, alpha)
    np.testing.assert_allclose(curve.susceptible, rows[:, 0], atol=1e-6 * n_people)
    np.testing.assert_allclose(curve.zombies, rows[:, 1], atol=1e-6 * n_people)
    np.testing.assert_allclose(curve.removed, rows[:, 2], atol=1e-6 * n_people)


def test_alemi_curve_where_nothing_is_conserved() -> None:
    """P = 0 (alpha = 1 + Z0/S0): the growth factor of the closed form is 0/0 there, and the limit S0/(1 + Z0 tau/N)."""
    curve = szr_curve(np.array([0.0, 5.0]), 20, 10, 1.5)
    np.testing.assert_allclose(curve.susceptible, [20.0, 20.0 / (1.0 + 10.0 * 5.0 / 30.0)])


def test_stochastic_end_at_the_derived_point() -> None:
    end = szr_end(10, 1, 0.6)
    assert end.wiped_out_probability == pytest.approx(0.578438, abs=5e-7)
    assert end.mean_survivors == pytest.approx(5.2556, abs=5e-5)


@cache
def _wiped_out(s: int, z: int, bite: Fraction) -> Fraction:
    if z == 0:
        return Fraction(1)
    if s == 0:
        return Fraction(0)
    return bite * _wiped_out(s - 1, z + 1, bite) + (1 - bite) * _wiped_out(s, z - 1, bite)


@pytest.mark.parametrize("alpha", [Fraction(0), Fraction(1, 4), Fraction(3, 5), Fraction(1), Fraction(5, 2)])
@pytest.mark.parametrize(("s", "z"), [(1, 1), (4, 1), (12, 3), (3, 8)])
def test_stochastic_end_solves_its_recursion(alpha: Fraction, s: int, z: int) -> None:
    end = szr_end(s, z, float(alpha))
    assert end.survivors_probability.sum() + end.zombies_probability.sum() == pytest.approx(1.0, abs=1e-12)
    assert end.wiped_out_probability == pytest.approx(float(_wiped_out(s, z, 1 / (1 + alpha))), abs=1e-12)


@pytest.mark.parametrize("alpha", [0.2, 0.6, 0.8, 1.3])
@pytest.mark.parametrize("z", [1, 3])
def test_many_people_are_the_random_walk(alpha: float, z: int) -> None:
    """Walks of more than S0 bites that still return to 0 are rarer than 0.001."""
    assert szr_end(700, z, alpha).wiped_out_probability == pytest.approx(szr_wiped_out_probability(z, alpha), abs=1e-3)


def test_triangle_and_k5_at_the_derived_points() -> None:
    triangle = szr_graph_end(3, TRIANGLE, [0], 0.5)
    assert triangle.no_zombie_probability == pytest.approx(11 / 27, abs=1e-13)
    assert triangle.mean_susceptible == pytest.approx(0.740741, abs=5e-7)
    k5 = szr_graph_end(5, complete_graph(5), [0], 0.5)
    assert k5.no_zombie_probability == pytest.approx(1003 / 2187, abs=1e-13)
    assert k5.mean_susceptible == pytest.approx(1.639689, abs=5e-7)


@pytest.mark.parametrize("n_people", [2, 3, 5, 7])
@pytest.mark.parametrize("n_zombies", [1, 2])
@pytest.mark.parametrize("alpha", [0.2, 0.5, 1.5])
def test_a_complete_graph_is_well_mixed(n_people: int, n_zombies: int, alpha: float) -> None:
    on_graph = szr_graph_end(n_people, complete_graph(n_people), range(n_zombies), alpha)
    mixed = szr_end(n_people - n_zombies, n_zombies, alpha)
    assert on_graph.joint_probability.sum() == pytest.approx(1.0, abs=1e-12)
    assert on_graph.mean_susceptible == pytest.approx(mixed.mean_survivors, abs=1e-12)
    assert on_graph.no_zombie_probability == pytest.approx(mixed.wiped_out_probability, abs=1e-12)


@given(
    n=st.integers(2, 6),
    chosen=st.sets(st.integers(0, 14), min_size=1, max_size=9),
    alpha=st.floats(0.0, 3.0),
)
@settings(max_examples=30, deadline=None)
def test_nobody_bitten_on_any_graph(n: int, chosen: set[int], alpha: float) -> None:
    pairs = complete_graph(n)
    edges = tuple(pairs[i] for i in chosen if i < len(pairs))
    end = szr_graph_end(n, edges, [0], alpha)
    has_neighbour = any(0 in edge for edge in edges)
    expected = no_bite_probability(alpha) if has_neighbour else 0.0
    assert end.joint_probability[n - 1, 0] == pytest.approx(expected, abs=1e-12)


def test_munz_at_the_derived_point() -> None:
    curve = munz_curve([3.0], 500, 1, MunzRates(bites=0.0095, kills=0.005, deaths=1e-4, risings=1e-4))
    assert curve.susceptible[0] == pytest.approx(106.602, abs=5e-4)
    assert curve.zombies[0] == pytest.approx(187.309, abs=5e-4)
    assert curve.removed[0] == pytest.approx(207.089, abs=5e-4)


@pytest.mark.parametrize("alpha", [0.3, 0.9, 1.4])
def test_munz_without_risings_is_alemi(alpha: float) -> None:
    bites = 0.004
    times = np.linspace(0.0, 4.0, 9)
    munz = munz_curve(times, 300, 5, MunzRates(bites=bites, kills=alpha * bites))
    alemi = szr_curve(times * bites * 305, 300, 5, alpha)
    np.testing.assert_allclose(munz.zombies, alemi.zombies, atol=1e-6)
    np.testing.assert_allclose(munz.removed, alemi.removed, atol=1e-6)


def test_munz_with_births_tends_to_doomsday() -> None:
    """With births and risings, kills do not end it; people are those of the start and the born."""
    curve = munz_curve([0.0, 5.0], 500, 1, MunzRates(bites=0.0095, kills=0.005, deaths=1e-4, risings=0.05, births=1.0))
    total = curve.susceptible + curve.zombies + curve.removed
    assert total[1] == pytest.approx(501.0 + 5.0, abs=1e-6)
    assert curve.susceptible[1] < 50.0 and math.isfinite(curve.zombies[1])
