"""The executor on Ray: processes of many machines, behind the same interface. Ray is an extra ("cluster").

This module is imported by name only when it is asked for. Hyosan must be installed on every machine of the cluster.
"""

import logging
import os
import pickle
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Final, Self

import ray
from ray.exceptions import NodeDiedError, ObjectLostError, OutOfMemoryError, RayTaskError, WorkerCrashedError

from hyosan.engine.judge import judge as engine_judge
from hyosan.scenario import WorldSpec
from hyosan.study.errors import StudyError
from hyosan.study.execute import Chunk, Finished, Judge, Pace
from hyosan.study.losses import Losses
from hyosan.study.orders import Order, Packer, world_key
from hyosan.study.recent import Recent
from hyosan.study.worker import Bench, Result, carry_out
from hyosan.world.build import build_world
from hyosan.world.model import World

ADDRESS: Final = "RAY_ADDRESS"
"""Variable that names a running cluster; without it, one is started on this machine and ended at the close."""

DEATHS: Final = (WorkerCrashedError, OutOfMemoryError, NodeDiedError, ObjectLostError)
N_WORLDS: Final = 4
SECONDS_BEFORE_LOOK: Final = 0.5
"""How long Ray is waited for at a time, so that Ctrl-C is noticed."""


class RayCluster:
    """Does chunks on a Ray cluster. See Executor for what its methods do.

    A world is put into the cluster once; every process takes its own copy, once.
    """

    def __init__(self, n_workers: int | None = None, judge: Judge = engine_judge) -> None:
        """Join the cluster that RAY_ADDRESS names, or start one here.

        Parameters: n_workers, replicates at a time (default: all processors of the cluster); judge, found by its name
        in the workers. Raises StudyError if there is no such cluster.
        """
        self.pace = Pace()
        self._is_ours = not ray.is_initialized()
        if self._is_ours:
            _join(n_workers)
        self._n_workers = n_workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        self._judge = ray.put(pickle.dumps(judge))
        self._worlds = _Places()
        self._packer = Packer(self._worlds)
        self._waiting: deque[Chunk] = deque()
        self._running: dict[Any, Chunk] = {}
        self._losses = Losses()

    @property
    def n_workers(self) -> int:
        """How many replicates run at a time."""
        return self._n_workers

    def submit(self, chunks: Iterable[Chunk]) -> None:
        """Take chunks to be done."""
        self._waiting.extend(chunks)
        self._hand_out()

    def finished(self) -> Iterator[Finished]:
        """Yield the chunks that were submitted as they are done, in any order."""
        while self._waiting or self._running:
            self._hand_out()
            done, _ = ray.wait(list(self._running), num_returns=1, timeout=SECONDS_BEFORE_LOOK)
            for reference in done:
                chunk = self._running.pop(reference)
                result = self._result(reference, chunk)
                if result is not None:
                    self._losses.done(chunk)
                    yield result.of(chunk)

    def world(self, spec: WorldSpec) -> World:
        """Return the world of a scenario, built once. Raises WorldError."""
        return self._worlds.world(spec)

    def cancel(self) -> None:
        """Give up the chunks under way."""
        for reference in self._running:
            ray.cancel(reference, force=False)
        self._running.clear()
        self._waiting.clear()
        self._losses.forget()

    def close(self) -> None:
        """Give up the chunks under way, and end the cluster if it was started here."""
        if self._is_ours:
            self._running.clear()
            ray.shutdown()
        else:
            self.cancel()

    def __enter__(self) -> Self:
        """Return the executor."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the executor."""
        self.close()

    def _hand_out(self) -> None:
        while self._waiting:
            chunk = self._waiting.popleft()
            order = self._packer.pack(chunk)
            worlds = {parcel.world_key: self._worlds.references[parcel.world_key] for parcel in order.parcels}
            self._running[_work.remote(order, [self._judge], worlds)] = chunk

    def _result(self, reference: Any, chunk: Chunk) -> Result | None:
        """Return what came of a chunk, or None where its worker died: it is then done again.

        Raises what the replicate raised, or StudyError at the third death.
        """
        try:
            result: Result = ray.get(reference)
            return result
        except DEATHS:
            self._losses.add([chunk])
            self._waiting.append(chunk)
            return None
        except RayTaskError as error:
            raise error.cause from None


class _Places:
    """The worlds of a cluster: built here, put into its memory."""

    def __init__(self) -> None:
        self._built: Recent[str, World] = Recent(N_WORLDS)
        self.references: dict[str, Any] = {}

    def world(self, spec: WorldSpec) -> World:
        """Return a world, built once. Raises WorldError."""
        return self._built.get(world_key(spec), lambda: build_world(spec))

    def place(self, spec: WorldSpec) -> str:
        """Return the name of a world; it is in the cluster when this returns. Raises WorldError."""
        key = world_key(spec)
        if key not in self.references:
            # in bytes, since the cluster's own form gives arrays that cannot be written to, another type for kernels
            self.references[key] = ray.put(pickle.dumps(self.world(spec), protocol=pickle.HIGHEST_PROTOCOL))
        return key


def _join(n_workers: int | None) -> None:
    """Join or start a cluster. Raises StudyError."""
    address = os.environ.get(ADDRESS)
    environment = {"env_vars": {"NUMBA_NUM_THREADS": "1"}}
    logging.getLogger("ray").setLevel(logging.ERROR)
    try:
        ray.init(
            address=address,
            num_cpus=None if address else n_workers,
            include_dashboard=None if address else False,
            log_to_driver=False,
            logging_level=logging.ERROR,
            runtime_env=environment,
        )
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise StudyError(f"executor: the Ray cluster {address or 'on this machine'} cannot be used: {error}") from error


_bench: Final = Bench()


@ray.remote(num_cpus=1, max_retries=0)
def _work(order: Order, judge: list[Any], worlds: dict[str, Any]) -> Result:
    """Carry out an order in a process of the cluster."""
    run: Judge = pickle.loads(ray.get(judge[0]))
    return carry_out(order, run, lambda key: pickle.loads(ray.get(worlds[key])), _bench)
