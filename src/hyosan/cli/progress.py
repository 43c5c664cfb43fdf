"""How far a run has come, shown on a terminal while it goes on."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from hyosan.cli.cache import is_compiled
from hyosan.engine.simulate import Progress

COMPILING = "compiling once, about 10 s"
PREPARING = "getting ready"
SHOWN_PER_SECOND = 8


class Watch:
    """What is shown: first the wait for machine code, then people infected, time simulated and rate."""

    def __init__(self, live: Live | None) -> None:
        """Start. live: where to show it; None shows nothing."""
        self._live = live
        self._spinner = Spinner("dots", Text(PREPARING if is_compiled() else COMPILING))
        self._before: tuple[float, int] | None = None
        if live is not None:
            live.update(self._spinner)

    def __call__(self, progress: Progress) -> None:
        """Show a stage of the run."""
        if self._live is None:
            return
        self._spinner.update(text=Text(self._line(progress)))

    def say(self, text: str) -> None:
        """Show what is being done now."""
        self._spinner.update(text=Text(text))

    def _line(self, progress: Progress) -> str:
        now = self._live.get_time() if self._live is not None else 0.0
        self._before = self._before or (now, progress.n_infected)
        seconds = now - self._before[0]
        rate = (progress.n_infected - self._before[1]) / seconds if seconds > 0 else 0.0
        return f"{progress.n_infected:,} infected, day {progress.time_days:.2f}, {rate:,.0f} infections a second"


@contextmanager
def watching() -> Iterator[Watch]:
    """Show progress on stderr while the block runs, if a person is looking at it; leave nothing behind."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Watch(None)
        return
    with Live(console=console, transient=True, refresh_per_second=SHOWN_PER_SECOND) as live:
        yield Watch(live)
