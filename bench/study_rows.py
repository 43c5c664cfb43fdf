"""The rows about studies: answers, frontiers, branches, and what the machinery for many replicates costs."""

from typing import Any, Final

from bench.row import Limit, Row

WORKERS: Final = 2
SEAL: Final = "korea-seal"
HOLD: Final = 0.9
VARY: Final = {"seal.start": [0.0, 8.0], "seal.leak": [0.0, 0.16]}
"""The picture of the documentation; the leak reaches so far that the scenario's own is one of the values looked at."""

OWN_LEAK: Final = 0.02
N_BRANCHED: Final = 2_000_000

ANSWERS: Final = (
    Row(
        "study-answer",
        "P(contained) of korea-seal: 10,000 replicates in both arms, 2 workers",
        "answer",
        {"n_replicates": 10_000, "workers": WORKERS},
        n_repeats=3,
        n_quick=1,
        limit_s=180.0,
        module="bench.studies",
        n_cores=WORKERS,
        small={"n_replicates": 50},
    ),
    Row(
        "study-replicates",
        "200 replicates of korea-seal in both arms after start-up, 2 workers",
        "replicates",
        {"n_replicates": 200, "workers": WORKERS},
        n_quick=2,
        limit_s=3.0,
        module="bench.studies",
        n_cores=WORKERS,
        small={"n_replicates": 50},
    ),
    Row(
        "study-frontier",
        "Frontier of korea-seal over seal.start and seal.leak, 2 workers",
        "frontier",
        {"vary": VARY, "hold": HOLD, "leak": OWN_LEAK, "workers": WORKERS},
        n_repeats=1,
        n_quick=1,
        limit_s=300.0,
        module="bench.studies",
        n_cores=WORKERS,
        limits=(
            Limit(
                "width_h", f"Frontier: 95 % interval of the latest start of the seal at leak {OWN_LEAK}", 12.0, "h", "≤"
            ),
        ),
        small={"vary": {"seal.start": [0.0, 8.0]}, "hold": 0.5},
    ),
)

MACHINERY: Final = (
    Row(
        "study-overhead",
        "500 replicates of korea-seal in both arms, 1 worker",
        "overhead",
        {"n_replicates": 500},
        n_quick=2,
        module="bench.studies",
        limits=(Limit("overhead_percent", "Machinery of studies over a plain loop: CPU time", 10.0, "%"),),
        small={"n_replicates": 50},
    ),
    Row(
        "study-speedup",
        "2,000 replicates of korea-seal in both arms, 2 workers beside 1",
        "speedup",
        {"n_replicates": 2_000, "workers": WORKERS},
        n_repeats=3,
        n_quick=1,
        module="bench.studies",
        n_cores=WORKERS,
        limits=(Limit("speedup", "2 workers against 1", 1.8, "times", "≥"),),
        small={"n_replicates": 50},
    ),
)

FIRST: Final = (
    Row(
        "study-first-run",
        "First command after installation, on 2 cores: extra wait (hyosan run seoul)",
        "first",
        {"scenario": "seoul"},
        n_repeats=3,
        n_quick=1,
        limit_s=10.0,
        n_people=0,
        module="bench.commands",
        n_cores=2,
    ),
    Row(
        "study-first-answer",
        "First command after installation, on 2 cores: extra wait (hyosan answer seoul-seal)",
        "first-answer",
        {"scenario": "seoul-seal", "n_replicates": 2},
        n_repeats=3,
        n_quick=1,
        n_people=0,
        module="bench.commands",
        n_cores=2,
    ),
)


def branch_row(word: str, n_before: int, small: dict[str, Any]) -> Row:
    """Return the row about a branch of an epidemic from the day on which so many had been infected."""
    return Row(
        f"study-branch-{word}",
        f"Branch of an epidemic of {N_BRANCHED:,}, {word}: from the day of infection {n_before:,} on",
        "branch",
        {"n_infections": N_BRANCHED, "n_before": n_before},
        n_repeats=3,
        n_quick=1,
        module="bench.branches",
        limits=(Limit("rests", f"Branch, {word}: its time over that of what comes after", 2.0, "times", "≤"),),
        small=small,
    )


BRANCHES: Final = (
    branch_row("early", 20_000, {"n_infections": 20_000, "n_before": 1_000}),
    branch_row("late", 1_500_000, {"n_infections": 20_000, "n_before": 15_000}),
)


def study_rows() -> tuple[Row, ...]:
    """Return every row about studies, quick ones first."""
    return (*MACHINERY, *BRANCHES, *FIRST, *ANSWERS)
