"""The keyed shuffle is a bijection with an exact inverse, and shows no visible pattern.

It is no perfect shuffle: chances may be off by a visible bias b, as root mean square of their relative error, 0.05 or
(below 17 people) 0.15; a chi-square statistic of N draws is then noncentral with N b^2. The tests of chance reject at
1e-6 each beyond that, about 50 of them: a shuffle that keeps to it fails one with probability below 1e-4. Seeds are
fixed.
"""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numba import njit
from numpy.typing import NDArray
from samples import along_subjects
from scipy import stats

from hyosan.draws import plain
from hyosan.draws.permutation import bit_length, permute, unpermute

ALARM = 1e-6
N_DRAWS = 100_000
KEYS = st.integers(0, 2**64 - 1)


@njit(cache=True)
def all_images(n, key):
    """Return the images (int64) of 0..n-1."""
    out = np.empty(n, np.int64)
    for x in range(n):
        out[x] = permute(x, n, key)
    return out


@njit(cache=True)
def images(x, n, keys):
    """Return the images (int64) of one x under many keys."""
    out = np.empty(keys.shape[0], np.int64)
    for i in range(keys.shape[0]):
        out[i] = permute(x, n, keys[i])
    return out


@given(n=st.integers(1, 3000), key=KEYS)
@example(n=1, key=0)
@example(n=2, key=2**64 - 1)
@example(n=1024, key=1)
@example(n=1025, key=1)
@settings(deadline=None)
def test_a_bijection(n: int, key: int) -> None:
    shuffled = all_images(n, np.uint64(key))
    np.testing.assert_array_equal(np.sort(shuffled), np.arange(n))


@given(n=st.integers(1, 2**40), key=KEYS, data=st.data())
@settings(deadline=None)
def test_the_inverse_is_exact(n: int, key: int, data: st.DataObject) -> None:
    x = data.draw(st.integers(0, n - 1))
    y = permute(x, n, np.uint64(key))
    assert 0 <= y < n
    assert unpermute(y, n, np.uint64(key)) == x
    assert permute(unpermute(x, n, np.uint64(key)), n, np.uint64(key)) == x


@given(n=st.integers(1, 2**40), key=KEYS, data=st.data())
@settings(deadline=None)
def test_it_is_the_plain_one(n: int, key: int, data: st.DataObject) -> None:
    x = data.draw(st.integers(0, n - 1))
    assert permute(x, n, np.uint64(key)) == plain.permute(x, n, key)


@given(st.integers(1, 2**50))
def test_bit_length(n: int) -> None:
    assert bit_length(n) == max(1, (n - 1).bit_length())


def is_even(cells: NDArray[np.int64], n_cells: int) -> bool:
    """Whether cells 0..n_cells - 1 are drawn equally often, but for a bias too small to be visible."""
    statistic, _ = stats.chisquare(np.bincount(cells, minlength=n_cells))
    visible = 0.05 if n_cells > 16 else 0.15
    return bool(statistic < stats.ncx2.isf(ALARM, n_cells - 1, visible**2 * len(cells)))


@pytest.mark.parametrize("n", [3, 5, 8, 13, 20, 25, 100, 1000])
@pytest.mark.parametrize("at", ["first", "last"])
def test_everybody_goes_everywhere(n: int, at: str) -> None:
    """Over keys, the image of one person is even."""
    keys = along_subjects(np.uint64(3), 0, 34, N_DRAWS)
    assert is_even(images(0 if at == "first" else n - 1, n, keys), n)


@pytest.mark.parametrize("n", [4, 8, 13, 25, 100, 300, 1000, 2048])
@pytest.mark.parametrize("apart", [1, 2, -1])
def test_neighbours_do_not_stay_together(n: int, apart: int) -> None:
    """Over keys, the distance between the images of two people near each other is any distance but 0, evenly."""
    keys = along_subjects(np.uint64(4), 0, 34, N_DRAWS)
    distance = (images(apart % n, n, keys) - images(0, n, keys)) % n
    assert is_even(distance - 1, n - 1)


@pytest.mark.parametrize("n", [1000, 4096, 50_000])
@pytest.mark.parametrize("key", [1, 2, 0x0123456789ABCDEF])
def test_one_shuffle_looks_shuffled(n: int, key: int) -> None:
    """Rank correlation of neighbours, ascents and fixed points of one shuffle are those of chance."""
    shuffled = all_images(n, np.uint64(plain.mix(key)))
    r = float(np.corrcoef(shuffled[:-1], shuffled[1:])[0, 1])
    assert abs(r) < stats.norm.isf(ALARM / 2) / math.sqrt(n - 1)
    ascents = int((shuffled[1:] > shuffled[:-1]).sum())
    assert abs(ascents - (n - 1) / 2) < stats.norm.isf(ALARM / 2) * math.sqrt((n + 1) / 12)
    assert int((shuffled == np.arange(n)).sum()) < stats.poisson.isf(ALARM, 1.0) + 1


def test_classes_are_mixed() -> None:
    """The 24 others of a class of 25 of a shuffled school of 1,000 go with the first one as often as chance has it."""
    together = 0
    keys = along_subjects(np.uint64(5), 0, 39, 2000)
    for key in keys:
        school = all_images(1000, key)
        together += int((school[:25] // 25 == school[0] // 25).sum()) - 1
    expected = 24 * 24 / 999  # 24 others, each into one of the 24 other places of the first one's class
    spread = math.sqrt(expected / len(keys))
    assert abs(together / len(keys) - expected) < 5.0 * spread
