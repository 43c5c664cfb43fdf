"""Arguments and options that several commands share."""

from typing import Annotated

import typer

ScenarioName = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A name of `hyosan scenarios`, or a YAML file.", show_default=False)
]
IsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else, on stdout.")]
IsDrawn = Annotated[bool, typer.Option("--pictures/--no-pictures", help="Whether to draw pictures.")]
