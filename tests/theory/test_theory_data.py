"""Fits to recorded outbreaks and confidence intervals. Those that read reference data are skipped where it is absent.

Sampling tests here use fixed seeds; each states its tolerance.
"""

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from hyosan.theory.intervals import binomial_upper_tail, exact_interval, wilson_interval
from hyosan.theory.offspring import fit_offspring, negative_binomial_log_likelihood, top_share
from hyosan.theory.school import fit_sir, sir_infectious

OUTBREAKS = Path(__file__).parents[3] / "shared" / "reference" / "outbreaks"
needs_reference = pytest.mark.skipif(not OUTBREAKS.is_dir(), reason=f"the reference data is not at {OUTBREAKS}")
N_BOYS, N_ILL_AT_FIRST = 763, 3


def rows(name: str) -> list[dict[str, str]]:
    with (OUTBREAKS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@needs_reference
def test_school_of_1978() -> None:
    in_bed = np.array([float(row["in_bed"]) for row in rows("influenza_england_1978_school.csv")])
    fit = fit_sir(in_bed, N_BOYS, N_ILL_AT_FIRST)
    assert fit.beta_per_day == pytest.approx(1.700, abs=5e-4)
    assert fit.gamma_per_day == pytest.approx(0.447, abs=5e-4)
    assert fit.r0 == pytest.approx(3.80, abs=5e-3) and 3.1 < fit.r0 < 4.2
    days = np.linspace(0.0, 13.0, 1301)
    ill = sir_infectious(days, fit.beta_per_day, fit.gamma_per_day, N_BOYS, N_ILL_AT_FIRST)
    assert abs(ill.max() - 298.0) < 35.0
    assert 5.0 < days[ill.argmax()] < 6.0


@pytest.mark.parametrize(("beta", "gamma"), [(1.2, 0.5), (1.7, 0.45), (2.5, 0.3)])
@pytest.mark.parametrize("start", [(1.5, 0.5), (1.0, 0.8)])
def test_fit_finds_what_made_the_series(beta: float, gamma: float, start: tuple[float, float]) -> None:
    series = sir_infectious(np.arange(15.0), beta, gamma, 500, 2)
    fit = fit_sir(series, 500, 2, start)
    assert fit.beta_per_day == pytest.approx(beta, rel=1e-5)
    assert fit.gamma_per_day == pytest.approx(gamma, rel=1e-5)
    assert fit.rms_people < 1e-3


@needs_reference
def test_mers_in_korea_2015() -> None:
    infectors = [row["from"] for row in rows("mers_korea_2015_contacts.csv")]
    people = [row["id"] for row in rows("mers_korea_2015_linelist.csv")]
    counts = np.array([infectors.count(person) for person in people])
    assert counts.sum() == len(infectors)
    fit = fit_offspring(counts)
    assert fit.mean == pytest.approx(0.605, abs=5e-4)
    assert fit.k == pytest.approx(0.020, abs=5e-4)
    assert fit.k_low == pytest.approx(0.010, abs=5e-4)
    assert fit.k_high == pytest.approx(0.039, abs=5e-4)
    assert top_share(counts, 5) == pytest.approx(0.93, abs=5e-3)


@pytest.mark.parametrize("k", [0.02, 0.3, 1.0, 8.0])
@pytest.mark.parametrize("mean", [0.6, 2.5])
def test_likelihood_is_that_of_scipy(k: float, mean: float) -> None:
    counts = np.array([0, 0, 0, 1, 2, 2, 7, 38])
    expected = stats.nbinom.logpmf(counts, k, k / (k + mean)).sum()
    assert negative_binomial_log_likelihood(counts, mean, k) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("k", [0.1, 0.5, 2.0])
def test_fit_finds_the_dispersion(k: float) -> None:
    """4,000 drawn counts; the interval of 99.994 % (four standard deviations, half_drop 8) must hold k."""
    counts = stats.nbinom.rvs(k, k / (k + 1.5), size=4000, random_state=7)
    fit = fit_offspring(counts, half_drop=8.0)
    assert fit.k_low < k < fit.k_high
    assert fit.k_low < fit.k < fit.k_high


def test_fit_of_even_counts_shows_no_excess() -> None:
    fit = fit_offspring(np.full(50, 2))
    assert fit.k > 1e3 and fit.k_high == pytest.approx(1e4)


def test_fit_wants_an_infection() -> None:
    with pytest.raises(ValueError, match="no secondary infection"):
        fit_offspring(np.zeros(5, np.int64))


@pytest.mark.parametrize(("hits", "trials"), [(0, 1), (1, 1), (0, 30), (3, 20), (30, 30), (577, 1000), (3, 100_000)])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.999])
def test_exact_interval_is_that_of_scipy(hits: int, trials: int, confidence: float) -> None:
    found = exact_interval(hits, trials, confidence)
    expected = stats.binomtest(hits, trials).proportion_ci(confidence, "exact")
    assert found.low == pytest.approx(expected.low, rel=1e-7, abs=1e-12)
    assert found.high == pytest.approx(expected.high, rel=1e-7)
    assert found.share == hits / trials


@pytest.mark.parametrize(("hits", "trials"), [(0, 12), (3, 20), (12, 12), (577, 1000)])
def test_wilson_interval_is_that_of_scipy(hits: int, trials: int) -> None:
    found = wilson_interval(hits, trials)
    expected = stats.binomtest(hits, trials).proportion_ci(0.95, "wilson")
    assert found.low == pytest.approx(expected.low, abs=1e-6)
    assert found.high == pytest.approx(expected.high, abs=1e-6)


def test_intervals_want_sensible_counts() -> None:
    for interval in (exact_interval, wilson_interval):
        with pytest.raises(ValueError, match="allowed are"):
            interval(5, 4)
    assert binomial_upper_tail(0, 5, 0.3) == 1.0
    assert binomial_upper_tail(2, 5, 0.3) == pytest.approx(stats.binom.sf(1, 5, 0.3))
