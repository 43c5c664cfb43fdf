"""Classes of procedural pupils, for kernels.

The pupils of a level are counted through their district, patch by patch. Runs of school_size pupils are a school;
within a school they are shuffled, and runs of class_size are a class. A school is named by the number, among all pupils
of its level in the world, of its first pupil. The last school of a district and the last class of a school take what is
left.
"""

import numpy as np

from hyosan.draws.kernel import draw, person_key
from hyosan.draws.permutation import permute, unpermute
from hyosan.draws.purposes import SHUFFLE_SCHOOL
from hyosan.jit import Int, int64, kernel
from hyosan.world.arrays import WorldArrays
from hyosan.world.residents import resident_of_rank
from hyosan.world.search import last_at_most


@kernel
def school_key(w: WorldArrays, kind: Int, school: Int) -> np.uint64:
    """Return the key (uint64) of a school's shuffle."""
    return draw(person_key(w.world_seed, school), SHUFFLE_SCHOOL, kind)


@kernel
def n_in_school(w: WorldArrays, kind: Int, patch: Int, school: Int) -> Int:
    """Return the number of pupils of a school in the district of a patch."""
    next_district_patch = w.district_patch_start[w.patch_district[patch] + 1]
    return int64(min(w.school_size[kind], w.kind_cum[kind, next_district_patch] - school))


@kernel
def pupil_group(w: WorldArrays, kind: Int, patch: Int, rank: Int) -> tuple[Int, Int, Int, Int, Int, Int]:
    """Return (kind, patch, school, first slot, size, own slot) of the class of the pupil with a rank in his patch."""
    district_first = w.kind_cum[kind, w.district_patch_start[w.patch_district[patch]]]
    in_district = w.kind_cum[kind, patch] - district_first + rank
    in_school = in_district % w.school_size[kind]
    school = district_first + in_district - in_school
    n = n_in_school(w, kind, patch, school)
    slot = permute(in_school, n, school_key(w, kind, school))
    first_slot = slot - slot % w.class_size[kind]
    return kind, int64(patch), school, first_slot, min(w.class_size[kind], n - first_slot), slot


@kernel
def pupil_at(w: WorldArrays, kind: Int, patch: Int, school: Int, slot: Int) -> tuple[Int, Int]:
    """Return (person, home patch) of the pupil in a slot of a school in the district of a patch."""
    n = n_in_school(w, kind, patch, school)
    number = school + unpermute(slot, n, school_key(w, kind, school))
    district = w.patch_district[patch]
    first, end = w.district_patch_start[district], w.district_patch_start[district + 1]
    home = last_at_most(w.kind_cum[kind], number, first, end)
    return resident_of_rank(w, kind, home, number - w.kind_cum[kind, home]), home
