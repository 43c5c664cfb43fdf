"""The same draws in plain Python integers: slow, readable, and the reference for the kernels."""

import math
from typing import SupportsInt

WORD = (1 << 64) - 1


def mix(x: int) -> int:
    """Return a bijection of the 64-bit integer x."""
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & WORD
    return x ^ (x >> 31)


def person_key(seed: int, subject: int) -> int:
    """Return the key of a subject's stream."""
    return mix((mix(seed & WORD) + subject * 0x9E3779B97F4A7C15) & WORD)


def draw(key: int, purpose: SupportsInt, ordinal: SupportsInt) -> int:
    """Return 64 random bits at the address (key, purpose, ordinal)."""
    return mix((key + ((int(purpose) << 40) + int(ordinal) + 1) * 0xD1B54A32D192ED03) & WORD)


def unit(bits: int) -> float:
    """Return a float in the open interval (0, 1)."""
    return ((bits >> 12) + 0.5) * 2.0**-52


def below(bits: int, n: int) -> int:
    """Return an integer in [0, n)."""
    if n <= 1 << 20:
        return ((bits >> 32) * n) >> 32
    return min(int(unit(bits) * n), n - 1)


def exponential(bits: int) -> float:
    """Return a standard exponential variate."""
    return -math.log(unit(bits))


def round_bits(half: int, round_key: int) -> int:
    """Return a hash of one half of the bits of a shuffle."""
    x = ((half + round_key) * 0xBF58476D1CE4E5B9) & WORD
    x = ((x ^ (x >> 29)) * 0x94D049BB133111EB) & WORD
    return x >> 32


def permute(x: int, n: int, key: int) -> int:
    """Return where the keyed shuffle of 0..n-1 puts x."""
    if n == 1:
        return 0
    bits = max(1, (n - 1).bit_length())
    low_bits = bits >> 1
    n_low, n_high = 1 << low_bits, 1 << (bits - low_bits)
    while True:
        high, low = divmod(x, n_low)
        for round_ in range(3 if n <= 128 else 2):
            round_key = (key + round_ * 0x9E3779B97F4A7C15) & WORD
            high ^= round_bits(low, round_key) % n_high
            low ^= round_bits(high, round_key ^ 0xD1B54A32D192ED03) % n_low
        x = high * n_low + low
        if x < n:
            return x
