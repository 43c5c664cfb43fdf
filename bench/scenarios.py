"""The scenarios that are measured, in the form that a person writes."""

from typing import Any

INFLUENZA = "influenza-1918"
PEOPLE_PER_PATCH = 1_900
"""As in the Korea of the catalogue, so that grids of any size have patches like its own."""

LATENT_DAYS = 2.0
INFECTIOUS_DAYS = 4.0
R0 = 2.0


def korea(n_infections: int | None = None) -> dict[str, Any]:
    """Return influenza in Korea from ten people in one county, until so many infections or until it is over."""
    seeding = [{"people": 10, "district": "Goheung-gun"}]
    return _influenza("bench-korea", "korea", seeding, n_infections)


def seoul(n_infections: int) -> dict[str, Any]:
    """Return the first command of the README, `hyosan run seoul`, stopped early."""
    return {
        "hyosan": 1,
        "name": "bench-seoul",
        "world": "seoul",
        "pathogen": "hyosan-virus",
        "seeding": [{"people": 3, "district": "Nowon-gu"}],
        "reaction": {"alarm": 20, "share": 0.5, "delay": "2 h", "protection": 0.8},
        "stop": {"horizon": "12 d", "infections": n_infections},
    }


def grid(n_people: int, side: int, n_infections: int) -> dict[str, Any]:
    """Return influenza in a grid of side x side patches, with the demography of Korea, from ten people."""
    world = {"kind": "grid", "rows": side, "columns": side, "people": n_people, "spacing": "2 km"}
    return _influenza("bench-grid", world, [{"people": 10, "patch": 0}], n_infections)


def side_of(n_people: int) -> int:
    """Return the rows of a grid in which patches are as large as those of Korea."""
    return max(1, round((n_people / PEOPLE_PER_PATCH) ** 0.5))


def seir(n_people: int, n_seeds: int, immune_share: float, horizon_days: float) -> dict[str, Any]:
    """Return the SEIR that peers run too: everybody meets everybody, exponential times."""
    return {
        "hyosan": 1,
        "name": "bench-seir",
        "world": {"kind": "mixed", "people": n_people},
        "pathogen": {
            "name": "seir",
            "r0": R0,
            "shares": {"community": 1.0},
            "states": {
                "susceptible": {},
                "latent": {"dwell": {"law": "exponential", "mean": f"{LATENT_DAYS} d"}, "next": "infectious"},
                "infectious": {
                    "dwell": {"law": "exponential", "mean": f"{INFECTIOUS_DAYS} d"},
                    "infectious": 1.0,
                    "next": "recovered",
                },
                "recovered": {},
            },
            "entry": "latent",
        },
        "seeding": [{"people": n_seeds}],
        "immune": immune_share,
        "stop": {"horizon": f"{horizon_days} d"},
    }


def _influenza(name: str, world: object, seeding: list[dict[str, Any]], n_infections: int | None) -> dict[str, Any]:
    stop: dict[str, Any] = {"horizon": "365 d"}
    if n_infections is not None:
        stop["infections"] = n_infections
    return {"hyosan": 1, "name": name, "world": world, "pathogen": INFLUENZA, "seeding": seeding, "stop": stop}
