"""hyosan branch: go on from a moment of a saved run under another response, and tell whom that spares."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from hyosan import api
from hyosan.analysis.difference import Difference
from hyosan.cli.options import IsDrawn, IsJson
from hyosan.cli.progress import watching
from hyosan.cli.quantities import days
from hyosan.cli.report import PICTURES, finite, shown
from hyosan.cli.tables import print_table
from hyosan.views.account import account_lines, account_table
from hyosan.views.branch_account import TABLE_HEAD, branch_account, branch_rows
from hyosan.views.gallery import draw_record

app = typer.Typer(add_completion=False)

TABLES = ("people", "districts")
"""Fields of a difference that are tables, too long for JSON."""


@app.command()
def branch(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")],
    at: Annotated[str, typer.Option(metavar="TIME", help="The moment of the decision, such as 36h.")],
    file: Annotated[
        Path | None,
        typer.Option("--with", metavar="FILE", help="A YAML file with the `response` from then on (and `answer`)."),
    ] = None,
    is_without: Annotated[
        bool, typer.Option("--without", help="No measures from then on, in place of --with; detection stays.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the branch goes. [RUN-branch, beside the run]")
    ] = None,
    is_overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a run that is in FOLDER.")] = False,
    is_json: IsJson = False,
    is_drawn: IsDrawn = True,
) -> None:
    """Go on from a moment of a saved run under another response; tell whom that spares.

    Both futures are the same until the moment, and on the same dice after it.
    """
    if (file is None) != is_without:
        raise typer.BadParameter("give one of the two", param_hint="--with FILE or --without")
    at_days = days("--at", at)
    parent = api.load(folder)
    with watching() as watch:
        response = parent.without_measures() if file is None else file
        made = parent.branch(at_days, response, out, watch, is_overwrite)
        watch.say("comparing the two, drawing")
        found = made.difference()
        pictures = draw_record(made.run.record, made.run.folder / PICTURES) if is_drawn else []
    if is_json:
        print_json(made, found, pictures)
    else:
        print_account(made, found, pictures)


def print_account(made: api.Branch, found: Difference, pictures: list[Path]) -> None:
    """Print what the decision changed, the table, and where the branch is."""
    facts = branch_account(found, made.parent.info, made.run.info)
    console = Console()
    if console.is_terminal:
        console.print(account_table(facts))
    else:
        for line in account_lines(facts):
            typer.echo(line)
    typer.echo()
    if not console.is_terminal:
        typer.echo("\t".join(TABLE_HEAD))
    print_table(TABLE_HEAD, branch_rows(found))
    typer.echo(f"\nBranch: {shown(made.run.folder)}")
    if pictures:
        typer.echo(f"Pictures: {shown(pictures[0])}" + (f" and {len(pictures) - 1} more" if len(pictures) > 1 else ""))


def print_json(made: api.Branch, found: Difference, pictures: list[Path]) -> None:
    """Print one JSON object: the difference in numbers, and where both runs are."""
    numbers = {name: value for name, value in vars(found).items() if name not in TABLES}
    values = {
        **{name: asdict(value) if hasattr(value, "n_both") else value for name, value in numbers.items()},
        "changed": list(made.info.changed),
        "outcome_parent": made.parent.outcome.name.lower(),
        "outcome_branch": made.run.outcome.name.lower(),
        "seconds": dict(made.run.seconds),
        "parent": str(made.parent.folder),
        "folder": str(made.run.folder),
        "pictures": [str(picture) for picture in pictures],
    }
    typer.echo(json.dumps(finite(values), ensure_ascii=False, allow_nan=False))
