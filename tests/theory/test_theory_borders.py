"""Escape from behind a border: closed forms against integration, simulation and each other.

Simulations use fixed seeds; a share or mean may lie 4 standard deviations off: a false alarm in 16,000 each, below
0.2 % for all together.
"""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from hyosan.theory.borders import (
    Outbreak,
    first_escape_days,
    no_escape_by,
    no_escape_in_phases,
    no_escape_probability,
    no_escape_until_detected,
    no_escape_with_cordon,
)
from hyosan.theory.growth import Period
from hyosan.theory.roots import integrate
from hyosan.theory.staged_borders import StagedOutbreak, no_escape_of_period, no_escape_of_stages

OUTBREAKS = [
    Outbreak(0.5, 0.25, 0.01),
    Outbreak(0.2, 0.5, 0.1),
    Outbreak(0.3, 0.3, 1e-4),
    Outbreak(1.0, 0.1, 0.5),
    Outbreak(0.0, 0.4, 0.1),
    Outbreak(0.6, 0.0, 0.05),
]


def first_escapes(
    outbreak: Outbreak, n_seeds: int, n: int, closing_days: float = math.inf, leak: float = 1.0, seed: int = 1
) -> NDArray[np.float64]:
    """Return the times of the first escape in n simulated outbreaks, inf where there was none."""
    rng = np.random.default_rng(seed)
    infectious, now = np.full(n, n_seeds), np.zeros(n)
    found = np.full(n, math.inf)
    active = np.arange(n)
    births, removals = outbreak.births_per_day, outbreak.removals_per_day
    total = births + removals + outbreak.escapes_per_day
    while active.size:
        now[active] += rng.exponential(1.0, active.size) / (total * infectious[active])
        kind = rng.random(active.size) * total
        is_escape = kind >= births + removals
        passes = is_escape & ((now[active] < closing_days) | (rng.random(active.size) < leak))
        found[active[passes]] = now[active[passes]]
        infectious[active] += np.where(kind < births, 1, np.where(is_escape, 0, -1))
        is_safe = (now[active] >= closing_days) & (leak == 0.0)
        active = active[~passes & (infectious[active] > 0) & ~is_safe]
    return found


def assert_share(hits: NDArray[np.bool_], probability: float) -> None:
    n = len(hits)
    assert abs(hits.mean() - probability) < 4.0 * math.sqrt(probability * (1.0 - probability) / n) + 0.5 / n


def test_no_escape_at_the_derived_point() -> None:
    assert no_escape_probability(Outbreak(0.5, 0.25, 0.01)) == pytest.approx(0.481432, abs=5e-7)


@pytest.mark.parametrize("births", [0.05, 0.5, 3.0])
@pytest.mark.parametrize("removals", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("escapes", [1e-12, 1e-3, 0.2, 5.0])
@pytest.mark.parametrize("n_seeds", [1, 7])
def test_no_escape_is_the_root_of_the_formula(births: float, removals: float, escapes: float, n_seeds: int) -> None:
    total = births + removals + escapes
    root = (total - math.sqrt(total**2 - 4.0 * births * removals)) / (2.0 * births)
    found = no_escape_probability(Outbreak(births, removals, escapes), n_seeds)
    assert found == pytest.approx(root**n_seeds, rel=1e-9, abs=1e-12)


def test_nothing_escapes_where_nothing_can() -> None:
    """Also where the outbreak grows for ever: the formula's root, mu/lambda there, is the limit of rare escapes."""
    assert no_escape_probability(Outbreak(0.5, 0.25, 0.0)) == 1.0
    assert no_escape_probability(Outbreak(0.5, 0.25, 1e-13)) == pytest.approx(0.5, abs=1e-9)
    assert no_escape_with_cordon(Outbreak(0.5, 0.25, 0.01), 0.0, 0.0) == 1.0


@pytest.mark.parametrize("outbreak", [*OUTBREAKS, Outbreak(0.5, 0.25, 0.0), Outbreak(0.3, 0.3, 0.0)])
@pytest.mark.parametrize(("later_days", "later_share"), [(0.0, 1.0), (4.0, 3.0), (9.0, 0.0), (30.0, 0.1)])
def test_the_closed_form_solves_the_equation(outbreak: Outbreak, later_days: float, later_share: float) -> None:
    """Backwards in time: first the later phase, with its share of the escapes, then the earlier one."""

    def solved(escapes: float, start: float, times: NDArray[np.float64]) -> NDArray[np.float64]:
        kappa = outbreak.removals_per_day + escapes - outbreak.births_per_day
        births = outbreak.births_per_day
        return integrate(lambda x: escapes - kappa * x - births * x * x, np.array([start]), times, 0.01)[:, 0]

    times = np.array([0.0, 0.3, 2.0, 10.0, 40.0])
    start = float(solved(later_share * outbreak.escapes_per_day, 0.0, np.array([later_days]))[0])
    found = [1.0 - no_escape_in_phases(outbreak, [(float(t), 1.0), (later_days, later_share)]) for t in times]
    np.testing.assert_allclose(found, solved(outbreak.escapes_per_day, start, times), atol=1e-9)


@pytest.mark.parametrize("outbreak", OUTBREAKS)
def test_phases_of_the_same_rate_are_one(outbreak: Outbreak) -> None:
    for days in (0.0, 1.0, 30.0):
        assert no_escape_with_cordon(outbreak, days, 1.0, 2) == pytest.approx(no_escape_probability(outbreak, 2))
        assert no_escape_with_cordon(outbreak, days, 0.0) == pytest.approx(no_escape_by(outbreak, days))


def test_a_later_or_leakier_cordon_holds_less() -> None:
    outbreak = OUTBREAKS[0]
    by_time = [no_escape_with_cordon(outbreak, days, 0.02) for days in (0.0, 2.0, 5.0, 10.0, 30.0, math.inf)]
    by_leak = [no_escape_with_cordon(outbreak, 5.0, leak) for leak in (0.0, 1e-4, 0.01, 0.3, 1.0)]
    assert np.all(np.diff(by_time) < 0.0) and np.all(np.diff(by_leak) < 0.0)
    assert by_time[-1] == pytest.approx(no_escape_probability(outbreak))


@pytest.mark.parametrize("outbreak", OUTBREAKS[:5])
@pytest.mark.parametrize("n_seeds", [1, 3])
def test_escapes_in_simulated_outbreaks(outbreak: Outbreak, n_seeds: int) -> None:
    """4,000 outbreaks. Mean time: 4 standard errors of the sample. The critical one is cut by the cordon's test."""
    if outbreak.births_per_day == outbreak.removals_per_day:
        outbreak = Outbreak(outbreak.births_per_day, outbreak.removals_per_day, 0.01)
    times = first_escapes(outbreak, n_seeds, 4000)
    assert_share(np.isinf(times), no_escape_probability(outbreak, n_seeds))
    for days in (1.0, 5.0, 15.0):
        assert_share(times > days, no_escape_by(outbreak, days, n_seeds))
    finite = times[np.isfinite(times)]
    error = finite.std() / math.sqrt(len(finite))
    assert abs(finite.mean() - first_escape_days(outbreak, n_seeds)) < 4.0 * error


@pytest.mark.parametrize("closing_days", [0.0, 3.0, 12.0])
@pytest.mark.parametrize("leak", [0.0, 0.1, 0.5])
def test_escapes_through_a_simulated_cordon(closing_days: float, leak: float) -> None:
    outbreak = Outbreak(0.5, 0.25, 0.05)
    times = first_escapes(outbreak, 2, 3000, closing_days, leak)
    assert_share(np.isinf(times), no_escape_with_cordon(outbreak, closing_days, leak, 2))


@pytest.mark.parametrize("share", [0.02, 0.3])
@pytest.mark.parametrize("n_seeds", [1, 3])
def test_escapes_before_the_first_detection(share: float, n_seeds: int) -> None:
    """5,000 outbreaks, event by event; infected: whether each newly infected person is detected."""
    births, removals, escapes, n = 0.5, 0.25, 0.03, 5000
    rng = np.random.default_rng(8)
    infectious = np.full(n, n_seeds)
    is_seen, is_out = rng.random(n) < 1.0 - (1.0 - share) ** n_seeds, np.zeros(n, np.bool_)
    while True:
        active = np.flatnonzero((infectious > 0) & ~is_seen & ~is_out)
        if not active.size:
            break
        kind = rng.random(active.size) * (births + removals + escapes)
        is_birth, is_escape = kind < births, kind >= births + removals
        infectious[active] += np.where(is_birth, 1, np.where(is_escape, 0, -1))
        is_out[active] = is_escape
        is_seen[active] = is_birth & (rng.random(active.size) < share)
    assert_share(~is_out, no_escape_until_detected(Outbreak(births, removals, escapes), share, n_seeds))


def test_detection_at_its_ends() -> None:
    outbreak = OUTBREAKS[0]
    assert no_escape_until_detected(outbreak, 0.0, 2) == pytest.approx(no_escape_probability(outbreak, 2))
    assert no_escape_until_detected(outbreak, 1.0) == 1.0
    assert no_escape_until_detected(Outbreak(0.5, 0.25, 0.0), 0.1) == 1.0


@pytest.mark.parametrize("outbreak", [*OUTBREAKS, Outbreak(0.5, 0.25, 1e-6), Outbreak(1e-9, 0.25, 0.01)])
@pytest.mark.parametrize("n_seeds", [1, 2, 10])
def test_mean_first_escape_is_the_integral(outbreak: Outbreak, n_seeds: int) -> None:
    """Simpson's rule over 400 days in steps of 0.01, where the curve is below 1e-9 of its start in each case."""
    times = np.linspace(0.0, 2000.0 if outbreak.escapes_per_day < 1e-3 else 400.0, 40_001)
    ever = no_escape_probability(outbreak, n_seeds)
    curve = np.array([no_escape_by(outbreak, float(t), n_seeds) for t in times]) - ever
    simpson = (curve[0] + 4.0 * curve[1::2].sum() + 2.0 * curve[2:-1:2].sum() + curve[-1]) * times[1] / 3.0
    assert first_escape_days(outbreak, n_seeds) == pytest.approx(simpson / (1.0 - ever), rel=1e-5)


@pytest.mark.parametrize("births", [0.1, 0.5])
@pytest.mark.parametrize("escapes", [1e-4, 0.05])
def test_a_period_of_shape_one_is_exponential(births: float, escapes: float) -> None:
    expected = no_escape_probability(Outbreak(births, 0.25, escapes), 3)
    assert no_escape_of_period(births, escapes, Period(4.0), 3) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("shape", [0.5, 3.0, math.inf])
def test_periods_in_simulated_outbreaks(shape: float) -> None:
    """5,000 outbreaks, generation by generation: an escape, or infected inside for the next generation."""
    births, escapes, mean, n = 0.5, 0.02, 4.0, 5000
    rng = np.random.default_rng(3)
    infected, escaped = np.ones(n, np.int64), np.zeros(n, np.bool_)
    for _ in range(200):
        of = np.repeat(np.arange(n), np.where(escaped, 0, infected))
        days = np.full(len(of), mean) if math.isinf(shape) else rng.gamma(shape, mean / shape, len(of))
        np.logical_or.at(escaped, of, rng.random(len(of)) < -np.expm1(-escapes * days))
        infected = np.bincount(of, rng.poisson(births * days), n).astype(np.int64)
        if not np.any(infected[~escaped]):
            break
    assert_share(~escaped, no_escape_of_period(births, escapes, Period(mean, shape)))


@pytest.mark.parametrize("closing_days", [0.0, 2.0, 9.0])
@pytest.mark.parametrize("leak", [0.0, 0.2, 1.0])
def test_one_stage_without_latency_is_the_closed_form(closing_days: float, leak: float) -> None:
    staged = StagedOutbreak(0.5, 0.03, 0.0, 4.0)
    expected = no_escape_with_cordon(Outbreak(0.5, 0.25, 0.03), closing_days, leak, 2)
    assert no_escape_of_stages(staged, closing_days, leak, 2) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("latent_stages", "infectious_stages"), [(1, 1), (2, 3), (4, 2)])
def test_stages_without_a_cordon_are_a_gamma_period(latent_stages: int, infectious_stages: int) -> None:
    """A latent period delays escapes and does not prevent them; before a tight cordon, delay is what counts."""
    staged = StagedOutbreak(0.5, 0.03, 2.0, 4.0, latent_stages, infectious_stages)
    ever = no_escape_of_period(0.5, 0.03, Period(4.0, infectious_stages))
    for closing_days in (0.0, 5.0):
        assert no_escape_of_stages(staged, closing_days, 1.0) == pytest.approx(ever, abs=1e-9)
    without = StagedOutbreak(0.5, 0.03, 0.0, 4.0, 1, infectious_stages)
    assert no_escape_of_stages(staged, 5.0, 0.0) > no_escape_of_stages(without, 5.0, 0.0) > ever


def test_what_is_not_allowed() -> None:
    with pytest.raises(ValueError, match="allowed are finite"):
        Outbreak(-0.1, 0.2, 0.1)
    with pytest.raises(ValueError, match="first escape"):
        first_escape_days(Outbreak(0.5, 0.25, 0.0))
    with pytest.raises(ValueError, match="leak"):
        no_escape_with_cordon(OUTBREAKS[0], 1.0, 1.5)
    with pytest.raises(ValueError, match="days"):
        no_escape_by(OUTBREAKS[0], -1.0)
    with pytest.raises(ValueError, match="n_seeds"):
        no_escape_probability(OUTBREAKS[0], 0)
