"""Workers and job slots of procedural people, for kernels: a bijection and its inverse, by arithmetic.

The workers of a patch are shuffled; the first n_local of them work in their own district, the others commute to
another. Local workers, counted through the district patch by patch, are shuffled in windows of 2048 and meet the
district's local job slots in the same count, so that they work near their homes. Commuters of a district are shuffled,
cut by destination with the origin-destination table, put behind one another by origin at the destination, shuffled
again and dealt to its patches. In a patch the local come before the incoming: a worker's place in this row is his *job*
(int64). The jobs of a patch are shuffled into *slots*, and workplaces are runs of slots.
"""

import numpy as np

from hyosan.draws.kernel import below, draw, person_key
from hyosan.draws.permutation import permute, unpermute
from hyosan.draws.purposes import (
    SHUFFLE_HOME,
    SHUFFLE_IN,
    SHUFFLE_OUT,
    SHUFFLE_SLOT,
    SHUFFLE_WINDOW,
    WORKPLACE_PATTERN,
)
from hyosan.jit import Int, int64, kernel
from hyosan.terms import DayKind
from hyosan.world.arrays import WINDOW, WorldArrays
from hyosan.world.residents import BLOCK_BITS, IN_BLOCK, resident_of_rank
from hyosan.world.search import last_at_most

WORK = np.int64(DayKind.WORK)


@kernel
def shuffle_key(w: WorldArrays, purpose: np.int64, subject: Int, ordinal: Int) -> np.uint64:
    """Return the key (uint64) of a shuffle of a patch or district."""
    return draw(person_key(w.world_seed, subject), purpose, ordinal)


@kernel
def window_of(w: WorldArrays, district: Int, in_district: Int) -> tuple[Int, Int, np.uint64]:
    """Return (first, size, key) of the window of local workers of a district that holds one of them."""
    start = w.district_patch_start[district]
    total = w.local_home_cum[w.district_patch_start[district + 1]] - w.local_home_cum[start]
    window = in_district // WINDOW
    first = window * WINDOW
    return first, min(WINDOW, total - first), shuffle_key(w, SHUFFLE_WINDOW, district, window)


@kernel
def local_job(w: WorldArrays, patch: Int, x: Int) -> tuple[Int, Int]:
    """Return (patch, job) of the x-th local worker of a patch."""
    district = int64(w.patch_district[patch])
    first_patch, end_patch = w.district_patch_start[district], w.district_patch_start[district + 1]
    base = w.local_home_cum[first_patch]
    in_district = w.local_home_cum[patch] - base + x
    first, size, key = window_of(w, district, in_district)
    place = base + first + permute(in_district - first, size, key)
    day_patch = last_at_most(w.local_slot_cum, place, first_patch, end_patch)
    return day_patch, place - w.local_slot_cum[day_patch]


@kernel
def local_worker(w: WorldArrays, day_patch: Int, job: Int) -> tuple[Int, Int]:
    """Return (home patch, x) of the local worker who has a job of a patch: the inverse of local_job."""
    district = int64(w.patch_district[day_patch])
    first_patch, end_patch = w.district_patch_start[district], w.district_patch_start[district + 1]
    base = w.local_home_cum[first_patch]
    in_district = w.local_slot_cum[day_patch] - base + job
    first, size, key = window_of(w, district, in_district)
    home = base + first + unpermute(in_district - first, size, key)
    patch = last_at_most(w.local_home_cum, home, first_patch, end_patch)
    return patch, home - w.local_home_cum[patch]


@kernel
def commuter_job(w: WorldArrays, patch: Int, x: Int) -> tuple[Int, Int]:
    """Return (patch, job) of the x-th commuter of a patch."""
    origin = int64(w.patch_district[patch])
    n_districts = w.out_cum.shape[0]
    out = w.commuter_home_cum[patch] - w.commuter_home_cum[w.district_patch_start[origin]] + x
    out = permute(out, w.out_cum[origin, n_districts], shuffle_key(w, SHUFFLE_OUT, origin, int64(0)))
    destination = last_at_most(w.out_cum[origin], out, int64(0), n_districts)
    incoming = w.in_cum[destination, origin] + out - w.out_cum[origin, destination]
    incoming = permute(incoming, w.in_cum[destination, n_districts], shuffle_key(w, SHUFFLE_IN, destination, int64(0)))
    first_patch, end_patch = w.district_patch_start[destination], w.district_patch_start[destination + 1]
    place = w.incoming_slot_cum[first_patch] + incoming
    day_patch = last_at_most(w.incoming_slot_cum, place, first_patch, end_patch)
    return day_patch, n_local_slots(w, day_patch) + place - w.incoming_slot_cum[day_patch]


@kernel
def commuter(w: WorldArrays, day_patch: Int, incoming_job: Int) -> tuple[Int, Int]:
    """Return (home patch, x) of the commuter who has an incoming job of a patch: the inverse of commuter_job."""
    destination = int64(w.patch_district[day_patch])
    n_districts = w.in_cum.shape[0]
    base = w.incoming_slot_cum[w.district_patch_start[destination]]
    incoming = w.incoming_slot_cum[day_patch] - base + incoming_job
    incoming = unpermute(
        incoming, w.in_cum[destination, n_districts], shuffle_key(w, SHUFFLE_IN, destination, int64(0))
    )
    origin = last_at_most(w.in_cum[destination], incoming, int64(0), n_districts)
    out = w.out_cum[origin, destination] + incoming - w.in_cum[destination, origin]
    out = unpermute(out, w.out_cum[origin, n_districts], shuffle_key(w, SHUFFLE_OUT, origin, int64(0)))
    first_patch, end_patch = w.district_patch_start[origin], w.district_patch_start[origin + 1]
    home = w.commuter_home_cum[first_patch] + out
    patch = last_at_most(w.commuter_home_cum, home, first_patch, end_patch)
    return patch, home - w.commuter_home_cum[patch]


@kernel
def n_workers(w: WorldArrays, patch: Int) -> Int:
    """Return the number of residents of a patch who work."""
    return int64(w.kind_cum[WORK, patch + 1] - w.kind_cum[WORK, patch])


@kernel
def n_local_slots(w: WorldArrays, patch: Int) -> Int:
    """Return the number of job slots of a patch that people of its own district fill."""
    return int64(w.local_slot_cum[patch + 1] - w.local_slot_cum[patch])


@kernel
def job_of(w: WorldArrays, patch: Int, rank: Int) -> tuple[Int, Int]:
    """Return (patch, job) where the resident works who has a rank among the workers of his patch."""
    x = permute(rank, n_workers(w, patch), shuffle_key(w, SHUFFLE_HOME, patch, int64(0)))
    n_local = w.n_local[patch]
    if x < n_local:
        return local_job(w, patch, x)
    return commuter_job(w, patch, x - n_local)


@kernel
def worker_in_job(w: WorldArrays, day_patch: Int, job: Int) -> tuple[Int, Int]:
    """Return (person, home patch) who has a job of a patch: the inverse of job_of."""
    n_local = n_local_slots(w, day_patch)
    if job < n_local:
        patch, x = local_worker(w, day_patch, job)
    else:
        patch, x = commuter(w, day_patch, job - n_local)
        x += w.n_local[patch]
    rank = unpermute(x, n_workers(w, patch), shuffle_key(w, SHUFFLE_HOME, patch, int64(0)))
    return resident_of_rank(w, WORK, patch, rank), patch


@kernel
def worker_group(w: WorldArrays, patch: Int, rank: Int) -> tuple[Int, Int, Int, Int, Int, Int]:
    """Return (WORK, day patch, day patch, first slot, size, own slot) of the workplace of a worker."""
    day_patch, job = job_of(w, patch, rank)
    n_slots = w.n_slots[day_patch]
    slot = permute(job, n_slots, shuffle_key(w, SHUFFLE_SLOT, day_patch, int64(0)))
    block, position = slot >> BLOCK_BITS, slot & IN_BLOCK
    bits = draw(person_key(w.world_seed, day_patch), WORKPLACE_PATTERN, block)
    pattern = below(bits, w.workplace_first.shape[0])
    first_slot = slot - position + int64(w.workplace_first[pattern, position])
    size = min(int64(w.workplace_size[pattern, position]), n_slots - first_slot)
    return WORK, day_patch, day_patch, first_slot, size, slot


@kernel
def worker_at(w: WorldArrays, day_patch: Int, slot: Int) -> tuple[Int, Int]:
    """Return (person, home patch) of the worker in a job slot of a patch."""
    job = unpermute(slot, w.n_slots[day_patch], shuffle_key(w, SHUFFLE_SLOT, day_patch, int64(0)))
    return worker_in_job(w, day_patch, job)
