"""What is known of a world before it is built: names of districts, numbers of people and of patches."""

import csv
from functools import lru_cache

from hyosan.catalogue import world_folder
from hyosan.scenario.worlds import CatalogueWorld, GraphWorld, GridWorld, LatticeWorld, MixedWorld, WorldSpec


def is_without_geography(world: WorldSpec) -> bool:
    """Return whether a world has neither districts nor distances: mixed, graph and lattice worlds, of one patch."""
    return isinstance(world, (MixedWorld, GraphWorld, LatticeWorld))


def district_names(world: WorldSpec) -> tuple[str, ...] | None:
    """Return the names of a world's districts, or None where only the built world knows them."""
    return tuple(_residents(world.name)) if isinstance(world, CatalogueWorld) else None


def number_of_people(world: WorldSpec) -> int | None:
    """Return how many people a world holds, or None where only the built world knows it."""
    if isinstance(world, CatalogueWorld):
        return sum(_residents(world.name).values())
    if isinstance(world, (MixedWorld, GridWorld)):
        return world.n_people
    if isinstance(world, LatticeWorld):
        return world.rows * world.columns
    if isinstance(world, GraphWorld) and world.random is not None:
        return world.random.n_people
    return None


def number_of_patches(world: WorldSpec) -> int | None:
    """Return how many patches a world has, or None where only the built world knows it."""
    if isinstance(world, GridWorld):
        return world.rows * world.columns
    return 1 if is_without_geography(world) else None


@lru_cache(maxsize=8)
def _residents(name: str) -> dict[str, int]:
    """Return the residents of each district of a world of the catalogue, in the order of its table."""
    text = world_folder(name).joinpath("districts.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["name"]: int(row["residents"]) for row in rows}
