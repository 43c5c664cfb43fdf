"""Households of plausible people: how many of each size fill a pattern, and who lives with whom.

Rules. Everybody under 20 lives with somebody older. A household of three or more is one or two parents, a grandparent from
five members on, and descendants; of two, a couple or (one in five) a parent with a descendant. Descendants beyond the
children are young adults, the younger the likelier. Parents are about 30 years older than their eldest descendant, and at
least 16 whenever the ages allow it; partners are about the same age. These rules are assumptions; sizes and ages are data.
"""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from hyosan.terms import N_AGE_GROUPS
from hyosan.world.arrays import I64
from hyosan.world.spread import share_out

ADULT = 4  # first age group that may live without an older person: 20 to 24 years
GENERATION = 6  # age groups between a parent and the eldest descendant
YOUNGEST_PARENT = 4  # at least this many age groups: 16 years or more
SINGLE_PARENT_SHARE = 0.2  # of households of two
AT_HOME = (0.0,) * ADULT + (1.0, 0.75, 0.5, 0.25) + (0.001,) * (N_AGE_GROUPS - ADULT - 4)
Household = list[int]
Noise = NDArray[np.uint64]


def household_counts(share: tuple[float, ...], n_people: int) -> list[int]:
    """Return how many households of 1, 2, ... members fill n_people exactly, as close to the shares as whole numbers allow."""
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


def fill_households(ages: I64, counts: list[int], noise: Noise) -> list[Household]:
    """Return households, each a list of age groups from the oldest generation to the youngest, in mixed order.

    Parameters
    ----------
    ages: ascending age groups of everybody.
    counts: households of 1, 2, ... members; members add up to the number of people.
    noise: (8, n_people) random bits.
    """
    sizes = np.repeat(np.arange(1, len(counts) + 1), counts)
    sizes = sizes[np.argsort(noise[0, : len(sizes)], kind="stable")].tolist()
    of_age = np.bincount(ages, minlength=N_AGE_GROUPS).tolist()
    roles = household_roles(sizes, sum(of_age[:ADULT]))
    descendants = choose_descendants(of_age, sum(n for _, _, n in roles), noise[1])
    households = lead_families(roles, descendants, of_age, noise[2])
    house_the_rest(households, sizes, of_age, noise[3])
    return households


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
    for role in (1, 0):
        for h in sorted(range(len(sizes)), key=lambda h: -sizes[h]):
            partner, grandparent, n = roles[h]
            if missing > 0 and (grandparent if role else partner):
                roles[h] = (partner and role == 1, False, n + 1) if role == 0 else (partner, False, n + 1)
                missing -= 1
    if missing > 0:
        raise ValueError(f"age and household_size: {missing} of {sum(sizes)} people are under 20 without an adult to live with.")
    return roles


def choose_descendants(of_age: list[int], n: int, noise: Noise) -> list[int]:
    """Return the age groups of n descendants, nearly sorted, and take them out of of_age."""
    children = of_age[:ADULT] + [0] * (N_AGE_GROUPS - ADULT)
    weight = [a * w for a, w in zip(of_age, AT_HOME, strict=True)]
    room = [0] * ADULT + of_age[ADULT:]
    adults = share_out(n - sum(children), weight, room)
    taken = [c + a for c, a in zip(children, adults, strict=True)]
    for a, t in enumerate(taken):
        of_age[a] -= t
    out = np.repeat(np.arange(N_AGE_GROUPS), taken)
    blur = noise[: len(out)].astype(np.float64) / 2.0**64
    return out[np.argsort(out + 1.5 * blur, kind="stable")].tolist()


def lead_families(
    roles: list[tuple[bool, bool, int]], descendants: list[int], of_age: list[int], noise: Noise
) -> list[Household]:
    """Return the households with descendants, led by parents and grandparents taken out of of_age; the others empty."""
    households: list[Household] = [[] for _ in roles]
    at = 0
    for h, (partner, grandparent, n) in enumerate(roles):
        if n == 0:
            continue
        young = sorted(descendants[at : at + n], reverse=True)
        at += n
        shift = int(noise[h]) >> 60
        low = max(ADULT, young[0] + YOUNGEST_PARENT)
        elders = [take_nearest(of_age, max(low, young[0] + GENERATION - 1 + (shift & 3) % 3), low)]
        if partner:
            elders.append(take_nearest(of_age, max(low, elders[0] - 1 + (shift >> 2) % 3), low))
        if grandparent:
            low = min(elders[0] + YOUNGEST_PARENT, N_AGE_GROUPS - 1)
            elders.insert(0, take_nearest(of_age, elders[0] + GENERATION - 1, low))
        households[h] = elders + young
    return households


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


def house_the_rest(households: list[Household], sizes: list[int], of_age: list[int], noise: Noise) -> None:
    """Put the remaining adults into the empty households: alone at random, couples with a person next in age."""
    left = np.repeat(np.arange(N_AGE_GROUPS), of_age)
    singles = [h for h, size in enumerate(sizes) if size == 1]
    mixed = np.argsort(noise[: len(left)], kind="stable")
    for h, age in zip(singles, left[mixed[: len(singles)]].tolist(), strict=True):
        households[h] = [age]
    couples = np.sort(left[mixed[len(singles) :]]).tolist()
    empty = [h for h, household in enumerate(households) if not household]
    for i, h in enumerate(empty):
        households[h] = couples[2 * i : 2 * i + 2]
