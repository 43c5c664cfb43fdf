"""Records of people with whom the authorities may have to do: an open-addressed table.

Everybody who is infected and not through with it has one, and everybody whom a measure serves or has been asked to.
Records that no longer matter are dropped when the table grows: the run must not depend on that.
"""

import math

import numpy as np
from numpy.typing import NDArray

from hyosan.draws.kernel import SUBJECT_STEP
from hyosan.engine.response.arrays import N_RECORDS, Record, ResponseArrays
from hyosan.jit import Bool, Int, inner_kernel, int64, kernel, uint64

NO_RECORD = np.int64(-1)


@inner_kernel
def first_place(person: Int, n_places: Int) -> Int:
    """Return where the search for a person begins; n_places is a power of two."""
    return int64(((uint64(person) * SUBJECT_STEP) >> uint64(20)) & uint64(n_places - 1))


@inner_kernel
def find_record(records: NDArray[np.void], person: Int) -> Int:
    """Return the place of a person's record, or -1."""
    mask = records.shape[0] - 1
    at = first_place(person, records.shape[0])
    tag = uint64(person) + uint64(1)
    while records[at].tag != uint64(0):
        if records[at].tag == tag:
            return at
        at = (at + 1) & mask
    return NO_RECORD


@inner_kernel
def obtain_record(r: ResponseArrays, person: Int, patch: Int, state: Int) -> Int:
    """Return the place of a person's record, which is made if there is none; there must be room."""
    mask = r.records.shape[0] - 1
    at = first_place(person, r.records.shape[0])
    tag = uint64(person) + uint64(1)
    while r.records[at].tag != uint64(0):
        if r.records[at].tag == tag:
            return at
        at = (at + 1) & mask
    record = r.records[at]
    record.tag = tag
    record.asked = 0
    record.detected_days = math.inf
    record.isolated_days = math.inf
    record.quarantined_until = -math.inf
    record.protected_from = math.inf
    record.protected_until = -math.inf
    record.patch = patch
    record.contact = -1
    record.isolated_by = 0
    record.state = state
    record.is_struck = 0
    record.n_reports = 0
    record.came_by = 0
    r.counts[N_RECORDS] += 1
    return at


@kernel
def record_infected(r: ResponseArrays, entries: NDArray[np.void], n: Int) -> None:
    """Make a record of every infected person among pending events (ENTRY) who is not through with it."""
    for k in range(n):
        entry = entries[k]
        if entry.person >= 0 and r.is_active_state[entry.state] == 1:
            obtain_record(r, entry.person, entry.patch, entry.state)


@inner_kernel
def is_needed(record: Record, is_active: NDArray[np.uint8], now: float) -> Bool:
    """Return whether anything may still depend on a record."""
    if record.n_reports > 0 or record.asked > uint64(0) or record.is_struck == 1:
        return True
    if record.state == 0:
        return record.quarantined_until > now or record.protected_until > now
    return is_active[record.state] == 1 or record.contact >= 0


@kernel
def copy_needed(old: NDArray[np.void], records: NDArray[np.void], is_active: NDArray[np.uint8], now: float) -> Int:
    """Copy the records that may still matter into a larger, empty table; return how many."""
    n = int64(0)
    mask = records.shape[0] - 1
    for k in range(old.shape[0]):
        if old[k].tag != uint64(0) and is_needed(old[k], is_active, now):
            at = first_place(int64(old[k].tag) - 1, records.shape[0])
            while records[at].tag != uint64(0):
                at = (at + 1) & mask
            records[at] = old[k]
            n += 1
    return n
