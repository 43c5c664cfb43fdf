"""The rows about Hyosan itself: what is measured, how often, and what it has to stay under."""

from typing import Final

from bench.row import Row
from bench.scenarios import side_of
from bench.study_rows import study_rows

PLANET: Final = 8_100_000_000
PLANET_SIDE: Final = 900
SIZES: Final = (10_000, 100_000)
POPULATIONS: Final = (1_000_000, 7_000_000, 51_700_000)

READY: Final = (
    Row("ready-tables", "Korea ready: shipped tables to first infection", "ready", {"is_cached": False}, limit_s=0.5),
    Row("ready-cached", "Korea ready: kept world to first infection", "ready", {"is_cached": True}, limit_s=0.1),
)

OUTBREAK: Final = (
    Row(
        "outbreak-korea",
        "10,000 infections in Korea, with event log",
        "korea",
        {"n_infections": 10_000},
        n_repeats=15,
        limit_s=0.010,
        limit_mb=500,
    ),
    Row(
        "outbreak-planet",
        "10,000 infections among 8.1 billion people, with event log",
        "grid",
        {"n_infections": 10_000, "n_people": PLANET, "side": PLANET_SIDE},
        n_repeats=15,
        limit_mb=1000,
        n_people=PLANET,
    ),
)

COMMANDS: Final = (
    Row(
        "first-seoul",
        "First command after installation: extra wait (hyosan run seoul)",
        "first",
        {"scenario": "seoul"},
        n_repeats=3,
        n_quick=1,
        limit_s=10.0,
        n_people=0,
        module="bench.commands",
    ),
    Row(
        "first-korea",
        "First command after installation: extra wait (hyosan run korea)",
        "first",
        {"scenario": "korea"},
        n_repeats=3,
        n_quick=0,
        limit_s=10.0,
        module="bench.commands",
    ),
    Row(
        "later-seoul",
        "Later commands: start to first event and end (hyosan run seoul)",
        "later",
        {"scenario": "seoul"},
        limit_s=1.5,
        n_people=0,
        module="bench.commands",
    ),
    Row(
        "later-korea",
        "Later commands: start to first event and end (hyosan run korea)",
        "later",
        {"scenario": "korea"},
        n_quick=0,
        limit_s=1.5,
        module="bench.commands",
    ),
)

EPIDEMIC: Final = (
    Row(
        "epidemic-korea",
        "Whole influenza epidemic in Korea, event log in Parquet",
        "epidemic",
        n_repeats=3,
        n_quick=0,
        limit_s=45.0,
        limit_mb=2000,
    ),
)


def cost_key(n_infections: int, n_people: int) -> str:
    """Return the key of a row about the cost of an infection."""
    return f"cost-{n_infections}-{n_people}"


def cost_rows() -> tuple[Row, ...]:
    """Return the rows about the cost of an infection: outbreaks of equal size in grids of different populations."""
    return tuple(
        Row(
            cost_key(n_infections, n_people),
            f"{n_infections:,} infections in a grid of {n_people / 1e6:g} million",
            "grid",
            {"n_infections": n_infections, "n_people": n_people, "side": side_of(n_people)},
            n_quick=3 if n_infections == SIZES[0] else 0,
            n_people=n_people,
        )
        for n_infections in SIZES
        for n_people in POPULATIONS
    )


def all_rows() -> tuple[Row, ...]:
    """Return every row about Hyosan, quick ones first."""
    return (*READY, *OUTBREAK, *cost_rows(), *COMMANDS, *EPIDEMIC, *study_rows())
