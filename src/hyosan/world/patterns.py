"""The patterns of 1024 residents that blocks of people show, built once for a demography.

All patterns have the same households by size and the same number of people of each day kind. Their ages are a
systematic sample of the age distribution: the people of all patterns together, in order of age, are dealt out in turn.
"""

from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hyosan.draws.purposes import PATTERN
from hyosan.terms import N_AGE_GROUPS, DayKind
from hyosan.world.arrays import BLOCK, I64, N_KINDS, STAYS, U8, U16
from hyosan.world.demography import Demography
from hyosan.world.hashing import draw_array
from hyosan.world.households import Household, fill_households, household_counts
from hyosan.world.spread import share_out

N_PATTERNS = 16
PATTERN_SEED = 51_700_000
"""Seed of the patterns: the same in every world, so that worlds differ only in who shows which pattern."""

KIND_ORDER = (DayKind.HIGH, DayKind.MIDDLE, DayKind.KINDERGARTEN, DayKind.ELEMENTARY, DayKind.WORK)


class Patterns(NamedTuple):
    """Patterns of residents, and what kernels look up in them. K patterns."""

    household_first: U16  # (K, BLOCK)
    household_size: U8  # (K, BLOCK)
    age_group: U8  # (K, BLOCK)
    kind: U8  # (K, BLOCK)
    rank: U16  # (K, BLOCK) rank among the same kind
    stay_rank: U16  # (K, BLOCK) rank among those who do not work
    position: U16  # (K, N_KINDS, BLOCK) position of the r-th of a kind
    before: I64  # (K, N_KINDS, BLOCK + 1) how many of a kind come before a position
    per_block: I64  # (N_KINDS)


@lru_cache(maxsize=8)
def patterns(demography: Demography) -> Patterns:
    """Return the 16 patterns of a demography; the same demography gives the same patterns, always.

    Raises
    ------
    ValueError: the demography cannot be: more children than places beside adults, or more of a kind than of its ages.
    """
    ages = pattern_ages(demography)
    sizes = household_counts(demography.household_share, BLOCK)
    first, size, age = (np.empty((N_PATTERNS, BLOCK), dtype=np.int64) for _ in range(3))
    kind = np.empty((N_PATTERNS, BLOCK), dtype=np.int64)
    n_of_kind = kind_totals(demography)
    for k in range(N_PATTERNS):
        noise = draw_array(PATTERN_SEED, k, PATTERN, np.arange(5 * BLOCK)).reshape(5, BLOCK)
        first[k], size[k], age[k] = laid_out(fill_households(ages[k], sizes, demography.alone_share, noise))
        kind[k] = day_kinds(age[k], demography, n_of_kind, noise[4])
    return with_ranks(first, size, age, kind)


@lru_cache(maxsize=1)
def alone() -> Patterns:
    """Return the one pattern of people who live alone, have no day group and are in age group 0."""
    position = np.arange(BLOCK)[None, :]
    nothing = np.zeros((1, BLOCK), dtype=np.int64)
    return with_ranks(position, nothing + 1, nothing, nothing)


def pattern_ages(demography: Demography) -> I64:
    """Return (N_PATTERNS, BLOCK) age groups, ascending in each pattern."""
    total = N_PATTERNS * BLOCK
    counts = share_out(total, demography.age_share, [total] * N_AGE_GROUPS)
    return np.repeat(np.arange(N_AGE_GROUPS), counts).reshape(BLOCK, N_PATTERNS).T


def kind_totals(demography: Demography) -> list[int]:
    """Return how many people of each day kind (0 to 5) a pattern holds; those of kind 0 take what is left."""
    shares = [sum(a * s for a, s in zip(demography.age_share, day, strict=True)) for day in demography.day_shares]
    totals = [round(BLOCK * share) for share in shares]
    while sum(totals) > BLOCK:
        totals[totals.index(max(totals))] -= 1
    return [BLOCK - sum(totals), *totals]


def laid_out(households: list[Household]) -> tuple[I64, I64, I64]:
    """Return first position, size and age by position of households one behind the other, oldest generation first."""
    size = np.fromiter(map(len, households), dtype=np.int64)
    first = np.cumsum(size) - size
    ages = np.fromiter(chain.from_iterable(households), dtype=np.int64)
    return np.repeat(first, size), np.repeat(size, size), ages


def day_kinds(age: I64, demography: Demography, n_of_kind: list[int], noise: NDArray[np.uint64]) -> I64:
    """Return the day kind of each person of a pattern: exact numbers by kind, shares by age as rounding allows."""
    order = np.lexsort((noise, age))
    n_of_age = np.bincount(age, minlength=N_AGE_GROUPS).tolist()
    next_free = [sum(n_of_age[:a]) for a in range(N_AGE_GROUPS)]
    room = list(n_of_age)
    out = np.zeros(BLOCK, dtype=np.int64)
    for kind in KIND_ORDER:
        weight = [n * share for n, share in zip(n_of_age, demography.day_shares[kind - 1], strict=True)]
        for a, n in enumerate(share_out(n_of_kind[kind], weight, room)):
            out[order[next_free[a] : next_free[a] + n]] = kind
            next_free[a] += n
            room[a] -= n
    return out


def with_ranks(first: I64, size: I64, age: I64, kind: I64) -> Patterns:
    """Return the patterns with ranks, and positions by rank, of each kind and of those who stay."""
    n_patterns = len(kind)
    member = np.stack([kind == k for k in range(STAYS)] + [kind != DayKind.WORK], axis=1)
    before = np.zeros((n_patterns, N_KINDS, BLOCK + 1), dtype=np.int64)
    np.cumsum(member, axis=2, out=before[:, :, 1:])
    rank = np.take_along_axis(before[:, :, :-1], kind[:, None, :], axis=1)[:, 0]
    position = np.zeros((n_patterns, N_KINDS, BLOCK), dtype=np.uint16)
    of_pattern, of_kind, at = np.nonzero(member)
    position[of_pattern, of_kind, before[of_pattern, of_kind, at]] = at
    return Patterns(
        first.astype(np.uint16),
        size.astype(np.uint8),
        age.astype(np.uint8),
        kind.astype(np.uint8),
        rank.astype(np.uint16),
        before[:, STAYS, :-1].astype(np.uint16),
        position,
        before,
        before[0, :, -1].copy(),
    )
