"""A pathogen as arrays: the natural history and the contacts that the kernels read."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hyosan.scenario import Branch, Contacts, DwellLaw, Pathogen, State
from hyosan.terms import N_AGE_GROUPS, Setting

N_SETTINGS = 8

LAW_NONE, LAW_EXPONENTIAL, LAW_GAMMA, LAW_ERLANG, LAW_LOGNORMAL, LAW_WEIBULL, LAW_FIXED = range(7)


MOST_STAGES = 16
"""A gamma law of a whole shape up to this is drawn as a sum of exponential stages, which is quicker."""


class PathogenArrays(NamedTuple):
    """Natural history by state index, contacts by state and setting, outcomes of an encounter."""

    law: NDArray[np.uint8]  # (S) dwell law of a state, LAW_NONE for an absorbing one
    law_scale: NDArray[np.float64]  # (S) days; see `dwell_parameters`
    law_shape: NDArray[np.float64]  # (S)
    contact_cum: NDArray[np.float64]  # (S, 8) attempts per day, cumulative over settings, without neighbours
    contact_neighbour: NDArray[np.float64]  # (S) attempts per day and neighbour
    is_roaming: NDArray[np.uint8]  # (S)
    encounters: NDArray[np.float64]  # (S) per day where everybody is still susceptible
    moves: NDArray[np.float64]  # (S) per day
    branch_start: NDArray[np.int64]  # (S + 1)
    branch_to: NDArray[np.uint8]  # (branches)
    branch_cum: NDArray[np.float64]  # (branches, 21) cumulative over the branches of a state
    entry_to: NDArray[np.uint8]
    entry_cum: NDArray[np.float64]  # (entries, 21)
    susceptibility: NDArray[np.float64]  # (21)
    is_equally_susceptible: bool  # everybody has susceptibility 1: no draw is needed
    immune_probability: float
    dispersion_k: float  # 0: no individual variation
    bite_probability: float
    destroyed_probability: float
    destroyed_state: int
    has_roaming: bool


def compile_pathogen(pathogen: Pathogen, immune_probability: float) -> PathogenArrays:
    """Return the arrays of a pathogen whose scenario makes a share of the people immune."""
    states = pathogen.states
    index = {state.name: i for i, state in enumerate(states)}
    laws = [dwell_parameters(state.dwell) for state in states]
    branches = [_branch_arrays(state.next, index) for state in states]
    entry_to, entry_cum = _branch_arrays(pathogen.entry, index)
    encounter = pathogen.encounter
    susceptibility = np.array(pathogen.susceptibility, np.float64)
    return PathogenArrays(
        law=np.array([law for law, _, _ in laws], np.uint8),
        law_scale=np.array([scale for _, scale, _ in laws], np.float64),
        law_shape=np.array([shape for _, _, shape in laws], np.float64),
        contact_cum=np.array([_contact_cum(state.contacts) for state in states]),
        contact_neighbour=np.array([state.contacts.neighbours_per_day for state in states], np.float64),
        is_roaming=np.array([state.roaming is not None for state in states], np.uint8),
        encounters=np.array([_roaming(state)[0] for state in states], np.float64),
        moves=np.array([_roaming(state)[1] for state in states], np.float64),
        branch_start=np.cumsum([0] + [len(to) for to, _ in branches], dtype=np.int64),
        branch_to=np.concatenate([to for to, _ in branches]),
        branch_cum=np.concatenate([cum for _, cum in branches]),
        entry_to=entry_to,
        entry_cum=entry_cum,
        susceptibility=susceptibility,
        is_equally_susceptible=bool(np.all(susceptibility == 1.0)),
        immune_probability=float(immune_probability),
        dispersion_k=float(pathogen.dispersion_k or 0.0),
        bite_probability=float(encounter.bite_probability) if encounter else 1.0,
        destroyed_probability=float(encounter.destroyed_probability) if encounter else 0.0,
        destroyed_state=index[pathogen.destroyed_state] if pathogen.destroyed_state else 0,
        has_roaming=any(state.roaming is not None for state in states),
    )


def dwell_parameters(dwell: DwellLaw | None) -> tuple[int, float, float]:
    """Return (law, scale, shape): the parameters that the kernel `dwell_days` wants.

    exponential: mean, unused; gamma and Erlang: mean/shape, shape; lognormal: mean of the logarithm, its standard
    deviation; Weibull: scale, shape; fixed: days, unused.
    """
    if dwell is None:
        return LAW_NONE, 0.0, 0.0
    if dwell.law == "exponential":
        return LAW_EXPONENTIAL, dwell.mean_days, 0.0
    if dwell.law == "gamma" and dwell.shape in range(1, MOST_STAGES + 1):
        return LAW_ERLANG, dwell.mean_days / dwell.shape, float(dwell.shape)
    if dwell.law == "gamma":
        return LAW_GAMMA, dwell.mean_days / dwell.shape, dwell.shape
    if dwell.law == "erlang":
        return LAW_ERLANG, dwell.mean_days / dwell.stages, float(dwell.stages)
    if dwell.law == "lognormal":
        variance = math.log1p((dwell.sd_days / dwell.mean_days) ** 2)
        return LAW_LOGNORMAL, math.log(dwell.mean_days) - variance / 2, math.sqrt(variance)
    if dwell.law == "weibull":
        return LAW_WEIBULL, dwell.scale_days, dwell.shape
    return LAW_FIXED, dwell.value_days, 0.0


def _roaming(state: State) -> tuple[float, float]:
    if state.roaming is None:
        return 0.0, 0.0
    return state.roaming.encounters_per_day, state.roaming.moves_per_day


def _contact_cum(contacts: Contacts) -> NDArray[np.float64]:
    rates = np.zeros(N_SETTINGS)
    rates[Setting.HOUSEHOLD] = contacts.household_per_day
    rates[Setting.CLASS] = contacts.class_per_day
    rates[Setting.WORK] = contacts.work_per_day
    rates[Setting.COMMUNITY] = contacts.community_per_day
    rates[Setting.TRIP] = contacts.trip_per_day
    return np.cumsum(rates)


def _branch_arrays(
    branches: tuple[Branch, ...], index: dict[str, int]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    to = np.array([index[branch.to] for branch in branches], np.uint8)
    share = np.array([branch.probability_by_age for branch in branches], np.float64).reshape(-1, N_AGE_GROUPS)
    return to, np.cumsum(share, axis=0)
