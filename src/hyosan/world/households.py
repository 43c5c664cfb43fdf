"""Households of plausible people: how many of each size fill a pattern, and who lives with whom.

Everybody under 20 lives with somebody older. A household of three or more is one or two parents, a grandparent from
five members on, and descendants; of two, a couple or (one in five) a parent with a descendant. Descendants beyond the
children are young adults, the younger the likelier. Parents are 25 to 39 years older than their eldest descendant, and
at least 16 wherever the ages left allow it; partners are about the same age. These rules are assumptions; sizes, ages
and the ages of those who live alone are data.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from hyosan.terms import N_AGE_GROUPS
from hyosan.world.arrays import I64
from hyosan.world.demography import FIRST_ADULT
from hyosan.world.spread import share_out

GENERATION = 6  # age groups between a parent and the eldest descendant
YOUNGEST_PARENT = 4  # at least this many age groups: 16 years or more
SINGLE_PARENT_SHARE = 0.2  # of households of two
AT_HOME = (0.0,) * FIRST_ADULT + (1.0, 0.8, 0.6, 0.4, 0.2) + (0.001,) * (N_AGE_GROUPS - FIRST_ADULT - 5)
NEARLY = (-1, 0, 0, 1)  # age groups by which a parent or partner differs from the usual
Household = list[int]
Noise = NDArray[np.uint64]


def household_counts(share: tuple[float, ...], n_people: int) -> list[int]:
    """Return how many households of 1, 2, ... members hold n_people exactly, as near to the shares as can be."""
    mean = sum(size * s for size, s in enumerate(share, 1))
    target = [n_people / mean * s for s in share]
    best, best_miss = None, float("inf")
    for up in product((0, 1), repeat=len(share)):
        counts = [int(t) + (u if t > 0 else 0) for t, u in zip(target, up, strict=True)]
        left = n_people - sum(size * n for size, n in enumerate(counts, 1))
        if left % 1 or counts[0] + left < 0:
            continue
        counts[0] += left
        miss = sum(abs(n - t) for n, t in zip(counts, target, strict=True))
        if miss < best_miss:
            best, best_miss = counts, miss
    if best is None:
        raise ValueError(f"household_size: no whole households of these shares make {n_people} people.")
    return best


def fill_households(ages: I64, counts: list[int], alone_share: Sequence[float], noise: Noise) -> list[Household]:
    """Return households, each a list of age groups from the oldest generation to the youngest, in mixed order.

    Parameters
    ----------
    ages: ascending age groups of everybody.
    counts: households of 1, 2, ... members; members add up to the number of people.
    alone_share: ages of those who live alone, in any proportion.
    noise: (at least 4, n_people) random bits.
    """
    of_age = np.bincount(ages, minlength=N_AGE_GROUPS).tolist()
    singles = take_singles(of_age, counts[0], alone_share)
    sizes = np.repeat(np.arange(2, len(counts) + 1), counts[1:])
    sizes = sizes[np.argsort(noise[0, : len(sizes)], kind="stable")].tolist()
    roles = household_roles(sizes, sum(of_age[:FIRST_ADULT]))
    descendants = choose_descendants(of_age, sum(n for _, _, n in roles), noise[1])
    families = lead_families(roles, descendants, of_age, noise[2])
    rest = np.repeat(np.arange(N_AGE_GROUPS), of_age).tolist()
    couples = [rest[i : i + 2] for i in range(0, len(rest), 2)]
    households = [[age] for age in singles] + families + couples
    return [households[h] for h in np.argsort(noise[3, : len(households)], kind="stable").tolist()]


def take_singles(of_age: list[int], n: int, alone_share: Sequence[float]) -> list[int]:
    """Return the age groups of n adults who live alone, taken out of of_age; any adults where the shares fall short."""
    total = sum(alone_share) or 1.0
    spare = [0.0] * FIRST_ADULT + [1e-6 * number for number in of_age[FIRST_ADULT:]]
    weight = [share / total + little for share, little in zip(alone_share, spare, strict=True)]
    taken = share_out(n, weight, [0] * FIRST_ADULT + of_age[FIRST_ADULT:])
    for a, t in enumerate(taken):
        of_age[a] -= t
    return np.repeat(np.arange(N_AGE_GROUPS), taken).tolist()


def household_roles(sizes: list[int], n_children: int) -> list[tuple[bool, bool, int]]:
    """Return (has a partner, has a grandparent, number of descendants) of each household.

    Where children would find no place, grandparents and then partners give way to them.

    Raises
    ------
    ValueError: there are more children than members beside one adult in each household.
    """
    roles, pairs = [], 0.0
    for size in sizes:
        pairs += SINGLE_PARENT_SHARE * (size == 2)
        single = size == 2 and pairs >= 1
        pairs -= single
        grandparent = size >= 5
        partner = size >= 2 and not single
        roles.append((partner, grandparent, size - 1 - partner - grandparent))
    missing = n_children - sum(n for _, _, n in roles)
    for of_grandparents in (True, False):
        if missing <= 0:
            break
        for h in sorted(range(len(sizes)), key=lambda h: -sizes[h]):
            partner, grandparent, n = roles[h]
            if missing > 0 and (grandparent if of_grandparents else partner):
                roles[h] = (partner and of_grandparents, False, n + 1)
                missing -= 1
    if missing > 0:
        raise ValueError(f"age and household_size: {missing} of {sum(sizes)} people are children without an adult.")
    return roles


def choose_descendants(of_age: list[int], n: int, noise: Noise) -> list[int]:
    """Return the age groups of n descendants, nearly sorted, and take them out of of_age."""
    children = of_age[:FIRST_ADULT] + [0] * (N_AGE_GROUPS - FIRST_ADULT)
    weight = [a * w for a, w in zip(of_age, AT_HOME, strict=True)]
    room = [0] * FIRST_ADULT + of_age[FIRST_ADULT:]
    adults = share_out(n - sum(children), weight, room)
    taken = [c + a for c, a in zip(children, adults, strict=True)]
    for a, t in enumerate(taken):
        of_age[a] -= t
    out = np.repeat(np.arange(N_AGE_GROUPS), taken)
    blur = noise[: len(out)].astype(np.float64) / 2.0**64
    ordered: list[int] = out[np.argsort(out + 1.5 * blur, kind="stable")].tolist()
    return ordered


def lead_families(
    roles: list[tuple[bool, bool, int]], descendants: list[int], of_age: list[int], noise: Noise
) -> list[Household]:
    """Return the households with descendants, led by parents and grandparents taken out of of_age."""
    families: list[Household] = []
    at = 0
    for (partner, grandparent, n), bits in zip(roles, noise[: len(roles)].tolist(), strict=True):
        if n == 0:
            continue
        young = sorted(descendants[at : at + n], reverse=True)
        at += n
        low = max(FIRST_ADULT, young[0] + YOUNGEST_PARENT)
        elders = [take_nearest(of_age, max(low, young[0] + GENERATION + NEARLY[bits >> 62]), low)]
        if partner:
            elders.append(take_nearest(of_age, max(low, elders[0] + NEARLY[bits >> 60 & 3]), low))
        if grandparent:
            low = min(elders[0] + YOUNGEST_PARENT, N_AGE_GROUPS - 1)
            elders.insert(0, take_nearest(of_age, elders[0] + GENERATION, low))
        families.append(elders + young)
    return families


def take_nearest(of_age: list[int], want: int, low: int) -> int:
    """Return and take the age group nearest to want, from low on where there is one, else the oldest adult's."""
    for distance in range(N_AGE_GROUPS):
        for a in (want + distance, want - distance):
            if low <= a < N_AGE_GROUPS and of_age[a] > 0:
                of_age[a] -= 1
                return a
    oldest = max(a for a in range(N_AGE_GROUPS) if of_age[a] > 0)
    of_age[oldest] -= 1
    return oldest
