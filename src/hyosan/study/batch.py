"""Many replicates judged at once: what answers and frontiers are made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hyosan.engine.response.verdict import Verdict
from hyosan.scenario import Scenario
from hyosan.study.execute import Executor, Piece, stream

Report = Callable[[int, int], None]
"""Takes how many replicates are done, and how many there are."""


@dataclass(frozen=True)
class Verdicts:
    """Verdicts of S scenarios, each on the same R seeds: rows[scenario][seed]."""

    seeds: tuple[int, ...]
    rows: tuple[tuple[Verdict, ...], ...]

    def column(self, name: str) -> NDArray[Any]:
        """Return (S, R) a field of the verdicts: bool, int64 (words as their codes) or float64."""
        values = np.array([[getattr(verdict, name) for verdict in row] for row in self.rows])
        kept = values if values.dtype.kind in "bf" else values.astype(np.int64)
        return kept.reshape(len(self.rows), len(self.seeds))

    @cached_property
    def is_contained(self) -> NDArray[np.bool_]:
        """(S, R) whether the outbreak was contained."""
        return self.column("is_contained")

    @cached_property
    def is_escaped(self) -> NDArray[np.bool_]:
        """(S, R) whether it got out."""
        return self.column("is_escaped")

    @cached_property
    def is_nationwide(self) -> NDArray[np.bool_]:
        """(S, R) whether it went nationwide."""
        return self.column("is_nationwide")

    @property
    def n_contained(self) -> NDArray[np.int64]:
        """(S) replicates that were contained."""
        n: NDArray[np.int64] = self.is_contained.sum(axis=1, dtype=np.int64)
        return n

    @property
    def n_escaped(self) -> NDArray[np.int64]:
        """(S) replicates in which it got out."""
        n: NDArray[np.int64] = self.is_escaped.sum(axis=1, dtype=np.int64)
        return n

    @property
    def n_nationwide(self) -> NDArray[np.int64]:
        """(S) replicates in which it went nationwide."""
        n: NDArray[np.int64] = self.is_nationwide.sum(axis=1, dtype=np.int64)
        return n


def evaluate(
    scenarios: Sequence[Scenario], seeds: Sequence[int], executor: Executor, progress: Report | None = None
) -> Verdicts:
    """Judge every scenario with every seed.

    The scenarios share their dice, so that differences between them are theirs. Pass the same objects again where the
    same scenario is meant. The result does not depend on the executor. progress is called after each chunk.
    Raises SimulationError, WorldError, or StudyError (workers died again and again).
    """
    seeds = tuple(int(seed) for seed in seeds)
    pieces = [Piece(scenario, seeds) for scenario in scenarios]
    verdicts = _judge(pieces, executor, progress)
    n = len(seeds)
    return Verdicts(seeds, tuple(tuple(verdicts[k * n : (k + 1) * n]) for k in range(len(scenarios))))


def evaluate_pairs(
    pairs: Sequence[tuple[Scenario, int]], executor: Executor, progress: Report | None = None
) -> list[Verdict]:
    """Judge pairs of scenario and seed; return the verdicts in their order. Otherwise as `evaluate`."""
    places: dict[int, list[int]] = {}
    for place, (scenario, _) in enumerate(pairs):
        places.setdefault(id(scenario), []).append(place)
    pieces = [Piece(pairs[some[0]][0], tuple(int(pairs[k][1]) for k in some)) for some in places.values()]
    verdicts = _judge(pieces, executor, progress)
    order = [place for some in places.values() for place in some]
    sorted_by_place = sorted(zip(order, verdicts, strict=True), key=lambda item: item[0])
    return [verdict for _, verdict in sorted_by_place]


def _judge(pieces: Sequence[Piece], executor: Executor, progress: Report | None) -> list[Verdict]:
    """Return the verdicts of pieces in their order."""
    n_replicates = sum(len(piece.seeds) for piece in pieces)
    by_chunk: dict[int, tuple[Verdict, ...]] = {}
    n_done = 0
    for finished in stream(pieces, n_replicates, executor):
        by_chunk[finished.chunk.index] = finished.verdicts
        n_done += len(finished.verdicts)
        if progress is not None:
            progress(n_done, n_replicates)
    return [verdict for index in sorted(by_chunk) for verdict in by_chunk[index]]
