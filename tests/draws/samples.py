"""Streams of draws along one direction of the address, for the statistical tests."""

from collections.abc import Callable

import numpy as np
from numba import njit, uint64
from numpy.typing import NDArray

from hyosan.draws.kernel import draw, person_key

U64 = NDArray[np.uint64]


@njit(cache=True)
def along_ordinals(seed, subject, purpose, n):
    """Return n draws (uint64) of one subject at ordinals 0, 1, ..."""
    out = np.empty(n, np.uint64)
    key = person_key(uint64(seed), subject)
    for i in range(n):
        out[i] = draw(key, purpose, i)
    return out


@njit(cache=True)
def along_subjects(seed, subject, purpose, n):
    """Return draws (uint64) at one ordinal of n subjects, from `subject` on."""
    out = np.empty(n, np.uint64)
    for i in range(n):
        out[i] = draw(person_key(uint64(seed), subject + i), purpose, 0)
    return out


@njit(cache=True)
def along_seeds(seed, subject, purpose, n):
    """Return draws (uint64) of one subject at one ordinal under n seeds, from `seed` on."""
    out = np.empty(n, np.uint64)
    for i in range(n):
        out[i] = draw(person_key(uint64(seed) + uint64(i), subject), purpose, 0)
    return out


@njit(cache=True)
def along_purposes(seed, subject, purpose, n):
    """Return draws (uint64) of n/32 subjects for 32 purposes each."""
    out = np.empty(n, np.uint64)
    for i in range(n):
        out[i] = draw(person_key(uint64(seed), subject + i // 32), purpose + i % 32, 0)
    return out


Stream = Callable[[np.uint64, int, int, int], U64]
STREAMS: dict[str, Stream] = {
    "ordinals": along_ordinals,
    "subjects": along_subjects,
    "seeds": along_seeds,
    "purposes": along_purposes,
}


def units(bits: U64) -> NDArray[np.float64]:
    """Return the draws as numbers in (0, 1), as `kernel.unit` makes them."""
    return ((bits >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def bit_matrix(bits: U64) -> NDArray[np.uint8]:
    """Return (n, 64) bits of n draws."""
    shifts = np.arange(64, dtype=np.uint64)
    return ((bits[:, None] >> shifts) & np.uint64(1)).astype(np.uint8)
