"""The intervals of an answer: against SciPy, against what they promise, and at the ends.

Simulated coverage: the false-alarm probability of each check is below 1e-5 (binomial, 4.3 standard deviations).
"""

import math

import numpy as np
import pytest
from scipy import stats

from hyosan.analysis.answer_intervals import mean_of, median_rank, share_of, share_of_count, spread_of
from hyosan.analysis.answer_paired import paired_interval

SLACK = 4.3


@pytest.mark.parametrize("n", [1, 2, 7, 20, 100, 1000, 5000])
def test_shares_are_those_of_clopper_and_pearson(n: int) -> None:
    for k in sorted({0, 1, n // 3, n // 2, n - 1, n}):
        expected = stats.binomtest(k, n).proportion_ci(0.95, "exact")
        found = share_of_count(k, n)
        assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)
        assert (found.p, found.n, found.n_hits) == (k / n, n, k)


def test_at_the_ends_a_share_has_one_free_end() -> None:
    none, every = share_of([False] * 1000), share_of([True] * 1000)
    assert (none.p, none.low, every.p, every.high) == (0.0, 0.0, 1.0, 1.0)
    assert none.high == pytest.approx(1.0 - 0.025 ** (1 / 1000), rel=1e-9)
    assert every.low == pytest.approx(0.025 ** (1 / 1000), rel=1e-9)
    assert none.is_one_sided
    assert every.is_one_sided
    assert not share_of([True, False]).is_one_sided


@pytest.mark.parametrize("n", [1, 5, 6, 7, 25, 100, 999])
def test_the_median_lies_between_order_statistics_with_95_percent(n: int) -> None:
    rank = median_rank(n)
    assert 2.0 * stats.binom.cdf(rank - 1, n, 0.5) <= 0.05
    assert 2.0 * stats.binom.cdf(rank, n, 0.5) > 0.05
    spread = spread_of(np.arange(n))
    assert spread is not None
    if rank:
        assert (spread.median_low, spread.median_high) == (rank - 1, n - rank)
    else:
        assert (spread.median_low, spread.median_high) == (None, None)


def test_spread_of_nothing_and_of_one() -> None:
    assert spread_of([]) is None
    one = spread_of([3.0])
    assert one is not None
    assert (one.median, one.q05, one.q95, one.median_low, one.n) == (3.0, 3.0, 3.0, None, 1)


def test_values_that_do_not_tell_have_no_interval_of_their_mean() -> None:
    for values in ([4.0], [0.0] * 50):
        found = mean_of(values)
        assert (found.mean, found.low, found.high) == (values[0], None, None)


def test_without_skewness_the_interval_of_a_mean_is_that_of_student() -> None:
    values = np.concatenate([np.arange(50.0), -np.arange(50.0)])
    found = mean_of(values)
    expected = stats.t.interval(0.95, 99, 0.0, stats.sem(values))
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize(
    ("law", "n"),
    [(stats.norm(3.0), 30), (stats.expon(), 30), (stats.expon(), 1000), (stats.lognorm(1.0), 200)],
)
def test_the_interval_of_a_mean_covers_it(law: "stats.rv_frozen", n: int) -> None:  # type: ignore[name-defined]
    samples = law.rvs((2000, n), random_state=11)
    hits = 0
    for sample in samples:
        found = mean_of(sample)
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= law.mean() <= found.high
    claimed = 0.93
    assert hits / 2000 > claimed - SLACK * math.sqrt(claimed * (1 - claimed) / 2000)


def test_rare_but_large_counts_are_covered_where_the_plain_interval_falls_short() -> None:
    draw = np.random.default_rng(12)
    values = 1000.0 * (draw.random((2000, 1000)) < 0.005) + draw.poisson(3.0, (2000, 1000))
    found = [mean_of(row) for row in values]
    covered = np.mean([m.low is not None and m.high is not None and m.low <= 8.0 <= m.high for m in found])
    plain = [stats.t.interval(0.95, 999, row.mean(), stats.sem(row)) for row in values]
    assert covered > 0.95 - SLACK * math.sqrt(0.05 * 0.95 / 2000)
    assert np.mean([low <= 8.0 <= high for low, high in plain]) < 0.92


def melded(x: int, m: int, n: int) -> float:
    """Return the lower end of Fay and Lumbard 2021 by SciPy's laws and root finder."""

    def below(w: float, shapes: tuple[int, int]) -> float:
        a, b = shapes
        u = (np.arange(4000) + 0.5) / 4000
        q = stats.beta.ppf(u, x, m - x + 1) if x else np.zeros(1)
        d = 2.0 * q - 1.0
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = w / d
        above = stats.beta.cdf(ratio, a, b) if a and b else (ratio >= float(b == 0)).astype(float)
        return float(np.mean(np.where(d > 0, above, 1.0 - above)))

    ends = []
    for shapes in ((m, n - m + 1), (m + 1, n - m)):
        low, high = -1.0, 1.0
        for _ in range(40):
            middle = 0.5 * (low + high)
            low, high = (low, middle) if below(middle, shapes) >= 0.025 else (middle, high)
        ends.append(low)
    return min(ends)


@pytest.mark.parametrize(("x", "y", "n"), [(8, 3, 100), (30, 2, 1000), (0, 5, 60), (12, 0, 40), (400, 100, 1000)])
def test_the_paired_interval_is_that_of_fay_and_lumbard(x: int, y: int, n: int) -> None:
    low, high = paired_interval(x, y, n)
    assert low == pytest.approx(melded(x, x + y, n), abs=2e-4)
    assert high == pytest.approx(-melded(y, x + y, n), abs=2e-4)


def test_the_paired_interval_at_its_ends() -> None:
    low, high = paired_interval(0, 0, 50)
    assert high == pytest.approx(1.0 - 0.025 ** (1 / 50), abs=2e-5)
    assert low == pytest.approx(-high, abs=1e-12)
    assert paired_interval(50, 0, 50)[1] == pytest.approx(1.0)
    assert paired_interval(0, 50, 50)[0] == pytest.approx(-1.0)
    with pytest.raises(ValueError, match="counts that add up"):
        paired_interval(3, 3, 5)


def test_the_paired_interval_leaves_out_0_exactly_where_mcnemar_rejects() -> None:
    for x in range(0, 40):
        for y in range(0, 12, 2):
            if x + y == 0:
                continue
            rejects = stats.binomtest(x, x + y).pvalue <= 0.05
            low, high = paired_interval(x, y, 100) if x + y <= 100 else (0.0, 0.0)
            assert (low > 0.0 or high < 0.0) == rejects, (x, y)


@pytest.mark.parametrize(
    ("first", "second", "n"), [(0.3, 0.1, 40), (0.02, 0.0, 200), (0.05, 0.05, 60), (0.9, 0.02, 25)]
)
def test_the_paired_interval_covers_the_difference(first: float, second: float, n: int) -> None:
    draw = np.random.default_rng(13).multinomial(n, [first, second, 1.0 - first - second], size=3000)
    counts, times = np.unique(draw[:, :2], axis=0, return_counts=True)
    hits = 0
    for (x, y), k in zip(counts.tolist(), times.tolist(), strict=True):
        low, high = paired_interval(x, y, n)
        hits += k * (low <= first - second <= high)
    assert hits / 3000 > 0.95 - SLACK * math.sqrt(0.05 * 0.95 / 3000)
