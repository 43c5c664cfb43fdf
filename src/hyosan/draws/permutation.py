"""Invertible shuffles of 0..n-1 that store nothing.

A Feistel network is a keyed bijection of the next power of two: in each round one half of the bits is changed by a
hash of the other half, which can be undone. It is walked until it lands below n: fewer than two steps are expected,
because 2^bits < 2n. Cycle walking: Black and Rogaway, CT-RSA 2002, doi:10.1007/3-540-45760-7_9; rounds: Luby and
Rackoff 1988, doi:10.1137/0217022. A shuffle good enough to mix people; not cryptographic.
"""

import math

import numpy as np

from hyosan.draws.kernel import COUNTER_STEP, MIX_1, MIX_2, SUBJECT_STEP
from hyosan.jit import Int, float64, int64, kernel, uint64

FEW = 128
"""Up to so many a shuffle takes three double rounds: with two, tests see that neighbours stay together below 30."""

ODD_ROUND = np.uint64(SUBJECT_STEP)
EVEN_ROUND = np.uint64(COUNTER_STEP)


@kernel
def bit_length(n: Int) -> Int:
    """Return the smallest b >= 1 with n <= 2^b."""
    if n <= 2:
        return 1
    return math.frexp(float64(n - 1))[1]


@kernel
def round_bits(half: np.uint64, round_key: np.uint64) -> np.uint64:
    """Return a hash (uint64) of one half of the bits, to be cut to the other half."""
    x = (half + round_key) * MIX_1
    x = (x ^ (x >> uint64(29))) * MIX_2
    return x >> uint64(32)


@kernel
def double_rounds(n: Int) -> Int:
    """Return how many times both halves are changed."""
    return 3 if n <= FEW else 2


@kernel
def permute(x: Int, n: Int, key: np.uint64) -> Int:
    """Return where the keyed shuffle of 0..n-1 puts x (int64 in [0, n), n >= 1, key uint64)."""
    if n == 1:
        return int64(0)
    bits = uint64(bit_length(n))
    low_bits = bits >> uint64(1)
    low_mask = (uint64(1) << low_bits) - uint64(1)
    high_mask = (uint64(1) << (bits - low_bits)) - uint64(1)
    v = uint64(x)
    while True:
        high, low = v >> low_bits, v & low_mask
        round_key = uint64(key)
        for _ in range(double_rounds(n)):
            high ^= round_bits(low, round_key) & high_mask
            low ^= round_bits(high, round_key ^ EVEN_ROUND) & low_mask
            round_key += ODD_ROUND
        v = (high << low_bits) | low
        if v < uint64(n):
            return int64(v)


@kernel
def unpermute(y: Int, n: Int, key: np.uint64) -> Int:
    """Return the x that permute(x, n, key) sends to y."""
    if n == 1:
        return int64(0)
    bits = uint64(bit_length(n))
    low_bits = bits >> uint64(1)
    low_mask = (uint64(1) << low_bits) - uint64(1)
    high_mask = (uint64(1) << (bits - low_bits)) - uint64(1)
    v = uint64(y)
    while True:
        high, low = v >> low_bits, v & low_mask
        round_key = uint64(key) + uint64(double_rounds(n)) * ODD_ROUND
        for _ in range(double_rounds(n)):
            round_key -= ODD_ROUND
            low ^= round_bits(high, round_key ^ EVEN_ROUND) & low_mask
            high ^= round_bits(low, round_key) & high_mask
        v = (high << low_bits) | low
        if v < uint64(n):
            return int64(v)
