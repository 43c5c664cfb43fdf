"""Hyosan: an outbreak, person by person, from one school to a nation.

From Python: run(scenario) simulates and returns a Run; load(folder) returns a saved one; read(source) reads a scenario.
"""

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from hyosan.api import Run, load, run
    from hyosan.record.errors import RecordError
    from hyosan.scenario import Scenario, ScenarioError, read

__all__ = ["RecordError", "Run", "Scenario", "ScenarioError", "load", "read", "run"]

_HOMES: Final = {
    "run": "hyosan.api",
    "load": "hyosan.api",
    "Run": "hyosan.api",
    "RecordError": "hyosan.record.errors",
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
