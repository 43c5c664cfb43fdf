"""Hooks in the loop of events."""

from typing import Any

from numba.core.types import Type

from hyosan.engine.population.entry import Entry
from hyosan.engine.population.memory import MemoryWithResponse
from hyosan.engine.response.arrays import N_CASES, N_CONTACTS, N_CONTROL, N_RECORDS, ROOM_WITH
from hyosan.engine.response.control import respond
from hyosan.engine.response.hooks.common import Implementation, choice_of, has_response
from hyosan.engine.response.symptoms import is_struck
from hyosan.engine.response.watch import is_decided
from hyosan.handle import HandleType
from hyosan.jit import Int, inner_kernel, int64

ROOM_WITHOUT = 8
"""Log rows and places in the queue that must be free before an event where there is no response."""


@inner_kernel
def _is_full(m: MemoryWithResponse) -> bool:
    r = m.response
    return bool(
        2 * (r.counts[N_RECORDS] + ROOM_WITH) > r.records.shape[0]
        or r.counts[N_CONTACTS] + 2 > r.contacts.shape[0]
        or r.counts[N_CASES] + 2 > r.cases.shape[0]
    )


@inner_kernel
def _is_decided(m: MemoryWithResponse) -> bool:
    return m.response.stops_when_decided and is_decided(m.response)


@inner_kernel
def _n_waiting(m: MemoryWithResponse) -> Int:
    return int64(m.response.counts[N_CONTROL])


def room(m: Any) -> int:
    """Return the log rows and places in the queue that must be free before an event."""
    return ROOM_WITH


def is_response_full(m: Any) -> bool:
    """Return whether the response needs room before the next event."""
    return _is_full(m)


def is_gone(m: Any, entry: Entry) -> bool:
    """Return whether an event is that of a person who was destroyed before its time came."""
    return is_struck(m, entry)


def respond_to_event(m: Any, entry: Entry, now: float) -> None:
    """Let an event of the response happen."""
    respond(m, entry, now)


def is_answered(m: Any) -> bool:
    """Return whether the run may stop because more of it would not change the answer."""
    return _is_decided(m)


def n_waiting(m: Any) -> Int:
    """Return the events in the queue that only matter while somebody is infected."""
    return _n_waiting(m)


@choice_of(room)
def _room(m: HandleType) -> Implementation:
    if has_response(m):
        return lambda m: ROOM_WITH
    return lambda m: ROOM_WITHOUT


@choice_of(is_response_full)
def _is_response_full(m: HandleType) -> Implementation:
    if has_response(m):
        return lambda m: _is_full(m)
    return lambda m: False


@choice_of(is_gone)
def _is_gone(m: HandleType, entry: Type) -> Implementation:
    if has_response(m):
        return lambda m, entry: is_struck(m, entry)
    return lambda m, entry: False


@choice_of(respond_to_event)
def _respond_to_event(m: HandleType, entry: Type, now: Type) -> Implementation:
    if has_response(m):
        return lambda m, entry, now: respond(m, entry, now)
    return lambda m, entry, now: None


@choice_of(is_answered)
def _is_answered(m: HandleType) -> Implementation:
    if has_response(m):
        return lambda m: _is_decided(m)
    return lambda m: False


@choice_of(n_waiting)
def _n_waiting_of(m: HandleType) -> Implementation:
    if has_response(m):
        return lambda m: _n_waiting(m)
    return lambda m: 0
