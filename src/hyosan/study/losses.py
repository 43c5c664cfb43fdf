"""Chunks whose workers died: done again, and in the end named."""

from collections.abc import Sequence
from typing import Final

from hyosan.study.errors import StudyError
from hyosan.study.execute import Chunk, Piece

MOST_DEATHS: Final = 3
SUSPECT_DEATHS: Final = 2


class Losses:
    """How often workers died while a chunk was under way.

    Where it cannot be told which of several chunks a worker died of, each of them is blamed; one that has been blamed
    twice is done with nothing else under way, so that in the end the right one is named.
    """

    def __init__(self) -> None:
        """Start without a loss."""
        self._deaths: dict[int, int] = {}
        self._has_worked = False

    def add(self, chunks: Sequence[Chunk]) -> None:
        """Count a death. chunks: those under way. Raises StudyError at the third death of one that was alone."""
        for chunk in chunks:
            self._deaths[chunk.index] = self._deaths.get(chunk.index, 0) + 1
        if len(chunks) == 1 and self._deaths[chunks[0].index] >= MOST_DEATHS:
            raise StudyError(self._explain(chunks[0]))

    def is_suspect(self, chunk: Chunk) -> bool:
        """Return whether a chunk should be done with nothing else under way."""
        return self._deaths.get(chunk.index, 0) >= SUSPECT_DEATHS

    def done(self, chunk: Chunk) -> None:
        """Take note that a chunk is finished."""
        self._has_worked = True
        self._deaths.pop(chunk.index, None)

    def forget(self) -> None:
        """Forget every chunk, when a stream of them ends."""
        self._deaths.clear()

    def _explain(self, chunk: Chunk) -> str:
        what = "; ".join(describe(piece) for piece in chunk.pieces)
        deaths = self._deaths[chunk.index]
        if not self._has_worked:
            return (
                f"{what}: {deaths} workers died before any had finished anything. What to do: in a script, start the "
                'study below `if __name__ == "__main__":`; otherwise try one worker, and look for the cause above.'
            )
        return (
            f"{what}: the worker died {deaths} times. The likely cause is memory: the system ends a process that "
            "takes too much of it. What to do: use fewer workers, a smaller world, or an earlier stop."
        )


def describe(piece: Piece) -> str:
    """Return a piece in words: its label and its seeds."""
    first, last = min(piece.seeds), max(piece.seeds)
    name = piece.label or piece.scenario.name
    if len(piece.seeds) == 1:
        return f"{name}, seed {first}"
    if last - first == len(piece.seeds) - 1:
        return f"{name}, seeds {first} to {last}"
    return f"{name}, {len(piece.seeds)} seeds from {first} to {last}"
