"""A measurement in a process of its own, on one core or on as many as it is given."""

import json
import os
import statistics
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bench.meter import Sample

ROOT: Final = Path(__file__).resolve().parent.parent
TIMEOUT_S: Final = 900.0
ONE_THREAD: Final = (
    "NUMBA_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
QUIET: Final = {"TQDM_DISABLE": "1", "MPLBACKEND": "Agg", "STARSIM_INSTALL_FONTS": "0", "PYTHONWARNINGS": "ignore"}


class Failed(Exception):
    """A measurement did not come about; the message is the last thing that its process said."""


@dataclass(frozen=True)
class Result:
    """What a process measured: its runs, the seconds before them (compilation and warm-up), its peak memory."""

    samples: tuple[Sample, ...]
    warm_s: float
    peak_mb: float
    wall_s: float = field(init=False)
    cpu_s: float = field(init=False)
    n_infected: float = field(init=False)

    def __post_init__(self) -> None:
        """Take the medians."""
        for name in ("wall_s", "cpu_s", "n_infected"):
            object.__setattr__(self, name, statistics.median(getattr(sample, name) for sample in self.samples))

    def part(self, name: str) -> float:
        """Return the median of a part of the runs, 0 where it was not measured."""
        return statistics.median(sample.parts.get(name, 0.0) for sample in self.samples)


def usable_cores() -> tuple[int, ...]:
    """Return the cores that this process may use; where the system does not tell, all that there are."""
    if hasattr(os, "sched_getaffinity"):
        return tuple(sorted(os.sched_getaffinity(0)))
    return tuple(range(os.cpu_count() or 1))


CORES: Final = usable_cores()
"""Those that this process was started with."""


@contextmanager
def bound_to(n_cores: int) -> Iterator[None]:
    """Bind this process, and those that it starts in the block, to so many cores, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    os.sched_setaffinity(0, CORES[-n_cores:])
    try:
        yield
    finally:
        os.sched_setaffinity(0, CORES)


def measure(
    python: str | Path, module: str, arguments: Sequence[str | dict[str, Any]], numba_cache: str, n_cores: int = 1
) -> Result:
    """Return what `python -m module arguments` reports; mappings are handed over as JSON. Raises Failed."""
    texts = [given if isinstance(given, str) else json.dumps(given) for given in arguments]
    environment = os.environ | QUIET | dict.fromkeys(ONE_THREAD, "1") | {"NUMBA_CACHE_DIR": numba_cache}
    command = [str(python), "-m", module, *texts]
    try:
        with bound_to(n_cores):
            done = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
            )
    except subprocess.TimeoutExpired:
        raise Failed(f"not done after {TIMEOUT_S:.0f} s") from None
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise Failed(said[-1] if said else f"exit code {done.returncode}")
    values = json.loads(done.stdout.splitlines()[-1])
    return Result(tuple(Sample(**sample) for sample in values["samples"]), values["warm_s"], values["peak_mb"])
