"""Hooks where a person is infected, enters a state, or leaves it."""

from typing import Any

import numpy as np
from numba.core.types import Type

from hyosan.engine.population.entry import Entry
from hyosan.engine.population.memory import MemoryWithResponse
from hyosan.engine.response import watch
from hyosan.engine.response.hooks.common import Implementation, choice_of, has_response
from hyosan.engine.response.hunting import turning_patch
from hyosan.engine.response.symptoms import note_infector, note_symptoms
from hyosan.handle import HandleType
from hyosan.jit import Int, inner_kernel


@inner_kernel
def _infection(m: MemoryWithResponse, person: Int, place: Int, source: Int, setting: Int, now: float) -> None:
    watch.note_infection(m, person, place, source, setting, now)
    note_infector(m, person, source, setting)


@inner_kernel
def _entry(m: MemoryWithResponse, entry: Entry, now: float, key: np.uint64) -> None:
    watch.note_presence(m, entry, 1)
    if m.response.is_dead_state[entry.state] == 1:
        watch.note_death(m, entry.person)
    note_symptoms(m, entry, now, key)


def note_infection(m: Any, person: Int, place: Int, source: Int, setting: Int, now: float) -> None:
    """Note an infection, just before it is logged."""
    _infection(m, person, place, source, setting, now)


def note_entry(m: Any, entry: Entry, now: float, key: np.uint64) -> None:
    """Note that a person entered a state."""
    _entry(m, entry, now, key)


def respond_to_turning(m: Any, entry: Entry, before: Int, patch: Int, key: np.uint64, now: float) -> Int:
    """Return where somebody is who turns roaming out of the state `before`, by his routine in `patch`."""
    return turning_patch(m, entry, before, patch, key, now)


def note_exit(m: Any, entry: Entry) -> None:
    """Note that a person is about to leave a state."""
    watch.note_presence(m, entry, -1)


@choice_of(note_infection)
def _note_infection(m: HandleType, person: Type, place: Type, source: Type, setting: Type, now: Type) -> Implementation:
    if has_response(m):
        return lambda m, person, place, source, setting, now: _infection(m, person, place, source, setting, now)
    return lambda m, person, place, source, setting, now: None


@choice_of(note_entry)
def _note_entry(m: HandleType, entry: Type, now: Type, key: Type) -> Implementation:
    if has_response(m):
        return lambda m, entry, now, key: _entry(m, entry, now, key)
    return lambda m, entry, now, key: None


@choice_of(note_exit)
def _note_exit(m: HandleType, entry: Type) -> Implementation:
    if has_response(m):
        return lambda m, entry: watch.note_presence(m, entry, -1)
    return lambda m, entry: None


@choice_of(respond_to_turning)
def _respond_to_turning(m: HandleType, entry: Type, before: Type, patch: Type, key: Type, now: Type) -> Implementation:
    if has_response(m):
        return lambda m, entry, before, patch, key, now: turning_patch(m, entry, before, patch, key, now)
    return lambda m, entry, before, patch, key, now: patch
