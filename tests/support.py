"""What the comparisons of engine and theory share: scenarios in few words, many replicates, tolerances."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.simulate import replicate, simulate
from hyosan.scenario import Scenario, read
from hyosan.terms import Outcome
from hyosan.world.build import build_world
from hyosan.world.model import World

Document = dict[str, Any]
F64 = NDArray[np.float64]
I64 = NDArray[np.int64]

FOREVER = "100000 d"
SIGMAS = 4.0
"""Standard deviations allowed: a false alarm in 16,000 for one normal figure, both sides."""


@dataclass(frozen=True)
class Ends:
    """How n replicates ended: (n, S) people by state, (n) outcomes, infected, days; names of the states."""

    states: tuple[str, ...]
    counts: I64
    outcome: I64
    n_infected: I64
    time_days: F64

    def of(self, state: str) -> I64:
        """Return the people in a state at the end of each replicate."""
        return self.counts[:, self.states.index(state)]

    @property
    def is_extinct(self) -> NDArray[np.bool_]:
        """Whether each replicate died out."""
        return self.outcome == int(Outcome.EXTINCT)


def document(world: Mapping[str, Any], pathogen: Mapping[str, Any], seeding: list, stop: Mapping[str, Any]) -> Document:
    """Return a scenario in its human form."""
    return {
        "hyosan": 1,
        "name": "theory",
        "world": dict(world),
        "pathogen": dict(pathogen),
        "seeding": seeding,
        "stop": {"horizon": FOREVER, **stop},
    }


def gamma_law(mean_days: float, shape: float) -> Document:
    """Return a dwell time: gamma with mean and shape; 1 exponential, math.inf fixed."""
    if math.isinf(shape):
        return {"law": "fixed", "value": f"{mean_days} d"}
    if shape == 1.0:
        return {"law": "exponential", "mean": f"{mean_days} d"}
    return {"law": "gamma", "mean": f"{mean_days} d", "shape": shape}


def sir(r0: float, infectious: Document, latent: Document | None = None) -> Document:
    """Return a pathogen of the community with an infectious state and, if wanted, a latent one."""
    states: Document = {"susceptible": {}}
    if latent is not None:
        states["latent"] = {"dwell": latent, "next": "infectious"}
    states["infectious"] = {"dwell": infectious, "infectious": 1.0, "next": "recovered"}
    states["recovered"] = {}
    entry = "infectious" if latent is None else "latent"
    return {"name": "sir", "r0": r0, "shares": {"community": 1.0}, "states": states, "entry": entry}


def szr(alpha: float, bitten: Document | None = None, escape: float = 0.0) -> Document:
    """Return the zombie duel: `alpha` kills per bite, a bitten stage if wanted, a share of vain encounters."""
    bite = (1.0 - escape) / (1.0 + alpha)
    states: Document = {"susceptible": {}}
    if bitten is not None:
        states["bitten"] = {"dwell": bitten, "next": "zombie"}
    states |= {"zombie": {"roaming": {"encounters": "1 / d"}}, "destroyed": {"dead": True}}
    return {
        "name": "szr",
        "fiction": True,
        "states": states,
        "entry": "zombie" if bitten is None else "bitten",
        "encounter": {"bite": bite, "destroyed": 1.0 - escape - bite, "escape": escape},
        "destroyed": "destroyed",
    }


def prepared(doc: Mapping[str, Any]) -> tuple[Scenario, World]:
    """Return the resolved scenario and its world."""
    scenario = read(doc)
    return scenario, build_world(scenario.world)


def replicates(doc: Mapping[str, Any], n: int, first_seed: int = 1) -> Ends:
    """Run n replicates, with seeds from `first_seed` on, in one world."""
    return replicates_in(*prepared(doc), n, first_seed)


def replicates_in(scenario: Scenario, world: World, n: int, first_seed: int = 1) -> Ends:
    """Run n replicates of a resolved scenario in a world."""
    endings = [replicate(scenario, world, first_seed + i) for i in range(n)]
    return Ends(
        states=tuple(state.name for state in scenario.pathogen.states),
        counts=np.array([ending.state_counts for ending in endings], np.int64),
        outcome=np.array([int(ending.outcome) for ending in endings], np.int64),
        n_infected=np.array([ending.n_infected for ending in endings], np.int64),
        time_days=np.array([ending.time_days for ending in endings], np.float64),
    )


def event_log(scenario: Scenario, world: World, seed: int) -> NDArray[np.void]:
    """Return the whole event log of a run."""
    parts: list[NDArray[np.void]] = []
    simulate(scenario, world, seed, lambda rows: parts.append(rows.copy()))
    return np.concatenate(parts)


def assert_share(hits: NDArray[np.bool_], probability: float) -> None:
    """Fail unless the share of hits is within 4 standard deviations of a probability (plus half a hit)."""
    n = len(hits)
    share = float(np.mean(hits))
    allowed = SIGMAS * math.sqrt(probability * (1.0 - probability) / n) + 0.5 / n
    said = f"share {share:.5f} of {n}, expected {probability:.5f} within {allowed:.5f}"
    assert abs(share - probability) < allowed, said


def assert_mean(values: NDArray, mean: float, sd: float) -> None:
    """Fail unless the mean of values is within 4 standard deviations of its mean; `sd` is that of one value."""
    allowed = SIGMAS * sd / math.sqrt(len(values))
    found = float(np.mean(values))
    assert abs(found - mean) <= allowed + 1e-12, (
        f"mean {found:.5f} of {len(values)}, expected {mean:.5f} within {allowed:.5f}"
    )


def pooled(probability: F64, counts: I64, least: float = 8.0) -> tuple[F64, I64]:
    """Return expected and found numbers with neighbouring values pooled until each cell expects at least `least`.

    counts: (n) values from 0 to len(probability) - 1.
    """
    found = np.bincount(counts, minlength=len(probability))
    cells: list[tuple[float, int]] = []
    expected, hits = 0.0, 0
    for p, h in zip(probability * len(counts), found, strict=True):
        expected, hits = expected + float(p), hits + int(h)
        if expected >= least:
            cells.append((expected, hits))
            expected, hits = 0.0, 0
    last = cells.pop()
    cells.append((last[0] + expected, last[1] + hits))
    return np.array([cell[0] for cell in cells]), np.array([cell[1] for cell in cells], np.int64)
