"""hyosan resolve: print a scenario's complete form."""

from typing import Annotated

import typer

from hyosan import scenario

app = typer.Typer(add_completion=False)


@app.command()
def resolve(
    name: Annotated[str, typer.Argument(metavar="SCENARIO", help="A name of `hyosan scenarios`, or a YAML file.")],
) -> None:
    """Print a scenario's complete form, with every default filled in.

    The first line is the hash that names the scenario, as a comment.
    """
    resolved = scenario.read(name)
    typer.echo(f"# scenario {scenario.scenario_hash(resolved)}")
    typer.echo(scenario.resolve_text(resolved), nl=False)
