"""From the human form of a scenario to the resolved one."""

from pathlib import Path

from hyosan.scenario.faults import Fault, unknown_name
from hyosan.scenario.human_scenario import HumanDay, HumanImportation, HumanPeople, HumanScenario, HumanStop
from hyosan.scenario.model import Importation, People, Reaction, Scenario, Seeding, Stop
from hyosan.scenario.pathogen import Contacts, Pathogen
from hyosan.scenario.resolve_areas import check_district
from hyosan.scenario.resolve_response import resolve_answer, resolve_response
from hyosan.scenario.resolve_world import resolve_world
from hyosan.scenario.response import AnswerRules, Response
from hyosan.scenario.worlds import GraphWorld, LatticeWorld, MixedWorld, WorldSpec

SETTINGS_OF_WORLDS = {
    "mixed": ("community_per_day",),
    "graph": ("community_per_day", "neighbours_per_day"),
    "lattice": ("community_per_day", "neighbours_per_day"),
}
"""Contacts that can happen in worlds without households; all other worlds have all but neighbours."""


def resolve_scenario(
    human: HumanScenario, pathogen: Pathogen, name: str, folder: Path
) -> tuple[Scenario | None, list[Fault]]:
    """Return the resolved scenario, or None and what is wrong.

    name: what the scenario is called if it does not say; folder: what relative names of files start from.
    """
    world, faults = resolve_world(human.world, folder)
    faults = [Fault(("world", *f.path), f.found, f.allowed, f.nearest) for f in faults]
    if world is not None:
        faults += _setting_faults(world, pathogen)
    for i, entry in enumerate(human.seeding):
        faults += _seeding_faults(("seeding", i), entry, pathogen, world)
    faults += _day_faults(human.day)
    if world is None:
        return None, faults
    response, answer = _response_and_answer(human, pathogen, world, faults)
    if faults or answer is None:
        return None, faults
    scenario = Scenario(
        name=human.name or name,
        description=human.description,
        world=world,
        pathogen=pathogen,
        seeding=tuple(_seeding(entry) for entry in human.seeding),
        immune_probability=human.immune,
        reaction=_reaction(human),
        response=response,
        answer=answer,
        day_from_days=human.day.from_,
        day_until_days=human.day.until,
        stop=_stop(human.stop),
        seed=human.seed,
        stills_days=tuple(sorted(set(human.stills))),
    )
    return scenario, []


def _setting_faults(world: WorldSpec, pathogen: Pathogen) -> list[Fault]:
    """Return a fault for the first kind of contact that cannot happen in the world."""
    everywhere = tuple(name for name in Contacts.model_fields if name != "neighbours_per_day")
    possible = SETTINGS_OF_WORLDS.get(world.kind, everywhere)
    for state in pathogen.states:
        for setting, per_day in dict(state.contacts).items():
            if per_day > 0.0 and setting not in possible:
                word = setting.removesuffix("_per_day")
                found = f"a {world.kind} world, and {word} contacts in state {state.name!r} of {pathogen.name!r}"
                words = ", ".join(name.removesuffix("_per_day") for name in possible)
                return [Fault(("world",), found, f"only {words} contacts in such a world")]
    return []


def _seeding_faults(
    path: tuple[str | int, ...], entry: HumanPeople | HumanImportation, pathogen: Pathogen, world: WorldSpec | None
) -> list[Fault]:
    faults: list[Fault] = []
    if isinstance(world, (MixedWorld, GraphWorld, LatticeWorld)) and entry.district is not None:
        faults.append(Fault((*path, "district"), f"a district in a {world.kind} world", "no district: it has none"))
    elif world is not None and entry.district is not None:
        check_district(entry.district, (*path, "district"), world, faults)
    if isinstance(entry, HumanImportation):
        if entry.until < entry.from_:
            found = f"until {entry.until:g} d, before from {entry.from_:g} d"
            faults.append(Fault((*path, "until"), found, "a time not before from"))
        return faults
    places = [key for key in ("district", "patch", "persons") if getattr(entry, key) is not None]
    if len(places) > 1:
        allowed = "at most one of district, patch and persons"
        faults.append(Fault((*path, places[1]), " and ".join(places), allowed))
    if entry.persons is not None:
        faults += _persons_faults(path, entry.persons, entry.people)
    names = [state.name for state in pathogen.states[1:]]
    if entry.state is not None and entry.state not in names:
        faults.append(unknown_name((*path, "state"), "state", entry.state, names))
    return faults


def _persons_faults(path: tuple[str | int, ...], persons: list[int], n_people: int | None) -> list[Fault]:
    if len(set(persons)) < len(persons):
        return [Fault((*path, "persons"), "a person twice", "each person once")]
    if n_people is not None and n_people != len(persons):
        found = f"{n_people} people beside {len(persons)} persons"
        return [Fault((*path, "people"), found, "persons alone, or the same number")]
    return []


def _day_faults(day: HumanDay) -> list[Fault]:
    if day.from_ <= day.until <= 1.0:
        return []
    found = f"a day from {day.from_ * 24:g} h until {day.until * 24:g} h"
    return [Fault(("day",), found, "two times after midnight, from before until, at most 24 h")]


def _seeding(entry: HumanPeople | HumanImportation) -> Seeding:
    if isinstance(entry, HumanImportation):
        return Importation(per_day=entry.rate, from_days=entry.from_, until_days=entry.until, district=entry.district)
    persons = tuple(entry.persons) if entry.persons is not None else None
    return People(
        at_days=entry.at,
        n_people=len(persons) if persons is not None else (entry.people or 1),
        district=entry.district,
        patch=entry.patch,
        persons=persons,
        state=entry.state,
    )


def _stop(human: HumanStop) -> Stop:
    return Stop(
        horizon_days=human.horizon,
        n_infections=human.infections,
        n_patches=human.patches,
        extinct=human.extinct,
    )


def _reaction(human: HumanScenario) -> Reaction | None:
    if human.reaction is None:
        return None
    return Reaction(
        alarm_infections=human.reaction.alarm,
        shelter_share=human.reaction.share,
        shelter_delay_days=human.reaction.delay,
        shelter_protection=human.reaction.protection,
    )


def _response_and_answer(
    human: HumanScenario, pathogen: Pathogen, world: WorldSpec, faults: list[Fault]
) -> tuple[Response | None, AnswerRules | None]:
    """Return the resolved response and the rules of the answer, after adding what is wrong to `faults`."""
    response = None
    if human.response is not None:
        response, found = resolve_response(human.response, pathogen, world, human.stop.horizon)
        faults += found
        if response is None:
            return None, None
    answer, found = resolve_answer(human.answer, response, world)
    faults += found
    return response, answer
