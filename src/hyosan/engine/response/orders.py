"""What kernels ask of a measure: is it on, does it reach here, who complies, is there capacity left."""

import math

import numpy as np

from hyosan.draws.kernel import draw, unit
from hyosan.draws.purposes import COMPLY
from hyosan.engine.response.arrays import (
    BELIEF,
    BELIEF_BEFORE,
    BELIEF_EXPOSED,
    EXPOSED_DAYS,
    FIRST_CASE,
    HALF_LIFE_DAYS,
    IS_TRUE,
    MESSAGE,
    ON,
    ResponseArrays,
)
from hyosan.jit import Int, inner_kernel, int64, uint64

DAY_BITS = np.int64(14)
"""Ordinals of draws that are made once a day hold the measure's number, then the day in this many bits."""

TURN = 1e-3
"""Days after midnight in which those have their turn who waited for it."""

LAST_DAY = np.int64((1 << 14) - 1)


@inner_kernel
def is_on(r: ResponseArrays, k: Int) -> bool:
    """Return whether measure k is in force."""
    return bool(r.status[k] == ON)


@inner_kernel
def is_within(r: ResponseArrays, area: Int, patch: Int) -> bool:
    """Return whether a patch belongs to an area."""
    return bool((r.patch_areas[patch] >> uint64(area)) & uint64(1) == uint64(1))


@inner_kernel
def is_parted(r: ResponseArrays, area: Int, patch_a: Int, patch_b: Int) -> bool:
    """Return whether the border of an area runs between two patches."""
    return bool(((r.patch_areas[patch_a] ^ r.patch_areas[patch_b]) >> uint64(area)) & uint64(1) == uint64(1))


@inner_kernel
def belief(r: ResponseArrays, now: float) -> float:
    """Return the share by which messages multiply compliance; 1 where there are none.

    The newest message in force counts; before there is one, what people believe before the first of the document.
    """
    share, is_first, newest_days = 1.0, True, -math.inf
    if not r.has_message:
        return share
    for k in range(r.kind.shape[0]):
        if r.kind[k] != MESSAGE:
            continue
        if is_first:
            share, is_first = r.parameter[k, BELIEF_BEFORE], False
        if is_on(r, k) and r.start_days[k] >= newest_days:
            newest_days = r.start_days[k]
            delay_days = max(0.0, r.start_days[k] - r.days[FIRST_CASE])
            share = r.parameter[k, BELIEF] * 2.0 ** (-delay_days / r.parameter[k, HALF_LIFE_DAYS])
            if r.parameter[k, IS_TRUE] == 0.0 and now >= r.start_days[k] + r.parameter[k, EXPOSED_DAYS]:
                share = r.parameter[k, BELIEF_EXPOSED]
    return share


@inner_kernel
def complies(r: ResponseArrays, k: Int, key: np.uint64, now: float) -> bool:
    """Return whether the person of `key` does what measure k asks: always or never, but for what he believes."""
    share: float = r.compliance[k] * belief(r, now)
    return share >= 1.0 or unit(draw(key, COMPLY, r.number[k])) < share


@inner_kernel
def day_ordinal(r: ResponseArrays, k: Int, now: float) -> Int:
    """Return the ordinal of a draw that is made once a day for measure k."""
    return int64((r.number[k] << DAY_BITS) + min(int64(now), LAST_DAY))


@inner_kernel
def next_turn(now: float) -> float:
    """Return when somebody whose service found no capacity has his turn: at midnight, in the order of the asking.

    The time of day, small, is added: who asked earlier on a day is earlier, and who waits for the second day is before
    all who wait for the first.
    """
    return math.floor(now) + 1.0 + (now - math.floor(now)) * TURN


@inner_kernel
def take_capacity(r: ResponseArrays, k: Int, now: float) -> bool:
    """Use one of the services that measure k can render on the calendar day of `now`; return whether there was one.

    Day d has floor((d + 1)·capacity) - floor(d·capacity) of them, so that a capacity below 1 a day works too.
    """
    capacity = r.capacity_per_day[k]
    if capacity == math.inf:
        return True
    day = int64(now)
    if r.used_day[k] != day:
        r.used_day[k] = day
        r.used[k] = 0
    if r.used[k] >= int64(math.floor((day + 1) * capacity)) - int64(math.floor(day * capacity)):
        return False
    r.used[k] += 1
    return True
