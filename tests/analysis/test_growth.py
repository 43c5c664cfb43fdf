"""The growth rate and R are those of the process that made the infections, as often as their intervals promise."""

import heapq
import math
from pathlib import Path

import numpy as np
import pytest
from scipy import optimize, stats
from synthetic_runs import chance_log, info_of, write_run

from hyosan.analysis.early import Early
from hyosan.analysis.growth import fit_growth, growth, mean_offspring, reproduction, window_end
from hyosan.analysis.intervals import t_quantile


def branching(seed: int, r: float, n: int, latent_days: float = 2.0, infectious_days: float = 3.0) -> Early | None:
    """Return n infections of a branching process with gamma dwell times of shape 4 and 2, or None if it died out."""
    dice = np.random.default_rng(seed)
    queue: list[tuple[float, int]] = [(0.0, -1)] * 3
    times: list[float] = []
    sources: list[int] = []
    while queue and len(times) < n:
        time, source = heapq.heappop(queue)
        place = len(times)
        times.append(time)
        sources.append(source)
        start = time + dice.gamma(4.0, latent_days / 4.0)
        length = dice.gamma(2.0, infectious_days / 2.0)
        for moment in dice.random(dice.poisson(r * length / infectious_days)):
            heapq.heappush(queue, (start + length * moment, place))
    if len(times) < n:
        return None
    return Early(np.array(times), np.array(sources), np.zeros(n, np.int64), np.zeros(n, np.bool_))


def true_rate(r: float, latent_days: float = 2.0, infectious_days: float = 3.0) -> float:
    """Return the growth rate by the Lotka-Euler equation (Wallinga and Lipsitch 2007, doi:10.1098/rspb.2006.3754)."""

    def excess(x: float) -> float:
        latent = (1.0 + x * latent_days / 4.0) ** -4
        infectious = (1.0 - (1.0 + x * infectious_days / 2.0) ** -2) / (x * infectious_days)
        return r * latent * infectious - 1.0

    return float(optimize.brentq(excess, 1e-6, 10.0))


@pytest.mark.parametrize("r", [1.6, 2.5])
def test_the_interval_of_the_rate_covers_the_truth(r: float) -> None:
    fits = [
        fit_growth(early, len(early.time_days)) for seed in range(90) if (early := branching(seed, r, 800)) is not None
    ]
    truth = true_rate(r)
    n_covered = sum(fit.rate_low_per_day <= truth <= fit.rate_high_per_day for fit in fits)
    # nominal 95 %, and 90 % is good enough: fewer than this has a probability of 1e-4 at 90 %
    assert n_covered >= stats.binom.ppf(1e-4, len(fits), 0.90)
    # and it is not merely wide: half of it is about 2.3 standard deviations of the rates found (measured 2.1 to 2.6)
    half_widths = [(fit.rate_high_per_day - fit.rate_low_per_day) / 2.0 for fit in fits]
    assert np.median(half_widths) < 3.0 * np.std([fit.rate_per_day for fit in fits])
    assert np.mean([fit.rate_per_day for fit in fits]) == pytest.approx(truth, rel=0.05)


def test_an_exact_exponential_has_its_rate() -> None:
    times = np.log(np.arange(1, 5001)) / 0.3  # C(t) = exp(0.3 t)
    sources = np.arange(5000) // 2 - 1
    early = Early(times, sources, np.zeros(5000, np.int64), np.zeros(5000, np.bool_))
    fit = fit_growth(early, 5000)
    assert fit.rate_per_day == pytest.approx(0.3, rel=2e-3)  # 1 / (2 * 30) of a step at the start, less later
    assert fit.doubling_days == pytest.approx(math.log(2.0) / fit.rate_per_day)
    assert fit.doubling_low_days < fit.doubling_days < fit.doubling_high_days
    assert (fit.from_days, fit.until_days) == (times[29], times[4999])


def test_importations_alone_are_no_growth() -> None:
    times = np.arange(400) * 0.1
    early = Early(times, np.full(400, -1), np.zeros(400, np.int64), np.zeros(400, np.bool_))
    fit = fit_growth(early, 400)
    assert fit.rate_per_day == 0.0
    assert fit.doubling_days is None
    assert "imported" in fit.reason


def test_too_few_infections_give_a_reason(tmp_path: Path) -> None:
    rows = chance_log(1, 20, 20)
    record = write_run(tmp_path / "run", rows, info_of(rows, 20))
    assert growth(record).rate_per_day is None
    assert "infections until the end of the exponential phase" in growth(record).reason


def test_seeding_many_together_is_not_growth() -> None:
    times = np.concatenate([np.zeros(500), np.linspace(1.0, 2.0, 100)])
    early = Early(times, np.full(600, -1), np.zeros(600, np.int64), np.zeros(600, np.bool_))
    assert "exponential phase" in fit_growth(early, 600).reason


def test_the_window_closes_before_a_passed_peak_and_before_depletion() -> None:
    steps = np.arange(200)
    rising = np.exp(0.05 * steps).astype(np.int64)
    bell = (1000 * np.exp(-(((steps - 100) / 20.0) ** 2))).astype(np.int64)
    assert window_end(rising, 10_000, 10**9) == 10_000
    assert window_end(rising, 10_000, 1000) == 50
    n_until_peak = bell[:101].sum()
    assert 0.2 * n_until_peak < window_end(bell, 10**6, 10**9) < 0.3 * n_until_peak
    assert window_end(np.zeros(10, np.int64), 0, 100) == 0


def test_r_is_the_mean_offspring_of_complete_cohorts() -> None:
    dice = np.random.default_rng(5)
    counts = dice.negative_binomial(0.5, 0.5 / 2.5, 400)  # mean 2, k 0.5
    early = Early(np.arange(400.0), np.full(400, -1), counts, np.ones(400, np.bool_))
    found = mean_offspring(early, 100_000)
    assert found.n_cases == 400
    assert found.r == pytest.approx(counts.mean())
    error = stats.t.ppf(0.975, 399) * counts.std(ddof=1) / 20.0
    assert found.r_low == pytest.approx(counts.mean() - error, rel=1e-6)
    assert found.r_high == pytest.approx(counts.mean() + error, rel=1e-6)
    assert mean_offspring(early, 1000).n_cases == 100
    early.is_complete[50] = False
    assert mean_offspring(early, 100_000).n_cases == 50
    assert mean_offspring(early, 100_000).r == pytest.approx(counts[:50].mean())
    early.is_complete[49] = False
    assert mean_offspring(early, 100_000).r is None
    assert "only the first 49 cases" in mean_offspring(early, 100_000).reason


def test_r_of_a_run_is_that_of_its_offspring(tmp_path: Path) -> None:
    rows = chance_log(3, 30_000, 4000, r=2.0, n_seeds=10)
    record = write_run(tmp_path / "run", rows, info_of(rows, 30_000))
    found = reproduction(record)
    assert found.n_cases >= 100
    # binomial offspring with mean 2 and variance 2 (1 - 1/3): outside 4 standard errors with probability 6e-5
    assert abs(found.r - 2.0) < 4.0 * math.sqrt(2.0 * (2.0 / 3.0) / found.n_cases)


@pytest.mark.parametrize("freedom", [3, 5, 12, 100])
def test_the_quantile_is_students(freedom: int) -> None:
    assert t_quantile(0.975, freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=5e-3)
    assert t_quantile(0.025, freedom) == pytest.approx(stats.t.ppf(0.025, freedom), rel=5e-3)
