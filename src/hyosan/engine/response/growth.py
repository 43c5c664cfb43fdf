"""Room for a response that has filled its memory."""

import numpy as np

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
    records = np.zeros(2 * len(r.records), RECORD)
    n = copy_needed(r.records, records, r.is_active_state, now_days)
    r.counts[N_RECORDS] = n
    return r._replace(records=records)
