"""The draws for whole arrays of addresses at once, for building worlds (the same numbers as draws.plain)."""

from typing import SupportsInt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hyosan.draws.plain import mix

U64 = NDArray[np.uint64]


def mix_array(x: U64) -> U64:
    """Return draws.plain.mix of every element of x (uint64)."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def draw_array(seed: int, subject: ArrayLike, purpose: SupportsInt, ordinal: ArrayLike) -> U64:
    """Return the 64 random bits at each address (subject and ordinal: int64 arrays that broadcast)."""
    subjects = np.atleast_1d(np.asarray(subject)).astype(np.uint64)
    ordinals = np.atleast_1d(np.asarray(ordinal)).astype(np.uint64)
    key = mix_array(np.uint64(mix(seed & 0xFFFFFFFFFFFFFFFF)) + subjects * np.uint64(0x9E3779B97F4A7C15))
    counter = np.uint64((int(purpose) << 40) + 1) + ordinals
    return mix_array(key + counter * np.uint64(0xD1B54A32D192ED03))


def below_array(bits: U64, n: int) -> NDArray[np.int64]:
    """Return an integer in [0, n) from each 64 random bits, for n up to 2^20."""
    return (((bits >> np.uint64(32)) * np.uint64(n)) >> np.uint64(32)).astype(np.int64)
