"""How far a run has come, shown on a terminal while it goes on."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner

from hyosan.cli.cache import is_compiled
from hyosan.engine.loop import Progress

COMPILING: Final = "compiling once, 10 to 20 s"
PREPARING: Final = "getting ready"
SHOWN_PER_SECOND: Final = 8


class Watch:
    """What is shown: first the wait for machine code, then people infected, time simulated and rate."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        """Start with the wait. clock: returns seconds."""
        self._clock = clock
        self.spinner = Spinner("dots", PREPARING if is_compiled() else COMPILING)
        self._first: tuple[float, int] | None = None

    def __call__(self, progress: Progress) -> None:
        """Show how far the simulation has come."""
        now = self._clock()
        self._first = self._first or (now, progress.n_infected)
        seconds, n_since = now - self._first[0], progress.n_infected - self._first[1]
        rate = f", {n_since / seconds:,.0f} infections a second" if seconds > 0 else ""
        self.say(f"{progress.n_infected:,} infected, day {progress.time_days:.2f}{rate}")

    def say(self, text: str) -> None:
        """Show what is being done now."""
        self.spinner.update(text=text)


@contextmanager
def watching() -> Iterator[Watch]:
    """Show progress on stderr while the block runs, if a person is looking at it; leave nothing behind."""
    console, watch = Console(stderr=True), Watch()
    if not console.is_terminal:
        yield watch
        return
    with Live(watch.spinner, console=console, transient=True, refresh_per_second=SHOWN_PER_SECOND):
        yield watch
