"""The executor without workers: this process does the chunks itself, one after the other."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Self

from hyosan.engine.judge import judge as engine_judge
from hyosan.engine.response.verdict import Verdict
from hyosan.scenario import Scenario, WorldSpec
from hyosan.study.execute import Chunk, Finished, Judge, Pace, Piece
from hyosan.study.orders import N_SCENARIOS, world_key
from hyosan.study.recent import Recent
from hyosan.study.worker import Bench, Result, changed, name_of
from hyosan.world.build import build_world
from hyosan.world.model import World


class InProcess:
    """Does chunks when `finished` is read. See Executor for what its methods do."""

    n_workers = 1

    def __init__(self, judge: Judge = engine_judge) -> None:
        """Start. judge: runs one replicate."""
        self.pace = Pace()
        self._judge = judge
        self._chunks: deque[Chunk] = deque()
        self._bench = Bench()
        # a scenario is kept beside what was made of it, so that nothing else can get its id
        self._made: Recent[tuple[int, str], tuple[Scenario, Scenario]] = Recent(N_SCENARIOS)

    def submit(self, chunks: Iterable[Chunk]) -> None:
        """Take chunks to be done."""
        self._chunks.extend(chunks)

    def finished(self) -> Iterator[Finished]:
        """Do the chunks that were submitted, and yield each."""
        while self._chunks:
            yield self._do(self._chunks.popleft())

    def world(self, spec: WorldSpec) -> World:
        """Return the world of a scenario, built once. Raises WorldError."""
        return self._bench.worlds.get(world_key(spec), lambda: build_world(spec))

    def cancel(self) -> None:
        """Give up the chunks that were submitted."""
        self._chunks.clear()

    def close(self) -> None:
        """Give up the chunks that were submitted."""
        self.cancel()

    def __enter__(self) -> Self:
        """Return the executor."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the executor."""
        self.close()

    def _do(self, chunk: Chunk) -> Finished:
        verdicts: list[Verdict] = []
        seconds: list[float] = []
        for piece in chunk.pieces:
            world = self.world(piece.scenario.world)
            scenario = self._scenario(piece, world)
            some, times = self._bench.judge(self._judge, scenario, world, piece.seeds, piece.label)
            verdicts += some
            seconds += times
        return Result(tuple(verdicts), tuple(seconds)).of(chunk)

    def _scenario(self, piece: Piece, world: World) -> Scenario:
        def make() -> tuple[Scenario, Scenario]:
            return piece.scenario, changed(piece.scenario, world, piece.change)

        return self._made.get((id(piece.scenario), name_of(piece.change)), make)[1]
