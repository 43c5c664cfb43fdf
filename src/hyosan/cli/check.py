"""hyosan check: say what is wrong with scenario files, and where."""

from typing import Annotated

import typer

from hyosan import scenario

app = typer.Typer(add_completion=False)


@app.command()
def check(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Scenario files, or names of `hyosan scenarios`.")
    ],
) -> None:
    """Check scenario files; say what is wrong, and where.

    Every fault is one line on stderr: file:line:column, what was found, what is allowed. Exit code 2 if there is any.
    """
    faults: list[str] = []
    for name in files:
        try:
            scenario.read(name)
        except scenario.ScenarioError as error:
            faults.extend(error.faults)
        else:
            typer.echo(f"{name}: good")
    for fault in faults:
        typer.echo(fault, err=True)
    if faults:
        raise typer.Exit(2)
