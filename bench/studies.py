"""What a row about many replicates does, in a process of its own: `python -m bench.studies answer '{…}'`.

Its workers are processes that it starts; the CPU time that it reports is its own, without theirs.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from bench.meter import Sample, peak_mb, repeat, report, start
from bench.study_rows import SEAL
from hyosan.analysis.frontier_result import Frontier, Point
from hyosan.engine.judge import judge, with_area, without_measures
from hyosan.engine.response.verdict import Verdict
from hyosan.scenario import Scenario, read
from hyosan.study.answer import answer
from hyosan.study.batch import Verdicts, evaluate
from hyosan.study.execute import Executor
from hyosan.study.executors import open_executor
from hyosan.study.frontier import frontier
from hyosan.world.model import World

Action = Callable[[int], Sample]
Values = dict[str, Any]

APART: Final = 1_000_000
"""Between the first seeds of two repeats, so that they share no replicate."""

N_WARM: Final = 24
"""Replicates of each arm in a warm-up: machine code is loaded, every worker has its world, the pace is known."""

HOURS: Final = 24.0


class Differs(Exception):
    """Two ways to run the same replicates did not come to the same."""


def seeds_of(seed: int, n_replicates: int) -> range:
    """Return the seeds of a repeat."""
    return range(seed * APART, seed * APART + n_replicates)


def arms_of(executor: Executor) -> tuple[tuple[Scenario, ...], World]:
    """Return the scenario with and without its measures, and its world, built."""
    scenario = read(SEAL)
    world = executor.world(scenario.world)
    planned = with_area(scenario, world)
    return (planned, without_measures(planned)), world


def in_all(rows: Iterable[Sequence[Verdict]]) -> int:
    """Return how many people the replicates infected."""
    return sum(verdict.n_infected for row in rows for verdict in row)


def warm(arms: Sequence[Scenario], executor: Executor) -> None:
    """Make an executor ready for replicates of these scenarios."""
    evaluate(arms, range(N_WARM), executor)


def answered(n_replicates: int, workers: int) -> Action:
    """Return the action: the answer to the scenario, from reading it on, machine code and world being there."""
    answer(SEAL, replicates=2, workers=workers)

    def act(seed: int) -> Sample:
        watch = start()
        found = answer(SEAL, replicates=n_replicates, seed=seed * APART, workers=workers)
        wall, cpu = watch.wall(), watch.cpu()
        share = found.contained
        arms = [found.planned.verdicts, found.bare.verdicts if found.bare is not None else ()]
        parts = {"p": share.p, "p_low": share.low, "p_high": share.high, "n_runs": sum(len(arm) for arm in arms)}
        return Sample(wall, cpu, in_all(arms), parts)

    return act


def replicates(executor: Executor, n_replicates: int) -> Action:
    """Return the action: replicates in both arms by an executor that has worked before."""
    arms, _ = arms_of(executor)
    warm(arms, executor)

    def act(seed: int) -> Sample:
        watch = start()
        verdicts = evaluate(arms, seeds_of(seed, n_replicates), executor)
        return Sample(watch.wall(), watch.cpu(), in_all(verdicts.rows), {"n_runs": len(arms) * n_replicates})

    return act


def overhead(executor: Executor, n_replicates: int) -> Action:
    """Return the action: the same replicates by the executor of this process and in a plain loop, CPU time of both.

    Which of them comes first alternates.
    """
    arms, world = arms_of(executor)
    warm(arms, executor)

    def plain(seeds: Sequence[int]) -> tuple[Sample, list[list[Verdict]]]:
        watch = start()
        rows = [[judge(arm, world, seed) for seed in seeds] for arm in arms]
        return Sample(watch.wall(), watch.cpu()), rows

    def studied(seeds: Sequence[int]) -> tuple[Sample, Verdicts]:
        watch = start()
        verdicts = evaluate(arms, seeds, executor)
        return Sample(watch.wall(), watch.cpu()), verdicts

    def act(seed: int) -> Sample:
        seeds = seeds_of(seed, n_replicates)
        if seed % 2:
            bare, rows = plain(seeds)
            whole, verdicts = studied(seeds)
        else:
            whole, verdicts = studied(seeds)
            bare, rows = plain(seeds)
        if in_all(rows) != in_all(verdicts.rows):
            raise Differs(f"seed {seed}: the executor and the loop found different outbreaks")
        parts = {"plain_cpu_s": bare.cpu_s, "overhead_percent": 100.0 * (whole.cpu_s / bare.cpu_s - 1.0)}
        return Sample(whole.wall_s, whole.cpu_s, in_all(rows), parts | {"n_runs": len(arms) * n_replicates})

    return act


def speedup(alone: Executor, many: Executor, n_replicates: int) -> Action:
    """Return the action: the same replicates by several workers and by one, the executors having worked before."""
    by_one, by_many = replicates(alone, n_replicates), replicates(many, n_replicates)

    def act(seed: int) -> Sample:
        one, several = by_one(seed), by_many(seed)
        parts = several.parts | {"alone_s": one.wall_s, "speedup": one.wall_s / several.wall_s}
        return Sample(several.wall_s, several.cpu_s, several.n_infected, parts)

    return act


def sought(vary: dict[str, tuple[float, float]], hold: float, leak: float, workers: int) -> Action:
    """Return the action: the frontier in the precision that it has unless told otherwise."""
    answer(SEAL, replicates=2, workers=workers)

    def act(seed: int) -> Sample:
        watch = start()
        found = frontier(SEAL, vary, hold=hold, seed=seed * APART, workers=workers)
        wall, cpu = watch.wall(), watch.cpu()
        n_found = sum(point.status == "found" for point in found.points)
        parts: Values = {"n_runs": found.runs_used, "n_grid": found.runs_grid, "n_points": len(found.points)}
        parts |= {"n_found": n_found, "is_complete": found.is_complete, "is_implying": found.is_implying}
        return Sample(wall, cpu, 0, parts | interval(found, leak))

    return act


def interval(found: Frontier, leak: float) -> Values:
    """Return the latest start at the value of the second number next to `leak`, in hours, and its interval.

    An interval that reaches beyond the range, or is not known, counts as wide as the range.
    """
    point: Point = min(found.points, key=lambda point: abs((point.at or 0.0) - leak))
    first = found.axes[0]
    ends = {"critical_h": point.critical, "low_h": point.low, "high_h": point.high}
    parts = {name: days * HOURS for name, days in ends.items() if days is not None}
    is_known = point.status == "found" and point.low is not None and point.high is not None
    width = parts["high_h"] - parts["low_h"] if is_known else (first.high - first.low) * HOURS
    return parts | {"width_h": round(width, 6)} | ({} if point.at is None else {"leak": point.at})


def carry_out(name: str, given: Values) -> tuple[list[Sample], float]:
    """Return the samples of a row, and the seconds before them."""
    n_repeats, workers = given["n_repeats"], given.get("workers", 1)
    watch = start()
    if name in ("answer", "frontier"):
        if name == "answer":
            action = answered(given["n_replicates"], workers)
        else:
            action = sought(given["vary"], given["hold"], given["leak"], workers)
        warm_s = watch.wall()
        return repeat(action, n_repeats), warm_s
    with open_executor(workers=1) as alone, open_executor(workers=workers) as many:
        match name:
            case "replicates":
                action = replicates(many, given["n_replicates"])
            case "overhead":
                action = overhead(alone, given["n_replicates"])
            case "speedup":
                action = speedup(alone, many, given["n_replicates"])
            case _:
                raise ValueError(f"no row is named {name!r}")
        warm_s = watch.wall()
        return repeat(action, n_repeats), warm_s


def main() -> None:
    """Warm up, measure, report."""
    with tempfile.TemporaryDirectory() as cache:
        os.environ["HYOSAN_CACHE_DIR"] = cache
        samples, warm_s = carry_out(sys.argv[1], json.loads(sys.argv[2]))
        report(samples, warm_s, peak_mb())


if __name__ == "__main__":
    main()
