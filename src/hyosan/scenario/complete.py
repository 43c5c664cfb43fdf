"""The complete form: a resolved scenario written out as a document, with every default in it."""

import io

from ruamel.yaml import YAML

from hyosan.scenario.complete_response import answer_form, response_form
from hyosan.scenario.model import Importation, Reaction, Scenario, Seeding
from hyosan.scenario.pathogen import Branch, Contacts, Pathogen, State
from hyosan.scenario.plain_form import Plain, dwell_form, present
from hyosan.scenario.units import show_days, show_km, show_per_day
from hyosan.scenario.worlds import CatalogueWorld, GraphWorld, GridWorld, LatticeWorld, MixedWorld, WorldSpec

LINE_WIDTH = 120


def resolve_text(scenario: Scenario) -> str:
    """Return the complete form of a scenario as YAML.

    Reading it back from a file gives an equal scenario. Files are named by absolute paths.
    """
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = None
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # ruamel has None only
    yaml.allow_unicode = True
    yaml.width = LINE_WIDTH
    stream = io.StringIO()
    yaml.dump(complete_form(scenario), stream)
    return stream.getvalue()


def complete_form(scenario: Scenario) -> Plain:
    """Return the complete form of a scenario as a mapping in the human form; keys without a value are left out."""
    stop = scenario.stop
    return present(
        {
            "hyosan": 1,
            "name": scenario.name,
            "description": scenario.description,
            "world": _world(scenario.world),
            "pathogen": pathogen_form(scenario.pathogen),
            "seeding": [_seeding(entry) for entry in scenario.seeding],
            "immune": scenario.immune_probability,
            "reaction": _reaction(scenario.reaction) if scenario.reaction is not None else None,
            "response": response_form(scenario.response) if scenario.response is not None else None,
            "answer": answer_form(scenario.answer),
            "day": {"from": show_days(scenario.day_from_days), "until": show_days(scenario.day_until_days)},
            "stop": present(
                {
                    "horizon": show_days(stop.horizon_days),
                    "infections": stop.n_infections,
                    "patches": stop.n_patches,
                    "extinct": stop.extinct,
                }
            ),
            "seed": scenario.seed,
            "stills": [show_days(days) for days in scenario.stills_days],
        }
    )


def pathogen_form(pathogen: Pathogen) -> Plain:
    """Return the complete form of a pathogen as a mapping in the human form, with contacts in the states."""
    encounter = pathogen.encounter
    return present(
        {
            "name": pathogen.name,
            "description": pathogen.description,
            "fiction": pathogen.fiction,
            "sources": [
                present({"citation": s.citation, "doi": s.doi, "supports": s.supports}) for s in pathogen.sources
            ],
            "r0": pathogen.r0,
            "states": {state.name: _state(state) for state in pathogen.states},
            "entry": _branches(pathogen.entry),
            "susceptibility": _by_age(pathogen.susceptibility),
            "immune": pathogen.immune_probability,
            "dispersion": pathogen.dispersion_k,
            "encounter": None
            if encounter is None
            else {
                "bite": encounter.bite_probability,
                "destroyed": encounter.destroyed_probability,
                "escape": encounter.escape_probability,
            },
            "destroyed": pathogen.destroyed_state,
        }
    )


def _state(state: State) -> Plain:
    roaming = state.roaming
    return present(
        {
            "dwell": dwell_form(state.dwell) if state.dwell is not None else None,
            "contacts": _contacts(state.contacts) or None,
            "roaming": None
            if roaming is None
            else {"encounters": show_per_day(roaming.encounters_per_day), "moves": show_per_day(roaming.moves_per_day)},
            "next": _branches(state.next) if state.next else None,
            "dead": state.dead or None,
        }
    )


def _contacts(contacts: Contacts) -> Plain:
    rates = {key.removesuffix("_per_day"): rate for key, rate in dict(contacts).items() if rate > 0.0}
    if rates.get("class") is not None and rates.get("class") == rates.get("work"):
        rates = {("day" if key == "class" else key): rate for key, rate in rates.items() if key != "work"}
    return {key: show_per_day(rate) for key, rate in rates.items()}


def _branches(branches: tuple[Branch, ...]) -> Plain:
    return {branch.to: _by_age(branch.probability_by_age) for branch in branches}


def _by_age(values: tuple[float, ...]) -> float | list[float]:
    return values[0] if len(set(values)) == 1 else list(values)


def _reaction(reaction: Reaction) -> Plain:
    return {
        "alarm": reaction.alarm_infections,
        "share": reaction.shelter_share,
        "delay": show_days(reaction.shelter_delay_days),
        "protection": reaction.shelter_protection,
    }


def _seeding(entry: Seeding) -> Plain:
    if isinstance(entry, Importation):
        return {
            "kind": "importation",
            "rate": show_per_day(entry.per_day),
            "from": show_days(entry.from_days),
            "until": show_days(entry.until_days),
            **present({"district": entry.district}),
        }
    return present(
        {
            "kind": "people",
            "at": show_days(entry.at_days),
            "people": entry.n_people,
            "district": entry.district,
            "patch": entry.patch,
            "persons": list(entry.persons) if entry.persons is not None else None,
            "state": entry.state,
        }
    )


def _world(world: WorldSpec) -> Plain:
    if isinstance(world, MixedWorld):
        return {"kind": "mixed", "people": world.n_people}
    if isinstance(world, (CatalogueWorld, LatticeWorld)):
        return present(world.model_dump())
    if isinstance(world, GridWorld):
        form = world.model_dump(exclude={"n_people", "spacing_km"})
        return {**form, "people": world.n_people, "spacing": show_km(world.spacing_km)}
    if isinstance(world, GraphWorld) and world.random is not None:
        drawn = world.random
        random = {
            "model": drawn.model,
            "people": drawn.n_people,
            "mean_degree": drawn.mean_degree,
            "rewiring": drawn.rewiring_probability,
        }
        return {"kind": "graph", "random": random, "seed": world.seed}
    return present(world.model_dump(mode="json"))
