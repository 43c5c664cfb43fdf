"""Room for a response that has filled its memory."""

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.population.memory import Memory
from hyosan.engine.response.arrays import (
    CASE,
    CONTACT,
    N_CASES,
    N_CONTACTS,
    N_RECORDS,
    RECORD,
    ROOM_WITH,
    NoResponse,
    ResponseArrays,
)
from hyosan.engine.response.records import copy_needed

BLOCK = 1 << 13
"""Records that are looked at together: few enough to stay near the processor."""


def grow_response(memory: Memory) -> Memory:
    """Return the memory with more room for its response."""
    if isinstance(memory.response, NoResponse):
        return memory
    return memory._replace(response=_grow(memory.response, float(memory.clock[0])))


def _grow(r: ResponseArrays, now_days: float) -> ResponseArrays:
    """Return the response with more room where it is nearly full; records that no longer matter are dropped."""
    if 2 * (int(r.counts[N_RECORDS]) + ROOM_WITH) > len(r.records):
        r = _grow_records(r, now_days)
    if int(r.counts[N_CONTACTS]) + 2 > len(r.contacts):
        contacts = np.zeros(2 * len(r.contacts), CONTACT)
        contacts[: len(r.contacts)] = r.contacts
        r = r._replace(contacts=contacts)
    if int(r.counts[N_CASES]) + 2 > len(r.cases):
        cases = np.zeros(2 * len(r.cases), CASE)
        cases[: len(r.cases)] = r.cases
        r = r._replace(cases=cases)
    return r


def _grow_records(r: ResponseArrays, now_days: float) -> ResponseArrays:
    """Return the response with a table of the records that still matter: a larger one, if they need it."""
    is_larger = 4 * (len(needed_places(r, now_days)) + ROOM_WITH) > len(r.records)
    records = np.zeros(len(r.records) * (2 if is_larger else 1), RECORD)
    r.counts[N_RECORDS] = copy_needed(r.records, records, r.is_active_state, now_days)
    return r._replace(records=records)


def needed_places(r: ResponseArrays, now_days: float) -> NDArray[np.int64]:
    """Return where the records lie that may still matter, as `is_needed` says it of one."""
    found = [np.empty(0, np.int64)]
    for start in range(0, len(r.records), BLOCK):
        rows = r.records[start : start + BLOCK]
        state = rows["state"]
        is_served = (rows["quarantined_until"] > now_days) | (rows["protected_until"] > now_days)
        is_needed = np.where(state == 0, is_served, (r.is_active_state[state] == 1) | (rows["contact"] >= 0))
        is_needed |= (rows["n_reports"] > 0) | (rows["asked"] > 0) | (rows["is_struck"] == 1)
        found.append(start + np.flatnonzero(is_needed & (rows["tag"] != 0)))
    return np.concatenate(found)
