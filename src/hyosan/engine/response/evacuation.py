"""Evacuation: households that comply leave an area, and are guests elsewhere until it ends."""

import numpy as np

from hyosan.draws.kernel import below, draw, person_key, unit
from hyosan.draws.purposes import HOST, LEAVE
from hyosan.engine.population.memory import MemoryWithResponse
from hyosan.engine.response.arrays import EVACUATION, LEAVE_PER_DAY
from hyosan.engine.response.orders import complies, is_on, is_within
from hyosan.jit import Int, inner_kernel, int64
from hyosan.world.people import household

AT_HOME = np.int64(-1)


@inner_kernel
def host_patch(m: MemoryWithResponse, person: Int, home: Int, now: float) -> np.int64:
    """Return the patch where an evacuated person is a guest, or AT_HOME.

    A household leaves together, at a time that is uniform over the days that the evacuation takes.
    """
    r = m.response
    for k in range(r.kind.shape[0]):
        if r.kind[k] != EVACUATION or not is_on(r, k) or not is_within(r, r.area[k], home):
            continue
        first = int64(home) if m.world.has_neighbours else household(m.world, person, home)[0]
        key = person_key(m.rules.seed, first)
        left = unit(draw(key, LEAVE, r.number[k])) < (now - r.start_days[k]) * r.parameter[k, LEAVE_PER_DAY]
        if left and complies(r, k, key, now):
            n = r.host_start[k + 1] - r.host_start[k]
            return int64(r.host_patch[r.host_start[k] + below(draw(key, HOST, r.number[k]), n)])
    return AT_HOME
