"""Likelihood, posterior and search, against integrals and against models whose answer is known."""

import re

import numpy as np
import pytest
from fake_fit import build, flat, poisson_engine, problem, sir_engine, vary
from scipy import integrate, stats

from hyosan.analysis.fitted import BAND_COLUMNS
from hyosan.calibration import posterior as posterior_module
from hyosan.calibration import search as search_module
from hyosan.calibration.entrance import solve
from hyosan.calibration.errors import FitError
from hyosan.calibration.likelihood import PRIOR_SCALE, PRIOR_SHAPE, draw_variance, log_likelihoods, log_mean, shares
from hyosan.calibration.posterior import posterior
from hyosan.calibration.problem import Problem, check_numbers
from hyosan.calibration.ranges import make_ranges
from hyosan.calibration.search import search
from hyosan.calibration.surface import surface_top


def quiet(_n_done: int, _n_all: int) -> None:
    """Report nothing."""


COUNTS = [22.0, 31.0, 25.0, 18.0, 29.0, 24.0, 21.0, 33.0]


def test_likelihood_is_the_integral_over_the_variance() -> None:
    paths = np.array([[8.0, 12.0, 9.0, 10.0, 16.0], [4.0, 0.0, 25.0, 9.0, 1.0]])
    for path, found in zip(paths, np.exp(log_likelihoods(flat(), paths)), strict=True):

        def density(variance: float, path: np.ndarray = path) -> float:
            errors = stats.norm.pdf(np.sqrt(10.0), np.sqrt(path), np.sqrt(variance))
            return float(np.prod(errors) * stats.invgamma.pdf(variance, PRIOR_SHAPE, scale=PRIOR_SCALE))

        assert found == pytest.approx(integrate.quad(density, 0.0, np.inf)[0], rel=1e-6)


def test_means_and_shares_of_logarithms_do_not_underflow() -> None:
    logs = np.array([-2000.0, -2001.0])
    assert log_mean(logs) == pytest.approx(-2000.0 + np.log((1.0 + np.exp(-1.0)) / 2.0))
    assert shares(logs) == pytest.approx([1.0 / (1.0 + np.exp(-1.0)), 1.0 / (1.0 + np.e)])


def test_drawn_variances_follow_their_law() -> None:
    """20,000 draws; Kolmogorov and Smirnov's test with a false alarm in 10,000."""
    drawn = draw_variance(flat(), np.full((20_000, 5), 12.0), np.random.default_rng(3))
    scale = PRIOR_SCALE + 0.5 * 5 * (np.sqrt(12.0) - np.sqrt(10.0)) ** 2
    assert stats.kstest(drawn, stats.invgamma(PRIOR_SHAPE + 2.5, scale=scale).cdf).pvalue > 1e-4


def exact_posterior(counts: list[float], bounds: tuple[float, float]) -> tuple[float, float]:
    """Return mean and standard deviation of r0 in the Poisson model, the likelihood from 8,000 paths a point."""
    random = np.random.default_rng(11)
    values = np.linspace(*bounds, 41)
    series = problem(counts, poisson_engine, "infections", bounds, 1).series
    logs = [
        log_mean(log_likelihoods(series, random.poisson(10.0 * value, (8_000, len(counts))).astype(float)))
        for value in values
    ]
    weight = np.exp(np.array(logs) - max(logs))
    weight /= weight.sum()
    mean = float(weight @ values)
    return mean, float(np.sqrt(weight @ values**2 - mean**2))


@pytest.mark.parametrize("n_replicates", [2, 10])
def test_posterior_is_exact_for_any_number_of_replicates(n_replicates: int) -> None:
    """The mean within four standard errors of the chain (a false alarm in 16,000), the spread within a quarter."""
    bounds = (1.0, 5.0)
    mean, sd = exact_posterior(COUNTS, bounds)
    draws = posterior(problem(COUNTS, poisson_engine, "infections", bounds, n_replicates), 6000, quiet)
    assert draws.n_effective is not None and draws.n_effective > 150
    assert draws.points.mean() == pytest.approx(mean, abs=4.0 * sd / np.sqrt(draws.n_effective))
    assert draws.points.std() == pytest.approx(sd, rel=0.25)
    assert draws.paths.shape == (len(draws.points), len(COUNTS))
    assert (draws.points >= bounds[0]).all() and (draws.points <= bounds[1]).all()


def test_search_finds_the_value_that_made_the_series() -> None:
    """The best r0 of 25 infections a day is 2.5; tolerance four posterior standard deviations."""
    counts = [25.0] * 12
    _, sd = exact_posterior(counts, (1.0, 5.0))
    draws = search(problem(counts, poisson_engine, "infections", (1.0, 5.0), 10), 60, quiet)
    assert np.ptp(draws.points) == 0.0
    assert draws.points[0, 0] == pytest.approx(2.5, abs=4.0 * sd)


def test_search_finds_the_r0_of_an_epidemic() -> None:
    made = problem([1.0] * 14, sir_engine, "in:ill", (1.5, 6.0), 4)
    counts = made.paths(np.array([3.5]), 1, 77)[0].tolist()
    asked = problem(counts, sir_engine, "in:ill", (1.5, 6.0), 4)
    done: list[tuple[int, int]] = []
    found = solve(asked, "search", 40, 1, lambda n_done, n_all: done.append((n_done, n_all)))
    (r0,) = found.estimates
    assert r0.value == pytest.approx(3.5, abs=1.2) and r0.interval_95 is None and not r0.is_at_edge
    assert found.bands.column_names == [column.name for column in BAND_COLUMNS]
    bands = found.bands.to_pydict()
    for kind in ("fitted", "predicted"):
        edges = np.array([bands[f"{kind}_{part}"] for part in ("025", "250", "500", "750", "975")])
        assert (np.diff(edges, axis=0) >= 0.0).all()
    inside = np.array(bands["predicted_025"]) <= np.array(counts)
    inside &= np.array(counts) <= np.array(bands["predicted_975"])
    assert inside.mean() > 0.7
    assert found.peak_people == max(bands["fitted_500"]) and "r0" in found.scenario_text
    assert found.n_simulations == asked.n_simulations and found.settings == {"pathogen.r0": r0.value}
    assert [n_done for n_done, _ in done] == sorted(n_done for n_done, _ in done) and done[-1][0] == done[-1][1]


def test_a_fit_is_the_same_twice() -> None:
    fits = [
        solve(problem(COUNTS, poisson_engine, "infections", (1.0, 5.0), 3), "posterior", 300, 1, quiet) for _ in "ab"
    ]
    assert fits[0].bands.equals(fits[1].bands) and fits[0].draws.equals(fits[1].draws)
    assert any("independent draws" in note for note in fits[0].notes)


def test_a_range_that_ends_too_early_is_told() -> None:
    found = solve(problem([25.0] * 12, poisson_engine, "infections", (0.5, 1.5), 3), "posterior", 600, 1, quiet)
    assert found.estimates[0].is_at_edge
    assert any("widen the range" in note for note in found.notes)


def test_dice_are_not_used_twice() -> None:
    seeds: list[int] = []

    def engine(scenario, world, seed, sink) -> None:
        seeds.append(seed)
        poisson_engine(scenario, world, seed, sink)

    solve(problem(COUNTS, engine, "infections", (1.0, 5.0), 3), "search", 12, 1, quiet)
    assert len(set(seeds)) == len(seeds) and min(seeds) >= 1 << 32


def test_limits_of_a_scenario_do_not_cut_the_series_short() -> None:
    horizons = []

    def engine(scenario, _world, _seed, _sink) -> None:
        horizons.append((scenario.stop.horizon_days, scenario.stop.n_infections))

    problem(COUNTS, engine, "infections", (1.0, 5.0), 1).look_afresh(np.array([0.5]))
    assert horizons == [(8.0, None)]


def test_top_of_a_noisy_surface() -> None:
    random = np.random.default_rng(5)
    places = random.random((200, 2))
    bowl = -20.0 * (places[:, 0] - 0.6) ** 2 - 30.0 * (places[:, 1] - 0.3) ** 2 + random.normal(0.0, 0.3, 200)
    assert surface_top(places, bowl) == pytest.approx([0.6, 0.3], abs=0.03)
    assert surface_top(places, -bowl) is None
    assert surface_top(places[:10], bowl[:10]) is None
    assert surface_top(places, 5.0 * places[:, 0]) is None


def test_missing_extras_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = problem(COUNTS, poisson_engine, "infections", (1.0, 5.0), 1)
    monkeypatch.setattr(search_module, "optuna", None)
    monkeypatch.setattr(posterior_module, "emcee", None)
    for method in (search, posterior):
        with pytest.raises(FitError, match=re.escape("pip install 'hyosan[fit]'")):
            method(asked, 300, quiet)


def test_senseless_numbers_are_told() -> None:
    asked = problem(COUNTS, poisson_engine, "infections", (1.0, 5.0), 1)
    with pytest.raises(FitError, match="needs 256 or more"):
        posterior(asked, 100, quiet)
    for numbers, said in (((0, 1, 1), "at least one"), ((1, 0, 1), "at least one"), ((1, 1, -1), "seed")):
        with pytest.raises(FitError, match=said):
            check_numbers(*numbers)
    with pytest.raises(FitError, match="found state 'dead'"):
        Problem(make_ranges(["pathogen.r0=1:2"]), flat(), "in:dead", vary, build, poisson_engine, 1, 1)
