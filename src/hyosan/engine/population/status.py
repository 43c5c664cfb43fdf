"""Who was ever infected, in memory that follows the outbreak.

Two forms behind the same two questions. Sparse: an open-addressed table of people, for outbreaks that touch few. Dense:
one bit a person, lazily committed by the operating system, for outbreaks that touch many. The memory of a run goes from
the one to the other once (`memory.py`); results do not depend on which is in use. The state that an infected person is
in travels with his entry in the queue.
"""

import numpy as np
from numpy.typing import NDArray

from hyosan.draws.kernel import SUBJECT_STEP
from hyosan.jit import Int, inner_kernel, int64, kernel, uint8, uint64


@inner_kernel
def first_slot(person: Int, n_slots: Int) -> Int:
    """Return where the search for a person begins; n_slots is a power of two."""
    return int64(((uint64(person) * SUBJECT_STEP) >> uint64(20)) & uint64(n_slots - 1))


@inner_kernel
def was_infected(slots: NDArray[np.uint64], bits: NDArray[np.uint8], person: Int) -> bool:
    """Return whether a person was ever infected."""
    if bits.shape[0] > 0:
        return bool((bits[person >> 3] >> uint8(person & 7)) & 1 == 1)
    mask = slots.shape[0] - 1
    at = first_slot(person, slots.shape[0])
    tag = uint64(person) + uint64(1)
    while True:
        found = slots[at]
        if found == uint64(0) or found == tag:
            return bool(found == tag)
        at = (at + 1) & mask


@inner_kernel
def mark_infected(slots: NDArray[np.uint64], bits: NDArray[np.uint8], person: Int) -> None:
    """Note that a person, who was not infected before, is infected."""
    if bits.shape[0] > 0:
        bits[person >> 3] |= uint8(1 << (person & 7))
        return
    mask = slots.shape[0] - 1
    at = first_slot(person, slots.shape[0])
    while slots[at] != uint64(0):
        at = (at + 1) & mask
    slots[at] = uint64(person) + uint64(1)


@kernel
def copy_infected(old_slots: NDArray[np.uint64], slots: NDArray[np.uint64], bits: NDArray[np.uint8]) -> None:
    """Copy everybody from an old table into a larger one or into the bits."""
    for at in range(old_slots.shape[0]):
        if old_slots[at] != uint64(0):
            mark_infected(slots, bits, int64(old_slots[at]) - 1)
