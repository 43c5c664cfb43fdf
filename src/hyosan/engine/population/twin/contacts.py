"""Whom a routine infected person meets, in plain Python."""

from typing import NamedTuple

from hyosan.draws import purposes as why
from hyosan.draws.plain import below, unit
from hyosan.engine.population.twin.run import SECOND_DRAW, Infected, PlainRun
from hyosan.terms import DayKind, Setting


class Contact(NamedTuple):
    """A person met, where, and in which setting."""

    person: int
    place: int
    setting: Setting


def contact(run: PlainRun, source: Infected, now: float) -> Contact | None:
    """Return whom a routine person meets in his next attempt; None if nobody is there."""
    people, person, home = run.people, source.person, source.patch
    bits = run.bits(person, why.TARGET, source.address)
    setting = choose_setting(run, source)
    if setting == Setting.HOUSEHOLD:
        first, size = people.household(person, home)
        others = [member for member in range(first, first + size) if member != person]
        return Contact(others[below(bits, len(others))], home, setting) if others else None
    if setting == Setting.COMMUNITY:
        return meet_present(run, source, now, bits)
    if setting == Setting.TRIP:
        u = unit(run.bits(person, why.SETTING, source.address + SECOND_DRAW))
        district = people.trip_district(people.district_of(home), u)
        n = people.n_district_residents(district)
        if n == 0:
            return None
        target = people.district_resident(district, below(bits, n))
        return Contact(target.person, target.home, setting)
    if setting == Setting.NEIGHBOURS:
        target_person = people.neighbour(person, below(bits, people.n_neighbours(person)))
        return Contact(target_person, people.home_patch(target_person), setting)
    return meet_day_group(run, source, setting, bits)


def choose_setting(run: PlainRun, source: Infected) -> Setting:
    """Return the setting of an attempt, in proportion to the attempts per day in each."""
    c = run.state(source.state).contacts
    neighbours = c.neighbours_per_day * run.people.n_neighbours(source.person)
    rates = [c.household_per_day, c.class_per_day, c.work_per_day, c.community_per_day, c.trip_per_day, neighbours]
    x = unit(run.bits(source.person, why.SETTING, source.address)) * sum(rates)
    total = 0.0
    for setting, rate in zip(Setting, [0.0, *rates], strict=False):
        total += rate
        if x < total:
            return setting
    return Setting.NEIGHBOURS


def meet_present(run: PlainRun, source: Infected, now: float, bits: int) -> Contact | None:
    """Meet another person present in the same patch; the last of them stands in for the person himself."""
    people, by_day = run.people, run.is_day(now)
    place = people.day_patch(source.person, source.patch) if by_day else source.patch
    others = people.n_present(place, by_day) - 1
    if others < 1:
        return None
    target = people.present(place, by_day, below(bits, others)).person
    if target == source.person:
        target = people.present(place, by_day, others).person
    return Contact(target, place, Setting.COMMUNITY)


def meet_day_group(run: PlainRun, source: Infected, setting: Setting, bits: int) -> Contact | None:
    """Meet another member of the class or workplace, if the person has one of that kind."""
    kind, place, handle, first, size, own = run.people.day_group(source.person, source.patch)
    if size < 2 or (setting == Setting.WORK) != (kind == DayKind.WORK):
        return None
    others = [slot for slot in range(first, first + size) if slot != own]
    slot = others[below(bits, len(others))]
    return Contact(run.people.day_group_member(kind, place, handle, slot).person, place, setting)
