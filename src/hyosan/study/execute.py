"""How work is handed out: pieces of scenario and seeds, cut into chunks of about a second, given to an executor."""

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, Protocol, Self

from hyosan.engine.response.verdict import Verdict
from hyosan.scenario import Scenario, WorldSpec
from hyosan.world.model import World

Judge = Callable[[Scenario, World, int], Verdict]
"""Runs one replicate; a function of a module, so that other processes find it by its name."""

Change = Callable[[Scenario, World], Scenario]
"""What a worker makes of a scenario before it judges it; a function of a module."""

CHUNK_SECONDS: Final = 1.0
LEAST_SECONDS: Final = 0.05
"""Chunks of less work than this are not worth their way, not even at the end."""

GROWTH: Final = 4
"""How many times larger a chunk may be than the largest before it, as long as the pace is little known."""

AHEAD: Final = 2
"""Chunks under way for each worker: one that it works on, one that waits."""

MEMORY: Final = 0.7
"""Weight of what was known of the pace before, when another chunk is finished."""


@dataclass(frozen=True)
class Piece:
    """A scenario and the seeds of its replicates.

    label: what messages call it; change: done to it in the worker; tag: for whoever made the piece.
    """

    scenario: Scenario
    seeds: tuple[int, ...]
    label: str = ""
    change: Change | None = None
    tag: int = 0


@dataclass(frozen=True)
class Chunk:
    """Pieces that one worker does in one go."""

    index: int
    pieces: tuple[Piece, ...]

    @property
    def n_replicates(self) -> int:
        """How many replicates it holds."""
        return sum(len(piece.seeds) for piece in self.pieces)


@dataclass(frozen=True)
class Finished:
    """A chunk that is done: its verdicts, piece by piece and seed by seed, and the seconds of each replicate.

    The seconds are nan where machine code was loaded or the scenario was prepared.
    """

    chunk: Chunk
    verdicts: tuple[Verdict, ...]
    seconds: tuple[float, ...]


@dataclass
class Pace:
    """How long a replicate takes, as far as it is known: chunks are cut by it. It forgets slowly."""

    seconds: float = 0.0
    n_replicates: float = 0.0
    largest: int = field(default=1)

    def learn(self, finished: Finished) -> None:
        """Take in a finished chunk."""
        timed = [seconds for seconds in finished.seconds if not math.isnan(seconds)]
        self.seconds = MEMORY * self.seconds + math.fsum(timed)
        self.n_replicates = MEMORY * self.n_replicates + len(timed)
        self.largest = max(self.largest, GROWTH * finished.chunk.n_replicates)

    def chunk_size(self, n_left: int, n_workers: int) -> int:
        """Return how many replicates the next chunk should hold: a second's work, and less towards the end."""
        mean = self.seconds / self.n_replicates if self.n_replicates > 0 else 0.0
        if mean <= 0.0:
            return max(1, min(self.largest, n_left))
        fair = max(math.ceil(n_left / (AHEAD * n_workers)), math.ceil(LEAST_SECONDS / mean))
        return max(1, min(round(CHUNK_SECONDS / mean), fair, self.largest))


class Executor(Protocol):
    """Whoever does chunks: this process, a pool of processes, a cluster. A context manager, closed on the way out."""

    pace: Pace

    @property
    def n_workers(self) -> int:
        """How many chunks are worked on at a time."""
        ...

    def submit(self, chunks: Iterable[Chunk]) -> None:
        """Take chunks to be done. May be called while `finished` is being read."""
        ...

    def finished(self) -> Iterator[Finished]:
        """Yield the chunks that were submitted as they are done, in any order, until none is left.

        Raises what a replicate raised (SimulationError with the label of its piece before it), or StudyError if
        workers die again and again. The chunks under way are then given up.
        """
        ...

    def world(self, spec: WorldSpec) -> World:
        """Return the world of a scenario, built once. Raises WorldError."""
        ...

    def cancel(self) -> None:
        """Give up the chunks under way; the executor can be used again."""
        ...

    def close(self) -> None:
        """End the workers, at once; what they are working on is given up."""
        ...

    def __enter__(self) -> Self:
        """Return the executor."""
        ...

    def __exit__(self, *_: object) -> None:
        """Close the executor."""
        ...


def stream(pieces: Iterable[Piece], n_replicates: int, executor: Executor) -> Iterator[Finished]:
    """Yield the finished chunks of pieces (n_replicates in all) as they come.

    Pieces are read only as fast as the executor works. An executor has one stream at a time. What is under way is given
    up when the reader goes away or anything goes wrong.
    """
    supply = _Supply(pieces, n_replicates)

    def fill(n_chunks: int) -> None:
        for _ in range(n_chunks):
            chunk = supply.cut(executor.pace.chunk_size(supply.n_left, executor.n_workers))
            if chunk is None:
                return
            executor.submit([chunk])

    is_done = False
    try:
        fill(AHEAD * executor.n_workers)
        for finished in executor.finished():
            executor.pace.learn(finished)
            fill(1)
            yield finished
        is_done = True
    finally:
        if not is_done:
            executor.cancel()


class _Supply:
    """Pieces on their way to become chunks."""

    def __init__(self, pieces: Iterable[Piece], n_replicates: int) -> None:
        self.n_left = n_replicates
        self._pieces = iter(pieces)
        self._begun: deque[Piece] = deque()
        self._n_cut = 0

    def cut(self, size: int) -> Chunk | None:
        """Return the next chunk of up to `size` replicates, or None when nothing is left."""
        taken: list[Piece] = []
        n_wanted = size
        while n_wanted > 0:
            piece = self._begun.popleft() if self._begun else next(self._pieces, None)
            if piece is None:
                break
            if len(piece.seeds) > n_wanted:
                self._begun.append(replace(piece, seeds=piece.seeds[n_wanted:]))
                piece = replace(piece, seeds=piece.seeds[:n_wanted])
            if piece.seeds:
                taken.append(piece)
            n_wanted -= len(piece.seeds)
        if not taken:
            return None
        chunk = Chunk(self._n_cut, tuple(taken))
        self._n_cut += 1
        self.n_left -= chunk.n_replicates
        return chunk
