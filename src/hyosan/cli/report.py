"""A run told on stdout: as an account for people, or as one JSON object for programs."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import typer
from rich.console import Console

from hyosan.analysis.summary import Summary
from hyosan.api import Run
from hyosan.views.account import account, account_lines, account_table

PICTURES: Final = "pictures"
"""Where in the folder of a run its pictures are."""


def print_report(run: Run, summary: Summary, pictures: Sequence[Path], is_json: bool) -> None:
    """Print what happened in a run, in one of the two forms."""
    if is_json:
        print_json(run, summary, pictures)
    else:
        print_account(run, summary, pictures)


def print_account(run: Run, summary: Summary, pictures: Sequence[Path]) -> None:
    """Print the account of a run, how long it took, and where the run and its pictures are."""
    facts = account(summary, run.info)
    console = Console()
    if console.is_terminal:
        console.print(account_table(facts))
    else:
        for line in account_lines(facts):
            typer.echo(line)
    took = ", ".join(f"{part} {seconds:.1f} s" for part, seconds in run.seconds.items())
    typer.echo(f"\nTook: {took}")
    typer.echo(f"Run: {shown(run.folder)}")
    if pictures:
        typer.echo(f"Pictures: {shown(pictures[0])}" + (f" and {len(pictures) - 1} more" if len(pictures) > 1 else ""))


def print_json(run: Run, summary: Summary, pictures: Sequence[Path]) -> None:
    """Print one JSON object: the summary of a run, what named and made it, and where it is."""
    values = {
        **asdict(summary),
        "outcome": summary.outcome.name.lower(),
        "scenario_hash": run.info.scenario_hash,
        "n_events": run.info.n_events,
        "seconds": dict(run.seconds),
        "folder": str(run.folder),
        "pictures": [str(picture) for picture in pictures],
    }
    typer.echo(json.dumps(finite(values), ensure_ascii=False, allow_nan=False))


def finite(value: Any) -> Any:
    """Return a value with null in place of numbers that JSON does not have."""
    if isinstance(value, Mapping):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def shown(path: Path) -> Path:
    """Return a path as a person types it: from the current folder where it lies below it."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
