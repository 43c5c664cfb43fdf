"""The wait of the first command, shortened: two processes make a part of the machine code each.

They hand it over through Numba's cache on disk. A marker beside the cached code says that all of it is there, for runs
with and without a response; where there is none, this module starts the second process.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from hyosan.engine.population.memory import Memory
from hyosan.engine.population.prepare import first_memory, prepare
from hyosan.engine.population.warm import compile_first_part, compile_kernels, compile_second_part
from hyosan.handle import handle_of
from hyosan.scenario import Response, Scenario, read
from hyosan.world.build import build_world

CACHE_VARIABLE: Final = "NUMBA_CACHE_DIR"
LONGEST_WAIT_S: Final = 60.0

SMALLEST: Final = {
    "name": "smallest",
    "world": {"kind": "mixed", "people": 2},
    "pathogen": {
        "name": "nothing",
        "states": {
            "susceptible": {},
            "infectious": {
                "dwell": {"law": "exponential", "mean": "1 d"},
                "contacts": {"community": "1 / d"},
                "next": "recovered",
            },
            "recovered": {},
        },
        "entry": "infectious",
    },
}
"""A scenario whose memory has the types of every other's, which is all that a compiler looks at."""


def compile_ahead(has_response: bool) -> float:
    """Make the machine code of all runs with or without a response if it is not in the cache; return seconds."""
    start = time.perf_counter()
    marker = _marker(has_response)
    if marker is None or marker.exists():
        return time.perf_counter() - start
    helper = _start_helper(has_response)
    memory = smallest_memory(has_response)
    try:
        compile_second_part(memory)
        if helper is not None:
            helper.wait(LONGEST_WAIT_S)
    except subprocess.TimeoutExpired:
        pass  # this process makes the rest itself
    finally:
        if helper is not None and helper.poll() is None:
            helper.kill()
    compile_kernels(memory)
    _put(marker)
    return time.perf_counter() - start


def help_compile(has_response: bool) -> None:
    """Make the part of the second process."""
    compile_first_part(smallest_memory(has_response))


def smallest_memory(has_response: bool) -> Memory:
    """Return a memory of the types that every run has, with or without a response."""
    scenario: Scenario = read(SMALLEST)
    if has_response:
        scenario = scenario.model_copy(update={"response": Response()})
    return handle_of(first_memory(prepare(scenario, build_world(scenario.world), is_judged=False), 0, 1024))


def _start_helper(has_response: bool) -> subprocess.Popen[bytes] | None:
    """Start the second process where there is a core for it; without it the wait is only longer."""
    n_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if n_cores < 2 or not sys.executable:
        return None
    code = f"from hyosan.compiling import help_compile; help_compile({has_response})"
    try:
        return subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError:
        return None


def _marker(has_response: bool) -> Path | None:
    folder = os.environ.get(CACHE_VARIABLE)
    return Path(folder) / ("made-with-response" if has_response else "made") if folder else None


def _put(marker: Path) -> None:
    try:
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch()
    except OSError:
        pass  # a cache that cannot be written to is warned of elsewhere; the next command compiles again
