"""Hyosan: an outbreak, person by person, from one school to a nation.

From Python: run(scenario) simulates and returns a Run; load(folder) returns a saved one; read(source) reads a scenario.
"""

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from hyosan.analysis.answer import Answer
    from hyosan.analysis.frontier_result import Frontier
    from hyosan.api import Run, load, run
    from hyosan.calibration.entrance import fit
    from hyosan.calibration.line_list import fit_line_list
    from hyosan.record.errors import RecordError
    from hyosan.scenario import Scenario, ScenarioError, read
    from hyosan.study.answer import answer
    from hyosan.study.frontier import frontier
    from hyosan.study.run import run_study as study

__all__ = [
    "Answer",
    "Frontier",
    "RecordError",
    "Run",
    "Scenario",
    "ScenarioError",
    "answer",
    "fit",
    "fit_line_list",
    "frontier",
    "load",
    "read",
    "run",
    "study",
]

_HOMES: Final = {
    "run": "hyosan.api",
    "load": "hyosan.api",
    "Run": "hyosan.api",
    "RecordError": "hyosan.record.errors",
    "answer": "hyosan.study.answer",
    "Answer": "hyosan.analysis.answer",
    "frontier": "hyosan.study.frontier",
    "Frontier": "hyosan.analysis.frontier_result",
    "study": "hyosan.study",
    "fit": "hyosan.calibration.entrance",
    "fit_line_list": "hyosan.calibration.line_list",
    "read": "hyosan.scenario",
    "Scenario": "hyosan.scenario",
    "ScenarioError": "hyosan.scenario",
}
"""Where each name lives; it is imported when first asked for, so that help on the command line need not wait."""


def __getattr__(name: str) -> Any:
    """Return a public name from its module. Raises AttributeError for any other name."""
    if name not in _HOMES:
        raise AttributeError(f"module 'hyosan' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
