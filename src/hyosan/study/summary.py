"""A study told setting by setting: shares of its outcomes with their intervals."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from hyosan.study.plan import Plan
from hyosan.theory.intervals import Interval, wilson_interval


@dataclass(frozen=True)
class SettingSummary:
    """A setting in an arm: n_runs finished replicates, shares with 95 % intervals (Wilson's), mean infections outside.

    Where no replicate is finished, shares and mean are nan, and intervals reach from 0 to 1.
    """

    setting: int
    arm: str
    values: tuple[tuple[str, float], ...]
    n_runs: int
    contained: Interval
    escaped: Interval
    nationwide: Interval
    mean_outside: float


def summarise_settings(plan: Plan, table: pa.Table) -> list[SettingSummary]:
    """Return a summary of each setting and arm, in the order of the plan. table: rows of the study."""
    arms = {arm: k for k, arm in enumerate(plan.arms)}
    arm = np.array([arms[name] for name in table.column("arm").to_pylist()], dtype=np.int64)
    place = table.column("setting").to_numpy().astype(np.int64) * len(arms) + arm
    n_cells = len(plan.settings) * len(arms)
    n_runs = np.bincount(place, minlength=n_cells)

    def total(name: str) -> NDArray[np.float64]:
        values = table.column(name).to_numpy(zero_copy_only=False).astype(np.float64)
        return np.bincount(place, weights=values, minlength=n_cells).astype(np.float64, copy=False)

    hits = {name: total(name) for name in ("is_contained", "is_escaped", "is_nationwide")}
    outside = total("n_outside")
    return [
        SettingSummary(
            setting=setting.index,
            arm=arm_name,
            values=setting.values,
            n_runs=int(n_runs[k]),
            contained=_share(hits["is_contained"][k], n_runs[k]),
            escaped=_share(hits["is_escaped"][k], n_runs[k]),
            nationwide=_share(hits["is_nationwide"][k], n_runs[k]),
            mean_outside=float(outside[k] / n_runs[k]) if n_runs[k] else float("nan"),
        )
        for k, (setting, arm_name) in enumerate(plan.cells())
    ]


def _share(n_hits: float, n_runs: int) -> Interval:
    return wilson_interval(int(n_hits), int(n_runs)) if n_runs else Interval(float("nan"), 0.0, 1.0)
