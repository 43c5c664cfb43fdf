"""Invertible shuffles of 0..n-1 that store nothing.

A keyed bijection of the next power of two is walked until it lands below n.

Each round adds a key, multiplies by an odd constant and folds the high half of the bits onto the low half; every step
is invertible modulo 2^b. Fewer than two rounds of walking are expected, because 2^b < 2n. Cycle walking: Black and
Rogaway, CT-RSA 2002, doi:10.1007/3-540-45760-7_9. A shuffle good enough to mix people; not cryptographic.
"""

import math

import numpy as np
from numba import float64, int64, njit, uint64

ODD_1 = np.uint64(0x9E3779B97F4A7C15)
ODD_2 = np.uint64(0xC2B2AE3D27D4EB4F)
ODD_3 = np.uint64(0x165667B19E3779F9)
INVERSE_1 = np.uint64(pow(int(ODD_1), -1, 1 << 64))
INVERSE_2 = np.uint64(pow(int(ODD_2), -1, 1 << 64))
INVERSE_3 = np.uint64(pow(int(ODD_3), -1, 1 << 64))
KEY_SHIFT_2 = np.uint64(20)
KEY_SHIFT_3 = np.uint64(40)


@njit(cache=True)
def bit_length(n):
    """Return the smallest b >= 1 with n <= 2^b."""
    if n <= 2:
        return 1
    return math.frexp(float64(n - 1))[1]


@njit(cache=True)
def permute(x, n, key):
    """Return where the keyed shuffle of 0..n-1 puts x (int64 in [0, n), n >= 1, key uint64)."""
    if n == 1:
        return int64(0)
    bits = bit_length(n)
    mask = (uint64(1) << uint64(bits)) - uint64(1)
    fold = uint64((bits + 1) >> 1)
    k1, k2, k3 = uint64(key), uint64(key) >> KEY_SHIFT_2, uint64(key) >> KEY_SHIFT_3
    v = uint64(x)
    while True:
        v = ((v ^ k1) * ODD_1 + k2) & mask
        v ^= v >> fold
        v = ((v ^ k2) * ODD_2 + k3) & mask
        v ^= v >> fold
        v = ((v ^ k3) * ODD_3 + k1) & mask
        v ^= v >> fold
        if v < uint64(n):
            return int64(v)


@njit(cache=True)
def unpermute(y, n, key):
    """Return the x that permute(x, n, key) sends to y."""
    if n == 1:
        return int64(0)
    bits = bit_length(n)
    mask = (uint64(1) << uint64(bits)) - uint64(1)
    fold = uint64((bits + 1) >> 1)
    k1, k2, k3 = uint64(key), uint64(key) >> KEY_SHIFT_2, uint64(key) >> KEY_SHIFT_3
    v = uint64(y)
    while True:
        v ^= v >> fold
        v = (((v - k1) * INVERSE_3) ^ k3) & mask
        v ^= v >> fold
        v = (((v - k3) * INVERSE_2) ^ k2) & mask
        v ^= v >> fold
        v = (((v - k2) * INVERSE_1) ^ k1) & mask
        if v < uint64(n):
            return int64(v)
