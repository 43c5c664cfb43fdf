"""What `hyosan run` costs as a command: with an empty cache, and later. `python -m bench.commands first '{...}'`.

The command is stopped at its first infection and draws nothing, so what is left is start-up: Python, imports, machine
code, the world, and writing a run.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import scenarios
from bench.meter import Sample, peak_mb, repeat, report, start

Action = Callable[[int], Sample]
SCENARIOS = {"seoul": scenarios.seoul, "korea": scenarios.korea}
HYOSAN = Path(sys.executable).with_name("hyosan")


def first(scenario: str) -> Action:
    """Return the action: the command with an empty cache, less the same command after it."""

    def act(seed: int) -> Sample:
        with tempfile.TemporaryDirectory() as folder:
            fresh = command(scenario, seed, Path(folder))
            later = command(scenario, seed, Path(folder))
        parts = {"first_s": fresh.wall_s, "later_s": later.wall_s, "compile_s": fresh.parts["compile_s"]}
        return Sample(fresh.wall_s - later.wall_s, fresh.cpu_s - later.cpu_s, 1, parts)

    return act


def later(scenario: str, folder: Path) -> tuple[Action, float]:
    """Return the action: the command with a filled cache; and the seconds of the command that fills it."""
    return lambda seed: command(scenario, seed, folder), command(scenario, 1, folder).wall_s


def command(scenario: str, seed: int, folder: Path) -> Sample:
    """Return the whole time of `hyosan run`, to its end; the cache is a folder in `folder`."""
    file = folder / "scenario.yaml"
    file.write_text(json.dumps(SCENARIOS[scenario](1)), encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "NUMBA_CACHE_DIR"}
    environment["HYOSAN_CACHE_DIR"] = str(folder / "cache")
    out = folder / "run"
    words = ["run", str(file), "--seed", str(seed), "--out", str(out), "--overwrite", "--json", "--no-pictures"]
    before = children_cpu_s()
    watch = start()
    subprocess.run([str(HYOSAN), *words], env=environment, check=True, stdout=subprocess.DEVNULL)
    wall = watch.wall()
    seconds = json.loads((out / "run.json").read_text(encoding="utf-8"))["seconds"]
    parts = {f"{name}_s": value for name, value in seconds.items()}
    return Sample(wall, children_cpu_s() - before, 1, parts)


def children_cpu_s() -> float:
    """Return the CPU seconds of all processes that this one started and that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Measure, report."""
    name, given = sys.argv[1], json.loads(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        scenario = given["scenario"]
        action, warm_s = (first(scenario), 0.0) if name == "first" else later(scenario, Path(folder))
        samples = repeat(action, given["n_repeats"])
        report(samples, warm_s, peak_mb(resource.RUSAGE_CHILDREN))


if __name__ == "__main__":
    main()
