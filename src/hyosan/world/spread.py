"""Whole numbers shared out in proportion, with exact totals."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hyosan.world.arrays import F64, I64


def starts(counts: NDArray[np.integer]) -> I64:
    """Return where each run starts, and the total last: one element more than counts."""
    out = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=out[1:])
    return out


def spread_by_weight(totals: I64, weight: F64, district_patch_start: I64, patch_district: NDArray[np.integer]) -> I64:
    """Return cumulative counts (P + 1) that share out each district's total over its patches in proportion to weight.

    Parameters
    ----------
    totals: whole numbers to share out, by district.
    weight: weight of each patch, zero or more; a district with a total above zero needs a weight above zero.

    Raises
    ------
    ValueError: a weight is negative or not finite, or a district with something to share out has no weight.
    """
    if len(weight) and not (np.isfinite(weight).all() and weight.min() >= 0):
        patch = int(np.argmin(np.where(np.isfinite(weight), weight, -np.inf)))
        raise ValueError(f"job_weight of patch {patch}: found {weight[patch]}; give a number of zero or more.")
    cumulative = np.concatenate(([0.0], np.cumsum(weight)))
    first = cumulative[district_patch_start[:-1]]
    width = cumulative[district_patch_start[1:]] - first
    bare = np.flatnonzero((width <= 0) & (totals > 0))
    if len(bare):
        d = int(bare[0])
        raise ValueError(f"job_weight: district {d} has {totals[d]} jobs but no patch with a weight above zero.")
    share = (cumulative[1:] - first[patch_district]) / np.where(width > 0, width, 1.0)[patch_district]
    out = np.zeros(len(weight) + 1, dtype=np.int64)
    out[1:] = starts(totals)[:-1][patch_district] + np.rint(totals[patch_district] * share).astype(np.int64)
    return out


def spread_by_count(totals: I64, count_cum: I64, district_patch_start: I64, patch_district: NDArray[np.integer]) -> I64:
    """Return cumulative counts (P + 1) that take each district's total from the counts of its patches in proportion.

    No patch gives more than it has, provided that no total exceeds its district's count; exact in whole numbers while
    totals and counts stay below 3e9.
    """
    first = count_cum[district_patch_start[:-1]]
    count = count_cum[district_patch_start[1:]] - first
    so_far = count_cum[1:] - first[patch_district]
    out = np.zeros(len(count_cum), dtype=np.int64)
    taken = so_far * totals[patch_district] // np.maximum(count, 1)[patch_district]
    out[1:] = starts(totals)[:-1][patch_district] + taken
    return out


def whole_flows(share: F64, totals: I64) -> NDArray[np.int64]:
    """Return whole numbers in proportion to each row of share whose rows add up to totals exactly.

    Each row is rounded down and the largest remainders get one more. A row of zeros stays on the diagonal.

    Parameters
    ----------
    share: (D, D) weights of zero or more, rows need not add up to 1.
    totals: (D) wanted row sums.
    """
    n = len(totals)
    weight = share + np.diag(np.where(share.sum(axis=1) > 0, 0.0, 1.0))
    exact = weight / weight.sum(axis=1, keepdims=True) * totals[:, None]
    whole = np.minimum(np.floor(exact), totals[:, None]).astype(np.int64)
    missing = totals - whole.sum(axis=1)
    order = np.argsort(whole - exact, axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.broadcast_to(np.arange(n), (n, n)), axis=1)
    out: NDArray[np.int64] = whole + (rank < missing[:, None])
    return out


def share_out(total: int, weight: Sequence[float], room: Sequence[int]) -> list[int]:
    """Return whole numbers in proportion to weight that add up to total, none above its room: largest remainders first.

    Raises
    ------
    ValueError: the rooms of those with a weight above zero do not hold the total.
    """
    whole_weight = sum(weight)
    if total > sum(r for r, w in zip(room, weight, strict=True) if w > 0):
        raise ValueError(f"{total} people are wanted from age groups that hold fewer.")
    exact = [total * w / whole_weight if whole_weight > 0 else 0.0 for w in weight]
    out = [min(int(x), r) for x, r in zip(exact, room, strict=True)]
    missing = total - sum(out)
    while missing > 0:
        free = (i for i in range(len(out)) if weight[i] > 0 and out[i] < room[i])
        for i in sorted(free, key=lambda i: out[i] - exact[i])[:missing]:
            out[i] += 1
            missing -= 1
    return out
