"""hyosan study: many runs of a scenario, its settings varied."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Final

import typer

from hyosan.cli.counting import counting
from hyosan.cli.options import IsJson, ScenarioName
from hyosan.cli.report import finite, shown
from hyosan.cli.run import LARGEST_SEED
from hyosan.cli.tables import print_table
from hyosan.study.designs import SALTELLI
from hyosan.study.plan import ARMS, WITH
from hyosan.study.run import N_SAMPLES, Study, StudyProgress, run_study
from hyosan.study.summary import SettingSummary
from hyosan.theory.intervals import Interval

app = typer.Typer(add_completion=False)

MOST_LINES: Final = 40
BOTH: Final = "both"


Vary = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATH=LOW:HIGH[:N]|A,B,C",
        help="What to vary: a range, or values, with units as in the file (seal.start=12h:48h:4). Repeatable.",
    ),
]
Design = Annotated[
    str | None,
    typer.Option(metavar="grid|lhs|sobol", help="How settings are chosen. [grid; replicates if nothing varies]"),
]
Samples = Annotated[int, typer.Option(min=1, help="Settings of lhs and sobol; rows of the sample for --sensitivity.")]
Arms = Annotated[
    str, typer.Option(metavar="with|without|both", help="With the measures, without, or both on the same dice.")
]
FirstSeed = Annotated[
    int | None, typer.Option(min=0, max=LARGEST_SEED, help="Seed of the first replicate. [the scenario's]")
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Where the study goes; one that is there is continued. [studies/...]"),
]
IsSensitivity = Annotated[
    bool, typer.Option("--sensitivity", help="Find out which input moves the answer: Sobol indices.")
]


@app.command("study")
def study_command(
    scenario: ScenarioName,
    vary: Vary = None,
    design: Design = None,
    samples: Samples = N_SAMPLES,
    replicates: Annotated[int, typer.Option(min=1, help="Replicates of each setting.")] = 100,
    arms: Arms = WITH,
    seed: FirstSeed = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes. [all cores]")] = None,
    executor: Annotated[str, typer.Option(metavar="local|ray", help="Where they work.")] = "local",
    out: Out = None,
    is_sensitivity: IsSensitivity = False,
    is_json: IsJson = False,
) -> None:
    """Run a scenario many times, its settings varied; continue a study that was stopped."""
    chosen_arms = ARMS if arms == BOTH else (arms,)
    chosen = _design(design, is_sensitivity)
    inputs = dict(_split(text) for text in vary or ())
    with counting() as watch, keeping():

        def report(progress: StudyProgress) -> None:
            if progress.n_done > progress.n_found or progress.n_done == progress.n_runs:
                watch(progress.n_done, progress.n_runs)

        made = run_study(
            scenario, inputs, chosen, replicates, seed, workers, executor, out, report, samples, chosen_arms
        )
    _print(made, is_sensitivity, is_json)


@contextmanager
def keeping() -> Iterator[None]:
    """Say, where the block is stopped with Ctrl-C, that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("What is finished is kept: the same command goes on from there.", err=True)
        raise


def _design(design: str | None, is_sensitivity: bool) -> str | None:
    if is_sensitivity and design not in (None, SALTELLI):
        raise typer.BadParameter(f"found {design!r}; --sensitivity has its own design.", param_hint="--design")
    return SALTELLI if is_sensitivity else design


def _split(text: str) -> tuple[str, str]:
    """Return path and values of an option --vary. Raises typer.BadParameter."""
    path, sign, values = text.partition("=")
    if not sign or not path.strip() or not values.strip():
        raise typer.BadParameter(
            f"found {text!r}; allowed PATH=LOW:HIGH, PATH=LOW:HIGH:N or PATH=A,B,C", param_hint="--vary"
        )
    return path.strip(), values.strip()


def _print(made: Study, is_sensitivity: bool, is_json: bool) -> None:
    """Print the study: a table for people, or one JSON object."""
    summaries = made.summary()
    indices = made.sensitivity() if is_sensitivity else []
    if is_json:
        values = {
            "scenario": made.plan.scenario_name,
            "scenario_hash": made.plan.scenario_digest,
            "design": made.plan.design,
            "n_runs": made.table.num_rows,
            "settings": [{**asdict(summary), "values": dict(summary.values)} for summary in summaries],
            "sensitivity": [asdict(index) for index in indices],
            "folder": str(made.folder),
        }
        typer.echo(json.dumps(finite(values), ensure_ascii=False, allow_nan=False))
        return
    _print_settings(made, summaries)
    if indices:
        typer.echo("")
        rows = [(index.output, index.path, _share(index.first), _share(index.total)) for index in indices]
        print_table(("output", "input", "alone (95 %)", "with interplay (95 %)"), rows)
    typer.echo(f"\nStudy: {shown(made.folder.absolute())} ({made.table.num_rows:,} runs)")


def _print_settings(made: Study, summaries: Sequence[SettingSummary]) -> None:
    paths = [f"{given.path} ({given.unit})" if given.unit else given.path for given in made.plan.inputs]
    header = ("setting", "measures", *paths, "runs", "contained (95 %)", "escaped (95 %)", "nationwide (95 %)")
    rows = [
        (
            str(of.setting),
            of.arm,
            *(f"{value:.6g}" for _, value in of.values),
            f"{of.n_runs:,}",
            *(_percent(share) for share in (of.contained, of.escaped, of.nationwide)),
        )
        for of in summaries
    ]
    print_table(header, rows[:MOST_LINES])
    if len(rows) > MOST_LINES:
        typer.echo(f"and {len(rows) - MOST_LINES:,} more: results.parquet holds every run")


def _percent(of: Interval) -> str:
    return f"{100 * of.share:.1f} % ({100 * of.low:.1f} to {100 * of.high:.1f})"


def _share(of: Interval) -> str:
    return f"{of.share:.2f} ({of.low:.2f} to {of.high:.2f})"
