"""Commands that are loaded when they are called: the one place that imports by name.

The command modules import Numba, PyArrow and the engines, which takes a second or so. The help and a mistyped command
should not wait for that. So the group lists every command with its one sentence from the table below, and imports a
command's module only to carry it out.
"""

import importlib
from types import ModuleType
from typing import Any, Final

import typer
from typer.core import TyperGroup

COMMANDS: Final = {
    "run": "Run a scenario, write the run, draw its pictures.",
    "check": "Check scenario files; say what is wrong, and where.",
    "resolve": "Print a scenario's complete form, with every default filled in.",
    "scenarios": "List the scenarios that come with Hyosan.",
    "pathogens": "List the pathogens that come with Hyosan.",
    "worlds": "List the worlds that come with Hyosan.",
    "world": "Build a world without running anything in it.",
    "schema": "Print the JSON Schema of scenario files, for editors.",
    "answer": "Answer whether it holds, how sure that is, and if it gets out, when, how and where.",
    "frontier": "Find the latest start, the largest leak, ... at which the outbreak is still contained.",
    "study": "Run a scenario many times, its settings varied; continue a study that was stopped.",
    "branch": "Go on from a moment of a saved run under another response; tell whom that spares.",
    "fit": "Fit a scenario to a reported series, or an offspring distribution to a line list.",
    "show": "Tell what happened in a saved run, and draw its pictures.",
}
"""Name and sentence of each command; the module is hyosan.cli.<name> and has a typer application `app`."""


def load_module(name: str) -> ModuleType:
    """Return a module of this package, imported now. name: for example "run" for hyosan.cli.run."""
    return importlib.import_module(f"hyosan.cli.{name}")


class LazyGroup(TyperGroup):
    """A group of commands that loads a command's module only when the command is called."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return name, command and remaining arguments, the command from its own module."""
        name, _, rest = super().resolve_command(ctx, args)
        if name is None:
            return None, None, rest
        return name, typer.main.get_command(load_module(name).app), rest


def listed_only() -> None:
    """Stand for a command in the help; never called, because the group loads the command itself."""
