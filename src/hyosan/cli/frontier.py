"""hyosan frontier: how late, how leaky may it be, that the outbreak is still contained?"""

import json
import os
from pathlib import Path
from typing import Annotated, Final

import typer

from hyosan.analysis.frontier_result import Frontier
from hyosan.cli.options import IsDrawn, IsJson, ScenarioName
from hyosan.cli.progress import watching
from hyosan.cli.report import finite, shown
from hyosan.cli.run import LARGEST_SEED
from hyosan.cli.tables import print_table
from hyosan.record.errors import write_error
from hyosan.study.errors import StudyError
from hyosan.study.frontier import BUDGETS, HOLD, frontier
from hyosan.study.frontier_axes import Range
from hyosan.views.frontier_map import draw_frontier
from hyosan.views.frontier_text import (
    as_csv,
    as_values,
    paragraph,
    point_columns,
    point_rows,
    table_columns,
    table_rows,
)

app = typer.Typer(add_completion=False)

PICTURE, SETTINGS, VALUES = "frontier.png", "settings.csv", "frontier.json"
FOLDERS: Final = "frontiers"
VARY_FORM: Final = "PATH=LOW:HIGH, such as seal.start=0h:10d, or PATH alone"


Vary = Annotated[
    list[str],
    typer.Option(
        metavar="PATH=LOW:HIGH",
        help="A number of the scenario and its range; give one or two. Without a range: a time from 0 to the horizon, "
        "a probability from 0 to 1, cut to where the limit lies.",
    ),
]
Hold = Annotated[float, typer.Option(help="The P(contained) that is wanted.")]
Precision = Annotated[
    str | None,
    typer.Option(
        metavar="WIDTH",
        help="Wanted width of the 95 % interval, such as 12h. Default: range / 20, 12h at most for a start.",
    ),
]
FirstSeed = Annotated[int | None, typer.Option(min=0, max=LARGEST_SEED, help="First seed, in place of the scenario's.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes. Default: all cores.")]
Budget = Annotated[
    int | None,
    typer.Option(min=1, help=f"Replicates at most. Default: {BUDGETS[1]:,} for one number, {BUDGETS[2]:,} for two."),
]
TableFile = Annotated[
    Path | None, typer.Option("--table", metavar="FILE", help="Write every setting that was run to a CSV file.")
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Where picture, table and values go. Default: frontiers/<name>-<seed>."),
]


@app.command(name="frontier")
def find(
    scenario: ScenarioName,
    vary: Vary,
    hold: Hold = HOLD,
    precision: Precision = None,
    seed: FirstSeed = None,
    workers: Workers = None,
    budget: Budget = None,
    is_json: IsJson = False,
    table: TableFile = None,
    out: Out = None,
    is_drawn: IsDrawn = True,
) -> None:
    """Find the latest start, the largest leak, ... at which the outbreak is still contained."""
    asked = ranges(vary)
    with watching() as watch:
        found = frontier(
            scenario, asked, hold, precision, seed, workers, budget, lambda done, most: watch.say(told(done, most))
        )
    written = write_all(found, out, table, is_drawn)
    if is_json:
        values = {**as_values(found), "files": [str(path) for path in written]}
        typer.echo(json.dumps(finite(values), ensure_ascii=False, allow_nan=False))
        return
    typer.echo(paragraph(found) + "\n")
    print_table(point_columns(found), point_rows(found))
    for path in written:
        typer.echo(f"{path.name}: {shown(path)}")


def told(n_done: int, n_most: int) -> str:
    """Return how far a search has come."""
    return f"{n_done:,} replicates, {n_most:,} at most"


def ranges(vary: list[str]) -> dict[str, Range]:
    """Return paths and ranges as text. Raises StudyError for a faulty form or a path given twice."""
    asked: dict[str, Range] = {}
    for text in vary:
        path, equals, ends = (part.strip() for part in text.partition("="))
        low, colon, high = (part.strip() for part in ends.partition(":"))
        if not path or (equals and not (low and colon and high)):
            raise StudyError(f"--vary: found {text!r}; allowed {VARY_FORM}.")
        if path in asked:
            raise StudyError(f"--vary: found {path} twice; allowed each path once.")
        asked[path] = (low, high) if equals else None
    return asked


def write_all(found: Frontier, out: Path | None, table: Path | None, is_drawn: bool) -> list[Path]:
    """Write picture, table and values, each whole or not at all, and return their paths."""
    folder = Path(FOLDERS, f"{found.scenario}-{found.seed}") if out is None else out
    written: list[Path] = []
    csv = as_csv(table_columns(found), table_rows(found))
    if is_drawn or out is not None:
        make_folder(folder)
        written.append(write_text(folder / SETTINGS, csv))
        values = finite(as_values(found))
        written.append(write_text(folder / VALUES, json.dumps(values, ensure_ascii=False, allow_nan=False) + "\n"))
    if is_drawn:
        written.insert(0, draw_frontier(found, folder / PICTURE))
    if table is not None:
        make_folder(table.absolute().parent)
        written.append(write_text(table, csv))
    return written


def make_folder(folder: Path) -> None:
    """Make a folder with all above it. Raises RecordError if the disk refuses it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(folder, error) from error


def write_text(path: Path, text: str) -> Path:
    """Write a text whole or not at all, and return its path. Raises RecordError if the disk refuses it."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise write_error(path, error) from error
    return path
