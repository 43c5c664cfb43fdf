"""Hooks where an infected person attempts something: a contact, a walk, an attack."""

from typing import Any

import numpy as np
from numba.core.types import Type

from hyosan.engine.population.entry import Entry
from hyosan.engine.response.contacts import contact_under_response
from hyosan.engine.response.cordon import FREE
from hyosan.engine.response.hooks.common import Implementation, choice_of, has_response
from hyosan.engine.response.hunting import is_attack_warded_off, note_walk, walk_under_response
from hyosan.handle import HandleType
from hyosan.jit import Int


def respond_to_contact(
    m: Any,
    entry: Entry,
    key: np.uint64,
    now: float,
    target: np.int64,
    home: np.int64,
    place: np.int64,
    setting: np.int64,
) -> tuple[np.int64, np.int64, np.int64, np.int64]:
    """Return (target, target's home, place, setting) of a contact as the response leaves it; target -1: none."""
    return contact_under_response(m, entry, key, now, target, home, place, setting)


def respond_to_walk(m: Any, entry: Entry, beside: Int, key: np.uint64, address: Int, now: float) -> Int:
    """Return what becomes of a walk to the patch beside: HELD, STRUCK_DOWN, or a route."""
    return walk_under_response(m, entry, beside, key, address, now)


def respond_to_attack(m: Any, target: Int, home: Int, place: Int, key: np.uint64, address: Int, now: float) -> bool:
    """Return whether a response saves a person from an attack."""
    return is_attack_warded_off(m, target, home, place, key, address, now)


def respond_to_arrival(m: Any, entry: Entry, before: Int) -> None:
    """Note that a roaming person walked from the patch `before` to that of the entry."""
    note_walk(m, entry, before)


@choice_of(respond_to_contact)
def _respond_to_contact(
    m: HandleType, entry: Type, key: Type, now: Type, target: Type, home: Type, place: Type, setting: Type
) -> Implementation:
    if has_response(m):
        return lambda m, entry, key, now, target, home, place, setting: contact_under_response(
            m, entry, key, now, target, home, place, setting
        )
    return lambda m, entry, key, now, target, home, place, setting: (target, home, place, setting)


@choice_of(respond_to_walk)
def _respond_to_walk(m: HandleType, entry: Type, beside: Type, key: Type, address: Type, now: Type) -> Implementation:
    if has_response(m):
        return lambda m, entry, beside, key, address, now: walk_under_response(m, entry, beside, key, address, now)
    return lambda m, entry, beside, key, address, now: FREE


@choice_of(respond_to_attack)
def _respond_to_attack(
    m: HandleType, target: Type, home: Type, place: Type, key: Type, address: Type, now: Type
) -> Implementation:
    if has_response(m):
        return lambda m, target, home, place, key, address, now: is_attack_warded_off(
            m, target, home, place, key, address, now
        )
    return lambda m, target, home, place, key, address, now: False


@choice_of(respond_to_arrival)
def _respond_to_arrival(m: HandleType, entry: Type, before: Type) -> Implementation:
    if has_response(m):
        return lambda m, entry, before: note_walk(m, entry, before)
    return lambda m, entry, before: None
