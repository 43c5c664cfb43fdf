"""hyosan worlds: list the worlds that come with Hyosan."""

import typer

from hyosan.catalogue import list_names
from hyosan.cli.tables import print_table
from hyosan.scenario import CatalogueWorld
from hyosan.world.build import build_world
from hyosan.world.model import World

app = typer.Typer(add_completion=False)


def size(world: World) -> str:
    """Return how many people, districts and patches a world has."""
    return f"{world.n_people:,} people in {len(world.district_names)} districts and {world.n_patches:,} patches"


@app.command()
def worlds() -> None:
    """List the worlds that come with Hyosan."""
    found = [build_world(CatalogueWorld(name=name)) for name in list_names("worlds")]
    print_table(("world", "size"), [(world.name, size(world)) for world in found])
