"""Whom a routine infected person meets: a pure function of the person, the attempt's address and the time."""

import numpy as np

from hyosan.draws.kernel import below, draw, unit
from hyosan.draws.purposes import SETTING, TARGET
from hyosan.engine.population.memory import Rules
from hyosan.engine.population.pathogen_arrays import PathogenArrays
from hyosan.jit import Int, inner_kernel, int64
from hyosan.terms import Setting
from hyosan.world.arrays import WorldArrays
from hyosan.world.people import (
    day_group,
    day_group_member,
    day_patch,
    district_resident,
    home_patch,
    household,
    n_neighbours,
    n_present,
    neighbour,
    present,
    trip_district,
)

NOBODY_MET = np.int64(-1)
HOUSEHOLD = np.int64(Setting.HOUSEHOLD)
CLASS = np.int64(Setting.CLASS)
WORK = np.int64(Setting.WORK)
COMMUNITY = np.int64(Setting.COMMUNITY)
TRIP = np.int64(Setting.TRIP)
NEIGHBOURS = np.int64(Setting.NEIGHBOURS)
LAST_KIND_OF_PUPIL = 4
ATTEMPT_BITS = 24
SECOND_DRAW = np.int64(1 << 36)
"""Added to an address where an attempt needs a second draw of the same purpose."""


@inner_kernel
def attempt_address(state: Int, attempt: Int) -> Int:
    """Return the ordinal of an attempt's draws: the state that it is made in, and its number there."""
    return (int64(state) << ATTEMPT_BITS) + int64(attempt)


@inner_kernel
def is_day(rules: Rules, time_days: float) -> bool:
    """Return whether people are at their day patch at a time."""
    hour = time_days % 1.0
    return rules.day_from_days <= hour < rules.day_until_days


@inner_kernel
def routine_patch(world: WorldArrays, rules: Rules, person: Int, home: Int, time_days: float) -> Int:
    """Return where the routine of a person puts him at a time."""
    if is_day(rules, time_days):
        return day_patch(world, person, home)
    return int64(home)


@inner_kernel
def choose_setting(world: WorldArrays, pathogen: PathogenArrays, person: Int, state: Int, bits: np.uint64) -> np.int64:
    """Return the setting of an attempt, in proportion to the attempts per day that the state makes in each."""
    shared = pathogen.contact_cum[state, 7]
    total = shared
    if world.has_neighbours:
        total += pathogen.contact_neighbour[state] * n_neighbours(world, person)
    x = unit(bits) * total
    if x >= shared:
        return NEIGHBOURS
    setting = HOUSEHOLD
    while x >= pathogen.contact_cum[state, setting]:
        setting += 1
    return setting


@inner_kernel
def meet_household(world: WorldArrays, person: Int, home: Int, bits: np.uint64) -> tuple[np.int64, np.int64, np.int64]:
    """Return (target, target's home, place): another member of the household."""
    first, size = household(world, person, home)
    if size < 2:
        return int64(NOBODY_MET), int64(home), int64(home)
    other = first + below(bits, size - 1)
    if other >= person:
        other += 1
    return int64(other), int64(home), int64(home)


@inner_kernel
def meet_day_group(
    world: WorldArrays, person: Int, home: Int, setting: Int, bits: np.uint64
) -> tuple[np.int64, np.int64, np.int64]:
    """Return (target, target's home, place): another member of the class or workplace, if the person has one."""
    kind, place, handle, first_slot, size, own_slot = day_group(world, person, home)
    if size < 2 or (setting == CLASS) != (kind <= LAST_KIND_OF_PUPIL):
        return int64(NOBODY_MET), int64(home), int64(home)
    slot = first_slot + below(bits, size - 1)
    if slot >= own_slot:
        slot += 1
    target, target_home = day_group_member(world, kind, place, handle, slot)
    return int64(target), int64(target_home), int64(place)


@inner_kernel
def meet_present(
    world: WorldArrays, rules: Rules, person: Int, home: Int, time_days: float, bits: np.uint64
) -> tuple[np.int64, np.int64, np.int64]:
    """Return (target, target's home, place): another person present in the same patch, each with equal chance."""
    by_day = is_day(rules, time_days)
    place = day_patch(world, person, home) if by_day else int64(home)
    others = n_present(world, place, by_day) - 1
    if others < 1:
        return int64(NOBODY_MET), int64(home), int64(place)
    target, target_home = present(world, place, by_day, below(bits, others))
    if target == person:  # the last of those present stands in for the person himself
        target, target_home = present(world, place, by_day, others)
    return int64(target), int64(target_home), int64(place)


@inner_kernel
def meet_on_trip(
    world: WorldArrays, home: Int, district_bits: np.uint64, bits: np.uint64
) -> tuple[np.int64, np.int64, np.int64]:
    """Return (target, target's home, place): a resident of a district chosen by the distance kernel, met at home."""
    district = trip_district(world, int64(world.patch_district[home]), unit(district_bits))
    first = world.patch_start[world.district_patch_start[district]]
    n = world.patch_start[world.district_patch_start[district + 1]] - first
    if n < 1:
        return int64(NOBODY_MET), int64(home), int64(home)
    target, target_home = district_resident(world, district, below(bits, n))
    return int64(target), int64(target_home), int64(target_home)


@inner_kernel
def choose_contact(
    world: WorldArrays,
    pathogen: PathogenArrays,
    rules: Rules,
    person: Int,
    home: Int,
    state: Int,
    attempt: Int,
    time_days: float,
    key: np.uint64,
) -> tuple[np.int64, np.int64, np.int64, np.int64]:
    """Return (target, target's home, place, setting) of a routine person's attempt; target -1 if nobody is met."""
    address = attempt_address(state, attempt)
    setting = choose_setting(world, pathogen, person, state, draw(key, SETTING, address))
    bits = draw(key, TARGET, address)
    if setting == HOUSEHOLD:
        target, target_home, place = meet_household(world, person, home, bits)
    elif setting == COMMUNITY:
        target, target_home, place = meet_present(world, rules, person, home, time_days, bits)
    elif setting == TRIP:
        target, target_home, place = meet_on_trip(world, home, draw(key, SETTING, address + SECOND_DRAW), bits)
    elif setting == NEIGHBOURS:
        target = int64(neighbour(world, person, below(bits, n_neighbours(world, person))))
        target_home = int64(home_patch(world, target))
        place = target_home
    else:
        target, target_home, place = meet_day_group(world, person, home, setting, bits)
    return target, target_home, place, setting
