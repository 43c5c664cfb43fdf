"""The executor of this machine: a pool of processes, each with one thread."""

import contextlib
import multiprocessing
import os
import shutil
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final, Self

from hyosan.engine.judge import judge as engine_judge
from hyosan.scenario import WorldSpec
from hyosan.study.execute import Chunk, Finished, Judge, Pace
from hyosan.study.losses import Losses
from hyosan.study.orders import Order, Packer, Worlds
from hyosan.study.worker import Bench, Result, carry_out
from hyosan.world.cache import load
from hyosan.world.model import World

THREADS: Final = "NUMBA_NUM_THREADS"
CODE_FOLDER: Final = "NUMBA_CACHE_DIR"
PRELOADED: Final = ["__main__", "hyosan.study.local"]
"""Imported once, by the server that workers are forked from: so a worker starts in milliseconds."""


class LocalPool:
    """Does chunks in processes of this machine. See Executor for what its methods do.

    Workers map the worlds from a folder. Each holds one end of a pipe, the lifeline: when the other end is closed, or
    this process dies whatever way, they end at once.
    """

    def __init__(self, n_workers: int, judge: Judge = engine_judge) -> None:
        """Start. n_workers: processes; judge: runs one replicate, found by its name in the workers."""
        self.pace = Pace()
        self._n_workers = n_workers
        self._judge = judge
        self._worlds = Worlds()
        self._packer = Packer(self._worlds)
        method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        self._context = multiprocessing.get_context(method)
        self._context.set_forkserver_preload(PRELOADED)
        self._lifeline, self._hold = self._context.Pipe(duplex=False)
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: deque[Chunk] = deque()
        self._running: dict[Future[Result], Chunk] = {}
        self._losses = Losses()
        self._is_cold = is_cold()

    @property
    def n_workers(self) -> int:
        """How many processes there are."""
        return self._n_workers

    def submit(self, chunks: Iterable[Chunk]) -> None:
        """Take chunks to be done."""
        self._waiting.extend(chunks)
        self._hand_out()

    def finished(self) -> Iterator[Finished]:
        """Yield the chunks that were submitted as they are done, in any order."""
        while self._waiting or self._running:
            self._hand_out()
            done, _ = wait(self._running, return_when=FIRST_COMPLETED)
            if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
                done, _ = wait(self._running)
            lost: list[Chunk] = []
            for future in done:
                chunk = self._running.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    lost.append(chunk)
                    continue
                self._losses.done(chunk)
                self._is_cold = False
                yield future.result().of(chunk)
            if lost:
                self._replace_pool(lost)

    def world(self, spec: WorldSpec) -> World:
        """Return the world of a scenario, built once. Raises WorldError."""
        return self._worlds.world(spec)

    def cancel(self) -> None:
        """Give up the chunks under way; what a worker has begun it finishes first."""
        for future in self._running:
            future.cancel()
        self._running.clear()
        self._waiting.clear()
        self._losses.forget()

    def close(self) -> None:
        """End the workers at once."""
        self.cancel()
        self._hold.close()
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
        self._lifeline.close()
        self._worlds.close()

    def __enter__(self) -> Self:
        """Return the executor."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the executor."""
        self.close()

    def _hand_out(self) -> None:
        """Give the pool what is waiting.

        A chunk that workers may have died of only with nothing else under way; so too the first, if there is no
        machine code yet: one worker compiles it, and the others find it.
        """
        while self._waiting:
            chunks = [self._waiting[0], *self._running.values()]
            if self._running and (self._is_cold or any(self._losses.is_suspect(chunk) for chunk in chunks)):
                return
            order = self._packer.pack(self._waiting[0])
            try:
                with one_thread():
                    future = self._open_pool().submit(_work, order)
            except BrokenProcessPool:
                if not self._running:
                    self._replace_pool([])
                    continue
                return  # `finished` finds out, and replaces the pool
            self._running[future] = self._waiting.popleft()

    def _open_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            start = (self._lifeline, self._worlds.folder, self._judge)
            self._pool = ProcessPoolExecutor(self._n_workers, self._context, initializer=_begin, initargs=start)
        return self._pool

    def _replace_pool(self, lost: list[Chunk]) -> None:
        """Go on after a death: the chunks that were under way first, in a new pool."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None
        if lost:
            self._losses.add(lost)
        self._waiting.extendleft(sorted(lost, key=lambda chunk: -chunk.index))


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """Let processes that are started in the block use one thread for machine code."""
    before = os.environ.get(THREADS)
    os.environ[THREADS] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[THREADS]
        else:
            os.environ[THREADS] = before


def is_cold() -> bool:
    """Return whether Numba's cache folder, where one is given, holds no machine code yet."""
    folder = os.environ.get(CODE_FOLDER)
    return folder is not None and next(Path(folder).rglob("*.nbc"), None) is None


class _Worker:
    """What a worker process holds; nothing in other processes."""

    def __init__(self, folder: Path, judge: Judge) -> None:
        self.folder = folder
        self.judge = judge
        self.bench = Bench()

    def fetch(self, key: str) -> World:
        """Return a world, mapped from its folder."""
        return load(self.folder / key)


_here: list[_Worker] = []


def _begin(lifeline: Connection, folder: Path, judge: Judge) -> None:
    """Make this process a worker: Ctrl-C is the business of the process that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(lifeline, folder), daemon=True).start()
    _here[:] = [_Worker(folder, judge)]


def _end_with(lifeline: Connection, folder: Path) -> None:
    """End this process when the other end of the lifeline is closed; the worlds' folder goes with it."""
    with contextlib.suppress(EOFError, OSError):
        lifeline.recv_bytes()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _work(order: Order) -> Result:
    worker = _here[0]
    return carry_out(order, worker.judge, worker.fetch, worker.bench)
