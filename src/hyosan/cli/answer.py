"""hyosan answer: does it hold, how sure is that, and if it gets out, when, how and where."""

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from hyosan.analysis.answer import Answer
from hyosan.analysis.answer_values import answer_values
from hyosan.cli.counting import counting
from hyosan.cli.options import IsJson, ScenarioName
from hyosan.cli.report import finite, shown
from hyosan.cli.run import LARGEST_SEED
from hyosan.cli.table_file import check_table, write_table
from hyosan.study.answer import REPLICATES, answer
from hyosan.views.answer_picture import PICTURE, write_answer_picture
from hyosan.views.answer_text import answer_report, answer_text
from hyosan.world.build import build_world

app = typer.Typer(add_completion=False)

FOLDERS: Final = "answers"


@app.command("answer")
def answer_command(
    scenario: ScenarioName,
    replicates: Annotated[int, typer.Option(min=1, help="How many outbreaks to simulate, in each arm.")] = REPLICATES,
    seed: Annotated[
        int | None, typer.Option(min=0, max=LARGEST_SEED, help="Seed of the first, in place of the scenario's.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes. [all cores]")] = None,
    executor: Annotated[str, typer.Option(metavar="local|ray", help="Where they work.")] = "local",
    is_json: IsJson = False,
    table: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write one row a replicate and arm: .parquet or .csv.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the picture goes. [answers/<name>-<seed>]")
    ] = None,
    is_drawn: Annotated[bool, typer.Option("--picture/--no-picture", help="Whether to draw the picture.")] = True,
) -> None:
    """Answer whether it holds, how sure that is, and if it gets out, when, how and where."""
    if table is not None:
        check_table(table)
    with counting() as watch:
        found = answer(scenario, replicates, seed, workers, executor, progress=watch)
        if table is not None:
            watch.say("writing the table")
            write_table(found.table(), table)
        picture = None
        if is_drawn:
            watch.say("drawing")
            picture = draw(found, out)
    if is_json:
        print_json(found, picture, table)
    else:
        print_report(found, picture, table)


def draw(found: Answer, out: Path | None) -> Path:
    """Draw the picture of an answer into a folder and return its path."""
    folder = Path(FOLDERS, f"{found.scenario.name}-{found.seed}") if out is None else out
    return write_answer_picture(found, build_world(found.scenario.world), folder / PICTURE)


def print_json(found: Answer, picture: Path | None, table: Path | None) -> None:
    """Print one JSON object and nothing else."""
    values = {
        **answer_values(found),
        "picture": None if picture is None else str(picture),
        "table": None if table is None else str(table),
    }
    typer.echo(json.dumps(finite(values), ensure_ascii=False, allow_nan=False))


def print_report(found: Answer, picture: Path | None, table: Path | None) -> None:
    """Print the paragraph, the tables, and where the files are."""
    console = Console()
    if console.is_terminal:
        console.print(answer_report(found))
    else:
        typer.echo(answer_text(found), nl=False)
    for word, path in (("Picture", picture), ("Table", table)):
        if path is not None:
            typer.echo(f"{word}: {shown(path)}")
