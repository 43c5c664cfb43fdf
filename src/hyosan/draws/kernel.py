"""The draws themselves, for kernels: a counter-based generator in two rounds of a 64-bit mixer.

A subject's key is mix(mix(seed) + subject·G1); its draws are mix(key + (purpose·2^40 + ordinal + 1)·G2), so each
subject owns a SplitMix64 stream that is entered at any place. The mixer is variant 13 of D. Stafford ("Better bit
mixing", 2011); the construction is that of Steele, Lea and Flood, OOPSLA 2014, doi:10.1145/2660193.2660195. Not
cryptographic. Ordinals must stay below 2^40.
"""

import math

import numpy as np

from hyosan.jit import Int, float64, int64, kernel, uint64

SUBJECT_STEP = np.uint64(0x9E3779B97F4A7C15)
COUNTER_STEP = np.uint64(0xD1B54A32D192ED03)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
PURPOSE_SHIFT = np.uint64(40)
HALF = np.uint64(32)
UNIT = 1.0 / 9007199254740992.0  # 2^-53


@kernel
def mix(x: np.uint64) -> np.uint64:
    """Return a 64-bit bijection of x (uint64) in which every bit depends on every bit."""
    x = uint64(x)
    x = (x ^ (x >> uint64(30))) * MIX_1
    x = (x ^ (x >> uint64(27))) * MIX_2
    return x ^ (x >> uint64(31))


@kernel
def person_key(seed: Int | np.uint64, subject: Int) -> np.uint64:
    """Return the key (uint64) of a subject's own stream under a seed."""
    return mix(mix(uint64(seed)) + uint64(subject) * SUBJECT_STEP)


@kernel
def draw(key: np.uint64, purpose: np.int64, ordinal: Int) -> np.uint64:
    """Return 64 random bits at the address (key, purpose, ordinal)."""
    return mix(key + ((uint64(purpose) << PURPOSE_SHIFT) + uint64(ordinal) + uint64(1)) * COUNTER_STEP)


@kernel
def unit(bits: np.uint64) -> float:
    """Return a float64 in the open interval (0, 1) from 64 random bits; never 0 or 1, so its logarithm is finite."""
    return (float64(bits >> uint64(12)) + 0.5) * (2.0 * UNIT)


@kernel
def below(bits: np.uint64, n: Int) -> Int:
    """Return an integer in [0, n) from 64 random bits.

    The high 32 bits serve n up to 2^20 (bias below 2^-12 of a part), a 53-bit product serves larger n.
    """
    if n <= 1048576:
        return int64(((bits >> HALF) * uint64(n)) >> HALF)
    index = int64(unit(bits) * float64(n))
    return index if index < n else int64(n) - int64(1)


@kernel
def exponential(bits: np.uint64) -> float:
    """Return a standard exponential variate from 64 random bits."""
    return -math.log(unit(bits))
