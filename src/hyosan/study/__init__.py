"""Studies: many runs of a scenario, its settings varied, on many processors or machines.

The package can be called: hyosan.study(...) is run_study(...) of hyosan.study.run. A function of this name at the top
level would be replaced by the package as soon as anything imports a module of it.
"""

import importlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hyosan.study.run import Study


class _Callable(ModuleType):
    """A package that can be called."""

    def __call__(
        self,
        source: Path | str | Mapping[str, object],
        vary: Mapping[str, Any] | None = None,
        design: str | None = None,
        replicates: int = 100,
        seed: int | None = None,
        workers: int | None = None,
        executor: Any = "local",
        out: str | Path | None = None,
        progress: Any = None,
        samples: int = 64,
        arms: Sequence[str] = ("with",),
    ) -> "Study":
        """Run a study, or what is left of one, and return it; see run_study."""
        run_study = importlib.import_module("hyosan.study.run").run_study
        result: Study = run_study(
            source, vary, design, replicates, seed, workers, executor, out, progress, samples, arms
        )
        return result


sys.modules[__name__].__class__ = _Callable
study = sys.modules[__name__]
"""The package itself, so that `hyosan.study` finds it."""
