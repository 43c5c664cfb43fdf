"""Offspring distributions from line lists: MERS in Korea, simulated lists, and what is said of faulty ones."""

import math
from pathlib import Path

import numpy as np
import pytest
from scipy import optimize, stats

from hyosan.calibration.errors import FitError
from hyosan.calibration.line_list import HALF_DROP, LineList, fit_line_list, fit_links, mean_interval
from hyosan.views.fit_text import offspring_lines

OUTBREAKS = Path(__file__).parents[3] / "shared" / "reference" / "outbreaks"
needs_reference = pytest.mark.skipif(not OUTBREAKS.is_dir(), reason=f"the reference data is not at {OUTBREAKS}")

LIST = "id,source,onset\nA,,2015-05-11\nB,A,2015-05-20\nC,A,2015-05-25\nD,C,2015-06-02\nE,,\n"


@needs_reference
def test_mers_in_korea_2015() -> None:
    found = fit_line_list(OUTBREAKS / "mers_korea_2015_linelist.csv", OUTBREAKS / "mers_korea_2015_contacts.csv")
    assert (found.n_people, found.n_links) == (162, 98)
    assert found.r == pytest.approx(0.605, abs=5e-4)
    assert (found.k, *found.k_interval) == pytest.approx((0.020, 0.010, 0.039), abs=5e-4)
    assert dict(found.top_shares)[5] == pytest.approx(0.93, abs=5e-3)
    assert found.r_interval[0] < 0.605 < found.r_interval[1]
    text = "\n".join(offspring_lines(found))
    assert "R = 0.605" in text and "k = 0.020 (0.010 to 0.039)" in text and "the top 5 made 93 %" in text


def test_mean_interval_is_that_of_an_optimiser() -> None:
    """At both ends the best k is HALF_DROP less likely than the best mean and k (scipy's likelihood and search)."""
    counts = np.array([0] * 30 + [1] * 6 + [2, 3, 5, 9])

    def profile(mean: float) -> float:
        def minus(log_k: float) -> float:
            k = math.exp(log_k)
            return -float(stats.nbinom.logpmf(counts, k, k / (k + mean)).sum())

        return -float(optimize.minimize_scalar(minus, bounds=(-6.0, 6.0), method="bounded").fun)

    floor = profile(float(counts.mean())) - HALF_DROP
    low, high = mean_interval(counts)
    assert low < counts.mean() < high
    assert profile(low) == pytest.approx(floor, abs=1e-4)
    assert profile(high) == pytest.approx(floor, abs=1e-4)


@pytest.mark.parametrize("k", [0.1, 1.0])
def test_intervals_hold_what_made_the_list(k: float) -> None:
    """Of 20 lists the 95 % intervals miss mean or k in 6 or more with probability 0.0003 each; seeds are fixed."""
    random = np.random.default_rng(20)
    missed = np.zeros(2, np.int64)
    for _ in range(20):
        counts = random.negative_binomial(k, k / (k + 1.5), 150)
        found = fit_links(LineList(tuple(map(str, range(150))), np.full(150, math.nan), _within(counts)))
        missed += [not low < truth < high for (low, high), truth in ((found.r_interval, 1.5), (found.k_interval, k))]
    assert (missed < 6).all()


def _within(counts: np.ndarray) -> np.ndarray:
    """Return links with these numbers of infected; who they are does not matter."""
    sources = np.repeat(np.arange(len(counts)), counts)
    return np.column_stack([sources, (sources + 1) % len(counts)])


def test_even_counts_have_an_infinite_k() -> None:
    counts = np.full(30, 2)
    found = fit_links(LineList(tuple(map(str, range(30))), np.full(30, math.nan), _within(counts)))
    assert math.isinf(found.k) and math.isinf(found.k_interval[1])
    assert found.settings == {"r0": 2.0} and found.nobody_share == pytest.approx(math.exp(-2.0))
    assert "no more uneven than chance" in "\n".join(offspring_lines(found))


def test_one_file_with_sources_and_onsets(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    found = fit_line_list(path)
    assert (found.n_people, found.n_links, found.n_infectors) == (5, 3, 2)
    assert found.counts == (3, 1, 1) and found.serial_interval is not None
    assert found.serial_interval.mean_days == pytest.approx((9 + 14 + 8) / 3)
    followed = fit_line_list(path, follow_up_days=8)
    assert (followed.n_people, followed.n_left_out, followed.n_links) == (3, 2, 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,onset\nA,1\n", r"list.csv:1: column 'source' is missing"),
        ("id,source\nA,\nA,\n", r"list.csv:3: id: found 'A' twice"),
        ("id,source\nAnna,\nB,Ana\n", r"list.csv:3: source: found 'Ana'.*Did you mean 'Anna'"),
        ("id,source\nA,\nB,B\n", "infector of himself"),
        ("id,source,onset\nA,,soon\nB,A,1\n", r"list.csv:2: onset: found 'soon'"),
        ("id,source\nA,\nB,\nC,\n", "found 0 links from 3 people"),
        ("id,source\nA,\nB,A\n", "found 1 links from 2 people"),
    ],
)
def test_faults_of_a_line_list_are_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FitError, match=said):
        fit_line_list(path)


def test_follow_up_needs_onsets(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,source\nA,\nB,A\nC,A\n", encoding="utf-8")
    with pytest.raises(FitError, match="no days of onset"):
        fit_line_list(path, follow_up_days=5)
    with pytest.raises(FitError, match="0 or more"):
        fit_line_list(path, follow_up_days=-1)
