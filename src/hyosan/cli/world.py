"""hyosan world build: build a world without running anything in it."""

import typer

from hyosan.cli.options import ScenarioName
from hyosan.cli.worlds import size
from hyosan.scenario import CatalogueWorld, DistrictsWorld, read
from hyosan.world.build import build_with_fit, build_world

app = typer.Typer(add_completion=False)


@app.callback()
def world() -> None:
    """Build a world without running anything in it."""


@app.command()
def build(name: ScenarioName) -> None:
    """Build the world of a scenario and report how it fits the tables that it was made from."""
    spec = read(name).world
    if isinstance(spec, CatalogueWorld | DistrictsWorld):
        typer.echo(build_with_fit(spec)[1].text())
    else:
        typer.echo(size(build_world(spec)))
