"""Detection: what follows when the report of a case comes in."""

import numpy as np

from hyosan.engine.population.entry import Entry
from hyosan.engine.population.log import log_row
from hyosan.engine.population.memory import MemoryWithResponse
from hyosan.engine.response.arrays import FIRST_CASE, N_CASES, N_OUTSIDE, N_OUTSIDE_NOTICED, NOTICED
from hyosan.engine.response.contacts_of_case import ask_about_case
from hyosan.engine.response.records import find_record
from hyosan.engine.response.timing import DETECTIONS, person_of
from hyosan.engine.response.triggers import count_case
from hyosan.engine.response.watch import is_outside
from hyosan.jit import Int, inner_kernel, int64
from hyosan.terms import EventKind

DETECTION = np.int64(EventKind.DETECTION)
ONE = np.uint64(1)


@inner_kernel
def grow_areas(m: MemoryWithResponse, patch: Int) -> None:
    """Let the areas that follow the cases grow by the surroundings of a patch, and those outside of them shrink."""
    r = m.response
    for area in range(r.case_reach.shape[0]):
        reach = r.case_reach[area]
        bit = ONE << np.uint64(area)
        if reach != 0.0:
            for beside in range(r.patch_position.shape[0]):
                square = 0.0
                for axis in range(3):
                    step = r.patch_position[beside, axis] - r.patch_position[patch, axis]
                    square += step * step
                if square <= reach * reach:
                    r.patch_areas[beside] = r.patch_areas[beside] | bit if reach > 0.0 else r.patch_areas[beside] & ~bit


@inner_kernel
def detect(m: MemoryWithResponse, entry: Entry, now: float) -> None:
    """Let the report of a case come in: note it, count it, ask the measures in force about it."""
    r = m.response
    person = person_of(entry.person, DETECTIONS)
    at = find_record(r.records, person)
    r.records[at].n_reports -= 1
    if r.records[at].detected_days <= now or r.records[at].is_struck == 1:
        return
    r.records[at].detected_days = now
    patch, state = int64(r.records[at].patch), int64(r.records[at].state)
    log_row(m, now, DETECTION, person, int64(-1), patch, state, state, int64(0))
    case = r.cases[r.counts[N_CASES]]
    case.person, case.days, case.patch = person, now, patch
    r.counts[N_CASES] += 1
    if r.counts[N_CASES] == 1:
        r.days[FIRST_CASE] = now
    if is_outside(r, patch) and not r.days[NOTICED] <= now:
        r.days[NOTICED] = now
        r.counts[N_OUTSIDE_NOTICED] = r.counts[N_OUTSIDE]
    grow_areas(m, patch)
    count_case(m, patch, now)
    ask_about_case(m, person, patch, now)
