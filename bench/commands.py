"""What a command costs: with an empty cache, and later. `python -m bench.commands first '{...}'`.

`hyosan run` is stopped at its first infection and draws nothing, so what is left is start-up: Python, imports, machine
code, the world, and writing a run. `hyosan answer` is given as few replicates as wanted, and draws nothing either.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench import scenarios
from bench.meter import Sample, peak_mb, repeat, report, start

Action = Callable[[int], Sample]
Command = Callable[[int, Path], Sample]
"""Carries out a command with a seed, in a folder of its own."""

SCENARIOS = {"seoul": scenarios.seoul, "korea": scenarios.korea}
HYOSAN = Path(sys.executable).with_name("hyosan")


def first(command: Command) -> Action:
    """Return the action: a command with an empty cache, less the same command after it."""

    def act(seed: int) -> Sample:
        with tempfile.TemporaryDirectory() as folder:
            fresh = command(seed, Path(folder))
            later = command(seed, Path(folder))
        parts = {"first_s": fresh.wall_s, "later_s": later.wall_s}
        if "compile_s" in fresh.parts:
            parts["compile_s"] = fresh.parts["compile_s"]
        return Sample(fresh.wall_s - later.wall_s, fresh.cpu_s - later.cpu_s, fresh.n_infected, parts)

    return act


def later(command: Command, folder: Path) -> tuple[Action, float]:
    """Return the action: a command with a filled cache; and the seconds of the command that fills it."""
    return lambda seed: command(seed, folder), command(1, folder).wall_s


def running(scenario: str) -> Command:
    """Return `hyosan run` of a scenario, stopped at its first infection."""

    def command(seed: int, folder: Path) -> Sample:
        file = folder / "scenario.yaml"
        file.write_text(json.dumps(SCENARIOS[scenario](1)), encoding="utf-8")
        out = folder / "run"
        words = ["run", str(file), "--seed", str(seed), "--out", str(out), "--overwrite", "--json", "--no-pictures"]
        sample = carried_out(words, folder, 1)
        seconds = json.loads((out / "run.json").read_text(encoding="utf-8"))["seconds"]
        return replace(sample, parts={f"{name}_s": value for name, value in seconds.items()})

    return command


def answering(scenario: str, n_replicates: int) -> Command:
    """Return `hyosan answer` of a scenario of the catalogue with so many replicates."""

    def command(seed: int, folder: Path) -> Sample:
        words = ["answer", scenario, "--replicates", str(n_replicates), "--seed", str(seed), "--json", "--no-picture"]
        return carried_out(words, folder, 0)

    return command


def carried_out(words: list[str], folder: Path, n_infected: int) -> Sample:
    """Return the whole time of a command, to its end; the cache is a folder in `folder`."""
    environment = {key: value for key, value in os.environ.items() if key != "NUMBA_CACHE_DIR"}
    environment["HYOSAN_CACHE_DIR"] = str(folder / "cache")
    before = children_cpu_s()
    watch = start()
    subprocess.run([str(HYOSAN), *words], env=environment, check=True, stdout=subprocess.DEVNULL)
    return Sample(watch.wall(), children_cpu_s() - before, n_infected)


def children_cpu_s() -> float:
    """Return the CPU seconds of all processes that this one started and that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Measure, report."""
    name, given = sys.argv[1], json.loads(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        scenario = given["scenario"]
        match name:
            case "first":
                action, warm_s = first(running(scenario)), 0.0
            case "first-answer":
                action, warm_s = first(answering(scenario, given["n_replicates"])), 0.0
            case "later":
                action, warm_s = later(running(scenario), Path(folder))
            case _:
                raise ValueError(f"no row is named {name!r}")
        samples = repeat(action, given["n_repeats"])
        report(samples, warm_s, peak_mb(resource.RUSAGE_CHILDREN))


if __name__ == "__main__":
    main()
