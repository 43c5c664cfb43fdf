"""Judges that take no engine: verdicts by arithmetic, times and deaths as the tests want them.

Some leave marks of what they did in a folder: the one that the scenario's description names.
"""

import os
import signal
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

from hyosan.engine.errors import SimulationError
from hyosan.engine.response.verdict import Verdict
from hyosan.scenario import Scenario
from hyosan.terms import Outcome, Route
from hyosan.world.model import World

BURN_SECONDS = 0.005
FATAL_SEED = 13
IMPOSSIBLE_SEED = 17


def document(marks: Path | str = "") -> dict[str, Any]:
    """Return a small scenario in its human form. marks: the folder for marks."""
    ill = {"dwell": {"law": "exponential", "mean": "2 d"}, "infectious": 1.0, "next": "well"}
    states = {"susceptible": {}, "ill": ill, "well": {}}
    return {
        "hyosan": 1,
        "name": "small",
        "description": str(marks),
        "world": {"kind": "mixed", "people": 2000},
        "pathogen": {"name": "ill", "r0": 3, "shares": {"community": 1.0}, "states": states},
        "stop": {"horizon": "30 d"},
    }


def verdict(scenario: Scenario, world: World, seed: int) -> Verdict:
    """Return a verdict that depends on everything that it should depend on, and on nothing else."""
    n_measures = len(scenario.response.measures) if scenario.response else 0
    text = f"{scenario.immune_probability!r} {scenario.stop.horizon_days!r} {n_measures} {world.n_people} {seed}"
    number = int.from_bytes(sha256(text.encode()).digest()[:6], "big")
    share = number / 2**48
    is_escaped = share > scenario.immune_probability
    return Verdict(
        seed=seed,
        outcome=Outcome.DECIDED if is_escaped else Outcome.EXTINCT,
        end_days=10.0 * share,
        is_contained=not is_escaped,
        is_escaped=is_escaped,
        is_nationwide=share > 0.9,
        n_infected=number % 1000,
        n_inside=number % 700,
        n_outside=number % 300 if is_escaped else 0,
        n_dead_inside=number % 7,
        n_dead_outside=0,
        n_active_outside=0,
        n_districts_outside=int(is_escaped),
        n_cases=number % 500,
        first_case_days=share if share > 0.1 else float("nan"),
        first_escape_days=share if is_escaped else float("nan"),
        first_escape_person=number % 1000 if is_escaped else -1,
        first_escape_patch=0 if is_escaped else -1,
        first_escape_district=0 if is_escaped else -1,
        first_escape_route=Route.COMMUTER if is_escaped else Route.NONE,
        noticed_days=float("nan"),
        n_outside_when_noticed=0,
        n_crossings=number % 3,
        n_held=number % 5,
        n_isolated=0,
        n_quarantined=0,
        n_protected=0,
        n_evacuated=0,
        cost=share * 100.0,
    )


def burning(scenario: Scenario, world: World, seed: int) -> Verdict:
    """Keep a processor busy for 5 ms of its time."""
    until = time.thread_time() + BURN_SECONDS
    while time.thread_time() < until:
        pass
    return verdict(scenario, world, seed)


def sleeping(scenario: Scenario, world: World, seed: int) -> Verdict:
    """Wait 5 ms."""
    time.sleep(BURN_SECONDS)
    return verdict(scenario, world, seed)


def marking(scenario: Scenario, world: World, seed: int) -> Verdict:
    """Wait 5 ms, and leave a mark with the number of this process."""
    mark = Path(scenario.description) / f"{scenario.immune_probability!r}-{seed}-{os.getpid()}-{time.monotonic_ns()}"
    time.sleep(BURN_SECONDS)
    mark.touch()
    return verdict(scenario, world, seed)


def dying_once(scenario: Scenario, world: World, seed: int) -> Verdict:
    """Kill this process at the first attempt of one seed."""
    mark = Path(scenario.description) / "died"
    if seed == FATAL_SEED and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return sleeping(scenario, world, seed)


def dying(scenario: Scenario, world: World, seed: int) -> Verdict:
    """Kill this process at every attempt of one seed."""
    if seed == FATAL_SEED:
        os.kill(os.getpid(), signal.SIGKILL)
    return sleeping(scenario, world, seed)


def refusing(scenario: Scenario, world: World, seed: int) -> Verdict:
    """Refuse one seed."""
    if seed == IMPOSSIBLE_SEED:
        raise SimulationError("seeding: found no such district")
    return sleeping(scenario, world, seed)
