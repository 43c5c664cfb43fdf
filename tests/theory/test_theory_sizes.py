"""How many are infected in the end: closed forms against integration, enumeration and each other. No chance."""

import math
from fractions import Fraction

import numpy as np
import pytest

from hyosan.theory.extinction import (
    extinction_probability,
    offspring_generating_function,
    outbreak_size_probability,
)
from hyosan.theory.final_size import final_size, final_size_sd, reproduction_number_of
from hyosan.theory.graphs import graph_final_size, graph_threshold, poisson_degrees, transmissibility
from hyosan.theory.seir import Seir, seir_curve
from hyosan.theory.small_groups import GroupEpidemic, final_size_distribution, reed_frost_distribution

FOREVER_DAYS = 500.0


@pytest.mark.parametrize(("r0", "share"), [(1.1, 0.1761), (1.5, 0.5828), (2, 0.7968), (3, 0.9405), (5, 0.9930)])
def test_final_size_at_the_known_points(r0: float, share: float) -> None:
    assert final_size(r0) == pytest.approx(share, abs=5e-5)


@pytest.mark.parametrize("r0", [1.0001, 1.05, 1.3, 2.0, 4.0, 12.0])
def test_final_size_and_its_inverse(r0: float) -> None:
    assert reproduction_number_of(final_size(r0)) == pytest.approx(r0, rel=1e-9)


@pytest.mark.parametrize("r0", [0.5, 1.2, 2.0, 3.5])
@pytest.mark.parametrize("seeded_share", [0.01, 0.1])
@pytest.mark.parametrize("stages", [1, 3])
def test_final_size_is_where_the_equations_end(r0: float, seeded_share: float, stages: int) -> None:
    history = Seir(r0, latent_days=2.0, infectious_days=3.0, latent_stages=stages, infectious_stages=stages)
    curve = seir_curve(np.array([FOREVER_DAYS]), history, 1.0, seeded_share, max_step_days=0.25)
    assert 1.0 - curve.susceptible[0] == pytest.approx(final_size(r0, seeded_share), abs=1e-6)


@pytest.mark.parametrize("immune_share", [0.0, 0.2, 0.49])
def test_the_immune_lower_r0(immune_share: float) -> None:
    open_share = 1.0 - immune_share
    assert final_size(2.0, 0.0, immune_share) == pytest.approx(open_share * final_size(2.0 * open_share), abs=1e-9)


def test_no_epidemic_below_the_threshold() -> None:
    assert final_size(1.0) == 0.0
    assert final_size(2.0, immune_share=0.5) == 0.0


@pytest.mark.parametrize(("k", "share"), [(1.0, 0.5), (math.inf, 0.2032), (0.1, 0.8904)])
def test_extinction_at_the_known_points(k: float, share: float) -> None:
    assert extinction_probability(2.0, k) == pytest.approx(share, abs=5e-5)


@pytest.mark.parametrize("r0", [1.01, 1.3, 2.0, 5.0])
@pytest.mark.parametrize("k", [0.05, 0.5, 1.0, 2.0, 10.0, math.inf])
def test_extinction_is_a_fixed_point_below_one(r0: float, k: float) -> None:
    q = extinction_probability(r0, k)
    assert q < 1.0
    assert offspring_generating_function(q, r0, k) == pytest.approx(q, abs=1e-12)
    assert extinction_probability(r0, k, 3) == pytest.approx(q**3)
    if k == 1.0:
        assert q == pytest.approx(1.0 / r0, abs=1e-12)


@pytest.mark.parametrize("r0", [1.3, 2.0])
@pytest.mark.parametrize("shape", [0.5, 1.0, 4.0, math.inf])
def test_extinction_is_a_small_outbreak_in_a_large_group(r0: float, shape: float) -> None:
    """Among 160 people, few final sizes lie between the dying and the large; at R0 = 1.3 some per cent do."""
    n = 160
    sizes = final_size_distribution(GroupEpidemic(n, 1, r0 / n, shape))
    cut = int(n * final_size(r0) / 3)
    assert sizes[:cut].sum() == pytest.approx(extinction_probability(r0, shape), abs=0.08 if r0 < 1.5 else 0.03)


@pytest.mark.parametrize("r0", [0.5, 1.5, 2.0])
@pytest.mark.parametrize("k", [0.1, 1.0, 3.0, math.inf])
@pytest.mark.parametrize("n_seeds", [1, 3])
def test_small_outbreaks_add_up(r0: float, k: float, n_seeds: int) -> None:
    """Sizes up to 3,000: the rest is below 1e-6. A lone seed infects nobody with the chance of the offspring law."""
    sizes = [outbreak_size_probability(n, r0, k, n_seeds) for n in range(1, 3001)]
    assert sum(sizes) == pytest.approx(extinction_probability(r0, k, n_seeds), abs=1e-6)
    assert sizes[n_seeds - 1] == pytest.approx(offspring_generating_function(0.0, r0, k) ** n_seeds, rel=1e-9)
    assert sum(sizes[: n_seeds - 1]) == 0.0


@pytest.mark.parametrize(("r0", "shape"), [(2.0, 1.0), (2.0, math.inf), (3.0, 2.0)])
def test_spread_of_large_outbreaks(r0: float, shape: float) -> None:
    """Against the exact distribution in a group of 160, large sizes only; the limit is not reached there: 12 %."""
    n = 160
    sizes = final_size_distribution(GroupEpidemic(n, 1, r0 / n, shape))
    j = np.arange(n + 1)
    sizes[j < n * final_size(r0) / 2] = 0.0
    sizes /= sizes.sum()
    mean = float(sizes @ j)
    sd = math.sqrt(float(sizes @ (j - mean) ** 2))
    assert sd / n == pytest.approx(final_size_sd(r0, n, shape), rel=0.12)


def test_ball_at_the_derived_point() -> None:
    """49 susceptible, contacts with each at rate R0/50; the sizes are people infected besides the seed."""
    sizes = final_size_distribution(GroupEpidemic(49, 1, 2.0 / 50.0))
    j = np.arange(50)
    mean = float(sizes @ j)
    assert sizes[0] == pytest.approx(0.337838, abs=5e-7)
    assert sizes[25:].sum() == pytest.approx(0.428317, abs=5e-7)
    assert mean == pytest.approx(18.0673, abs=5e-5)
    assert math.sqrt(float(sizes @ (j - mean) ** 2)) == pytest.approx(18.8753, abs=5e-5)


@pytest.mark.parametrize("n", [1, 2, 10, 49, 90])
@pytest.mark.parametrize("a", [1, 3])
@pytest.mark.parametrize("shape", [0.1, 1.0, 2.5, math.inf])
def test_ball_is_a_distribution(n: int, a: int, shape: float) -> None:
    sizes = final_size_distribution(GroupEpidemic(n, a, 1.7 / n, shape))
    assert sizes.sum() == pytest.approx(1.0, abs=1e-12)
    assert sizes.min() >= 0.0
    nobody = math.exp(-1.7 * a) if math.isinf(shape) else (1.0 + 1.7 / shape) ** (-shape * a)
    assert sizes[0] == pytest.approx(nobody, rel=1e-12)


@pytest.mark.parametrize(("n", "a"), [(1, 1), (5, 1), (9, 2), (14, 1)])
@pytest.mark.parametrize("pressure", [0.05, 0.3, 1.2])
def test_a_constant_period_is_reed_frost(n: int, a: int, pressure: float) -> None:
    by_ball = final_size_distribution(GroupEpidemic(n, a, pressure, math.inf))
    np.testing.assert_allclose(by_ball, reed_frost_distribution(n, a, math.exp(-pressure)), atol=1e-13)


@pytest.mark.parametrize(("n", "a"), [(1, 1), (6, 1), (12, 3)])
@pytest.mark.parametrize("pressure", [Fraction(1, 10), Fraction(1, 2), Fraction(2)])
def test_an_exponential_period_is_a_markov_chain(n: int, a: int, pressure: Fraction) -> None:
    """From (s, i) the next event is an infection with probability s p/(s p + 1), else a recovery."""
    chances: dict[tuple[int, int], Fraction] = {(n, a): Fraction(1)}
    end = [Fraction(0)] * (n + 1)
    while chances:
        following: dict[tuple[int, int], Fraction] = {}
        for (s, i), p in chances.items():
            if i == 0:
                end[n - s] += p
                continue
            infection = s * pressure / (s * pressure + 1)
            if s > 0:
                following[s - 1, i + 1] = following.get((s - 1, i + 1), Fraction(0)) + p * infection
            following[s, i - 1] = following.get((s, i - 1), Fraction(0)) + p * (1 - infection)
        chances = following
    by_ball = final_size_distribution(GroupEpidemic(n, a, float(pressure), 1.0))
    np.testing.assert_allclose(by_ball, [float(p) for p in end], atol=1e-13)


def test_graph_final_size_at_the_known_point() -> None:
    assert graph_final_size(poisson_degrees(4.0), 0.4, 0.005) == pytest.approx(0.646, abs=5e-4)


@pytest.mark.parametrize("mean_degree", [1.5, 4.0, 9.0])
@pytest.mark.parametrize("share", [0.0, 0.005, 0.1])
@pytest.mark.parametrize("passing", [0.1, 0.4, 1.0])
def test_poisson_graph_is_well_mixed(mean_degree: float, share: float, passing: float) -> None:
    """On a graph with Poisson degrees the final size is that of mixed people with R0 = T c."""
    size = graph_final_size(poisson_degrees(mean_degree), passing, share)
    assert size == pytest.approx(final_size(mean_degree * passing, share), abs=1e-6)


@pytest.mark.parametrize("passing", [0.3, 0.5, 0.6, 0.9])
def test_three_neighbours_each(passing: float) -> None:
    """u = 1 - T + T u^2 has the roots 1 and (1 - T)/T, so the size is 1 - ((1 - T)/T)^3 above T = 1/2."""
    degrees = np.array([0.0, 0.0, 0.0, 1.0])
    u = min(1.0, (1.0 - passing) / passing)
    assert graph_final_size(degrees, passing) == pytest.approx(1.0 - u**3, abs=1e-6)
    assert graph_threshold(degrees) == pytest.approx(0.5)


def test_transmissibility() -> None:
    assert transmissibility(0.5, 2.0, 1.0) == pytest.approx(0.5)
    assert transmissibility(0.5, 2.0, math.inf) == pytest.approx(1.0 - math.exp(-1.0))
    assert transmissibility(0.5, 2.0, 2.0) == pytest.approx(1.0 - 1.5**-2)
