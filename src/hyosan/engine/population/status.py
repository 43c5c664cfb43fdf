"""The state of every person who ever left the susceptible state, in memory that follows the outbreak.

Two forms behind the same two questions. Sparse: an open-addressed table of packed words (person + 1) << 8 | state,
for outbreaks that touch few people. Dense: one byte a person, lazily committed by the operating system, for outbreaks
that touch many. The memory of a run goes from the one to the other once (`memory.py`); results do not depend on which
is in use.
"""

from numba import int64, uint64

from hyosan.draws.kernel import SUBJECT_STEP
from hyosan.jit import inner_kernel, kernel

EIGHT = 8
LOW_BYTE = 255


@inner_kernel
def first_slot(person, n_slots):
    """Return where the search for a person begins; n_slots is a power of two."""
    return int64(((uint64(person) * SUBJECT_STEP) >> uint64(20)) & uint64(n_slots - 1))


@inner_kernel
def get_state(slots, dense, person):
    """Return the state index of a person; 0 (susceptible) where nothing is stored."""
    if dense.shape[0] > 0:
        return int64(dense[person])
    mask = slots.shape[0] - 1
    at = first_slot(person, slots.shape[0])
    tag = uint64(person) + uint64(1)
    while True:
        word = slots[at]
        if word == uint64(0):
            return int64(0)
        if (word >> uint64(EIGHT)) == tag:
            return int64(word & uint64(LOW_BYTE))
        at = (at + 1) & mask


@inner_kernel
def set_state(slots, dense, person, state):
    """Store the state of a person; return 1 if the person was not stored before and the table is sparse, else 0."""
    if dense.shape[0] > 0:
        dense[person] = state
        return 0
    mask = slots.shape[0] - 1
    at = first_slot(person, slots.shape[0])
    tag = uint64(person) + uint64(1)
    word = (tag << uint64(EIGHT)) | uint64(state)
    while True:
        found = slots[at]
        if found == uint64(0):
            slots[at] = word
            return 1
        if (found >> uint64(EIGHT)) == tag:
            slots[at] = word
            return 0
        at = (at + 1) & mask


@kernel
def copy_states(old_slots, slots, dense):
    """Copy every stored state from an old sparse table into a larger one or into the dense bytes."""
    for at in range(old_slots.shape[0]):
        word = old_slots[at]
        if word != uint64(0):
            set_state(slots, dense, int64(word >> uint64(EIGHT)) - 1, int64(word & uint64(LOW_BYTE)))
