"""The command line: `hyosan COMMAND`. Exit codes: 0 done, 2 bad input, 1 a fault, 130 stopped with Ctrl-C."""

import errno
import signal
import sys
import threading
import warnings
from importlib.metadata import version
from types import FrameType
from typing import Annotated, Any, Final

import typer

from hyosan.cli.cache import prepare_cache
from hyosan.cli.errors import explain
from hyosan.cli.lazy import COMMANDS, LazyGroup, listed_only

STOPPED: Final = 130
TERMINATED: Final = 143


class CarefulGroup(LazyGroup):
    """A lazy group whose commands end in a message and an exit code, never in a trace."""

    def invoke(self, ctx: Any) -> Any:
        """Carry out a command. Raises typer.Exit with the exit code where the command fails."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            say("Stopped. Nothing half-written is left.")
            raise typer.Exit(STOPPED) from None
        except Exception as error:
            if is_flow(error):
                raise
            text, code = explain(error)
            say(text)
            raise typer.Exit(code) from None
        return result


def is_flow(error: Exception) -> bool:
    """Return whether typer deals with an exception: an exit, a fault of usage, a reader that closed the pipe."""
    if isinstance(error, OSError):
        return error.errno == errno.EPIPE
    return isinstance(error, (typer.Exit, typer.Abort)) or hasattr(error, "exit_code")


def say(text: str) -> None:
    """Write a line on stderr."""
    typer.echo(text, err=True)


def print_version(is_wanted: bool) -> None:
    """Print the version and end, if wanted."""
    if is_wanted:
        typer.echo(f"hyosan {version('hyosan')}")
        raise typer.Exit


def hyosan(
    is_version_wanted: Annotated[
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Simulate an outbreak, person by person, from one school to a nation of 51.7 million."""


def make_app() -> typer.Typer:
    """Return the application with every command listed and none loaded."""
    made = typer.Typer(cls=CarefulGroup, no_args_is_help=True, add_completion=False)
    made.callback()(hyosan)
    for name, sentence in COMMANDS.items():
        made.command(name, help=sentence)(listed_only)
    return made


app = make_app()


def stop(number: int, frame: FrameType | None) -> None:
    """End in good order on SIGTERM: what was half-written is removed on the way out."""
    raise SystemExit(TERMINATED)


def warn(message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None) -> str:
    """Return a warning as a person reads it, without the place in the code that it comes from."""
    return f"Warning: {message}\n"


def main() -> None:
    """Carry out the command line and leave with its exit code."""
    warnings.formatwarning = warn
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, stop)
    warning = prepare_cache()
    if warning is not None:
        say(f"Warning: {warning}.")
    app(prog_name="hyosan")
