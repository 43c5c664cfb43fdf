"""One pass over the log: everything that is counted for the summary."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hyosan.analysis.infections import is_infection
from hyosan.record.load import Columns, Record
from hyosan.record.replay import accumulate, add_changes
from hyosan.terms import EventKind, Setting

STEPS_DAYS: Final = (1.0, 0.25, 1.0 / 24.0, 1.0 / 288.0)
"""Lengths of a step for the peak of new infections; the first that gives a run ten steps or more is used."""

FINE: Final = 24
"""Fine steps in such a step."""

MAX_FINE_STEPS: Final = 1_000_000
SCAN_COLUMNS: Final = ("time_days", "person", "source", "patch", "kind", "from_state", "to_state", "setting")


class FirstRow(NamedTuple):
    """The row of an infection."""

    time_days: float
    person: int
    source: int
    patch: int
    setting: int


@dataclass(frozen=True)
class Scan:
    """What was counted.

    fine_days: length of a fine step. n_new int64 by fine step; counts int64 (fine steps, S), people in each state at
    the end of the step. is_reached bool by patch. first, and the first outside its patch and its district: rows, or
    None.
    """

    fine_days: float
    n_new: NDArray[np.int64]
    counts: NDArray[np.int64]
    n_by_kind: NDArray[np.int64]
    n_by_setting: NDArray[np.int64]
    is_reached: NDArray[np.bool_]
    is_origin: NDArray[np.bool_]
    first: FirstRow | None
    first_other_patch: FirstRow | None
    first_other_district: FirstRow | None


def scan(record: Record, patch_district: NDArray[np.int32]) -> Scan:
    """Return the counts of a run's log, read piece by piece. Parameters: patch_district, int32 (P)."""
    n_states = len(record.info.states)
    fine_days = peak_step(record.info.end_days) / FINE
    fine_days = max(fine_days, record.info.end_days / MAX_FINE_STEPS)
    n_steps = int(record.info.end_days / fine_days) + 1
    n_new = np.zeros(n_steps, np.int64)
    changes = np.zeros(n_steps * n_states, np.int64)
    n_by_kind = np.zeros(len(EventKind), np.int64)
    n_by_setting = np.zeros(len(Setting), np.int64)
    is_reached = np.zeros(record.info.world.n_patches, np.bool_)
    firsts = _Firsts(patch_district)
    for rows in record.batches(SCAN_COLUMNS):
        step = np.minimum((rows["time_days"] / fine_days).astype(np.int64), n_steps - 1)
        add_changes(changes, step, rows["from_state"], rows["to_state"], n_states)
        n_by_kind += np.bincount(rows["kind"], minlength=len(EventKind))
        at = np.flatnonzero(is_infection(rows["kind"]))
        if len(at) == 0:
            continue
        added = np.bincount(step[at] - step[0])
        n_new[step[0] : step[0] + len(added)] += added
        n_by_setting += np.bincount(rows["setting"][at], minlength=len(Setting))
        is_reached[rows["patch"][at]] = True
        firsts.look(rows, at)
    counts = accumulate(changes, n_states, record.info.world.n_people)
    return Scan(
        fine_days=fine_days,
        n_new=n_new,
        counts=counts,
        n_by_kind=n_by_kind,
        n_by_setting=n_by_setting,
        is_reached=is_reached,
        is_origin=firsts.origin,
        first=firsts.first,
        first_other_patch=firsts.patch,
        first_other_district=firsts.district,
    )


def peak_step(end_days: float) -> float:
    """Return the length of the step, in days, in which a run of end_days is looked at for its peak."""
    for step_days in STEPS_DAYS:
        if end_days >= 10.0 * step_days:
            return step_days
    return STEPS_DAYS[-1]


class _Firsts:
    """Finds the first infection, and the first that came later outside the patches and districts where it began."""

    def __init__(self, patch_district: NDArray[np.int32]) -> None:
        self._patch_district = patch_district
        self.first: FirstRow | None = None
        self.patch: FirstRow | None = None
        self.district: FirstRow | None = None
        self.origin = np.zeros(len(patch_district), np.bool_)

    def look(self, rows: Columns, at: NDArray[np.intp]) -> None:
        if self.first is None:
            self.first = _row(rows, int(at[0]))
        n_together = int(np.searchsorted(rows["time_days"][at], self.first.time_days, side="right"))
        self.origin[rows["patch"][at[:n_together]]] = True
        later = at[n_together:]
        if self.patch is None:
            self.patch = _first_outside(rows, later, self.origin)
        if self.district is None:
            districts = np.unique(self._patch_district[self.origin])
            self.district = _first_outside(rows, later, np.isin(self._patch_district, districts))


def _first_outside(rows: Columns, at: NDArray[np.intp], is_inside: NDArray[np.bool_]) -> FirstRow | None:
    """Return the first of the rows `at` whose patch is not inside (bool by patch), or None."""
    outside = np.flatnonzero(~is_inside[rows["patch"][at]])
    return _row(rows, int(at[outside[0]])) if len(outside) else None


def _row(rows: Columns, at: int) -> FirstRow:
    return FirstRow(
        time_days=float(rows["time_days"][at]),
        person=int(rows["person"][at]),
        source=int(rows["source"][at]),
        patch=int(rows["patch"][at]),
        setting=int(rows["setting"][at]),
    )
