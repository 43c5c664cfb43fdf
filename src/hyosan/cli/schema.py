"""hyosan schema: print the JSON Schema of scenario files."""

import json

import typer

from hyosan.scenario import json_schema

app = typer.Typer(add_completion=False)


@app.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
