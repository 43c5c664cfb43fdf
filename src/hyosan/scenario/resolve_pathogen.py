"""From the human form of a pathogen to the resolved one."""

import math
from collections.abc import Sequence

from pydantic import BaseModel

from hyosan.scenario.faults import Fault, show
from hyosan.scenario.human_pathogen import HumanContacts, HumanPathogen, HumanShares, HumanState
from hyosan.scenario.limits import LIMIT_PER_DAY
from hyosan.scenario.natural_history import SUM_TOLERANCE, attempts_in_a_life, expected_days, pathogen_faults
from hyosan.scenario.pathogen import (
    Branch,
    Contacts,
    DwellLaw,
    Encounter,
    Erlang,
    Exponential,
    Fixed,
    Gamma,
    Lognormal,
    Pathogen,
    Roaming,
    Source,
    State,
    Weibull,
)

R0_TOLERANCE = 1e-6
"""How far a stated r0 may be, as a share, from the attempts that the stated contacts make."""

CHOICE = "r0 with shares and infectious, or contacts in the states"


def resolve_pathogen(human: HumanPathogen, name: str) -> tuple[Pathogen | None, list[Fault]]:
    """Return the resolved pathogen, or None and what is wrong; paths of faults begin at the pathogen.

    name: what the pathogen is called if the human form does not say.
    """
    states = tuple(_state(key, state or HumanState()) for key, state in human.states.items())
    entry = _entry(human)
    encounter = None
    if human.encounter is not None:
        encounter = Encounter(
            bite_probability=human.encounter.bite,
            destroyed_probability=human.encounter.destroyed,
            escape_probability=human.encounter.escape,
        )
    faults = pathogen_faults(states, entry, encounter, human.destroyed) + _contact_faults(human)
    if not faults:
        states, faults = _with_r0(human, states, entry)
    if faults:
        return None, faults
    pathogen = Pathogen(
        name=human.name or name,
        description=human.description,
        fiction=human.fiction,
        sources=tuple(Source(citation=s.citation, doi=s.doi, supports=s.supports) for s in human.sources),
        states=states,
        entry=entry,
        susceptibility=human.susceptibility,
        immune_probability=human.immune,
        dispersion_k=human.dispersion,
        encounter=encounter,
        destroyed_state=human.destroyed,
        r0=human.r0,
    )
    return pathogen, []


def _state(name: str, human: HumanState) -> State:
    roaming = None
    if human.roaming is not None:
        roaming = Roaming(encounters_per_day=human.roaming.encounters, moves_per_day=human.roaming.moves)
    return State(
        name=name,
        dwell=resolve_dwell(human.dwell),
        contacts=_contacts(human.contacts),
        roaming=roaming,
        next=_branches(human.next or {}),
        dead=human.dead,
    )


def _branches(human: dict[str, tuple[float, ...]]) -> tuple[Branch, ...]:
    return tuple(Branch(to=to, probability_by_age=by_age) for to, by_age in human.items())


def _entry(human: HumanPathogen) -> tuple[Branch, ...]:
    if human.entry is not None:
        return _branches(human.entry)
    names = list(human.states)
    return (Branch(to=names[1]),) if len(names) > 1 else ()


def resolve_dwell(human: BaseModel | None) -> DwellLaw | None:
    """Return the resolved law of a dwell time or of a delay; None for none."""
    if human is None:
        return None
    given = human.model_dump()
    law = given["law"]
    if law == "exponential":
        return Exponential(mean_days=given["mean"])
    if law == "gamma":
        return Gamma(mean_days=given["mean"], shape=given["shape"])
    if law == "erlang":
        return Erlang(mean_days=given["mean"], stages=given["stages"])
    if law == "lognormal":
        return Lognormal(mean_days=given["mean"], sd_days=given["sd"])
    if law == "weibull":
        return Weibull(mean_days=given["mean"], shape=given["shape"])
    return Fixed(value_days=given["value"])


def _contacts(human: HumanContacts | None) -> Contacts:
    if human is None:
        return Contacts()
    return Contacts(
        household_per_day=human.household,
        class_per_day=human.day or human.class_ or 0.0,
        work_per_day=human.day or human.work or 0.0,
        community_per_day=human.community,
        trip_per_day=human.trip,
        neighbours_per_day=human.neighbours,
    )


def _contact_faults(human: HumanPathogen) -> list[Fault]:
    """Return the faults of mixing the two ways to say how infectious a state is."""
    faults = []
    for name, state in human.states.items():
        path = ("states", name)
        if state is None:
            continue
        if state.infectious is not None and human.r0 is None:
            faults.append(Fault((*path, "infectious"), "infectious, but no r0", CHOICE))
        if state.infectious is not None and (state.contacts is not None or state.roaming is not None):
            faults.append(Fault((*path, "infectious"), "infectious beside contacts or roaming", CHOICE))
        if state.contacts is not None and human.shares is not None:
            faults.append(Fault((*path, "contacts"), "contacts beside shares", CHOICE))
        day = state.contacts
        if day is not None and day.day is not None and (day.class_ is not None or day.work is not None):
            faults.append(Fault((*path, "contacts", "day"), "day beside class or work", "day, or class and work"))
    return faults + _share_faults(human)


def _share_faults(human: HumanPathogen) -> list[Fault]:
    if human.shares is not None and human.r0 is None:
        return [Fault(("shares",), "shares, but no r0", CHOICE)]
    if human.shares is None:
        has_weights = any(state is not None and state.infectious is not None for state in human.states.values())
        if human.r0 is not None and has_weights:
            return [Fault(("r0",), "r0 without shares", "shares such as {household: 0.4, day: 0.3, community: 0.3}")]
        return []
    total = math.fsum(human.shares.model_dump().values())
    if abs(total - 1.0) > SUM_TOLERANCE:
        return [Fault(("shares",), f"shares that sum to {total:.6g}", "a sum of 1")]
    return []


def _with_r0(
    human: HumanPathogen, states: tuple[State, ...], entry: Sequence[Branch]
) -> tuple[tuple[State, ...], list[Fault]]:
    """Return the states with the contacts that r0 and the shares make.

    attempts per day in a setting = r0 / Σ_states(w · expected days) · w · share.
    """
    if human.r0 is None:
        return states, []
    if any(state.roaming is not None for state in states):
        allowed = "no r0: who roams bites whom it meets, at the rate of its encounters"
        return states, [Fault(("r0",), "r0 of a pathogen that roams", allowed)]
    if human.shares is None:
        return states, _stated_r0_faults(human.r0, states, entry)
    weights = [(state.infectious or 0.0) if state is not None else 0.0 for state in human.states.values()]
    days = expected_days(states, entry)
    for state, weight, time in zip(states, weights, days, strict=True):
        if weight > 0.0 and math.isinf(time):
            path = ("states", state.name, "infectious")
            return states, [Fault(path, "an infectious state that never ends", "a dwell time, so that r0 is finite")]
    infectious_days = math.fsum(w * time for w, time in zip(weights, days, strict=True) if w > 0.0)
    if infectious_days == 0.0:
        return states, [Fault(("r0",), "r0, but no infectious state that is reached", "infectious: 1.0 in a state")]
    beta = human.r0 / infectious_days
    if not beta * max(weights) <= LIMIT_PER_DAY:
        found = f"r0 {human.r0:g} in {infectious_days:.3g} infectious days"
        return states, [Fault(("r0",), found, f"fewer than {LIMIT_PER_DAY:.0e} attempts a day")]
    made = zip(states, weights, strict=True)
    return tuple(s.model_copy(update={"contacts": _shared(beta * w, human.shares)}) for s, w in made), []


def _shared(per_day: float, shares: HumanShares) -> Contacts:
    return Contacts(
        household_per_day=per_day * shares.household,
        class_per_day=per_day * shares.day,
        work_per_day=per_day * shares.day,
        community_per_day=per_day * shares.community,
        trip_per_day=per_day * shares.trip,
    )


def _stated_r0_faults(r0: float, states: Sequence[State], entry: Sequence[Branch]) -> list[Fault]:
    if any(state.contacts.neighbours_per_day > 0.0 for state in states):
        return [Fault(("r0",), "r0 beside contacts with neighbours", "no r0: it depends on the number of neighbours")]
    attempts = attempts_in_a_life(states, entry)
    if math.isinf(attempts) or abs(attempts - r0) > R0_TOLERANCE * max(r0, attempts):
        allowed = f"{attempts:.6g}, what the contacts in the states make; or shares instead of contacts"
        return [Fault(("r0",), f"r0 {show(r0)}", allowed)]
    return []
