"""The zombie duel on a small graph, exactly: every configuration of the people is a state of a Markov chain."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ALIVE, ZOMBIE, REMOVED = range(3)


@dataclass(frozen=True)
class GraphEnd:
    """How the duel on a graph ends.

    joint_probability: (N + 1, N + 1) P(s susceptible people and z zombies at the end).
    """

    joint_probability: NDArray[np.float64]

    @property
    def no_zombie_probability(self) -> float:
        """P(no zombie is left at the end)."""
        return float(self.joint_probability[:, 0].sum())

    @property
    def mean_susceptible(self) -> float:
        """Mean number of susceptible people at the end."""
        return float(self.joint_probability.sum(axis=1) @ np.arange(len(self.joint_probability)))


def szr_graph_end(n_people: int, edges: Iterable[tuple[int, int]], zombies: Iterable[int], alpha: float) -> GraphEnd:
    """Return the exact distribution of the end of the duel on a graph.

    While an edge joins a susceptible person and a zombie, the next event falls on each such edge with equal chance;
    it is a bite with probability 1/(1 + alpha), else the zombie is destroyed. Each event moves one person one step
    from susceptible over zombie to removed, so configurations are worked off in the order of the steps made; there
    are at most 3^N, in practice N <= 10.

    n_people: N; edges: pairs of people 0..N-1, each edge once; zombies: people who are zombies at the start; alpha:
    kills per bite, >= 0. Source of the rule: Alemi et al. 2015, doi:10.1103/PhysRevE.92.052801.
    """
    edges = tuple(edges)
    start = [ALIVE] * n_people
    for person in zombies:
        start[person] = ZOMBIE
    bite = 1.0 / (1.0 + alpha)
    joint = np.zeros((n_people + 1, n_people + 1))
    level: dict[tuple[int, ...], float] = {tuple(start): 1.0}
    while level:
        following: dict[tuple[int, ...], float] = {}
        for people, probability in level.items():
            duels = _duels(people, edges)
            if not duels:
                joint[people.count(ALIVE), people.count(ZOMBIE)] += probability
            for victim, attacker in duels:
                share = probability / len(duels)
                _add(following, people, victim, ZOMBIE, share * bite)
                _add(following, people, attacker, REMOVED, share * (1.0 - bite))
        level = following
    return GraphEnd(joint)


def no_bite_probability(alpha: float) -> float:
    """Return the probability that a lone zombie bites nobody, on any graph: alpha/(1 + alpha)."""
    return alpha / (1.0 + alpha)


def complete_graph(n_people: int) -> tuple[tuple[int, int], ...]:
    """Return the edges of the complete graph: everybody is everybody's neighbour."""
    return tuple((a, b) for a in range(n_people) for b in range(a + 1, n_people))


def _duels(people: tuple[int, ...], edges: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    duels = []
    for a, b in edges:
        if people[a] == ALIVE and people[b] == ZOMBIE:
            duels.append((a, b))
        elif people[b] == ALIVE and people[a] == ZOMBIE:
            duels.append((b, a))
    return duels


def _add(level: dict[tuple[int, ...], float], people: tuple[int, ...], person: int, state: int, share: float) -> None:
    if share > 0.0:
        changed = people[:person] + (state,) + people[person + 1 :]
        level[changed] = level.get(changed, 0.0) + share
