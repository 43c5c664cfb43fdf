"""The scenario: the document that a person writes, read, checked and resolved."""

from hyosan.scenario.complete import complete_form, resolve_text
from hyosan.scenario.digest import scenario_hash
from hyosan.scenario.faults import ScenarioError
from hyosan.scenario.model import Importation, People, Reaction, Scenario, Seeding, Stop
from hyosan.scenario.pathogen import (
    EVERY_AGE,
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
from hyosan.scenario.read import read, read_pathogen
from hyosan.scenario.schema import json_schema, pathogen_json_schema
from hyosan.scenario.worlds import (
    CatalogueWorld,
    DistrictsWorld,
    GraphWorld,
    GridWorld,
    LatticeWorld,
    MixedWorld,
    PeopleWorld,
    RandomGraph,
    WorldSpec,
)

__all__ = [
    "EVERY_AGE",
    "Branch",
    "CatalogueWorld",
    "Contacts",
    "DistrictsWorld",
    "DwellLaw",
    "Encounter",
    "Erlang",
    "Exponential",
    "Fixed",
    "Gamma",
    "GraphWorld",
    "GridWorld",
    "Importation",
    "LatticeWorld",
    "Lognormal",
    "MixedWorld",
    "Pathogen",
    "People",
    "PeopleWorld",
    "RandomGraph",
    "Reaction",
    "Roaming",
    "Scenario",
    "ScenarioError",
    "Seeding",
    "Source",
    "State",
    "Stop",
    "Weibull",
    "WorldSpec",
    "complete_form",
    "json_schema",
    "pathogen_json_schema",
    "read",
    "read_pathogen",
    "resolve_text",
    "scenario_hash",
]
