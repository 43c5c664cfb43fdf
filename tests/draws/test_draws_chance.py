"""Draws are uniform and neighbours in every direction of the address are independent.

About 180 tests of a null hypothesis, each rejecting at 1e-6 or (where bits are counted, as stated there) below 4e-7: a
correct generator fails one of them with probability below 0.0003 in all. Seeds are fixed, so the verdict never changes.
"""

import math

import numpy as np
import pytest
from samples import STREAMS, Stream, bit_matrix, units
from scipy import stats

from hyosan.draws.kernel import below, exponential

ALARM = 1e-6
N = 1 << 17
STARTS = ((np.uint64(1), 0), (np.uint64(2**63), 51_700_000), (np.uint64(12345), 2**40))
BASES = [pytest.param(STREAMS[name], *start, id=f"{name}-{start[0]}") for name in STREAMS for start in STARTS]


@pytest.mark.parametrize(("stream", "seed", "subject"), BASES)
def test_uniform(stream: Stream, seed: np.uint64, subject: int) -> None:
    """Chi-square over 1,024 cells of the high and of the low bits, Kolmogorov-Smirnov of the whole."""
    bits = stream(seed, subject, 4, N)
    for cells in (bits >> np.uint64(54), bits & np.uint64(1023)):
        counts = np.bincount(cells.astype(np.int64), minlength=1024)
        assert ALARM < stats.chisquare(counts).pvalue < 1.0 - ALARM
    assert stats.kstest(units(bits), "uniform").pvalue > ALARM


@pytest.mark.parametrize(("stream", "seed", "subject"), BASES)
def test_every_bit_is_fair(stream: Stream, seed: np.uint64, subject: int) -> None:
    """64 bits, each within 6 standard deviations of a half: false alarm 64 x 2e-9."""
    share = bit_matrix(stream(seed, subject, 5, N)).mean(axis=0)
    assert np.max(np.abs(share - 0.5)) < 6.0 * 0.5 / math.sqrt(N)


@pytest.mark.parametrize("lag", [1, 2, 3, 32, 1024])
@pytest.mark.parametrize(("stream", "seed", "subject"), BASES)
def test_neighbours_are_uncorrelated(stream: Stream, seed: np.uint64, subject: int, lag: int) -> None:
    """Correlation of n pairs is normal with standard deviation 1/sqrt(n)."""
    u = units(stream(seed, subject, 6, N))
    r = float(np.corrcoef(u[:-lag], u[lag:])[0, 1])
    assert abs(r) < stats.norm.isf(ALARM / 2) / math.sqrt(N - lag)


@pytest.mark.parametrize(("stream", "seed", "subject"), BASES)
def test_pairs_of_neighbours_fill_the_square(stream: Stream, seed: np.uint64, subject: int) -> None:
    """Chi-square over 32 x 32 cells of pairs that do not overlap."""
    cells = (stream(seed, subject, 7, N) >> np.uint64(59)).astype(np.int64)
    counts = np.bincount(cells[0::2] * 32 + cells[1::2], minlength=1024)
    assert ALARM < stats.chisquare(counts).pvalue < 1.0 - ALARM


@pytest.mark.parametrize(("stream", "seed", "subject"), BASES)
def test_half_the_bits_change_between_neighbours(stream: Stream, seed: np.uint64, subject: int) -> None:
    """Each of 64 x 64 pairs of bits (one of a draw, one of the next) agrees in half the cases: 6.5 deviations, 4e-7."""
    signs = bit_matrix(stream(seed, subject, 8, 1 << 15)).astype(np.float32) * 2.0 - 1.0
    agreement = signs[:-1].T @ signs[1:] / (len(signs) - 1)
    assert np.max(np.abs(agreement)) < 6.5 / math.sqrt(len(signs) - 1)


@pytest.mark.parametrize("flipped", [0, 1, 7, 20, 39, 47, 63])
def test_one_bit_of_the_address_changes_half_of_the_draw(flipped: int) -> None:
    """Over seeds and their partners with one bit flipped: 64 bits at 6 deviations."""
    seeds = np.random.default_rng(flipped).integers(0, 2**63, 1 << 13, dtype=np.uint64)
    partner = np.uint64(1 << flipped)
    one_draw = STREAMS["subjects"]
    changed = np.array([one_draw(s, 5, 9, 1)[0] ^ one_draw(s ^ partner, 5, 9, 1)[0] for s in seeds], np.uint64)
    share = bit_matrix(changed).mean(axis=0)
    assert np.max(np.abs(share - 0.5)) < 6.0 * 0.5 / math.sqrt(len(seeds))


@pytest.mark.parametrize("n", [3, 7, 25, 1000, 1_048_576, 3_000_000])
def test_below_has_no_bias(n: int) -> None:
    """Chi-square of the cell that a number below n falls into (at most 500 cells)."""
    bits = STREAMS["subjects"](np.uint64(77), 0, 6, N)
    cells = min(n, 500)
    numbers = np.array([below(b, n) for b in bits], np.int64)
    edges = np.arange(cells + 1) * n // cells
    counts = np.histogram(numbers, bins=edges)[0]
    assert counts.sum() == N
    assert stats.chisquare(counts, np.diff(edges) / n * N).pvalue > ALARM


def test_exponential() -> None:
    waits = np.array([exponential(b) for b in STREAMS["ordinals"](np.uint64(5), 9, 4, N)])
    assert stats.kstest(waits, "expon").pvalue > ALARM
