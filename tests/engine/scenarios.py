"""Small scenarios that between them use every part of the population engine."""

from typing import Any

DEMOGRAPHIC_GRID = {"kind": "grid", "rows": 2, "columns": 3, "people": 1500, "spacing": "2 km", "demography": "korea"}
MIXED = {"kind": "mixed", "people": 150}
LATTICE = {"kind": "lattice", "rows": 9, "columns": 8, "neighbours": 4}
GRAPH = {"kind": "graph", "random": {"model": "erdos-renyi", "people": 120, "mean_degree": 4}, "seed": 3}

EXPONENTIAL = {"law": "exponential", "mean": "3 d"}
LAWS: list[dict[str, Any]] = [
    EXPONENTIAL,
    {"law": "gamma", "mean": "3 d", "shape": 0.7},
    {"law": "gamma", "mean": "3 d", "shape": 2.5},
    {"law": "erlang", "mean": "3 d", "stages": 3},
    {"law": "lognormal", "mean": "3 d", "sd": "2 d"},
    {"law": "weibull", "mean": "3 d", "shape": 1.7},
    {"law": "fixed", "value": "3 d"},
]


def routine(law: dict[str, Any], settings: dict[str, str]) -> dict[str, Any]:
    """Return a pathogen of routine infected, with branching by age, dispersion and a law."""
    return {
        "name": "routine",
        "states": {
            "susceptible": {},
            "latent": {"dwell": law, "next": "infectious"},
            "infectious": {"dwell": law, "contacts": settings, "next": {"recovered": 0.8, "dead": 0.2}},
            "recovered": {},
            "dead": {"dead": True},
        },
        "entry": {"latent": 0.9, "infectious": 0.1},
        "susceptibility": [0.5] * 4 + [0.9] * 17,
        "immune": 0.1,
        "dispersion": 0.6,
    }


def roaming(settings: dict[str, str], recovering: dict[str, str]) -> dict[str, Any]:
    """Return a pathogen of roaming infected, some of whom keep their day before and after."""
    states = {
        "susceptible": {},
        "bitten": {"dwell": {"law": "lognormal", "mean": "1 h", "sd": "20 min"}, "next": "turned"},
        "ill": {"dwell": {"law": "exponential", "mean": "6 h"}, "contacts": settings, "next": "turned"},
        "turned": {
            "dwell": {"law": "gamma", "mean": "1 d", "shape": 3},
            "roaming": {"encounters": "20 / d", "moves": "8 / d"},
            "next": {"fallen": 0.9, "recovering": 0.1},
        },
        "recovering": {"dwell": {"law": "fixed", "value": "2 d"}, "contacts": recovering, "next": "fallen"},
        "fallen": {},
        "destroyed": {"dead": True},
    }
    return {
        "name": "roaming",
        "states": states,
        "entry": {"bitten": 0.7, "ill": 0.3},
        "immune": 0.05,
        "encounter": {"bite": 0.6, "destroyed": 0.1, "escape": 0.3},
        "destroyed": "destroyed",
    }


EVERYWHERE = {"household": "0.6 / d", "day": "0.5 / d", "community": "0.5 / d", "trip": "0.1 / d"}


def document(world: dict[str, Any], pathogen: dict[str, Any], parts: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a scenario in its human form."""
    return {
        "hyosan": 1,
        "name": "small",
        "world": world,
        "pathogen": pathogen,
        "seeding": [{"people": 3}],
        "stop": {"horizon": "60 d"},
        **(parts or {}),
    }


CASES: dict[str, dict[str, Any]] = {
    **{
        f"mixed-{i}-{law['law']}": document(MIXED, routine(law, {"community": "0.6 / d"})) for i, law in enumerate(LAWS)
    },
    "grid-routine": document(DEMOGRAPHIC_GRID, routine(LAWS[2], EVERYWHERE)),
    "grid-importation": document(
        DEMOGRAPHIC_GRID,
        routine(EXPONENTIAL, EVERYWHERE),
        {"seeding": [{"kind": "importation", "rate": "0.5 / d", "from": "1 d", "until": "20 d"}]},
    ),
    "grid-seeded-later": document(
        DEMOGRAPHIC_GRID,
        routine(EXPONENTIAL, EVERYWHERE),
        {"seeding": [{"patch": 1, "people": 2, "at": "12 h"}, {"persons": [5, 7, 700], "state": "infectious"}]},
    ),
    "grid-roaming": document(
        DEMOGRAPHIC_GRID | {"people": 400},
        roaming({"household": "3 / d", "day": "2 / d"}, {"community": "2 / d"}),
        {"reaction": {"alarm": 3, "share": 0.6, "delay": "2 h", "protection": 0.8}, "stop": {"horizon": "4 d"}},
    ),
    "mixed-roaming": document(MIXED, roaming({"community": "3 / d"}, {"community": "1 / d"})),
    "lattice-roaming": document(LATTICE, roaming({"neighbours": "1 / d"}, {"neighbours": "1 / d"})),
    "lattice-routine": document(LATTICE, routine(EXPONENTIAL, {"neighbours": "0.3 / d"})),
    "graph-routine": document(GRAPH, routine(LAWS[3], {"neighbours": "0.2 / d", "community": "0.1 / d"})),
    "stop-at-infections": document(MIXED, routine(EXPONENTIAL, {"community": "1 / d"}), {"stop": {"infections": 20}}),
    "stop-at-patches": document(
        DEMOGRAPHIC_GRID, routine(EXPONENTIAL, EVERYWHERE), {"stop": {"patches": 6}, "seeding": [{"people": 6}]}
    ),
}
