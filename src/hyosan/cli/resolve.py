"""hyosan resolve: print a scenario's complete form."""

import typer

from hyosan import scenario
from hyosan.cli.options import ScenarioName

app = typer.Typer(add_completion=False)


@app.command()
def resolve(name: ScenarioName) -> None:
    """Print a scenario's complete form, with every default filled in.

    The first line is the hash that names the scenario, as a comment.
    """
    resolved = scenario.read(name)
    typer.echo(f"# scenario {scenario.scenario_hash(resolved)}")
    typer.echo(scenario.resolve_text(resolved), nl=False)
