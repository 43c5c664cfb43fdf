"""Procedural residents, for kernels: household, age and rank of a person from his number by arithmetic.

Residents of a patch come in blocks of 1024. A block shows one of a few demography patterns, drawn by its address; all
patterns hold the same number of people of each day kind, so the rank of a resident among his kind in the patch is
block * per_block[kind] + rank in the block, and the inverse is one division.
"""

import numpy as np

from hyosan.draws.kernel import below, draw, person_key
from hyosan.draws.purposes import PATTERN
from hyosan.jit import Int, int64, kernel
from hyosan.world.arrays import BLOCK, WorldArrays

BLOCK_BITS = int(np.log2(BLOCK))
IN_BLOCK = BLOCK - 1


@kernel
def pattern_of(w: WorldArrays, patch: Int, block: Int) -> Int:
    """Return the demography pattern (int64) that a block of a patch shows."""
    bits = draw(person_key(w.world_seed, patch), PATTERN, block)
    return below(bits, w.pattern_kind.shape[0])


@kernel
def pattern_and_position(w: WorldArrays, person: Int, patch: Int) -> tuple[Int, Int, Int]:
    """Return (block, pattern, position in the block) of a resident of a patch."""
    within = person - w.patch_start[patch]
    block = within >> BLOCK_BITS
    return block, pattern_of(w, patch, block), within & IN_BLOCK


@kernel
def procedural_household(w: WorldArrays, person: Int, patch: Int) -> tuple[Int, Int]:
    """Return (first person, size) of a resident's household; the last of a patch is cut at the patch's end."""
    _, pattern, position = pattern_and_position(w, person, patch)
    first_person = person - position + int64(w.pattern_household_first[pattern, position])
    size = int64(w.pattern_household_size[pattern, position])
    return first_person, min(size, w.patch_start[patch + 1] - first_person)


@kernel
def kind_and_rank(w: WorldArrays, person: Int, patch: Int) -> tuple[Int, Int]:
    """Return (day kind, rank among the residents of the patch of that kind)."""
    block, pattern, position = pattern_and_position(w, person, patch)
    kind = int64(w.pattern_kind[pattern, position])
    return kind, block * w.per_block[kind] + int64(w.pattern_rank[pattern, position])


@kernel
def resident_of_rank(w: WorldArrays, kind: Int, patch: Int, rank: Int) -> Int:
    """Return the person of a rank among the residents of a patch of a kind (or of those who stay, kind STAYS)."""
    block = rank // w.per_block[kind]
    position = w.pattern_position[pattern_of(w, patch, block), kind, rank - block * w.per_block[kind]]
    return int64(w.patch_start[patch] + (block << BLOCK_BITS) + int64(position))
