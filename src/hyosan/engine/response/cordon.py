"""The cordon: who comes through a border, and how."""

import numpy as np

from hyosan.draws.kernel import draw, person_key, unit
from hyosan.draws.purposes import CROSS, LATE, PERMIT, SCREEN
from hyosan.engine.response.arrays import (
    CORDON,
    DESTROYED,
    ESSENTIAL,
    LATE_DAYS,
    LATE_SHARE,
    LEAK,
    N_CROSSINGS,
    N_HELD,
    OVERRUN,
    SCREENING,
    ResponseArrays,
)
from hyosan.engine.response.orders import day_ordinal, is_on, is_parted, take_capacity
from hyosan.jit import Int, inner_kernel, int64
from hyosan.terms import Route

HELD = np.int64(-1)
STRUCK_DOWN = np.int64(-2)
FREE = np.int64(Route.NONE)
EVADER = np.int64(Route.EVADER)
ESSENTIAL_ROUTE = np.int64(Route.ESSENTIAL)
LATE_ROUTE = np.int64(Route.LATE)
OVERRUN_ROUTE = np.int64(Route.OVERRUN)
ROUTES_FROM = np.int64(1 << 61)
"""Subjects of draws about routes between two patches are numbered from here."""

ROAMING_FROM = np.int64(1 << 39)
"""Ordinals of the keys that a roaming person's draws at each cordon are made with are counted from here."""


@inner_kernel
def is_open_late(r: ResponseArrays, seed: np.uint64, k: Int, patch_a: Int, patch_b: Int, now: float) -> bool:
    """Return whether the route between two patches is one that is not closed yet."""
    share: float = r.parameter[k, LATE_SHARE]
    if share == 0.0 or now >= r.start_days[k] + r.parameter[k, LATE_DAYS]:
        return False
    low, high = min(patch_a, patch_b), max(patch_a, patch_b)
    route_key = person_key(seed, ROUTES_FROM + low * r.patch_areas.shape[0] + high)
    return unit(draw(route_key, LATE, r.number[k])) < share


@inner_kernel
def cross_cordon(
    r: ResponseArrays, seed: np.uint64, k: Int, key: np.uint64, state: Int, home: Int, place: Int, now: float
) -> np.int64:
    """Return how a person in his routine comes through cordon k to a place on its other side: a route, or HELD.

    state: of the person; 0 for one who was never infected.
    """
    if is_open_late(r, seed, k, home, place, now):
        return LATE_ROUTE
    if unit(draw(key, PERMIT, r.number[k])) < r.parameter[k, ESSENTIAL]:
        is_seen = r.detect_probability[state] > 0.0
        if not is_seen or unit(draw(key, SCREEN, day_ordinal(r, k, now))) >= r.parameter[k, SCREENING]:
            return ESSENTIAL_ROUTE
    return EVADER if unit(draw(key, CROSS, day_ordinal(r, k, now))) < r.parameter[k, LEAK] else HELD


@inner_kernel
def cross_all(
    r: ResponseArrays, seed: np.uint64, key: np.uint64, state: Int, home: Int, place: Int, now: float
) -> tuple[np.int64, np.int64]:
    """Return (route, cordon) of a person in his routine who goes from home to a place.

    The route is FREE if no cordon that is on lies between, HELD if one of them holds him.
    """
    route, crossed = FREE, np.int64(-1)
    if home == place or r.patch_areas[home] == r.patch_areas[place]:
        return route, crossed
    for k in range(r.kind.shape[0]):
        if r.kind[k] == CORDON and is_on(r, k) and is_parted(r, r.area[k], home, place):
            through = cross_cordon(r, seed, k, key, state, home, place, now)
            if through == HELD:
                return HELD, int64(k)
            route, crossed = through, int64(k)
    return route, crossed


@inner_kernel
def storm_cordon(
    r: ResponseArrays, seed: np.uint64, k: Int, key: np.uint64, address: Int, patch: Int, beside: Int, now: float
) -> np.int64:
    """Return what becomes of a roaming person who walks into cordon k: a route, HELD, or STRUCK_DOWN."""
    if is_open_late(r, seed, k, patch, beside, now):
        return LATE_ROUTE
    storm_key = draw(key, CROSS, ROAMING_FROM + r.number[k])
    if not take_capacity(r, k, now) and unit(draw(storm_key, SCREEN, address)) < r.parameter[k, OVERRUN]:
        return OVERRUN_ROUTE
    x = unit(draw(storm_key, CROSS, address))
    leak = r.parameter[k, LEAK]
    if x < leak:
        return EVADER
    return STRUCK_DOWN if x < leak + (1.0 - leak) * r.parameter[k, DESTROYED] else HELD


@inner_kernel
def storm_all(
    r: ResponseArrays, seed: np.uint64, key: np.uint64, address: Int, patch: Int, beside: Int, now: float
) -> tuple[np.int64, np.int64]:
    """Return (what becomes of a roaming person who walks from a patch to one beside it, the cordon in question)."""
    route, crossed = FREE, np.int64(-1)
    if r.patch_areas[patch] == r.patch_areas[beside]:
        return route, crossed
    for k in range(r.kind.shape[0]):
        if r.kind[k] == CORDON and is_on(r, k) and is_parted(r, r.area[k], patch, beside):
            route = storm_cordon(r, seed, k, key, address, patch, beside, now)
            crossed = int64(k)
            if route < 0:
                r.counts[N_HELD] += 1
                return route, crossed
    if crossed >= 0:
        r.counts[N_CROSSINGS] += 1
    return route, crossed
