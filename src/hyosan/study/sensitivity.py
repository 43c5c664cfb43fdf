"""Sobol indices of a study with a Saltelli design."""

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hyosan.study.designs import SALTELLI
from hyosan.study.errors import StudyError
from hyosan.study.extras import load_extra
from hyosan.study.plan import Plan

if TYPE_CHECKING:
    from hyosan.analysis.sensitivity import Sensitivity

OUTPUTS: Final = {"P(contained)": "is_contained", "P(escaped)": "is_escaped", "n_outside": "n_outside"}
"""Name of each output, and the column that it is the mean of, over the replicates of a setting."""


def study_sensitivities(plan: Plan, table: pa.Table, arm: str) -> "list[Sensitivity]":
    """Return the indices of P(contained), P(escaped) and mean infections outside to the inputs, in one arm.

    table: all rows of the study. Raises StudyError if the design is another, the arm was not run, runs are missing, or
    SciPy is not installed.
    """
    if plan.design != SALTELLI:
        raise StudyError(f"sensitivity: found the design {plan.design!r}; it needs {SALTELLI!r}.")
    if arm not in plan.arms:
        raise StudyError(f"sensitivity: found the arm {arm!r}; the study has {' and '.join(plan.arms)}.")
    module = load_extra("hyosan.analysis.sensitivity", "sensitivity", "SciPy", "scipy", "study")
    rows = table.filter(pa.array([name == arm for name in table.column("arm").to_pylist()], pa.bool_()))
    if rows.num_rows != len(plan.settings) * plan.n_replicates:
        raise StudyError("sensitivity: the study is not finished. What to do: run it to its end first.")
    outputs = {name: _means(rows, column, len(plan.settings)) for name, column in OUTPUTS.items()}
    paths = [given.path for given in plan.inputs]
    found: list[Sensitivity] = module.sensitivities(outputs, paths, plan.n_samples, plan.base_seed)
    return found


def _means(rows: pa.Table, column: str, n_settings: int) -> NDArray[np.float64]:
    """Return (S) the mean of a column in each setting."""
    setting = rows.column("setting").to_numpy()
    values = rows.column(column).to_numpy(zero_copy_only=False).astype(np.float64)
    return np.bincount(setting, weights=values, minlength=n_settings) / np.bincount(setting, minlength=n_settings)
