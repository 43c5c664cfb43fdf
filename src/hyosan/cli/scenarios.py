"""hyosan scenarios: list the scenarios that come with Hyosan."""

import typer

from hyosan.catalogue import list_names
from hyosan.cli.tables import print_table
from hyosan.scenario import read

app = typer.Typer(add_completion=False)


@app.command()
def scenarios() -> None:
    """List the scenarios that come with Hyosan."""
    print_table(("scenario", "what happens"), [(name, read(name).description) for name in list_names("scenarios")])
