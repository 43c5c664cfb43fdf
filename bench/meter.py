"""Wall-clock time, CPU time and peak memory of the process that measures. Standard library only: peers use it too."""

import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field

MB = 1e6


@dataclass(frozen=True)
class Sample:
    """One measured run.

    wall_s, cpu_s: seconds of the work that the row is about; n_infected: people it infected; parts: seconds of parts
    that are told apart, and other numbers worth keeping.
    """

    wall_s: float
    cpu_s: float
    n_infected: int = 0
    parts: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Watch:
    """A moment, from which seconds are counted."""

    wall_s: float
    cpu_s: float

    def wall(self) -> float:
        """Return wall-clock seconds since then."""
        return time.perf_counter() - self.wall_s

    def cpu(self) -> float:
        """Return CPU seconds of this process, all threads, since then."""
        return time.process_time() - self.cpu_s


def start() -> Watch:
    """Return the present moment, with garbage of earlier runs collected."""
    gc.collect()
    return Watch(time.perf_counter(), time.process_time())


def peak_mb(whose: int = resource.RUSAGE_SELF) -> float:
    """Return the largest resident memory so far of this process, or of one that it started, in MB (10^6 bytes)."""
    peak = resource.getrusage(whose).ru_maxrss
    return peak / MB if sys.platform == "darwin" else peak * 1024 / MB


def report(samples: Sequence[Sample], warm_s: float, peak: float) -> None:
    """Print what was measured as the last line of standard output, for the process that waits for it.

    warm_s: seconds of warm-up and compilation, which are apart from the samples; peak: memory in MB.
    """
    values = {"samples": [asdict(sample) for sample in samples], "warm_s": warm_s, "peak_mb": peak}
    print(json.dumps(values), flush=True)


def repeat(action: Callable[[int], Sample], n_repeats: int) -> list[Sample]:
    """Return the samples of an action carried out with the seeds 1, 2, ..."""
    return [action(seed) for seed in range(1, n_repeats + 1)]
