"""How many replicates are done and how long the others will take, shown on a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from hyosan.cli.cache import is_compiled
from hyosan.cli.progress import COMPILING, PREPARING

COUNTED = "replicates"


class Count:
    """Takes how many replicates are done and how many there are, and shows it."""

    def __init__(self, bar: Progress | None) -> None:
        """Start with the wait for machine code. bar: where it is shown, None for nowhere."""
        self._bar = bar
        if bar is not None:
            self._task = bar.add_task(PREPARING if is_compiled() else COMPILING, total=None)

    def __call__(self, n_done: int, n_all: int) -> None:
        """Show how far the work has come."""
        if self._bar is not None:
            self._bar.update(self._task, description=COUNTED, completed=n_done, total=n_all)

    def say(self, text: str) -> None:
        """Show what is being done now."""
        if self._bar is not None:
            self._bar.update(self._task, description=text)


@contextmanager
def counting() -> Iterator[Count]:
    """Show progress and the time that remains on stderr, if a person is looking at it; leave nothing behind."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Count(None)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        yield Count(bar)
