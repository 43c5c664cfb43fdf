"""Opening an executor by its name."""

import os
from typing import Final

from hyosan.compiling import compile_ahead
from hyosan.engine.judge import judge as engine_judge
from hyosan.study.errors import StudyError
from hyosan.study.execute import Executor, Judge
from hyosan.study.extras import load_extra
from hyosan.study.in_process import InProcess
from hyosan.study.local import LocalPool

LOCAL: Final = "local"
RAY: Final = "ray"
NAMES: Final = (LOCAL, RAY)
CLUSTER_MODULE: Final = "hyosan.study.ray_cluster"


def open_executor(name: str = LOCAL, workers: int | None = None, judge: Judge = engine_judge) -> Executor:
    """Return an executor, to be closed (it is a context manager).

    Parameters: name, "local" for processes of this machine or "ray" for a cluster; workers, how many replicates run at
    a time: by default one a processor, and 1 is this process itself; judge, which runs one replicate: a function of a
    module. Raises StudyError for another name, for fewer than 1 worker, or where Ray is not installed.
    """
    if workers is not None and workers < 1:
        raise StudyError(f"workers: found {workers}; allowed are whole numbers from 1.")
    if judge is engine_judge:
        compile_ahead(has_response=True)  # once, rather than in every worker
    if name == LOCAL:
        n_workers = workers or n_processors()
        return InProcess(judge) if n_workers == 1 else LocalPool(n_workers, judge)
    if name == RAY:
        return _cluster(workers, judge)
    raise StudyError(f"executor: found {name!r}; allowed are {' and '.join(NAMES)}.")


def n_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _cluster(workers: int | None, judge: Judge) -> Executor:
    """Return the executor on Ray."""
    module = load_extra(CLUSTER_MODULE, "executor: 'ray'", "Ray", "ray", "cluster")
    cluster: Executor = module.RayCluster(workers, judge)
    return cluster
