"""The comparison with peers: the cases, who takes part, and in what way."""

from dataclasses import asdict, dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Case:
    """One SEIR with R0 = 2: people, first infections, share immune from the start, days simulated."""

    key: str
    title: str
    n_people: int
    n_seeds: int
    immune_share: float
    horizon_days: int

    def given(self, n_repeats: int) -> dict[str, Any]:
        """Return what a process is told that simulates the case."""
        values = {key: value for key, value in asdict(self).items() if key not in ("key", "title")}
        return values | {"n_repeats": n_repeats}


CONTAINED: Final = Case("contained", "contained", 1_000_000, 400, 0.6, 180)
"""So many are immune that 0.8 are infected by each: 400 / (1 - 0.8) in all, and it dies out."""

FULL: Final = Case("full", "whole epidemic", 1_000_000, 100, 0.0, 180)
SMALLER: Final = Case("full-100k", "whole epidemic", 100_000, 100, 0.0, 180)


@dataclass(frozen=True)
class Peer:
    """A peer in one of its ways: its requirement, its module here, its cases with the number of repeats of each.

    is_slow: left out with --quick. means: how it mixes people and what it keeps.
    """

    label: str
    folder: str
    requirement: str
    module: str
    means: str
    cases: tuple[tuple[Case, int], ...]
    is_slow: bool = True


PEERS: Final = (
    Peer(
        "laser-generic",
        "laser-generic",
        "laser-generic==1.1.0",
        "bench.peers.laser_generic",
        "steps of a day, one well-mixed node; daily counts",
        ((CONTAINED, 5), (FULL, 5)),
        is_slow=False,
    ),
    Peer(
        "starsim, mixing pool",
        "starsim",
        "starsim==3.7.2",
        "bench.peers.starsim_pool",
        "steps of a day, one mixing pool (its quickest way); daily counts",
        ((CONTAINED, 3), (FULL, 3)),
        is_slow=False,
    ),
    Peer(
        "starsim, network",
        "starsim",
        "starsim==3.7.2",
        "bench.peers.starsim_network",
        "steps of a day, ten contacts drawn anew each day; daily counts",
        ((CONTAINED, 1), (FULL, 1)),
    ),
    Peer(
        "covasim",
        "covasim",
        "covasim==4.0.1",
        "bench.peers.covasim_network",
        "steps of a day, a random network of ten contacts that stays; who infected whom",
        ((CONTAINED, 2), (FULL, 2)),
    ),
    Peer(
        "EoN",
        "EoN",
        "EoN==2.0",
        "bench.peers.eon",
        "event by event on a random graph of ten neighbours, by its quickest function; times of events, counts",
        ((CONTAINED, 1), (SMALLER, 3)),
    ),
)


def our_cases(peers: tuple[Peer, ...]) -> tuple[Case, ...]:
    """Return the cases of some peers, each once."""
    return tuple(dict.fromkeys(case for peer in peers for case, _ in peer.cases))
