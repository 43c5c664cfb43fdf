"""Binary search in cumulative counts."""

import numpy as np
from numpy.typing import NDArray

from hyosan.jit import Int, kernel


@kernel
def last_at_most(cumulative: NDArray[np.int64], x: Int, low: Int, high: Int) -> Int:
    """Return the last i in low..high-1 (int64) with cumulative[i] <= x, given that cumulative[low] <= x.

    The comparison becomes a number rather than a branch: a search for random people cannot be predicted.
    """
    n = high - low
    while n > 1:
        half = n >> 1
        low += half * (cumulative[low + half] <= x)
        n -= half
    return low
