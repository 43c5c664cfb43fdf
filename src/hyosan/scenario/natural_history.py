"""Checks of a natural history, and the number of attempts that an infected person makes in a whole life."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from hyosan.scenario.faults import Fault, unknown_name
from hyosan.terms import MAX_STATES, N_AGE_GROUPS

if TYPE_CHECKING:
    from hyosan.scenario.pathogen import Branch, Encounter, State

SUM_TOLERANCE = 1e-6
"""How far from 1 a sum of probabilities may be: enough for 0.333333, too little for a forgotten branch."""


def pathogen_faults(
    states: Sequence[State], entry: Sequence[Branch], encounter: Encounter | None, destroyed_state: str | None
) -> list[Fault]:
    """Return what is wrong with a natural history; an empty list if it can be run."""
    if not 2 <= len(states) <= MAX_STATES:
        return [Fault(("states",), f"{len(states)} states", f"2 to {MAX_STATES} (the first is the susceptible one)")]
    names = [state.name for state in states]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        return [Fault(("states", twice), f"state {twice!r} twice", "each name once")]
    faults = _first_state_faults(states[0])
    for state in states[1:]:
        faults += _state_faults(state, names)
    faults += _branch_faults(("entry",), entry, names)
    faults += _encounter_faults(states, names, encounter, destroyed_state)
    if not faults:
        faults += _cycle_faults(states)
    return faults


def _first_state_faults(first: State) -> list[Fault]:
    busy = first.dwell or first.next or first.roaming or first.dead or any(dict(first.contacts).values())
    if not busy:
        return []
    allowed = "nothing but {} here: the first state is the susceptible one, and an infection ends it"
    return [Fault(("states", first.name), "a first state with something in it", allowed)]


def _state_faults(state: State, names: Sequence[str]) -> list[Fault]:
    path = ("states", state.name)
    faults = []
    if state.dwell is not None and not state.next:
        faults.append(Fault(path, "a dwell time without next", "both (the state ends) or neither (it stays)"))
    elif state.dwell is None and state.next:
        faults.append(Fault(path, "next without a dwell time", "both (the state ends) or neither (it stays)"))
    if state.next:
        faults += _branch_faults((*path, "next"), state.next, names)
    if state.roaming is not None and any(dict(state.contacts).values()):
        allowed = "one of the two: who roams has left the routine"
        faults.append(Fault(path, "both roaming and contacts of the routine", allowed))
    return faults


def _branch_faults(path: tuple[str | int, ...], branches: Sequence[Branch], names: Sequence[str]) -> list[Fault]:
    faults = []
    targets = [branch.to for branch in branches]
    for to in targets:
        if to not in names:
            faults.append(unknown_name((*path, to), "state", to, names[1:], at_key=True))
        elif to == names[0]:
            allowed = "a later state: nobody becomes susceptible again"
            faults.append(Fault((*path, to), f"the susceptible state {to!r}", allowed, at_key=True))
    if len(set(targets)) < len(targets):
        faults.append(Fault(path, "a state twice", "each state once"))
    if faults:
        return faults
    for age in range(N_AGE_GROUPS):
        total = math.fsum(branch.probability_by_age[age] for branch in branches)
        if abs(total - 1.0) > SUM_TOLERANCE:
            where = "" if _is_equal_at_all_ages(branches) else f" at ages {5 * age} and over"
            return [Fault(path, f"probabilities that sum to {total:.6g}{where}", "a sum of 1")]
    return []


def _is_equal_at_all_ages(branches: Sequence[Branch]) -> bool:
    return all(len(set(branch.probability_by_age)) == 1 for branch in branches)


def _encounter_faults(
    states: Sequence[State], names: Sequence[str], encounter: Encounter | None, destroyed_state: str | None
) -> list[Fault]:
    roams = any(state.roaming is not None for state in states)
    faults = []
    if roams and encounter is None:
        allowed = "encounter: {bite: ..., destroyed: ..., escape: ...}, because a state roams"
        return [Fault((), "no encounter", allowed)]
    if encounter is not None and not roams:
        faults.append(Fault(("encounter",), "an encounter, but no state with roaming", "both or neither"))
    if encounter is not None:
        total = math.fsum(dict(encounter).values())
        if abs(total - 1.0) > SUM_TOLERANCE:
            found = f"probabilities that sum to {total:.6g}"
            faults.append(Fault(("encounter",), found, "bite, destroyed and escape with a sum of 1"))
        if encounter.destroyed_probability > 0.0 and destroyed_state is None:
            allowed = f"destroyed: <the state of a destroyed attacker>, one of {', '.join(names[1:])}"
            faults.append(Fault(("encounter", "destroyed"), "no state for the destroyed", allowed))
    if destroyed_state is not None:
        faults += _destroyed_faults(states, names, destroyed_state)
    return faults


def _destroyed_faults(states: Sequence[State], names: Sequence[str], destroyed_state: str) -> list[Fault]:
    if destroyed_state not in names[1:]:
        return [unknown_name(("destroyed",), "state", destroyed_state, names[1:])]
    state = states[names.index(destroyed_state)]
    if state.dwell is not None or state.roaming is not None:
        allowed = "a state without dwell, next and roaming: the destroyed stay destroyed"
        return [Fault(("destroyed",), f"state {destroyed_state!r}, which goes on", allowed)]
    return []


def _cycle_faults(states: Sequence[State]) -> list[Fault]:
    if _in_order(states) is not None:
        return []
    following = {state.name: [branch.to for branch in state.next] for state in states}
    loop = _find_loop(following)
    allowed = "states that lead onward only: nobody returns to an earlier state"
    return [Fault(("states", loop[0], "next"), f"a cycle: {' > '.join(loop)}", allowed)]


def _find_loop(following: dict[str, list[str]]) -> list[str]:
    """Return a cycle, its first state repeated at the end; there must be one."""
    left = {name: set(targets) for name, targets in following.items()}
    ends = [name for name, targets in left.items() if not targets]
    while ends:
        for name in ends:
            del left[name]
        for targets in left.values():
            targets.difference_update(ends)
        ends = [name for name, targets in left.items() if not targets]
    walk = [next(iter(left))]
    while True:
        walk.append(next(to for to in following[walk[-1]] if to in left))
        if walk[-1] in walk[:-1]:
            return walk[walk.index(walk[-1]) :]


def _in_order(states: Sequence[State]) -> list[int] | None:
    """Return the states so that each comes before those that may follow it, or None if there is a cycle (Kahn 1962)."""
    index = {state.name: i for i, state in enumerate(states)}
    n_before = [0] * len(states)
    for state in states:
        for branch in state.next:
            n_before[index[branch.to]] += 1
    order = [i for i, n in enumerate(n_before) if n == 0]
    for i in order:
        for branch in states[i].next:
            to = index[branch.to]
            n_before[to] -= 1
            if n_before[to] == 0:
                order.append(to)
    return order if len(order) == len(states) else None


def expected_days(states: Sequence[State], entry: Sequence[Branch]) -> list[float]:
    """Return the expected days that an infected person spends in each state, by index.

    The mean over the age groups, each with weight 1/21, of P(visit | age) · mean dwell time; infinite for a state
    without a dwell time that can be reached. The states must have passed `pathogen_faults`.
    """
    index = {state.name: i for i, state in enumerate(states)}
    visits = [[0.0] * N_AGE_GROUPS for _ in states]
    for branch in entry:
        visits[index[branch.to]] = list(branch.probability_by_age)
    for i in _in_order(states) or ():
        for branch in states[i].next:
            row = visits[index[branch.to]]
            for age, probability in enumerate(branch.probability_by_age):
                row[age] += visits[i][age] * probability
    return [_days(state, math.fsum(row) / N_AGE_GROUPS) for state, row in zip(states, visits, strict=True)]


def _days(state: State, visits: float) -> float:
    if visits == 0.0:
        return 0.0
    return visits * state.dwell.mean_days if state.dwell is not None else math.inf


def attempts_in_a_life(states: Sequence[State], entry: Sequence[Branch]) -> float:
    """Return the expected number of attempts of an infected person in a whole life.

    Σ_states expected days · attempts per day. Household, day, community and trips count; a day is spent in a class or
    at work, and the larger of the two rates counts.
    """
    total = 0.0
    for state, days in zip(states, expected_days(states, entry), strict=True):
        c = state.contacts
        per_day = c.household_per_day + max(c.class_per_day, c.work_per_day) + c.community_per_day + c.trip_per_day
        total += per_day * days if per_day > 0.0 else 0.0
    return total
