"""hyosan run: simulate a scenario, write the run, draw its pictures."""

from pathlib import Path
from typing import Annotated

import typer

from hyosan import api
from hyosan.cli.options import IsDrawn, IsJson, ScenarioName
from hyosan.cli.progress import watching
from hyosan.cli.quantities import days
from hyosan.cli.report import PICTURES, print_report
from hyosan.views.gallery import draw_record

app = typer.Typer(add_completion=False)

LARGEST_SEED = 2**63 - 1


@app.command()
def run(
    scenario: ScenarioName,
    seed: Annotated[
        int | None, typer.Option(min=0, max=LARGEST_SEED, help="Seed of the run, in place of the scenario's.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the run goes, in place of runs/<name>-<seed>-<hash>.")
    ] = None,
    is_overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a run that is in FOLDER.")] = False,
    checkpoint: Annotated[
        list[str] | None,
        typer.Option(metavar="TIME", help="Keep the run's memory at a time, such as 36h, to branch from. Repeatable."),
    ] = None,
    is_json: IsJson = False,
    is_drawn: IsDrawn = True,
) -> None:
    """Run a scenario, write the run, draw its pictures."""
    times = [days("--checkpoint", time) for time in checkpoint or ()]
    with watching() as watch:
        made = api.run(scenario, seed, out, progress=watch, overwrite=is_overwrite, checkpoint_days=times)
        watch.say("reading the run, drawing")
        summary = made.summary()
        pictures = draw_record(made.record, made.folder / PICTURES) if is_drawn else []
    print_report(made, summary, pictures, is_json)
