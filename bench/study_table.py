"""The table about studies: what was measured, and what came of it in a few words."""

from collections.abc import Callable
from typing import Any, Final

from bench.figures import ratio, seconds
from bench.table import Table

Values = dict[str, Any]

MODULES: Final = ("bench.studies", "bench.branches")
"""Rows of these are in this table; all others in that about Hyosan."""


def is_study(row: Values) -> bool:
    """Return whether a row belongs to this table."""
    return row["module"] in MODULES


def study_table(values: Values) -> Table:
    """Return what was measured about studies."""
    rows = []
    for row in filter(is_study, values["rows"]):
        parts = [sample["parts"] for sample in row["samples"]]
        walls = [sample["wall_s"] for sample in row["samples"]]
        n_runs = median(parts, "n_runs")
        spread = f"{seconds(min(walls))} to {seconds(max(walls))}"
        shown = "" if n_runs is None else f"{n_runs:,.0f}"
        rows.append((row["title"], shown, seconds(row["wall_s"]), spread, str(len(walls)), REMARKS[row["action"]](row)))
    heads = ("what", "replicates", "median", "range", "repeats", "what came of it")
    return Table("Studies", heads, tuple(rows), left=(0, 5))


def median(parts: list[dict[str, float]], name: str) -> float | None:
    """Return the middle one of a part's values, None where it was not measured: the upper one of two."""
    found = sorted(part[name] for part in parts if name in part)
    return found[len(found) // 2] if found else None


def of_answer(row: Values) -> str:
    """Return P(contained) of the first repeat."""
    first = row["samples"][0]["parts"]
    return f"contained {first['p']:.3f} ({first['p_low']:.3f} to {first['p_high']:.3f})"


def of_replicates(row: Values) -> str:
    """Return how long a replicate takes, by the clock."""
    walls = sorted(sample["wall_s"] / sample["parts"]["n_runs"] for sample in row["samples"])
    return f"{seconds(walls[len(walls) // 2])} a replicate"


def of_frontier(row: Values) -> str:
    """Return the latest start with its interval, and the replicates of a grid, in the first repeat."""
    first = row["samples"][0]["parts"]
    grid = f"a grid takes {first['n_grid']:,.0f} replicates; "
    where = f" at leak {first['leak']:g}" if "leak" in first else ""
    hours = [f"{first[name]:.0f}" if name in first else "?" for name in ("critical_h", "low_h", "high_h")]
    text = f"{grid}latest start{where}: hour {hours[0]} ({hours[1]} to {hours[2]})"
    if not first["is_complete"]:
        text += "; budget used up before the wanted precision"
    return text


def of_overhead(row: Values) -> str:
    """Return the overhead and the CPU time of the plain loop."""
    parts = [sample["parts"] for sample in row["samples"]]
    more, plain = median(parts, "overhead_percent"), median(parts, "plain_cpu_s")
    return f"{more or 0.0:+.1f} % CPU time over a plain loop ({seconds(plain or 0.0)})"


def of_speedup(row: Values) -> str:
    """Return how many times quicker several workers are than one."""
    parts = [sample["parts"] for sample in row["samples"]]
    times, alone = median(parts, "speedup"), median(parts, "alone_s")
    return f"{ratio(times or 0.0)} times as quick as one worker ({seconds(alone or 0.0)})"


def of_branch(row: Values) -> str:
    """Return the day, what comes after it takes, and the run that was branched."""
    parts = [sample["parts"] for sample in row["samples"]]
    day, rest, whole = (median(parts, name) or 0.0 for name in ("at_days", "rest_s", "parent_s"))
    return f"day {day:.0f}; what comes after takes a run {seconds(rest)}, the whole parent {seconds(whole)}"


REMARKS: Final[dict[str, Callable[[Values], str]]] = {
    "answer": of_answer,
    "replicates": of_replicates,
    "frontier": of_frontier,
    "overhead": of_overhead,
    "speedup": of_speedup,
    "branch": of_branch,
}
