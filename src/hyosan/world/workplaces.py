"""Workplaces of heavy-tailed sizes, as patterns of 1024 job slots.

The share of workplaces with at least s workers falls as a power of s between the given points, as sizes of firms do
(R. L. Axtell, Science 2001, doi:10.1126/science.1062081). Sizes are the quantiles of that law, so no draw is needed.
"""

from functools import lru_cache
from heapq import heapify, heapreplace

import numpy as np
from numpy.typing import NDArray

from hyosan.draws.purposes import WORKPLACE_PATTERN
from hyosan.world.arrays import BLOCK, F64, I64, U16
from hyosan.world.demography import MAX_WORKPLACE
from hyosan.world.hashing import draw_array

N_PATTERNS = 32
PATTERN_SEED = 51_700_000


def survival(workplaces: tuple[tuple[int, float], ...]) -> F64:
    """Return the share of workplaces with at least 1, 2, ..., 1001 workers, a power law between the points."""
    sizes, shares = np.array([size for size, _ in workplaces]), np.array([share for _, share in workplaces])
    at = np.arange(1, MAX_WORKPLACE + 2)
    out: NDArray[np.float64] = np.exp(np.interp(np.log(at), np.log(sizes), np.log(shares)))
    out[at > sizes[-1]] = 0.0
    return out


def workplace_sizes(workplaces: tuple[tuple[int, float], ...], n_slots: int) -> I64:
    """Return sizes of workplaces, largest first, that add up to n_slots; the smallest absorb the rounding."""
    tail = survival(workplaces)
    n = max(1, round(n_slots / tail.sum()))
    quantile = (np.arange(n) + 0.5) / n
    sizes = len(tail) - np.searchsorted(tail[::-1], quantile, side="right")
    kept = sizes[np.cumsum(sizes) <= n_slots]
    return np.concatenate((kept, np.ones(n_slots - kept.sum(), dtype=np.int64))).astype(np.int64)


@lru_cache(maxsize=8)
def workplace_patterns(workplaces: tuple[tuple[int, float], ...]) -> tuple[U16, U16]:
    """Return (first slot, size) of the workplace of each slot, both (32, 1024) uint16.

    Parameters
    ----------
    workplaces: (size, share of workplaces with at least this size), as in Demography.
    """
    bins: list[list[int]] = [[] for _ in range(N_PATTERNS)]
    room = [(-BLOCK, k) for k in range(N_PATTERNS)]
    heapify(room)
    for size in workplace_sizes(workplaces, N_PATTERNS * BLOCK).tolist():
        while size > 0:  # a workplace that fits in no pattern is divided
            minus_free, k = room[0]
            part = min(size, -minus_free)
            bins[k].append(part)
            heapreplace(room, (minus_free + part, k))
            size -= part
    return slots_of(bins)


def slots_of(bins: list[list[int]]) -> tuple[U16, U16]:
    """Return (first slot, size) by slot of workplaces put one behind the other in mixed order."""
    first, size = (np.empty((len(bins), BLOCK), dtype=np.uint16) for _ in range(2))
    for k, sizes in enumerate(bins):
        order = np.argsort(draw_array(PATTERN_SEED, k, WORKPLACE_PATTERN, np.arange(len(sizes))), kind="stable")
        mixed = np.array(sizes)[order]
        first[k] = np.repeat(np.cumsum(mixed) - mixed, mixed)
        size[k] = np.repeat(mixed, mixed)
    return first, size
