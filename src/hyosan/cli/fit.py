"""hyosan fit: a scenario's numbers from a reported series, or an offspring distribution from a line list."""

import json
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from hyosan.analysis.fitted import Fit
from hyosan.calibration.entrance import METHODS, N_REPLICATES, fit
from hyosan.calibration.line_list import fit_line_list
from hyosan.calibration.save import VALUES_FILE, save_fit, save_values
from hyosan.cli.counting import counting
from hyosan.cli.options import IsDrawn, IsJson
from hyosan.cli.report import finite, shown
from hyosan.cli.tables import print_table
from hyosan.views.fit_picture import draw_fit
from hyosan.views.fit_text import COLUMNS, estimate_rows, fit_lines, offspring_lines
from hyosan.views.gallery import save

app = typer.Typer(add_completion=False)

FOLDERS: Final = "fits"
PICTURE_FILE: Final = "fit.png"
POINTS: Final = "points"

ScenarioOrNone = Annotated[
    str | None,
    typer.Argument(metavar="[SCENARIO]", help="A name of `hyosan scenarios`, or a YAML file.", show_default=False),
]
To = Annotated[
    Path | None, typer.Option("--to", metavar="FILE", help="CSV file with a column day (or date), and one of counts.")
]
Vary = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATH=LOW:HIGH",
        help="A number of the scenario and its range, such as pathogen.r0=1:6, seal.delay=0:5 d or "
        "seal.leak=0.001:1:log. Repeatable.",
    ),
]
Quantity = Annotated[
    str, typer.Option(metavar="WHAT", help="What was counted: infections, cases (detected), or in:STATE.")
]
Method = Annotated[str, typer.Option(metavar="|".join(METHODS), help="The best values, or their distribution.")]
IsCumulative = Annotated[bool, typer.Option("--cumulative", help="The counts add up from the start.")]
Column = Annotated[str, typer.Option(metavar="NAME", help="The column of the counts.")]
DEFAULT_POINTS: Final = ", ".join(f"{n} {name}" for name, (_, n) in METHODS.items())
Points = Annotated[int | None, typer.Option(min=1, help=f"Points of the ranges to look at. [{DEFAULT_POINTS}]")]
Replicates = Annotated[int, typer.Option(min=1, help="Replicates at each point.")]
FirstSeed = Annotated[int, typer.Option("--seed", min=0, max=2**31 - 1, help="Seed of the fit.")]
People = Annotated[
    Path | None,
    typer.Option("--line-list", metavar="FILE", help="CSV file with columns id, source, and onset if there is one."),
]
Links = Annotated[
    Path | None, typer.Option(metavar="FILE", help="CSV file with columns from and to, in place of the column source.")
]
FollowUp = Annotated[
    float,
    typer.Option(
        min=0.0,
        metavar="DAYS",
        help="Leave out as infectors those with a later onset than so many days before the last.",
    ),
]
Out = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Where the fit goes. [fits/<scenario>-<method>-<seed>]")
]


@app.command(name="fit")
def run(
    scenario: ScenarioOrNone = None,
    to: To = None,
    vary: Vary = None,
    quantity: Quantity = "infections",
    method: Method = "search",
    is_cumulative: IsCumulative = False,
    column: Column = "count",
    points: Points = None,
    replicates: Replicates = N_REPLICATES,
    seed: FirstSeed = 1,
    line_list: People = None,
    links: Links = None,
    follow_up: FollowUp = 0.0,
    out: Out = None,
    is_json: IsJson = False,
    is_drawn: IsDrawn = True,
) -> None:
    """Fit a scenario to a reported series, or an offspring distribution to a line list."""
    if line_list is not None:
        if scenario is not None or to is not None:
            raise typer.BadParameter("give a line list, or a scenario and --to, not both", param_hint="--line-list")
        tell_line_list(line_list, links, follow_up, out, is_json)
        return
    if scenario is None or to is None:
        raise typer.BadParameter("give a scenario and a series, or a line list", param_hint="SCENARIO, --to")
    with counting() as count:

        def watch(n_done: int, n_all: int) -> None:
            count(n_done, n_all)
            count.say(POINTS)

        found = fit(scenario, to, vary or [], quantity, method, is_cumulative, column, points, replicates, seed, watch)
    tell(found, Path(FOLDERS, f"{found.scenario}-{method}-{seed}") if out is None else out, is_json, is_drawn)


def tell(found: Fit, folder: Path, is_json: bool, is_drawn: bool) -> None:
    """Write a fit and its picture, and print it in one of two forms."""
    written = save_fit(found, folder)
    if is_drawn:
        written.insert(0, save(draw_fit(found), folder / PICTURE_FILE))
    if is_json:
        print_values({**found.values(), "files": [str(path) for path in written]})
        return
    print_table(COLUMNS, estimate_rows(found))
    typer.echo()
    for line in fit_lines(found):
        typer.echo(line)
    typer.echo(f"Took: {found.seconds:.1f} s")
    typer.echo(f"Fit: {shown(folder)} ({', '.join(path.name for path in written)})")


def tell_line_list(people: Path, links: Path | None, follow_up_days: float, out: Path | None, is_json: bool) -> None:
    """Fit a line list, write the fit if a folder is given, and print it in one of two forms."""
    found = fit_line_list(people, links, follow_up_days)
    written = [] if out is None else [save_values(finite(found.values()), out / VALUES_FILE)]
    if is_json:
        print_values({**found.values(), "files": [str(path) for path in written]})
        return
    for line in offspring_lines(found):
        typer.echo(line)
    for path in written:
        typer.echo(f"Fit: {shown(path)}")


def print_values(values: dict[str, Any]) -> None:
    """Print one JSON object on stdout; numbers that JSON does not have become null."""
    typer.echo(json.dumps(finite(values), ensure_ascii=False, allow_nan=False))
